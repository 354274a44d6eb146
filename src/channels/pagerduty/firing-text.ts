export interface LabelledAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Reads the text that Alertmanager's PagerDuty integration puts into `details.firing` by default: per alert a block
 * `Labels:` and a block `Annotations:` of lines ` - name = value`, then `Source: <url>`.
 * Source: prometheus/alertmanager template/default.tmpl, `__text_alert_list`.
 */
export function alertsInText(text: string): readonly LabelledAlert[] {
  return text
    .split(/^\s*Labels:\s*$/mu)
    .slice(1)
    .map((block) => {
      const [labels = '', annotations = ''] = block.split(/^\s*Annotations:\s*$/mu);
      return { labels: pairsIn(labels), annotations: pairsIn(annotations) };
    });
}

function pairsIn(block: string): Readonly<Record<string, string>> {
  const pairs = [...block.matchAll(/^\s*-\s*(?<name>[^\s=]+)\s*=\s*(?<value>.*)$/gmu)];
  return Object.fromEntries(pairs.map(({ groups }) => [groups?.['name'] ?? '', (groups?.['value'] ?? '').trim()]));
}

/** What all of them agree on. Where they differ (two pods), nothing is guessed. */
export function inCommon(records: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const [first = {}, ...others] = records;
  return Object.fromEntries(Object.entries(first).filter(([name, value]) => others.every((other) => other[name] === value)));
}
