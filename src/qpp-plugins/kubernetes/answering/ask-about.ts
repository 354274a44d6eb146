import { z } from 'zod';
import { assertNever } from '../../../platform/errors.js';
import type { Printed } from '../output/printed.js';
import { linesOf } from '../output/printed.js';
import { tableLines } from '../output/table-text.js';
import { columnsOf } from '../reading/columns-of.js';
import type { AboutCommand, CanICommand } from '../reading/command.js';
import type { AskContext } from './ask-context.js';
import { apiVersionOf, resolveType } from './ask-context.js';

const version = z.looseObject({ gitVersion: z.string() });

/** `kubectl version`, `cluster-info`, `api-resources`. */
export async function askAbout(command: AboutCommand, { reader, signal }: AskContext): Promise<Printed> {
  switch (command.of) {
    case 'version': {
      const { value, observedAt } = await reader.raw('/version', signal);
      return text(`Server Version: ${version.parse(value).gitVersion}`, observedAt);
    }
    case 'cluster-info': {
      const { observedAt } = await reader.raw('/version', signal);
      return text(`Kubernetes control plane of cluster ${reader.cluster} is running`, observedAt);
    }
    case 'api-resources': {
      const types = await reader.resourceTypes(signal);
      const columns = columnsOf(command, []) ?? [];
      const rows = types.map((type) => [type.plural, type.shortNames.join(','), apiVersionOf(type), type.namespaced, type.kind]);
      return {
        columns,
        lines: tableLines(columns, rows, true),
        values: null,
        fill: 'rows',
        observedAt: new Date().toISOString(),
        note: null,
      };
    }
    default:
      return assertNever(command.of);
  }
}

function text(line: string, observedAt: string): Printed {
  return { columns: ['LINE'], lines: linesOf(line), values: null, fill: 'rows', observedAt, note: null };
}

/**
 * `kubectl auth can-i`: asked of the identity that would do it, the reader for reading verbs, else the actor; a cluster
 * without an actor may change nothing.
 */
export async function askCanI(command: CanICommand, context: AskContext): Promise<Printed> {
  const [word = '', subresource] = (command.resource?.type ?? command.type ?? '').split('/');
  const type = await resolveType(context, word);
  const question = {
    verb: command.action,
    group: type.group,
    resource: type.plural,
    subresource: command.subresource ?? subresource ?? null,
    name: command.resource?.name ?? null,
    namespace: command.allNamespaces || !type.namespaced ? null : command.namespace,
  };
  const asked = READING.has(command.action) ? context.reader : context.writer;
  const { value, observedAt } =
    asked === null ? { value: false, observedAt: new Date().toISOString() } : await asked.mayI(question, context.signal);
  const answer = value ? 'yes' : 'no';
  const note = asked === null ? `cluster ${context.reader.cluster} is read-only` : null;
  return { columns: ['ALLOWED'], lines: [{ text: answer, cells: [answer], header: false }], values: null, fill: 'rows', observedAt, note };
}

const READING = new Set(['get', 'list', 'watch']);
