import type { Labels } from './labels.js';

/** One sample of a metric: its labels and its value. */
export type MetricSample = readonly [labels: Labels, value: number];

/** A page in the text format, written metric by metric. */
export class MetricPage {
  private text = '';

  gauge(name: string, help: string, samples: readonly MetricSample[]): this {
    return this.metric(name, 'gauge', help, samples);
  }

  counter(name: string, help: string, samples: readonly MetricSample[]): this {
    return this.metric(name, 'counter', help, samples);
  }

  toString(): string {
    return this.text;
  }

  private metric(name: string, type: 'gauge' | 'counter', help: string, samples: readonly MetricSample[]): this {
    this.text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
    for (const [labels, value] of samples) this.text += `${name}${rendered(labels)} ${value}\n`;
    return this;
  }
}

function rendered(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
