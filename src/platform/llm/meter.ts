/** Counts the tokens that one asking has used, whatever came of it. */
export class Meter {
  private input = 0;
  private output = 0;

  /** Tokens as the server counts them. */
  add(inputTokens: number, outputTokens: number): void {
    this.input += inputTokens;
    this.output += outputTokens;
  }

  get tokens(): number {
    return this.input + this.output;
  }
}

/** Roughly how many tokens a text takes: where a server does not count, and before it has. Rather too many than too few. */
export function estimatedTokens(text: string): number {
  return Math.ceil(text.length / 3);
}
