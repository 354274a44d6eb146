import type { TroubleshootingGuide } from '../guide.js';
import type { PlanNode, PlanParameter } from '../plan.js';
import { typeOfName } from './read-parameters.js';

/** Every hole of the plan with where its value comes from: the guide's declaration, an earlier step that binds it, or the person. */
export function planParameters(nodes: readonly PlanNode[], guide: TroubleshootingGuide): PlanParameter[] {
  const parameters = new Map<string, PlanParameter>(guide.parameters.map((parameter) => [parameter.name, parameter]));
  const binders = new Map(
    nodes.flatMap((node) => node.queries.flatMap(({ binds }) => binds.map((name): [string, string] => [name, node.id]))),
  );
  const used = nodes.flatMap((node) => [...node.queries.flatMap(({ parameters: names }) => names), ...entityHoles(node)]);
  for (const name of used) {
    if (parameters.has(name)) continue;
    const binder = binders.get(name);
    parameters.set(name, {
      name,
      source: binder === undefined ? 'the person' : `step ${binder}`,
      required: binder === undefined,
      type: typeOfName(name),
      default: null,
      description: null,
    });
  }
  return [...parameters.values()];
}

function entityHoles({ cause }: PlanNode): string[] {
  return [...(cause?.entity ?? '').matchAll(/\$\{?([A-Za-z_]\w*)\}?|\{([A-Za-z_]\w*)\}|<([A-Za-z_][\w-]*)>/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}
