import { Global, Inject, Injectable, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Freeze } from '../gates/index.js';
import { Clock } from '../platform/clock.js';
import { CONFIG } from '../platform/config.js';
import { LanguageModel } from '../platform/llm/language-model.js';
import type { Config } from '../platform/config.js';
import { PluginRegistry } from '../qpp-plugins/index.js';
import { createWorker } from './create-worker.js';
import { RunDispatcher } from './dispatch/run-dispatcher.js';
import { RunFeed } from './run-feed.js';
import { RunStore } from './run-store.js';
import { IncidentState, Runs } from './runs.js';
import { RunsService } from './runs.service.js';
import { Scheduler } from './scheduler.service.js';

/** Starts the worker with the application, where its role is to work, and drains it before the application goes. */
@Injectable()
class WorkerLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly scheduler: Scheduler,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.role !== 'api') await this.scheduler.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.scheduler.stop();
  }
}

/** Runs, and the worker that carries them out. Needs a RunStore, an IncidentState, a RunDispatcher and the plugins. */
@Global()
@Module({
  providers: [
    RunFeed,
    {
      provide: Runs,
      useFactory: (store: RunStore, dispatcher: RunDispatcher, feed: RunFeed, clock: Clock) =>
        new RunsService(store, dispatcher, feed, clock),
      inject: [RunStore, RunDispatcher, RunFeed, Clock],
    },
    {
      provide: Scheduler,
      useFactory: (
        config: Config,
        store: RunStore,
        dispatcher: RunDispatcher,
        feed: RunFeed,
        clock: Clock,
        plugins: PluginRegistry,
        incidents: IncidentState,
        freeze: Freeze,
        model: LanguageModel | null,
      ) => createWorker({ config, store, dispatcher, feed, clock, plugins, incidents, freeze, model }),
      inject: [CONFIG, RunStore, RunDispatcher, RunFeed, Clock, PluginRegistry, IncidentState, Freeze, LanguageModel],
    },
    WorkerLife,
  ],
  exports: [Runs, RunFeed],
})
export class DagSchedulerModule {}
