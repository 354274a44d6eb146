import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryChecker } from '../../../src/commands/lint/against.js';
import { hasPrometheus, startPrometheusServer, type PrometheusServer } from '../../support/prometheus.js';

const guide = (query: string): string => `# Mail is late

## Step 1 - Read the queue

\`\`\`promql
${query}
\`\`\`

If the query returns a value, proceed to Step 2. Otherwise, this is the end of this guide.

## Step 2 - Hand over

Escalate to the mail team.
`;

describe.runIf(hasPrometheus)('lint --against a real Prometheus', () => {
  let server: PrometheusServer;
  beforeAll(async () => {
    const now = Math.floor(Date.now() / 1000) - 60;
    const samples = [
      '# TYPE mail_queue_length gauge',
      `mail_queue_length{namespace="post",queue="out"} 12 ${String(now)}`,
      '# TYPE mail_sent counter',
      `mail_sent_total{namespace="post"} 5 ${String(now)}`,
      '# EOF',
      '',
    ].join('\n');
    server = await startPrometheusServer('http://127.0.0.1:9/none', samples);
  }, 60_000);
  afterAll(() => server.close());

  test.each([
    ['what it knows is left in peace', 'sum(mail_queue_length{namespace="{namespace}"}) > 500', []],
    [
      'a metric it has not',
      'sum(mail_queue_lenght{namespace="post"})',
      ['error unknown-metric@6 The source has no metric "mail_queue_lenght". Is "mail_queue_length" meant?'],
    ],
    [
      'a name that goes on',
      'rate(mail_sent{namespace="post"}[5m])',
      ['error unknown-metric@6 The source has no metric "mail_sent". Is "mail_sent_total" meant?'],
    ],
    [
      'a label its metric has not',
      'sum by (queue) (\n  mail_queue_length{name_space="post"})',
      ['error unknown-label@7 "mail_queue_length" has no label "name_space". Is "namespace" meant?'],
    ],
    [
      'a value no series has',
      'mail_queue_length{queue="in"}',
      ['warning no-data@6 No series of "mail_queue_length" has queue="in". There are out.'],
    ],
    [
      'a query it answers with nothing',
      'mail_queue_length{namespace="post"} / on (queue) mail_sent_total',
      [
        'warning no-data@6 The source answers with nothing: there is no value to compare. Are the series still written, and do both sides of the query share their labels?',
      ],
    ],
  ])('%s', async (_told, query, expected) => {
    const markdown = guide(query);
    const problems = await queryChecker(server.url, [])({ name: 'mail.md', file: 'mail.md', markdown, named: true }, markdown);
    expect(
      problems.map(({ rule, severity, line, message, suggestion }) => `${severity} ${rule}@${String(line)} ${message} ${suggestion ?? ''}`),
    ).toEqual(expected);
  });
});
