import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../platform/config.js';
import type { Config } from '../platform/config.js';
import { Clusters } from '../platform/kubernetes/cluster.js';
import { QueryReader } from '../tsg-parser/index.js';
import { PluginRegistry } from './plugin-registry.js';
import { createPlugins } from './plugins.js';
import { createQueryReader, loadReaders } from './readers/index.js';

/** The sources guides can ask, ready to be asked: parsers are loaded before the first query. */
@Global()
@Module({
  providers: [
    {
      provide: QueryReader,
      useFactory: async (): Promise<QueryReader> => {
        await loadReaders();
        return createQueryReader();
      },
    },
    {
      provide: PluginRegistry,
      inject: [CONFIG, Clusters],
      useFactory: async (config: Config, clusters: Clusters): Promise<PluginRegistry> => {
        await loadReaders();
        return new PluginRegistry(createPlugins(config, clusters));
      },
    },
  ],
  exports: [PluginRegistry, QueryReader],
})
export class QppPluginsModule {}
