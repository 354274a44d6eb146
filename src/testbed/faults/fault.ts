import type { World } from '../world.js';
import type { ShopProbe } from './shop-probe.js';

/** What a fault can be told, with what it takes when nobody says. */
export interface FaultParameter {
  readonly name: string;
  readonly meaning: string;
  /** null: it depends on the service, as the meaning says. */
  readonly default: string | null;
  /** What a value must look like. */
  readonly accepts: RegExp;
}

/** One injection: where, and with which values; a parameter without a default may be missing. */
export interface Injection {
  readonly world: World;
  readonly service: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly seed: number;
}

/** What a fault leaves behind that no object's specification shows; `undo` takes it away. */
export interface Effect {
  readonly undo: () => void;
}

export interface Entity {
  readonly kind: string;
  readonly name: string;
}

/** What the oracle knows about an injected fault. */
export interface Truth {
  /** Any of these names the culprit. */
  readonly entities: readonly Entity[];
  /** The class of the cause, and the words of which one set must occur in a diagnosis. */
  readonly causeClass: string;
  readonly causeWords: readonly (readonly RegExp[])[];
  /** What a good operator does, in words. */
  readonly remedies: readonly string[];
  /** Further places that a remedy may change beside those the injection changed: `Deployment/catalogue` and a path. */
  readonly mayChange: readonly { readonly entity: Entity; readonly path: RegExp }[];
  /** Sentences about what is still wrong; none: this window is healthy. */
  readonly symptoms: (probe: ShopProbe) => Promise<readonly string[]>;
}

/** One entry of the fault catalogue: it acts as an operator's mistake, a bad release or a broken machine would. */
export interface Fault {
  readonly id: string;
  readonly title: string;
  readonly service: string;
  /** Every service it makes sense for. */
  readonly services: readonly string[];
  readonly parameters: readonly FaultParameter[];
  inject(injection: Injection): Effect;
  truth(injection: Injection): Truth;
}

/** The value of a parameter; empty where it was left out and has no default. */
export function valueOf({ parameters }: Injection, name: string): string {
  return parameters[name] ?? '';
}

export const NO_EFFECT: Effect = { undo: () => undefined };
