import type { Config, SourceConfig } from '../platform/config.js';
import { TerminalError } from '../platform/errors.js';
import { Throttle } from '../platform/kubernetes/throttle.js';
import { readCredential } from '../platform/load-config.js';
import type { Refusal } from './fill-template.js';

/** A configured source with its limits, which hold across all runs of this process. */
export interface Source {
  readonly name: string;
  readonly config: SourceConfig;
  readonly throttle: Throttle;
}

type Kind = SourceConfig['kind'];

/** What to set where a kind of source is not configured. */
const SETTINGS: Readonly<Record<Kind, { readonly title: string; readonly hint: string }>> = {
  prometheus: { title: 'Prometheus', hint: 'set PROMETHEUS_URL or sources in periplus.yaml' },
  postgres: { title: 'PostgreSQL source', hint: 'name one under sources in periplus.yaml, kind: postgres' },
  sqlite: { title: 'SQLite source', hint: 'name one under sources in periplus.yaml, kind: sqlite' },
  loki: { title: 'Loki', hint: 'name one under sources in periplus.yaml, kind: loki' },
  http: { title: 'HTTP source', hint: 'name one under sources in periplus.yaml, kind: http, with the hosts it may reach' },
};

/** The sources of periplus.yaml by kind and name. */
export class Sources {
  private readonly sources: readonly Source[];

  constructor(config: Config) {
    this.sources = Object.entries(config.sources).map(([name, source]) => ({ name, config: source, throttle: new Throttle(source) }));
  }

  /** The source a query goes to: the one its guide names, else the only one of these kinds. */
  choose(kinds: readonly [Kind, ...Kind[]], named: string | null): Source | Refusal {
    const candidates = this.sources.filter((source) => kinds.includes(source.config.kind));
    const [first, second] = candidates;
    if (first === undefined) return { reason: `no ${SETTINGS[kinds[0]].title} configured: ${SETTINGS[kinds[0]].hint}`, hint: null };
    if (named !== null) return candidates.find((source) => source.name === named) ?? this.unknown(named, candidates);
    if (second !== undefined) {
      return {
        reason: `several sources could answer (${names(candidates)})`,
        hint: 'Name one as `source:` in the front matter of the guide.',
      };
    }
    return first;
  }

  /** What the chosen source is called: by name, by kind. Empty where none can be chosen. */
  places(kinds: readonly [Kind, ...Kind[]], named: string | null): readonly string[] {
    const source = this.choose(kinds, named);
    return 'reason' in source ? [] : [source.name, source.config.kind];
  }

  all(kind: Kind): readonly Source[] {
    return this.sources.filter((source) => source.config.kind === kind);
  }

  /** The source by the name a prepared query carries. */
  named(name: string): Source {
    const source = this.sources.find((candidate) => candidate.name === name);
    if (source === undefined) throw new TerminalError('source-unknown', `There is no source called ${name} in periplus.yaml.`);
    return source;
  }

  private unknown(named: string, candidates: readonly Source[]): Refusal {
    return { reason: `the guide asks the source ${named}, which periplus.yaml does not have`, hint: `It has ${names(candidates)}.` };
  }
}

function names(sources: readonly Source[]): string {
  return sources.map((source) => source.name).join(', ');
}

/** The source's address or connection string: `url`, or its credential where the address is the secret. */
export function addressOf(source: Source): string {
  const { url, credential } = source.config;
  if (url !== undefined) return url;
  if (credential !== undefined) return readCredential(credential);
  throw new TerminalError('source-without-address', `The source ${source.name} has neither url nor credential.`, {
    hint: 'Set sources.' + source.name + '.url in periplus.yaml.',
  });
}

/** The bearer token to send, where the source has an address and a credential besides. */
export function tokenOf(source: Source): string | null {
  const { url, credential } = source.config;
  return url !== undefined && credential !== undefined ? readCredential(credential) : null;
}
