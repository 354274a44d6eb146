import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChannelsModule } from './channels/channels.module.js';
import { DagSchedulerModule } from './dag-scheduler/dag-scheduler.module.js';
import { DispatchModule } from './dag-scheduler/index.js';
import { GatesModule } from './gates/gates.module.js';
import { IncidentsModule } from './incidents/incidents.module.js';
import { MemoryModule } from './memory/memory.module.js';
import type { Config } from './platform/config.js';
import { PlatformModule } from './platform/platform.module.js';
import { QppPluginsModule } from './qpp-plugins/qpp-plugins.module.js';
import { TsgParserModule } from './tsg-parser/tsg-parser.module.js';

/** The whole wiring, in the order of the house. */
@Module({})
export class AppModule {
  static for(config: Config, databaseUrl: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.for(config),
        TypeOrmModule.forRoot({ type: 'postgres', url: databaseUrl, poolSize: 20, connectTimeoutMS: 5_000, applicationName: 'periplus' }),
        MemoryModule,
        GatesModule,
        TsgParserModule,
        QppPluginsModule,
        DispatchModule.for(config.redisUrl),
        DagSchedulerModule,
        IncidentsModule,
        ChannelsModule,
      ],
    };
  }
}
