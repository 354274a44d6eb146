import { actOf } from './verbs.js';

const OCCASION =
  /^(?:and |or )?((?:in (?:(?:very|some|a few|certain|rare|other|more|most|these|such|particular|extreme|exceptional) )*(?:specific|rare|certain|some|other|few|particular|extreme|exceptional|subtle|severe)? ?(?:cases|scenarios|situations|circumstances)|as (?:an? |one |the |yet )*(?:last|final|other|another)? ?resort|depending on [^,.:]{3,60}|sometimes|occasionally)),?\s+(?=\S)/i;

/** "As a last resort, …", "In rare cases …", "Depending on the store, …": when a suggestion applies, said without an if. Null for anything else. */
export function occasionOf(text: string): { readonly words: string; readonly rest: string } | null {
  const match = OCCASION.exec(text);
  if (match?.[1] === undefined) return null;
  const rest = text.slice(match[0].length);
  return actOf(rest) === null ? null : { words: match[1], rest };
}
