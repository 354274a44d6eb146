export interface LogLine {
  readonly at: Date;
  readonly text: string;
}

const MOST_LINES = 4_000;

/** The standard output of one run of a container; the oldest lines are rotated away. */
export class ContainerLog {
  private lines: LogLine[] = [];
  private readonly followers = new Set<(line: LogLine | null) => void>();
  private ended = false;

  append(at: Date, text: string): void {
    if (this.ended) return;
    for (const each of text.replace(/\n$/u, '').split('\n')) {
      const line = { at, text: each };
      this.lines.push(line);
      for (const follower of this.followers) follower(line);
    }
    if (this.lines.length > MOST_LINES * 1.25) this.lines = this.lines.slice(-MOST_LINES);
  }

  read(): readonly LogLine[] {
    return this.lines;
  }

  /** Calls `onLine` for each further line, and with null at the end; returns what stops it. */
  follow(onLine: (line: LogLine | null) => void): () => void {
    if (this.ended) {
      onLine(null);
      return () => undefined;
    }
    this.followers.add(onLine);
    return () => this.followers.delete(onLine);
  }

  end(): void {
    this.ended = true;
    for (const follower of [...this.followers]) follower(null);
    this.followers.clear();
  }
}
