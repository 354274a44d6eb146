import { sentenceOf, TerminalError, TransientError } from '../../platform/errors.js';
import { lineAround, refusal } from '../sql/refusal.js';
import type { SqlLimits } from '../sql/sql-answer.js';

/** What stands before the query in the statement that is sent. */
export const CURSOR = 'DECLARE answer NO SCROLL CURSOR FOR ';

/** Classes of SQLSTATE after which the same query may succeed: connection, resources, operator intervention, serialisation. */
const PASSING = /^(?:08|53|57|40)/;
const CANCELLED = '57014';
const NO_ACCESS = new Set(['28P01', '28000', '3D000']);

/** How a query ended besides what the driver says of it. */
export interface Ending extends Pick<SqlLimits, 'called' | 'timeoutMs' | 'maxBytes'> {
  /** The statement as it was sent; positions count in it. */
  readonly sent: string;
  readonly isLate: boolean;
  readonly isTooLarge: boolean;
}

/** What the driver threw, as an error of ours: it says whether the same query may succeed later, and what to do. */
export function inOurWords(error: unknown, { called, timeoutMs, maxBytes, sent, isLate, isTooLarge }: Ending): Error {
  if (error instanceof TerminalError || error instanceof TransientError) return error;
  const { code, position } = error as { readonly code?: string; readonly position?: string };
  const sentence = sentenceOf(error).replace(/\.$/, '');
  if (isTooLarge)
    return new TerminalError('answer-too-large', `${called} answered with more than ${String((maxBytes * 2) / 1024 / 1024)} MB.`, {
      cause: error,
      hint: 'Select fewer columns, or the part of them that is needed.',
    });
  if (isLate || code === CANCELLED)
    return new TransientError('source-timeout', `${called} did not answer within ${String(timeoutMs / 1000)} s.`, { cause: error });
  if (code !== undefined && NO_ACCESS.has(code))
    return new TerminalError('forbidden', `${called} refuses access: ${sentence}.`, {
      cause: error,
      hint: 'Check the credential of the source in periplus.yaml.',
    });
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !PASSING.test(code))
    return refusal(called, sentence, position === undefined ? null : lineAround(sent, Number(position)).replace(CURSOR, ''), error);
  return new TransientError('unreachable', `${called} cannot be reached: ${sentence}.`, { cause: error });
}
