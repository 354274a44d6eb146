/** Functions that change something: signals, settings, locks, sequences, slots, large objects, statistics. */
const CHANGING =
  /^(?:pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_rotate_logfile|pg_promote|pg_switch_wal|pg_backup\w*|pg_create_\w+|pg_drop_\w+|pg_logical_\w+|pg_replication_\w+|pg_wal_replay_\w+|pg_advisory\w*|pg_try_advisory\w*|pg_notify|pg_stat_reset\w*|pg_stat_statements_reset|pg_export_snapshot|pg_import_\w+|pg_file_(?:write|unlink|rename|sync)|lo_(?!get$)\w+|lowrite|nextval|setval|set_config|writefile|edit|txid_current|pg_current_xact_id|pg_log_backend_memory_contexts)$/i;

/** Functions that reach out of the database or hold it up: files, other servers, statements in strings, waiting. */
const LEAVING =
  /^(?:pg_sleep\w*|pg_read_\w*file\w*|pg_ls_\w+|pg_stat_file|pg_file_\w+|lo_get|loread|dblink\w*|postgres_fdw_\w+|query_to_xml\w*|cursor_to_xml\w*|table_to_xml\w*|schema_to_xml\w*|database_to_xml\w*|load_extension|readfile|fts3_tokenizer|copy)$/i;

export function changingFunctions(functions: readonly string[]): readonly string[] {
  return functions.filter((name) => CHANGING.test(bare(name)));
}

export function leavingFunctions(functions: readonly string[]): readonly string[] {
  return functions.filter((name) => LEAVING.test(bare(name)));
}

function bare(name: string): string {
  return name.split('.').at(-1) ?? name;
}

/** Volatile functions that change nothing. Every other volatile function is refused when the server's catalogue names it so. */
export const ALLOWED_VOLATILE: readonly string[] = [
  'clock_timestamp',
  'timeofday',
  'random',
  'gen_random_uuid',
  'uuidv4',
  'uuidv7',
  'random_normal',
  'pg_stat_get_activity',
  'pg_stat_statements',
  'pg_stat_clear_snapshot',
  'pg_lock_status',
];
