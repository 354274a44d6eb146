/** Placeholder until the predicate's AST lands; see evaluate.ts. */
export type Predicate = { readonly kind: string } & Readonly<Record<string, unknown>>;
