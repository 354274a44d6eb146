/** The clusters of periplus.yaml, and how an alert says which one it is about. */
export interface ClusterChoice {
  readonly clusters: Readonly<Record<string, unknown>>;
  readonly defaultCluster?: string | undefined;
  readonly clusterLabel: string;
}

export type ChosenCluster =
  | { readonly kind: 'known'; readonly cluster: string }
  | { readonly kind: 'unknown'; readonly cluster: string; readonly known: readonly string[] };

/**
 * The cluster the alert's label names; without the label, the default or the only one. A name that is not configured,
 * or no name where there are several clusters, stays unknown: it is never guessed.
 */
export function chooseCluster(labels: Readonly<Record<string, string>>, choice: ClusterChoice): ChosenCluster {
  const known = Object.keys(choice.clusters);
  const named = labels[choice.clusterLabel] ?? '';
  if (named !== '' && known.length > 0)
    return known.includes(named) ? { kind: 'known', cluster: named } : { kind: 'unknown', cluster: named, known };
  if (choice.defaultCluster !== undefined) return { kind: 'known', cluster: choice.defaultCluster };
  return known.length > 1 ? { kind: 'unknown', cluster: '', known } : { kind: 'known', cluster: known[0] ?? 'default' };
}
