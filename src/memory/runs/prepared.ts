import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Queryable } from '../sql.js';

/**
 * The DataSource's own pool, with each statement parsed and planned once a connection instead of once a call. For the few
 * statements that every step of every run goes through.
 */
export function prepared(database: DataSource): Queryable {
  const names = new Map<string, string>();
  return {
    query: async (sql, parameters = []) => {
      const name = names.get(sql) ?? `periplus_${names.size + 1}`;
      names.set(sql, name);
      const { rows } = await poolOf(database).query<Record<string, unknown>>({ name, text: sql, values: parameters });
      return rows;
    },
  };
}

function poolOf(database: DataSource): Pool {
  return (database.driver as unknown as { readonly master: Pool }).master;
}
