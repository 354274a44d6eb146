import { SqlAuditLog, SqlGuideStore } from '../memory/index.js';
import { SystemClock } from '../platform/clock.js';
import { loadConfig } from '../platform/load-config.js';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { GuideLibrary } from '../tsg-parser/index.js';
import { withDatabase } from './with-database.js';

/** Acts on the guide library of the configured database. */
export async function withLibrary<T>(act: (library: GuideLibrary) => Promise<T>): Promise<T> {
  await loadReaders();
  return withDatabase(loadConfig(process.env, process.cwd()), (dataSource) =>
    act(new GuideLibrary(new SqlGuideStore(dataSource), createQueryReader(), new SqlAuditLog(dataSource), new SystemClock())),
  );
}
