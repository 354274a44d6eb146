import { stepsOf, type DraftGroup, type DraftStep } from '../draft.js';

/** Ids in the order of the text: `s<n>` of a numbered step where the numbers are unique, else counted; what splits off step 2 is `s2b`. */
export function nameNodes(procedure: DraftGroup): Map<DraftStep, string> {
  const steps = [...stepsOf(procedure)];
  const numbers = steps.map(({ label }) => (label?.series === 'step' && /^\d+[a-z]?$/.test(label.number) ? label.number : null));
  const own = numbers.filter((number) => number !== null);
  if (own.length === 0 || new Set(own).size !== own.length) return new Map(steps.map((step, index) => [step, `s${String(index + 1)}`]));
  return numbered(steps, numbers);
}

function numbered(steps: readonly DraftStep[], numbers: readonly (string | null)[]): Map<DraftStep, string> {
  const names = new Map<DraftStep, string>();
  const taken = new Set(numbers.flatMap((number) => (number === null ? [] : [`s${number}`])));
  let last = '0';
  for (const [index, step] of steps.entries()) {
    last = numbers[index] ?? last;
    let name = `s${last}`;
    for (let suffix = 0; numbers[index] === null && taken.has(name); suffix += 1)
      name = `s${last}${suffix < 25 ? String.fromCharCode(98 + suffix) : `-${String(suffix)}`}`;
    taken.add(name);
    names.set(step, name);
  }
  return names;
}
