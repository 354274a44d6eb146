import { BadRequestException } from '@nestjs/common';

/** PostgreSQL and every recursive reader have an end; no vendor nests a message this deep. */
const MAX_DEPTH = 100;

/** The JSON of a webhook's raw bytes. @throws BadRequestException in a sentence, without a stack. */
export function readJson(rawBody: Buffer | undefined): unknown {
  if (rawBody === undefined || rawBody.length === 0)
    throw new BadRequestException('The body is empty: send JSON with the content type application/json.');
  const text = rawBody.toString('utf8');
  if (depthOf(text) > MAX_DEPTH) throw new BadRequestException(`The body nests deeper than ${MAX_DEPTH} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequestException('The body is not JSON.');
  }
}

/** The deepest nesting of brackets outside strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString && character === '\\') index += 1;
    else if (character === '"') isInString = !isInString;
    else if (!isInString && (character === '{' || character === '[')) deepest = Math.max(deepest, (depth += 1));
    else if (!isInString && (character === '}' || character === ']')) depth -= 1;
  }
  return deepest;
}
