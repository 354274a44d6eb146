import { setTimeout as sleep } from 'node:timers/promises';

import { Container, steadyFootprint } from '../shop/runtime/container.js';
import { call } from '../shop/runtime/http-call.js';
import type { Resolve } from '../shop/runtime/http-call.js';
import type { PodContext, PodProgram } from '../world.js';
import { visit } from './visitor.js';

/** One pod sends a visitor so often, in real milliseconds, and never has more than so many under way. */
const ARRIVAL_MS = 800;
const MOST_VISITORS = 10;
/** Visitors who insist stay longer. */
const MOST_INSISTING_VISITORS = 40;
const MOST_BROWSERS = 14;
/** A crawler asks for a path nobody has, so often, in real milliseconds. */
const CRAWL_MS = 60;
const REPORT_MS = 60_000;

/**
 * load-test: visitors of the shop, without end. TARGET names the shop; RETRIES makes visitors insist on their order;
 * CRAWL=true looks for pages that do not exist; BROWSERS asks for the catalogue so many times a second.
 */
export function loadGenerator(): PodProgram {
  return {
    start(context: PodContext) {
      const container = new Container(context, steadyFootprint(48, 3));
      const generator = new LoadGenerator(container);
      void generator.run();
      void generator.report();
      if (context.env['CRAWL'] === 'true') void generator.crawl();
      if (Number(context.env['BROWSERS'] ?? 0) > 0) void generator.browse(Number(context.env['BROWSERS']));
      return Promise.resolve(container);
    },
  };
}

class LoadGenerator {
  private underWay = 0;
  private requests = 0;
  private failures = 0;

  constructor(private readonly container: Container) {}

  async run(): Promise<void> {
    this.container.context.log(`Will run against ${this.shopUrl}`);
    while (await this.paused(ARRIVAL_MS * (0.7 + 0.6 * this.container.context.random()))) {
      if (this.underWay < (this.retries > 0 ? MOST_INSISTING_VISITORS : MOST_VISITORS)) void this.sendVisitor();
    }
  }

  /** Asks for pages that do not exist, each another one. */
  async crawl(): Promise<void> {
    while (await this.paused(CRAWL_MS)) await this.get(`/archive/${Math.floor(this.container.context.random() * 1e9).toString(36)}`);
  }

  /** Asks for the catalogue again and again, whether it answers or not. */
  async browse(perSecond: number): Promise<void> {
    let browsing = 0;
    while (await this.paused(1000 / perSecond)) {
      if (browsing >= MOST_BROWSERS) continue;
      browsing += 1;
      void this.get('/catalogue').finally(() => {
        browsing -= 1;
      });
    }
  }

  private async get(path: string): Promise<void> {
    this.requests += 1;
    const resolve: Resolve = (name, port) => this.container.context.resolve(name, port);
    const reply = await call(resolve, { method: 'GET', url: this.shopUrl + path, signal: this.container.ended }).catch(() => null);
    if (reply === null || reply.status >= 500) this.failures += 1;
  }

  /** One line a minute of the world's time, as Locust prints its totals. */
  async report(): Promise<void> {
    const { context } = this.container;
    while (!this.container.ended.aborted) {
      await context.clock.sleep(REPORT_MS, { signal: this.container.ended }).catch(() => undefined);
      context.log(`Total ${this.requests} requests, ${this.failures} failures`);
    }
  }

  private async sendVisitor(): Promise<void> {
    this.underWay += 1;
    try {
      const outcome = await visit({
        resolve: (name, port) => this.container.context.resolve(name, port),
        shopUrl: this.shopUrl,
        random: this.container.context.random,
        signal: this.container.ended,
        retries: this.retries,
      });
      this.requests += outcome.requests;
      this.failures += outcome.failures;
    } catch {
      this.failures += 1;
    } finally {
      this.underWay -= 1;
    }
  }

  private get retries(): number {
    return Number(this.container.context.env['RETRIES'] ?? 0);
  }

  private get shopUrl(): string {
    return this.container.context.env['TARGET'] ?? 'http://front-end.sock-shop';
  }

  /** False when the container ended meanwhile. */
  private async paused(milliseconds: number): Promise<boolean> {
    await sleep(milliseconds, undefined, { signal: this.container.ended }).catch(() => undefined);
    return !this.container.ended.aborted;
  }
}
