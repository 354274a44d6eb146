import { createHash, randomUUID } from 'node:crypto';
import type { Container, ContainerState, ContainerStatus, Pod } from '../objects/kinds.js';
import { timestampOf } from '../objects/object-store.js';
import type { Address, PodProgram, RunningProgram } from '../world.js';
import { crashesAfter, goDuration, restartDelayMs } from './back-off.js';
import { ContainerLog } from './container-log.js';
import { startProbes } from './container-probes.js';
import { environmentOf } from './environment.js';
import { obtainImage, type WaitingContainer } from './image-pull.js';
import { imageId, readImage } from './images.js';
import type { NodeServices, RunningContainer } from './node-services.js';
import { contextOf } from './pod-context.js';

interface Exit {
  readonly code: number;
  readonly reason: string;
}

/** What the pod gives each of its containers. */
export interface PodSide {
  pod(): Pod;
  podIP(): string;
  localhost(port: number): Address | null;
  /** The container's state changed: the pod's status is to be written. */
  changed(): void;
}

const SYNC_MS = 1_000;

/** One container's life: image, configuration, run after run with back-off, probes, end. */
export class ContainerRunner {
  running: RunningContainer | null = null;
  log = new ContainerLog();
  previousLog: ContainerLog | null = null;
  restartCount = 0;
  private state: ContainerState = { waiting: { reason: 'ContainerCreating' } };
  private lastState: ContainerState = {};
  private ready = false;
  private started = false;
  private crashes = 0;
  private containerId: string | undefined;
  private endRun: ((exit: Exit) => void) | null = null;
  private readonly stopping = new AbortController();
  private readonly waiting: WaitingContainer;

  constructor(
    private container: Container,
    private readonly side: PodSide,
    private readonly node: NodeServices,
  ) {
    this.waiting = {
      node,
      definition: () => this.container,
      stopped: this.stopping.signal,
      tell: (type, reason, message) => {
        this.tell(type, reason, message);
      },
      wait: (reason, message, scaledMs) => this.wait(reason, message, scaledMs),
    };
  }

  get name(): string {
    return this.container.name;
  }

  get definition(): Container {
    return this.container;
  }

  /** Lives until the pod stops it or its restart policy lets it end. */
  async live(): Promise<void> {
    try {
      for (;;) {
        const program = await obtainImage(this.waiting);
        const env = await this.obtainEnvironment();
        const exit = await this.runOnce(program, env);
        if (this.stopping.signal.aborted || !this.restartsAfter(exit)) return;
        await this.backOff();
      }
    } catch (error) {
      if (!this.stopping.signal.aborted) throw error;
    }
  }

  /** Ends the container: SIGTERM, and SIGKILL when the grace period (the world's time) is over. */
  async stop(graceMs: number): Promise<void> {
    this.stopping.abort(new Error('the pod is being stopped'));
    if (this.running !== null && graceMs > 0) this.tell('Normal', 'Killing', `Stopping container ${this.name}`);
    await this.endProgram(graceMs);
  }

  /** The kernel takes the process that used more memory than its limit. */
  killForMemory(): void {
    this.endRun?.({ code: 137, reason: 'OOMKilled' });
  }

  /** Somebody else's SIGKILL. */
  kill(): void {
    this.endRun?.({ code: 137, reason: 'Error' });
  }

  /** A changed definition (only the image can change in place) restarts the container. */
  redefine(container: Container): void {
    const changed = container.image !== this.container.image;
    this.container = container;
    if (!changed || this.running === null) return;
    this.tell('Normal', 'Killing', `Container ${this.name} definition changed, will be restarted`);
    void this.endProgram(this.graceMs());
  }

  status(): ContainerStatus {
    const image = readImage(this.container.image);
    const pulled = this.node.hasImage(image.full) && this.containerId !== undefined;
    return {
      name: this.name,
      image: pulled ? image.full : image.name,
      imageID: pulled ? imageId(image) : '',
      ...(this.containerId === undefined ? {} : { containerID: this.containerId }),
      ready: this.ready,
      started: this.started,
      restartCount: this.restartCount,
      state: this.state,
      lastState: this.lastState,
    };
  }

  private async obtainEnvironment(): Promise<Readonly<Record<string, string>>> {
    for (;;) {
      const found = environmentOf(this.node.objects, this.side.pod(), this.container);
      if ('env' in found) return found.env;
      this.tell('Warning', 'Failed', `Error: ${found.missing}`);
      await this.wait('CreateContainerConfigError', found.missing, SYNC_MS * 12);
    }
  }

