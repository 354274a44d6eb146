const WRITES =
  /^(?:insert|update|delete|merge|create|alter|drop|truncate|grant|revoke|vacuum|reindex|cluster|call|do|refresh|comment|lock|copy|import|discard|reassign|checkpoint|cancel|pause|resume|restore|backup|upsert|replace|rename|optimize|kill|notify|security|load|attach|detach|configure)\b/i;
const INSIDE =
  /\b(?:insert\s+into|update\s+[\w."]+\s+set|delete\s+from|merge\s+into|into\s+outfile|for\s+update|pg_terminate_backend|pg_cancel_backend|pg_switch_wal|pg_reload_conf|pg_promote|pg_drop_replication_slot|setval|nextval|lo_unlink|dblink_exec)\b/i;

/** Whether SQL changes anything, by its words alone: the sure answer is the parser's, where one is loaded. */
export function mutatingSql(text: string): boolean {
  return statementsOf(text).some((statement) => {
    const bare = statement.replace(/^explain\s+(?:\([^)]*\)\s*|analyze\s+|verbose\s+)*/i, '');
    const analyses = /^explain\b[^;]*\banaly[sz]e\b/i.test(statement);
    return (
      (WRITES.test(bare) && (bare === statement || analyses)) ||
      (!WRITES.test(bare) && INSIDE.test(bare)) ||
      /^set\s+cluster\s+setting\b/i.test(bare)
    );
  });
}

/** Comments and quoted text blanked, split at semicolons; psql's own commands left out. */
function statementsOf(text: string): string[] {
  const bare = text
    .replace(/--[^\n]*/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/^\s*\\.*$/gm, ' ');
  return bare
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
