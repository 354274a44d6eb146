import type { Problem } from '../../tsg-parser/index.js';
import type { SqlAnswer } from '../sql/sql-answer.js';
import { problem, type CheckedQuery } from './checked-query.js';

const WORD = /\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+\b/g;
/** What a query says where nothing is the matter. */
const FINE = /^(?:NO_|NOT_|NORMAL|HEALTHY|OK$|STABLE|NONE|UNKNOWN|FINE|WITHIN_)/;

/** Words the step waits for and its query has no way of saying, words that do not come in this data, and words nobody waits for. */
export function checkStatusWords(query: CheckedQuery, answer: SqlAnswer | null): Problem[] {
  const { statusWords: said } = query.template;
  const waited = waitedFor(query);
  if (said.length === 0 || waited.length === 0) return [];
  return [...neverSaid(waited, said), ...notSeen(waited, said, answer), ...unheard(waited, query)];
}

interface Waited {
  readonly word: string;
  readonly line: number;
}

/** Words of its conditions, and of the prose around it, each once. */
function waitedFor({ conditions, prose, template }: CheckedQuery): Waited[] {
  const inConditions = conditions.flatMap(({ text, line }) => wordsIn(text).map((word) => ({ word, line })));
  const inProse = wordsIn(prose).map((word) => ({ word, line: template.lines[1] }));
  return [...inConditions, ...inProse].filter(({ word }, index, all) => all.findIndex((other) => other.word === word) === index);
}

function wordsIn(text: string): string[] {
  return [...text.matchAll(WORD)].map(([word]) => word);
}

function neverSaid(waited: readonly Waited[], said: readonly string[]): Problem[] {
  return waited.flatMap(({ word, line }) => {
    const near = said.filter((other) => other.startsWith(word) || word.startsWith(other));
    if (said.includes(word)) return [];
    return [
      problem(
        'status-never-yielded',
        'warning',
        line,
        `The step waits for ${word}, which its query never yields: it knows ${said.join(', ')}.`,
        near.length === 0 ? 'Name one of its words.' : `Is ${near.join(' or ')} meant?`,
      ),
    ];
  });
}

/** In this data the word does not come; in other data it may. */
function notSeen(waited: readonly Waited[], said: readonly string[], answer: SqlAnswer | null): Problem[] {
  if (answer === null || answer.truncated) return [];
  const seen = new Set(answer.rows.flat().filter((cell): cell is string => typeof cell === 'string'));
  return waited
    .filter(({ word }) => said.includes(word) && !seen.has(word))
    .map(({ word, line }) =>
      problem(
        'status-never-yielded',
        'info',
        line,
        `${word} does not come about in this data: none of ${String(answer.rows.length)} rows has it.`,
        null,
      ),
    );
}

function unheard(waited: readonly Waited[], { template: { statusWords, lines } }: CheckedQuery): Problem[] {
  const words = statusWords.filter((word) => !FINE.test(word) && !waited.some((one) => word.startsWith(one.word)) && word.includes('_'));
  if (words.length === 0) return [];
  return [
    problem(
      'status-without-branch',
      'info',
      lines[0],
      `The query can answer ${words.join(', ')}, and the step says nothing of it.`,
      'Say what to do then, or leave it out.',
    ),
  ];
}
