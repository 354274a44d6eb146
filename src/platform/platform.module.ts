import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import { CONFIG } from './config.js';
import type { Config } from './config.js';
import { Clusters } from './kubernetes/cluster.js';
import { createClusters } from './kubernetes/create-clusters.js';
import { createLanguageModel } from './llm/create-language-model.js';
import { LanguageModel } from './llm/language-model.js';

/** The ground floor, for everybody: configuration, clock, clusters, the language model (null where there is none). */
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
        { provide: LanguageModel, useFactory: () => createLanguageModel(config.model) },
      ],
      exports: [CONFIG, Clock, Clusters, LanguageModel],
    };
  }
}
