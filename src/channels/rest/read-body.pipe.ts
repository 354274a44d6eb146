import { BadRequestException, StandardSchemaValidationPipe } from '@nestjs/common';

/** Reads a body or query by the schema of its parameter: `@Body({ schema })`. What does not fit is told in sentences, all at once. */
export const readBody = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) =>
    new BadRequestException(issues.map(({ path, message }) => `${nameOf(path)}: ${message.replace(/\.?$/u, '.')}`)),
});

function nameOf(path: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined): string {
  if (path === undefined || path.length === 0) return 'The request';
  return `"${path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')}"`;
}
