import type { Endpoints, Pod, Service } from '../objects/kinds.js';
import type { ObjectStore } from '../objects/object-store.js';
import { ENDPOINTS, NAMESPACES, NETWORK_POLICIES, PODS, SERVICES } from '../objects/resources.js';
import { randomStream } from '../random.js';
import type { Address, Network, NetworkRule, ServiceAddress } from '../world.js';
import { CLEAR_WAY, type Impairment } from './impaired-pipe.js';
import { isAdmitted, type Caller } from './policies.js';
import { ServiceProxy, type Target } from './service-proxy.js';

/** Where a connection is refused: nothing listens there, and no HTTP client forbids the port. */
const REFUSING: Address = { host: '127.0.0.1', port: 2 };

interface Destination {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

type Dial = (podIP: string, port: number) => Address | null;

/** DNS, Services and the ways between pods: one proxy for each caller and Service port, opened when first asked for. */
export class ServiceNetwork implements Network {
  private readonly proxies = new Map<string, Promise<ServiceProxy>>();
  private readonly imposed = new Set<NetworkRule>();
  private readonly random: () => number;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly objects: ObjectStore,
    private readonly dialPod: Dial,
    seed: number,
  ) {
    this.random = randomStream(seed, 'network');
    this.unsubscribe = objects.subscribe((change) => {
      if (change.resource.plural === ENDPOINTS.plural) this.dropStale();
    });
  }

  dial(podIP: string, port: number): Address | null {
    return this.dialPod(podIP, port);
  }

  impose(rule: NetworkRule): () => void {
    this.imposed.add(rule);
    return () => this.imposed.delete(rule);
  }

  rules(): readonly NetworkRule[] {
    return [...this.imposed];
  }

  async outside(namespace: string, service: string, port: number, from?: Readonly<Record<string, string>>): Promise<Address> {
    const proxy = await this.proxyFor({ namespace, labels: from ?? null }, { namespace, service, port });
    return proxy.address;
  }

  /** What a pod gets when it resolves a name and a port. */
  async resolve(pod: Pod, name: string, port: number): Promise<ServiceAddress> {
    const caller = { namespace: pod.metadata.namespace ?? 'default', labels: withoutHash(pod.metadata.labels ?? {}) };
    const [service = '', namespace = caller.namespace] = name.split('.');
    const found = this.objects.find(SERVICES, namespace, service);
    if (found === null) throw unknownHost(name);
    const shown = `${found.spec.clusterIP ?? ''}:${port}`;
    const destination = { namespace, service, port };
    if (this.targetsOf(destination).length === 0) return { ...REFUSING, shown };
    const proxy = await this.proxyFor(caller, destination);
    return { ...proxy.address, shown };
  }

  async stop(): Promise<void> {
    this.unsubscribe();
    const proxies = await Promise.all(this.proxies.values());
    await Promise.all(proxies.map((proxy) => proxy.close()));
  }

  private proxyFor(caller: Caller, destination: Destination): Promise<ServiceProxy> {
    const key = JSON.stringify([caller, destination]);
    const known = this.proxies.get(key);
    if (known !== undefined) return known;
    const route = {
      targets: () => this.targetsOf(destination),
      toService: (target: Target) => this.wayTo(caller, destination, target),
      toCaller: (target: Target) => ({ ...this.wayTo(caller, destination, target), delayMs: 0, jitterMs: 0, loss: 0 }),
    };
    const opened = ServiceProxy.open(route, this.random);
    this.proxies.set(key, opened);
    return opened;
  }

  private targetsOf(destination: Destination): readonly Target[] {
    const service = this.objects.find(SERVICES, destination.namespace, destination.service);
    const endpoints = this.objects.find(ENDPOINTS, destination.namespace, destination.service);
    if (service === null || endpoints === null) return [];
    return readyAddresses(service, endpoints, destination.port).flatMap(({ ip, port }) => {
      const address = this.dialPod(ip, port);
      return address === null ? [] : [{ id: `${ip}:${port}`, address }];
    });
  }

  private wayTo(caller: Caller, destination: Destination, target: Target): Impairment {
    const rules = [...this.imposed].filter((rule) => applies(rule, caller, destination));
    const blocked = !this.isAdmitted(caller, target);
    if (rules.length === 0) return blocked ? { ...CLEAR_WAY, blocked } : CLEAR_WAY;
    const rates = rules.flatMap((rule) => rule.bytesPerSecond ?? []);
    return {
      blocked,
      delayMs: rules.reduce((total, rule) => total + (rule.delayMs ?? 0), 0),
      jitterMs: rules.reduce((total, rule) => total + (rule.jitterMs ?? 0), 0),
      loss: 1 - rules.reduce((kept, rule) => kept * (1 - (rule.loss ?? 0)), 1),
      bytesPerSecond: rates.length === 0 ? null : Math.min(...rates),
    };
  }

  private isAdmitted(caller: Caller, target: Target): boolean {
    const policies = this.objects.list(NETWORK_POLICIES);
    if (policies.length === 0) return true;
    const [ip = '', port = ''] = target.id.split(':');
    const pod = this.objects.list(PODS).find((each) => each.status.podIP === ip);
    return pod === undefined || isAdmitted(caller, pod, Number(port), policies, this.objects.list(NAMESPACES));
  }

  private dropStale(): void {
    for (const opened of this.proxies.values()) {
      void opened.then((proxy) => {
        proxy.dropStale();
      });
    }
  }
}

function readyAddresses(service: Service, endpoints: Endpoints, port: number): { ip: string; port: number }[] {
  const named = service.spec.ports?.find((each) => each.port === port);
  if (named === undefined) return [];
  return (endpoints.subsets ?? []).flatMap((subset) => {
    const target = subset.ports?.find((each) => (each.name ?? '') === (named.name ?? ''));
    return target === undefined ? [] : (subset.addresses ?? []).map((address) => ({ ip: address.ip, port: target.port }));
  });
}

function applies(rule: NetworkRule, caller: Caller, destination: Destination): boolean {
  return (
    rule.to.namespace === destination.namespace &&
    rule.to.service === destination.service &&
    (rule.to.port === undefined || rule.to.port === destination.port) &&
    (rule.from === undefined || caller.labels?.['name'] === rule.from)
  );
}

/** Pods of two revisions of one workload use the same proxy. */
function withoutHash(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key !== 'pod-template-hash'));
}

function unknownHost(name: string): Error {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
    code: 'ENOTFOUND',
    errno: -3008,
    syscall: 'getaddrinfo',
    hostname: name,
  });
}
