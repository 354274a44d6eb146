import type { Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import type { PodContext, RunningProgram, Usage } from '../../world.js';
import { CpuQuota } from './cpu-quota.js';

/** What a program uses without any request, and what grows. */
export interface Footprint {
  readonly idleMillicores: number;
  /** Resident memory now, in bytes. */
  memoryBytes(): number;
}

const MEBIBYTE = 1024 * 1024;

/** A footprint that does not grow. */
export function steadyFootprint(mebibytes: number, idleMillicores = 1): Footprint {
  return { idleMillicores, memoryBytes: () => mebibytes * MEBIBYTE };
}

/** How long requests under way may still take after SIGTERM, in real milliseconds. */
const DRAIN_MS = 300;

/** One running container: its open ports, its CPU, its end. */
export class Container implements RunningProgram {
  readonly cpu: CpuQuota;
  private readonly servers = new Map<number, Server>();
  private readonly sockets = new Set<Socket>();
  private readonly endings: (() => void)[] = [];
  private readonly startedAtMs: number;
  private readonly ending = new AbortController();

  constructor(
    readonly context: PodContext,
    private footprint: Footprint,
  ) {
    this.cpu = new CpuQuota(context.limits.cpuMillicores, () => context.foreignCpuMillicores());
    this.startedAtMs = context.clock.milliseconds();
  }

  /** Aborted when the container ends; hand it to everything that waits. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  /** Listens for a containerPort on a free port of the loopback address. */
  async listen(containerPort: number, server: Server | HttpServer): Promise<void> {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    if (this.ended.aborted) server.close();
    else this.servers.set(containerPort, server);
  }

  /** Listens for plain TCP connections. */
  async listenTcp(containerPort: number, serve: (socket: Socket) => void): Promise<void> {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      serve(socket);
    });
    await this.listen(containerPort, server);
  }

  /** Runs once when the container ends. */
  whenEnded(act: () => void): void {
    this.endings.push(act);
  }

  usesFootprint(footprint: Footprint): void {
    this.footprint = footprint;
  }

  port(containerPort: number): number | null {
    const address = this.servers.get(containerPort)?.address() as AddressInfo | null | undefined;
    return address?.port ?? null;
  }

  /** The main process gives up by itself, as os.Exit or a dead JVM does. */
  exit(code: number): void {
    this.end();
    this.destroySockets();
    this.context.exit(code);
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.end();
    const closed = [...this.servers.values()].map(
      (server) =>
        new Promise<void>((resolve) =>
          server.close(() => {
            resolve();
          }),
        ),
    );
    this.servers.clear();
    const drain = setTimeout(
      () => {
        this.destroySockets();
      },
      signal === 'SIGTERM' ? DRAIN_MS : 0,
    );
    await Promise.all(closed);
    clearTimeout(drain);
  }

  usage(): Usage {
    const upMs = this.context.clock.milliseconds() - this.startedAtMs;
    const idle = this.footprint.idleMillicores;
    return {
      cpuMillicores: Math.round(this.cpu.millicores() + idle),
      memoryBytes: Math.round(this.footprint.memoryBytes()),
      cpuSecondsTotal: (this.cpu.usedMs() * this.context.clock.factor) / 1000 + (upMs / 1000) * (idle / 1000),
      cfsPeriodsTotal: this.cpu.periods,
      cfsThrottledPeriodsTotal: this.cpu.throttledPeriods,
    };
  }

  private end(): void {
    if (this.ended.aborted) return;
    this.ending.abort(new Error('the container ends'));
    for (const act of this.endings) act();
    for (const server of this.servers.values()) server.close();
  }

  private destroySockets(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