  private async runOnce(program: PodProgram, env: Readonly<Record<string, string>>): Promise<Exit> {
    const end = Promise.withResolvers<Exit>();
    this.endRun = end.resolve;
    this.beginRun();
    const startedAt = this.node.clock.now();
    const probing = new AbortController();
    try {
      const context = contextOf({
        pod: this.side.pod(),
        podIP: this.side.podIP(),
        container: this.container,
        env,
        node: this.node,
        log: this.log,
        localhost: (port) => this.side.localhost(port),
        exit: (code) => {
          end.resolve({ code, reason: code === 0 ? 'Completed' : 'Error' });
        },
      });
      this.running = { program: await program.start(context), startedAt };
      if (this.stopping.signal.aborted) void this.endProgram(0);
      this.startProbes(this.running.program, probing.signal);
    } catch (error) {
      this.log.append(this.node.clock.now(), error instanceof Error ? error.message : String(error));
      end.resolve({ code: 1, reason: 'Error' });
    }
    this.side.changed();
    const exit = await end.promise;
    probing.abort(new Error('the container has ended'));
    await this.running?.program.stop('SIGKILL');
    this.finishRun(exit, startedAt);
    return exit;
  }

  private beginRun(): void {
    this.log = new ContainerLog();
    const { uid } = this.side.pod().metadata;
    this.containerId = `containerd://${createHash('sha256').update(`${uid}${this.name}${randomUUID()}`).digest('hex')}`;
    this.tell('Normal', 'Created', `Created container: ${this.name}`);
    this.tell('Normal', 'Started', `Started container ${this.name}`);
    this.state = { running: { startedAt: timestampOf(this.node.clock.now()) } };
    this.started = this.container.startupProbe === undefined;
    this.ready = this.started && this.container.readinessProbe === undefined;
    this.side.changed();
  }

  private finishRun(exit: Exit, startedAt: Date): void {
    const now = this.node.clock.now();
    this.crashes = crashesAfter(this.crashes, now.getTime() - startedAt.getTime());
    this.running = null;
    this.endRun = null;
    this.ready = false;
    this.started = false;
    this.state = {
      terminated: {
        exitCode: exit.code,
        reason: exit.reason,
        startedAt: timestampOf(startedAt),
        finishedAt: timestampOf(now),
        containerID: this.containerId ?? '',
      },
    };
    this.log.end();
    this.side.changed();
  }

  /** Terminated for a moment, then waiting with CrashLoopBackOff, then the next run. */
  private async backOff(): Promise<void> {
    const { signal } = this.stopping;
    await this.node.clock.sleep(SYNC_MS, { signal });
    const delayMs = restartDelayMs(this.crashes);
    this.lastState = this.state;
    if (delayMs > 0) {
      const { uid, name, namespace = 'default' } = this.side.pod().metadata;
      const where = `${this.name} in pod ${name}_${namespace}(${uid})`;
      this.tell('Warning', 'BackOff', `Back-off restarting failed container ${where}`);
      const message = `back-off ${goDuration(delayMs)} restarting failed container=${this.name} pod=${name}_${namespace}(${uid})`;
      await this.wait('CrashLoopBackOff', message, delayMs);
    }
    this.previousLog = this.log;
    this.restartCount += 1;
  }

  private restartsAfter(exit: Exit): boolean {
    const policy = this.side.pod().spec.restartPolicy ?? 'Always';
    return policy === 'Always' || (policy === 'OnFailure' && exit.code !== 0);
  }

  private startProbes(program: RunningProgram, signal: AbortSignal): void {
    startProbes({
      container: this.container,
      target: { podIP: this.side.podIP(), ports: this.container.ports ?? [], loopbackPort: (port) => program.port(port) },
      clock: this.node.clock,
      signal,
      onUnhealthy: (message) => {
        this.tell('Warning', 'Unhealthy', message);
      },
      onStarted: () => {
        this.started = true;
        this.ready = this.container.readinessProbe === undefined;
        this.side.changed();
      },
      onReady: (isReady) => {
        this.ready = isReady;
        this.side.changed();
      },
      onDead: (probe) => {
        this.tell('Normal', 'Killing', `Container ${this.name} failed ${probe} probe, will be restarted`);
        void this.endProgram(this.graceMs());
      },
    });
  }

  private async endProgram(graceMs: number): Promise<void> {
    const program = this.running?.program;
    if (program === undefined) {
      this.endRun?.({ code: 137, reason: 'Error' });
      return;
    }
    const tooLong = new AbortController();
    const killed = this.node.clock.sleep(graceMs, { signal: tooLong.signal }).then(
      () => 'SIGKILL' as const,
      () => 'SIGTERM' as const,
    );
    const ended = graceMs > 0 ? program.stop('SIGTERM').then(() => 'SIGTERM' as const) : killed;
    const by = await Promise.race([ended, killed]);
    tooLong.abort(new Error('ended in time'));
    if (by === 'SIGKILL') await program.stop('SIGKILL');
    this.endRun?.({ code: by === 'SIGKILL' ? 137 : 143, reason: 'Error' });
  }

  private async wait(reason: string, message: string, scaledMs: number): Promise<void> {
    this.state = { waiting: { reason, message } };
    this.side.changed();
    await this.node.clock.sleep(scaledMs, { signal: this.stopping.signal });
  }

  private graceMs(): number {
    return (this.side.pod().spec.terminationGracePeriodSeconds ?? 30) * 1_000;
  }

  private tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.node.tell(this.side.pod(), { type, reason, message, fieldPath: `spec.containers{${this.name}}` });
  }
}
