import { DEPLOYMENTS, ENDPOINTS, PODS } from '../objects/resources.js';
import { call } from '../shop/runtime/http-call.js';
import type { Reply, Resolve } from '../shop/runtime/http-call.js';
import { within } from '../shop/runtime/patience.js';
import type { World } from '../world.js';

/** Longer than a healthy shop ever takes, shorter than the time-outs inside it. */
const PATIENCE_MS = 4_000;
/** A customer of its own: the load's visitors share their carts with each other. */
const LOGIN = `Basic ${Buffer.from('Eve_Berger:eve').toString('base64')}`;

export interface Timed {
  readonly status: number;
  readonly text: string;
  readonly milliseconds: number;
}

/** Looks at the world from outside, by requests and by the objects' states: another way than the one an investigator took. */
export class ShopProbe {
  private readonly resolve: Resolve;

  constructor(readonly world: World) {
    this.resolve = async (host, port) => {
      const [service = host, namespace = world.namespace] = host.split('.');
      const address = await world.network.outside(namespace, service, port);
      return { ...address, shown: `${host}:${port}` };
    };
  }

  /** A request at the shop's edge or straight at a service; status 0 where nothing answered in time. */
  async ask(
    method: string,
    service: string,
    path: string,
    more: { readonly body?: unknown; readonly cookie?: string } = {},
  ): Promise<Timed> {
    const reply = await this.reply(method, service, path, more);
    return { status: reply.status, text: reply.text, milliseconds: reply.milliseconds };
  }

  /** Buys the cheapest pair of socks through the edge and says how that went. */
  async buy(): Promise<Timed> {
    const socks = parsed((await this.ask('GET', 'front-end', '/catalogue')).text);
    const cheapest = (Array.isArray(socks) ? (socks as { id: string; price: number }[]) : []).sort(
      (left, right) => left.price - right.price,
    )[0];
    if (!cheapest) return { status: 0, text: 'the catalogue is empty', milliseconds: 0 };
    const login = await this.reply('GET', 'front-end', '/login', {});
    const cookie = login.cookies;
    await this.ask('DELETE', 'front-end', '/cart', { cookie });
    const added = await this.ask('POST', 'front-end', '/cart', { cookie, body: { id: cheapest.id, quantity: 1 } });
    if (added.status !== 201) return added;
    return this.ask('POST', 'front-end', '/orders', { cookie, body: {} });
  }

  /** A sentence unless every Deployment of the shop runs what it should, completely rolled out. */
  rolloutProblems(services?: readonly string[]): string[] {
    return this.world.objects.list(DEPLOYMENTS, this.world.namespace).flatMap(({ metadata, spec, status }) => {
      if (services && !services.includes(metadata.name)) return [];
      const wanted = spec.replicas ?? 1;
      const complete = status.observedGeneration === metadata.generation && (status.updatedReplicas ?? 0) === wanted;
      const settled = complete && (status.availableReplicas ?? 0) === wanted && (status.replicas ?? 0) === wanted;
      return settled
        ? []
        : [
            `Deployment ${metadata.name} has ${status.availableReplicas ?? 0} of ${wanted} pods available, ${status.updatedReplicas ?? 0} updated`,
          ];
    });
  }

  readyAddresses(service: string): number {
    const endpoints = this.world.objects.find(ENDPOINTS, this.world.namespace, service);
    return (endpoints?.subsets ?? []).reduce((sum, { addresses = [] }) => sum + addresses.length, 0);
  }

  /** Restarts of the pods that belong to a service now. */
  restarts(service: string): number {
    return this.world.objects
      .list(PODS, this.world.namespace)
      .filter(({ metadata }) => metadata.labels?.['name'] === service)
      .reduce((sum, { status }) => sum + (status.containerStatuses ?? []).reduce((total, each) => total + each.restartCount, 0), 0);
  }

  private async reply(
    method: string,
    service: string,
    path: string,
    { body, cookie }: { readonly body?: unknown; readonly cookie?: string },
  ): Promise<Timed & { readonly cookies: string }> {
    const startedAt = performance.now();
    const headers: Record<string, string> = { ...(cookie ? { cookie } : {}), ...(path === '/login' ? { authorization: LOGIN } : {}) };
    try {
      const asked = call(this.resolve, { method, url: `http://${service}${path}`, body, headers });
      const answer = await within(asked, PATIENCE_MS, () => new Error('no answer in time'));
      return { status: answer.status, text: answer.text, milliseconds: performance.now() - startedAt, cookies: cookiesOf(answer) };
    } catch (error) {
      return { status: 0, text: error instanceof Error ? error.message : '', milliseconds: performance.now() - startedAt, cookies: '' };
    }
  }
}

/** The text as JSON; null where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function cookiesOf({ headers }: Reply): string {
  return (headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '').join('; ');
}
