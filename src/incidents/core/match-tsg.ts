import type { GuideView } from '../../tsg-parser/index.js';
import type { TsgMatch } from './incident.js';

/** What guides are matched against. */
export interface MatchSubject {
  readonly title: string;
  readonly text: string;
  readonly alertName: string | null;
  readonly service: string | null;
  readonly runbookUrl: string | null;
}

type MatchableGuide = Pick<GuideView, 'id' | 'title' | 'alertNames' | 'services' | 'runbookUrls' | 'bindings'>;

/** An exact key's weight. A guide that also names the service is the more specific one. */
const WEIGHT = { runbookUrl: 300, alertName: 200, binding: 100, namesService: 50 };
const MAX_SEARCHED = 5;
const MIN_SEARCH_SCORE = 0.2;

/** Ranks guides for an incident, best first, each with the reason: exact keys, then what a search by words would offer. */
export function matchTsg(subject: MatchSubject, guides: readonly MatchableGuide[]): readonly TsgMatch[] {
  const exact = guides.flatMap((guide) => exactMatch(subject, guide) ?? []);
  const rest = guides.filter(({ id }) => !exact.some(({ guideId }) => guideId === id));
  const searched = rest.flatMap((guide) => searchedMatch(subject, guide) ?? []);
  return [...ranked(exact), ...ranked(searched).slice(0, MAX_SEARCHED)];
}

/** The one match that may start a run; `ambiguous` where several are equally specific and a person has to choose. */
export function decisiveMatch(matches: readonly TsgMatch[]): TsgMatch | 'none' | 'ambiguous' {
  const [best, second] = matches.filter(({ kind }) => kind === 'exact');
  if (best === undefined) return 'none';
  return second?.score === best.score ? 'ambiguous' : best;
}

function exactMatch(subject: MatchSubject, guide: MatchableGuide): TsgMatch | null {
  const service = subject.service?.toLowerCase() ?? null;
  const services = guide.services.map((name) => name.toLowerCase());
  if (services.length > 0 && service !== null && !services.includes(service)) return null;
  const key = exactKey(subject, guide, service);
  if (key === null) return null;
  const named = service !== null && services.includes(service);
  const reason = named ? `${key.reason}, service ${subject.service ?? ''}` : key.reason;
  return { guideId: guide.id, guideTitle: guide.title, kind: 'exact', reason, score: key.weight + (named ? WEIGHT.namesService : 0) };
}

function exactKey(
  subject: MatchSubject,
  guide: MatchableGuide,
  service: string | null,
): { readonly weight: number; readonly reason: string } | null {
  const { runbookUrl, alertName } = subject;
  if (runbookUrl !== null && guide.runbookUrls.some((url) => plainUrl(url) === plainUrl(runbookUrl))) {
    return { weight: WEIGHT.runbookUrl, reason: `runbook_url ${runbookUrl}` };
  }
  if (alertName !== null && guide.alertNames.some((name) => name.toLowerCase() === alertName.toLowerCase())) {
    return { weight: WEIGHT.alertName, reason: `alert name ${alertName}` };
  }
  const binding = guide.bindings.find((bound) => bound.service.toLowerCase() === service);
  return binding === undefined ? null : { weight: WEIGHT.binding, reason: `bound to service ${binding.service} by ${binding.by}` };
}

/** Addresses that differ in scheme, a trailing slash or letter case of the host are one; the anchor counts. */
function plainUrl(url: string): string {
  const parsed = URL.parse(url.trim());
  return parsed === null ? url.trim() : `${parsed.host}${parsed.pathname.replace(/\/+$/u, '')}${parsed.search}${parsed.hash}`;
}

function searchedMatch(subject: MatchSubject, guide: MatchableGuide): TsgMatch | null {
  const asked = wordsOf(`${subject.title} ${subject.alertName ?? ''} ${subject.service ?? ''} ${subject.text.slice(0, 4_000)}`);
  const offered = wordsOf([guide.title, ...guide.alertNames, ...guide.services].join(' '));
  const shared = [...offered].filter((word) => asked.has(word));
  const score = offered.size === 0 ? 0 : shared.length / offered.size;
  if (score < MIN_SEARCH_SCORE || shared.length < Math.min(2, offered.size)) return null;
  return {
    guideId: guide.id,
    guideTitle: guide.title,
    kind: 'searched',
    reason: `shares the words ${shared.slice(0, 6).join(', ')}`,
    score,
  };
}

const EMPTY_WORDS = new Set(
  'a an and are as at be by does for from has have how in into is it its not of on or our that the their this to too was what when which with your guide runbook troubleshooting tsg alert incident'.split(
    ' ',
  ),
);

/** Lower-case words; `HighErrorRate` is three. */
function wordsOf(text: string): ReadonlySet<string> {
  const spaced = text.replace(/(?<=[a-z0-9])(?=[A-Z])/gu, ' ').toLowerCase();
  const words = spaced.match(/[a-z0-9]{2,}/gu) ?? [];
  return new Set(words.filter((word) => !EMPTY_WORDS.has(word)).map((word) => (word.length > 3 ? word.replace(/s$/u, '') : word)));
}

function ranked(matches: readonly TsgMatch[]): readonly TsgMatch[] {
  return matches.toSorted((a, b) => b.score - a.score || a.guideTitle.localeCompare(b.guideTitle));
}
