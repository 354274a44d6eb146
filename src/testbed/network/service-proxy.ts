import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Address } from '../world.js';
import { connectDelayMs, pipeImpaired, type Impairment } from './impaired-pipe.js';

/** One endpoint a connection may go to: where it listens and what the way to it does to bytes. */
export interface Target {
  /** Tells endpoints apart; a connection ends when its endpoint leaves the Service. */
  readonly id: string;
  readonly address: Address;
}

export interface Route {
  /** Ready endpoints that listen, now. */
  targets(): readonly Target[];
  toService(target: Target): Impairment;
  toCaller(target: Target): Impairment;
}

interface Connection {
  readonly caller: Socket;
  readonly target: Target;
}

/** One Service port as one caller sees it: a TCP listener that spreads connections over the endpoints. */
export class ServiceProxy {
  private readonly connections = new Set<Connection>();
  private turn = 0;

  private constructor(
    private readonly server: Server,
    readonly address: Address,
    private readonly route: Route,
    private readonly random: () => number,
  ) {}

  static open(route: Route, random: () => number): Promise<ServiceProxy> {
    return new Promise((resolve, reject) => {
      const server = createServer({ allowHalfOpen: true, noDelay: true });
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port: 0 }, () => {
        const address = server.address();
        if (address === null || typeof address === 'string') return;
        const proxy = new ServiceProxy(server, { host: '127.0.0.1', port: address.port }, route, random);
        server.on('connection', (caller) => {
          proxy.accept(caller);
        });
        resolve(proxy);
      });
    });
  }

  /** Ends connections to endpoints that are no longer behind the Service. */
  dropStale(): void {
    if (this.connections.size === 0) return;
    const living = new Set(this.route.targets().map((target) => target.id));
    for (const { caller, target } of this.connections) if (!living.has(target.id)) caller.resetAndDestroy();
  }

  close(): Promise<void> {
    for (const { caller } of this.connections) caller.destroy();
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }

  private accept(caller: Socket): void {
    caller.on('error', () => caller.destroy());
    const targets = this.route.targets();
    this.turn += 1;
    const target = targets[this.turn % Math.max(1, targets.length)];
    if (target === undefined) {
      caller.resetAndDestroy();
      return;
    }
    const connection = { caller, target };
    this.connections.add(connection);
    caller.on('close', () => this.connections.delete(connection));
    const delayMs = connectDelayMs(this.route.toService(target), this.random);
    if (delayMs === 0) {
      this.join(caller, target);
      return;
    }
    if (delayMs === null) {
      caller.on('end', () => caller.destroy()).resume(); // nothing is answered, but a caller that gives up is let go
      return;
    }
    caller.pause();
    setTimeout(() => {
      this.join(caller, target);
    }, delayMs);
  }

  private join(caller: Socket, target: Target): void {
    if (caller.destroyed) return;
    const callee = connect({ host: target.address.host, port: target.address.port, allowHalfOpen: true, noDelay: true });
    callee.on('error', () => caller.resetAndDestroy());
    callee.on('close', () => {
      if (callee.errored === null && caller.writableEnded) return;
      caller.destroySoon();
    });
    caller.on('close', () => callee.destroy());
    pipeImpaired(caller, callee, () => this.route.toService(target), this.random);
    pipeImpaired(callee, caller, () => this.route.toCaller(target), this.random);
    caller.resume();
  }
}
