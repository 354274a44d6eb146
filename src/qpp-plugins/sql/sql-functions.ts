/** Functions whose effects outlast or leave the query: waiting, signalling, files, other servers, locks, sequences, settings. */
const FORBIDDEN =
  /^(?:pg_sleep\w*|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_rotate_logfile|pg_promote|pg_switch_wal|pg_backup\w*|pg_read_\w*file\w*|pg_ls_\w+|pg_stat_file|pg_file_\w+|pg_create_\w+|pg_drop_\w+|pg_logical_\w+|pg_replication_\w+|pg_wal_replay_\w+|pg_advisory\w*|pg_try_advisory\w*|pg_notify|pg_stat_reset\w*|pg_export_snapshot|pg_import_\w+|lo_\w+|loread|lowrite|dblink\w*|nextval|setval|set_config|query_to_xml\w*|cursor_to_xml\w*|table_to_xml\w*|schema_to_xml\w*|database_to_xml\w*|load_extension|readfile|writefile|edit|fts3_tokenizer|copy)$/i;

export function forbiddenFunctions(functions: readonly string[]): readonly string[] {
  return functions.filter((name) => FORBIDDEN.test(name.split('.').at(-1) ?? name));
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
