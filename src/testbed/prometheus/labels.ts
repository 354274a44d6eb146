/** The labels of a series, the metric's name among them as `__name__`. */
export type Labels = Readonly<Record<string, string>>;

export const METRIC_NAME = '__name__';

/** One string for one set of labels, whatever their order. An empty value is the same as no label. */
export function labelsKey(labels: Labels): string {
  let key = '';
  for (const name of Object.keys(labels).sort()) if (labels[name] !== '') key += `${name}\u0000${labels[name] ?? ''}\u0001`;
  return key;
}

/** The labels without those named. */
export function withoutLabels(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
}

/** Only the labels named, as far as they are there. */
export function onlyLabels(labels: Labels, names: readonly string[]): Labels {
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = labels[name];
    if (value !== undefined && value !== '') kept[name] = value;
  }
  return kept;
}

/** The labels without the metric's name, as every calculation leaves them. */
export function withoutName(labels: Labels): Labels {
  const { [METRIC_NAME]: _name, ...rest } = labels;
  return rest;
}

/** The order in which Prometheus lists series: label by label. */
export function compareLabels(left: Labels, right: Labels): number {
  const leftKey = labelsKey(left);
  const rightKey = labelsKey(right);
  return leftKey < rightKey ? -1 : leftKey > rightKey ? 1 : 0;
}
