import { resolve } from 'node:path';
import { configSchema } from '../../platform/config.js';
import type { Config, SourceConfig } from '../../platform/config.js';
import { TerminalError } from '../../platform/errors.js';

/** One person at a command line waits for all of a guide's queries at once. */
const AT_ONCE = 16;

const FORMS: readonly { readonly pattern: RegExp; readonly kind: SourceConfig['kind']; readonly isFile?: true }[] = [
  { pattern: /^(?<url>postgres(?:ql)?:\/\/\S+)$/u, kind: 'postgres' },
  { pattern: /^sqlite:(?:\/\/)?(?<url>.+)$/u, kind: 'sqlite', isFile: true },
  { pattern: /^prometheus:(?<url>https?:\/\/\S+)$/u, kind: 'prometheus' },
  { pattern: /^loki:(?<url>https?:\/\/\S+)$/u, kind: 'loki' },
];

/** The configuration with the sources of the command line, `name=postgres://…`, for this run alone. @throws TerminalError `source-malformed` */
export function withSources(config: Config, pairs: readonly string[], directory: string): Config {
  if (pairs.length === 0) return config;
  const given = Object.fromEntries(pairs.map((pair) => sourceOf(pair, directory)));
  const { sources } = configSchema.parse({ sources: given });
  return { ...config, sources: { ...config.sources, ...sources } };
}

function sourceOf(pair: string, directory: string): [string, Pick<SourceConfig, 'kind' | 'url' | 'maxConcurrent'>] {
  const [, name = '', address = ''] = /^([A-Za-z][\w.-]*)=(.+)$/u.exec(pair) ?? [];
  for (const { pattern, kind, isFile } of FORMS) {
    const url = pattern.exec(address)?.groups?.['url'];
    if (url !== undefined) return [name, { kind, url: isFile === true ? resolve(directory, url) : url, maxConcurrent: AT_ONCE }];
  }
  throw new TerminalError('source-malformed', `"${pair}" names no source.`, {
    hint: 'Write name=postgres://user@host/database, name=sqlite:file, name=prometheus:http://host:9090 or name=loki:http://host:3100.',
  });
}
