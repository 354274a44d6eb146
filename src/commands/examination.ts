import { PeriplusError, sentenceOf } from '../platform/errors.js';

/** One thing that is in use or could be. */
export interface Examination {
  readonly subject: string;
  readonly state: 'good' | 'bad' | 'unset';
  readonly sentence: string;
}

/** Runs one test; its error becomes the sentence, with what to do where that is known. */
export async function runTest(subject: string, act: () => Promise<string>): Promise<Examination> {
  try {
    return { subject, state: 'good', sentence: await act() };
  } catch (error) {
    const hint = error instanceof PeriplusError && error.hint !== undefined ? ` ${error.hint}` : '';
    return { subject, state: 'bad', sentence: sentenceOf(error) + hint };
  }
}
