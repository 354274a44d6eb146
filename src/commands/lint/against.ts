import { configSchema, type Config } from '../../platform/config.js';
import { TerminalError } from '../../platform/errors.js';
import { loadConfig } from '../../platform/load-config.js';
import {
  canBeChecked,
  checkAgainst,
  createQueryReader,
  loadReaders,
  Sources,
  type BoundValues,
  type Source,
} from '../../qpp-plugins/index.js';
import { queriesOf, type PlanParameter, type Problem } from '../../tsg-parser/index.js';
import type { GuideFile } from '../read-guides.js';
import { parametersOf } from '../run/read-incident.js';
import { withSources } from '../run/with-sources.js';

const NAME = 'against';

/**
 * Tries the queries of guides at a source: one of periplus.yaml by its name, or an address.
 * @throws TerminalError `source-unknown`, `parameter-malformed`
 */
export function queryChecker(
  address: string,
  pairs: readonly string[],
): (guide: GuideFile, markdown: string) => Promise<readonly Problem[]> {
  const source = sourceFor(address);
  const given = parametersOf(pairs);
  const { signal } = new AbortController();
  return async (guide, markdown) => {
    await loadReaders();
    const { queries, parameters } = queriesOf(markdown, createQueryReader(), guide);
    return checkAgainst(queries, source, { ...defaultsOf(parameters), ...given }, signal);
  };
}

function sourceFor(address: string): Source {
  const isAddress = /^[a-z]+:/i.test(address) || /\.(?:db|sqlite3?)$/i.test(address);
  const sources = new Sources(isAddress ? configured(address) : loadConfig(process.env, process.cwd()));
  const source = sources.named(isAddress ? NAME : address);
  if (canBeChecked(source)) return source;
  throw new TerminalError('source-unfit', `Queries cannot be tried at a source of kind ${source.config.kind}.`, {
    hint: 'Name a PostgreSQL, an SQLite file or a Prometheus.',
  });
}

/** `http://…` is a Prometheus; a file name is an SQLite file. */
function configured(address: string): Config {
  const written = /^https?:/i.test(address) ? `prometheus:${address}` : /^[a-z]+:/i.test(address) ? address : `sqlite:${address}`;
  return withSources(configSchema.parse({}), [`${NAME}=${written}`], process.cwd());
}

function defaultsOf(parameters: readonly PlanParameter[]): BoundValues {
  return Object.fromEntries(
    parameters.flatMap(({ name, default: value }) => (value === null ? [] : [[name, { value, source: 'guide default' }]])),
  );
}
