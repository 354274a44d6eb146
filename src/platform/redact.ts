/** What stands where a secret stood. */
export const MASK = '[redacted]';

/**
 * Patterns of secrets; the first group, where there is one, is kept. What comes before the decisive word is bounded, so that
 * a megabyte of letters in a webhook or a log costs milliseconds: an unbounded prefix is tried from every place of the text.
 */
const SECRETS: readonly RegExp[] = [
  /\b(authorization\s*[:=]\s*(?:bearer|basic|token)\s+)[^\s"',;]+/giu,
  /\b(bearer\s+)[A-Za-z0-9._~+/-]{16,}=*/giu,
  /((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|connection[_-]?string)\\{0,4}["']?\s{0,8}[:=]\s{0,8}\\{0,4}["']?)(?!\[redacted\])[^\s"',;&\\]+/giu,
  /(:\/\/[^\s/:@]{1,256}:)[^\s/@]{1,1024}(?=@)/gu,
  /([?&](?:sig|signature|token|key|code)=)[^&\s"']+/giu,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/gu,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/gu,
  /\b(?:ghp|gho|ghs|github_pat|glpat|xox[abpr]|sk|pk)[-_][A-Za-z0-9_-]{16,}/gu,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu,
];

const SECRET_NAME =
  /(password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|authorization|connection[_-]?string)(?:[_-]?(?:hash|value))?$/iu;

/** Whether what is kept under this name (a key of JSON, a column of a table) is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Masks what looks like a secret. Everything that leaves (model, chat, pager, log, browser) passes through here. */
export function redact(text: string): string {
  return SECRETS.reduce(
    (masked, pattern) => masked.replace(pattern, (_match, kept: unknown) => (typeof kept === 'string' ? kept + MASK : MASK)),
    text,
  );
}

/** `redact` on every string of a JSON value; values under a secret's name, in an object or a table, are masked whole. Keys are kept. */
export function redactDeep<T>(value: T): T {
  return redactValue(value, '') as T;
}

function redactValue(value: unknown, name: string): unknown {
  if (typeof value === 'string') return isSecretName(name) ? MASK : redact(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, name));
  if (value instanceof Date) return value;
  if (typeof value !== 'object' || value === null) return value;
  const masked = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactValue(item, key)]));
  return isTable(value) ? { ...masked, rows: value.rows.map((row) => maskSecretCells(row, value.columns)) } : masked;
}

interface Table {
  readonly columns: readonly unknown[];
  readonly rows: readonly unknown[];
}

/** What a query brought back, wherever it occurs: column names beside rows of cells. */
function isTable(value: object): value is Table {
  return 'columns' in value && 'rows' in value && Array.isArray(value.columns) && Array.isArray(value.rows);
}

function maskSecretCells(row: unknown, columns: readonly unknown[]): unknown {
  if (!Array.isArray(row)) return redactValue(row, '');
  return row.map((cell: unknown, index) => {
    const column = columns[index];
    const isSecret = typeof column === 'string' && isSecretName(column) && cell !== null;
    return isSecret ? MASK : redactValue(cell, '');
  });
}
