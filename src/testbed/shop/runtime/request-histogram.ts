const DEFAULT_BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** The Java client library has three buckets more. */
export const JAVA_BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

export type MetricLabels = Readonly<Record<string, string>>;

interface Child {
  readonly lines: readonly string[];
  readonly counts: number[];
  sum: number;
}

/** A histogram as the Prometheus client libraries keep it, one child for each set of label values. */
export class RequestHistogram {
  private readonly children = new Map<string, Child>();

  constructor(
    private readonly name: string,
    private readonly help: string,
    private readonly buckets: readonly number[] = DEFAULT_BUCKETS,
  ) {}

  get seriesCount(): number {
    return this.children.size * (this.buckets.length + 3);
  }

  observe(labels: MetricLabels, seconds: number): void {
    const key = renderLabels(labels);
    let child = this.children.get(key);
    if (!child) this.children.set(key, (child = this.born(key)));
    const index = this.buckets.findIndex((bound) => seconds <= bound);
    const bucket = index === -1 ? this.buckets.length : index;
    child.counts[bucket] = (child.counts[bucket] ?? 0) + 1;
    child.sum += seconds;
  }

  /** The histogram in the text format. */
  expose(): string {
    let text = `# HELP ${this.name} ${this.help}\n# TYPE ${this.name} histogram\n`;
    for (const { lines, counts, sum } of this.children.values()) {
      let total = 0;
      for (let index = 0; index <= this.buckets.length; index += 1) {
        total += counts[index] ?? 0;
        text += `${lines[index] ?? ''}${total}\n`;
      }
      text += `${lines[this.buckets.length + 1] ?? ''}${sum}\n${lines[this.buckets.length + 2] ?? ''}${total}\n`;
    }
    return text;
  }

  private born(labels: string): Child {
    const bounds = [...this.buckets.map(String), '+Inf'];
    const lines = bounds.map((bound) => `${this.name}_bucket{${labels},le="${bound}"} `);
    lines.push(`${this.name}_sum{${labels}} `, `${this.name}_count{${labels}} `);
    return { lines, counts: bounds.map(() => 0), sum: 0 };
  }
}

/** `method="GET",route="tags"`, escaped as the text format wants it. */
export function renderLabels(labels: MetricLabels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`)
    .join(',');
}

/** One metric of one or more samples in the text format. */
export function exposeMetric(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: readonly (readonly [MetricLabels, number])[],
): string {
  const lines = samples.map(([labels, value]) => {
    const list = renderLabels(labels);
    return `${name}${list === '' ? '' : `{${list}}`} ${value}`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`;
}
