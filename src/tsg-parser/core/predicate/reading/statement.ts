import type { Predicate } from '../predicate.js';
import { readAggregate } from './aggregate-clause.js';
import type { Objection } from './clause.js';
import { isObjection } from './clause.js';
import { coordinationOf, joinVariants } from './coordination.js';
import { readExistence } from './existence-clause.js';
import type { ClauseParts } from './parts.js';
import type { QueryProfile } from './query-profile.js';
import { readReplicas } from './replicas-clause.js';
import { readRollout } from './rollout-clause.js';
import { readRowsClause } from './rows-clause.js';
import { readShare } from './share-clause.js';
import { readText, speaksOfText } from './text-clause.js';
import { readTrend } from './trend-clause.js';
import { readVersus } from './versus-clause.js';

type Reading = Predicate | Objection | null;

/** Reads one statement about one query's answer, in whichever way it can be read; the first objection where it cannot. */
export function readStatement(parts: ClauseParts, query: QueryProfile, isTold: boolean): Predicate | Objection {
  let objection: Objection | null = null;
  for (const read of waysOf(query)) {
    const reading = read(parts, query, isTold);
    if (reading === null) continue;
    if (!isObjection(reading) || read === readReplicas) return reading;
    objection ??= reading;
  }
  return objection ?? { objection: `nothing in “${parts.words.map((word) => word.raw).join(' ')}” can be held against the result` };
}

type Way = (parts: ClauseParts, query: QueryProfile, isTold: boolean) => Reading;

const whole =
  (read: (words: ClauseParts['words'], query: QueryProfile) => Reading): Way =>
  (parts, query) =>
    parts.further.length === 0 ? read(parts.words, query) : null;

const existence: Way = (parts, query, isTold) => (parts.further.length === 0 ? readExistence(parts.words, query, isTold) : null);

/** Two subjects of which one thing is said. */
function coordinated(parts: ClauseParts, query: QueryProfile, isTold: boolean): Reading {
  const found = coordinationOf(parts.words, query);
  if (found === null) return null;
  const readings = found.variants.map((words) => readStatement({ ...parts, words }, query, isTold));
  const sound = readings.flatMap((reading) => (isObjection(reading) ? [] : [reading]));
  return sound.length === readings.length ? joinVariants(sound, found.joint) : null;
}

/** A table is searched as text only where the sentence says so: "the events mention …", "the body contains …". */
const readQuoted: Way = (parts, query) => (speaksOfText(parts.words, query) ? readText(parts.words, query, parts.further.flat()) : null);

function waysOf(query: QueryProfile): readonly Way[] {
  const rollout = whole(readRollout);
  if (query.printsText) return [rollout, (parts) => readText(parts.words, query, parts.further.flat()), existence];
  return [
    rollout,
    readReplicas,
    coordinated,
    whole(readShare),
    whole(readAggregate),
    whole(readTrend),
    whole(readVersus),
    readQuoted,
    readRowsClause,
    existence,
  ];
}
