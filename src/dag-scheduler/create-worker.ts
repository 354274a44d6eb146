import type { Freeze } from '../gates/index.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { LanguageModel } from '../platform/llm/language-model.js';
import type { PluginRegistry } from '../qpp-plugins/index.js';
import { ConditionJudge } from './condition-judge.js';
import type { RunDispatcher } from './dispatch/run-dispatcher.js';
import { ActionExecutor } from './executors/action.executor.js';
import { EvidenceCheck } from './executors/evidence-check.js';
import { ChangeProposer } from './executors/propose-change.js';
import { ReadingExecutor } from './executors/reading.executor.js';
import { ChangeGate } from './executors/change-gate.js';
import { ChangeSender } from './executors/send-change.js';
import { configuredLimit, Limits } from './limits.js';
import type { RunFeed } from './run-feed.js';
import type { RunStore } from './run-store.js';
import type { IncidentState } from './runs.js';
import { Scheduler } from './scheduler.service.js';
import { SettlementWriter } from './settlement-writer.js';
import { StepExecutor } from './step-executor.js';

/** What a worker is made of; everything but the configuration is a port. */
export interface WorkerParts {
  readonly config: Pick<Config, 'runs' | 'policy' | 'clusters' | 'sources' | 'model' | 'http' | 'security'>;
  readonly store: RunStore;
  readonly dispatcher: RunDispatcher;
  readonly feed: RunFeed;
  readonly clock: Clock;
  readonly plugins: PluginRegistry;
  readonly incidents: Pick<IncidentState, 'alertState'>;
  readonly freeze: Pick<Freeze, 'notice'>;
  /** Null where there is none: what no rule decides is asked of people. */
  readonly model: LanguageModel | null;
}

/** Puts a worker together, for the application and for tests alike. It works once `start` is called. */
export function createWorker({ config, store, dispatcher, feed, clock, plugins, incidents, freeze, model }: WorkerParts): Scheduler {
  const readings = new ReadingExecutor(plugins, new Limits(configuredLimit(config)), config.runs);
  const evidence = new EvidenceCheck(plugins, readings, incidents, { clock, settings: config.runs });
  const sender = new ChangeSender(plugins, new ChangeGate(config, freeze));
  const actions = new ActionExecutor(new ChangeProposer(plugins, config.policy, sender, evidence), sender, evidence);
  const judge = new ConditionJudge(model, store, new Limits(() => config.model.maxConcurrent), config.model);
  const steps = new StepExecutor(plugins, readings, actions, incidents, judge);
  const writer = new SettlementWriter(store);
  return new Scheduler(
    { store, writer, feed, clock, settings: config.runs, advanceStep: (run, nodeId) => steps.advance(run, nodeId) },
    dispatcher,
  );
}
