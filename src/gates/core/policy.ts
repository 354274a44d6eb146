/** `auto`: carried out without asking; `approve`: a person approves; `never`: not even then. */
export type Ruling = 'auto' | 'approve' | 'never';

export interface PolicyRule {
  /** Plan id (`sha256:…`), or `*`. A changed plan no longer matches and falls back to `approve`. */
  readonly plan: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly verb: string;
  readonly ruling: Ruling;
}

export interface PolicyQuestion {
  readonly planId: string;
  readonly cluster: string;
  readonly namespace: string | null;
  readonly verb: string;
  /** Who would change it back. A competing controller makes the ruling `never` unless a rule names the verb. */
  readonly controllers: readonly string[];
}

export interface PolicyAnswer {
  readonly ruling: Ruling;
  readonly because: string;
}
