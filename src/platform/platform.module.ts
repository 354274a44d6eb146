import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import { CONFIG } from './config.js';
import type { Config } from './config.js';
import { Clusters } from './kubernetes/cluster.js';
import { createClusters } from './kubernetes/create-clusters.js';

/** The ground floor, for everybody: configuration, clock, clusters. */
@Global()
@Module({})
export class PlatformModule {
  static for(config: Config): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Clock, useClass: SystemClock },
        { provide: Clusters, useFactory: () => createClusters(config) },
      ],
      exports: [CONFIG, Clock, Clusters],
    };
  }
}
