import type { NetworkChaos, StressChaos } from '../objects/kinds.js';
import type { Change } from '../objects/object-store.js';
import { NETWORK_CHAOS, STRESS_CHAOS } from '../objects/resources.js';
import type { NetworkRule, World } from '../world.js';

/** Carries out the experiments that stand in the cluster: an object imposes its effect, its deletion takes it away. */
export class ChaosController {
  private readonly effects = new Map<string, () => void>();
  private readonly unsubscribe: () => void;

  constructor(private readonly world: World) {
    this.unsubscribe = world.objects.subscribe((change) => {
      this.follow(change);
    });
  }

  stop(): void {
    this.unsubscribe();
    for (const end of this.effects.values()) end();
    this.effects.clear();
  }

  private follow({ type, resource, object }: Change): void {
    if (resource.group !== NETWORK_CHAOS.group) return;
    const key = object.metadata.uid;
    this.effects.get(key)?.();
    this.effects.delete(key);
    if (type === 'DELETED') return;
    const effect = resource.plural === STRESS_CHAOS.plural ? this.stress(object as StressChaos) : this.impose(object as NetworkChaos);
    this.effects.set(key, effect);
  }

  private stress({ spec, metadata }: StressChaos): () => void {
    const { workers = 1, load = 100 } = spec.stressors.cpu ?? {};
    const namespace = spec.selector.namespaces?.[0] ?? metadata.namespace ?? this.world.namespace;
    return this.world.nodes.stress(namespace, spec.selector.labelSelectors ?? {}, workers * load * 10);
  }

  private impose(chaos: NetworkChaos): () => void {
    return this.world.network.impose(ruleOf(chaos, this.world.namespace));
  }
}

function ruleOf({ spec, metadata }: NetworkChaos, home: string): NetworkRule {
  const namespace = spec.target?.selector.namespaces?.[0] ?? metadata.namespace ?? home;
  const from = spec.selector.labelSelectors?.['name'];
  return {
    ...(from === undefined ? {} : { from }),
    to: { namespace, service: spec.target?.selector.labelSelectors?.['name'] ?? '' },
    ...(spec.delay ? { delayMs: milliseconds(spec.delay.latency), jitterMs: milliseconds(spec.delay.jitter ?? '0ms') } : {}),
    ...(spec.loss ? { loss: Number(spec.loss.loss) / 100 } : {}),
    ...(spec.bandwidth ? { bytesPerSecond: bytesPerSecond(spec.bandwidth.rate) } : {}),
  };
}

/** `10s`, `250ms`. */
function milliseconds(duration: string): number {
  const [, amount = '0', unit = 'ms'] = /^([\d.]+)(ms|s|m)$/.exec(duration) ?? [];
  return Number(amount) * (unit === 'ms' ? 1 : unit === 's' ? 1_000 : 60_000);
}

/** `500kbps`, `1mbps`: bits a second. */
function bytesPerSecond(rate: string): number {
  const [, amount = '0', unit = ''] = /^([\d.]+)(kbps|mbps|gbps|bps)$/.exec(rate) ?? [];
  const bits = { bps: 1, kbps: 1e3, mbps: 1e6, gbps: 1e9 }[unit] ?? 1;
  return (Number(amount) * bits) / 8;
}
