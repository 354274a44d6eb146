import { TerminalError } from '../../../platform/errors.js';
import type { AskContext } from '../answering/ask-context.js';
import { findObject, missingNote, namespaceFor, resolveType, withType } from '../answering/ask-context.js';
import type { ChangeCommand } from '../reading/command.js';
import type { Subject } from './plan.js';

/** The one object a change is about. @throws TerminalError where there is none, or where a selector finds several */
export async function findSubject(command: ChangeCommand, context: AskContext): Promise<Subject & { readonly observedAt: string }> {
  const { target } = command;
  const type = await resolveType(context, target.type);
  const namespace = namespaceFor(type, command);
  if (target.name !== null) {
    const { object, observedAt } = await findObject(context, type, target.name, namespace);
    if (object !== null) return { type, object, namespace, observedAt };
    throw new TerminalError(
      'not-found',
      `Nothing to change: ${missingNote({ type: type.kind.toLowerCase(), name: target.name }, namespace)}.`,
    );
  }
  const options = { ...(namespace !== null && { namespace }), labelSelector: target.labelSelector ?? '' };
  const { value, observedAt } = await context.reader.list(type, options, context.signal);
  const [only, another] = value;
  if (only === undefined) throw new TerminalError('not-found', `Nothing to change: no ${type.plural} match ${options.labelSelector}.`);
  if (another !== undefined) {
    const names = value.map(({ metadata }) => metadata.name);
    throw new TerminalError(
      'several-targets',
      `${options.labelSelector} matches ${String(value.length)} ${type.plural} (${names.slice(0, 5).join(', ')}), and an approval covers one.`,
      {
        hint: 'Name the one that is meant.',
      },
    );
  }
  return { type, object: withType(only, type), namespace, observedAt };
}
