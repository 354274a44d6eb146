/** How urgent a run is, by the severity of what it is about. What nobody has rated is taken as a warning. */
export type Urgency = 0 | 1 | 2;

export function urgencyOf(severity: string): Urgency {
  switch (severity.toLowerCase()) {
    case 'critical':
      return 2;
    case 'info':
      return 0;
    default:
      return 1;
  }
}

const WEIGHTS: Readonly<Record<Urgency, number>> = { 0: 1, 1: 2, 2: 8 };

/** Its share of whatever is scarce, beside that of other runs. */
export function turnOf({ id, urgency }: { readonly id: string; readonly urgency: Urgency }): {
  readonly runId: string;
  readonly weight: number;
} {
  return { runId: id, weight: WEIGHTS[urgency] };
}
