import { TerminalError } from '../../platform/errors.js';
import type { Cell, QueryTemplate } from '../../tsg-parser/index.js';
import { byHand } from '../by-hand.js';
import { valueOf } from '../fill-template.js';
import type { PrepareContext, Preparation } from '../query-plugin.js';
import { checkCommand } from './check-command.js';
import { fillCommand, ValueRefused } from './fill-command.js';
import { waitSeconds } from './wait-seconds.js';
import type { Command } from './reading/command.js';
import type { Filter } from './reading/filter.js';
import { replaceHoles } from './reading/holes.js';
import type { KubectlReading } from './reading/read-kubectl.js';
import { isChangeCommand, readKubectl } from './reading/read-kubectl.js';
import { knownType } from './reading/resource-types.js';
import { readWords } from './reading/words.js';

/** The typed request of a prepared kubectl query. JSON throughout. */
export interface KubernetesRequest {
  readonly command: Command;
  readonly filters: readonly Filter[];
}

/** Names under which an incident's namespace is known. */
const NAMESPACE_NAMES = ['namespace', 'ns', 'kubernetes_namespace', 'exported_namespace'];

/** Pure: reads the command, fills its holes as typed values, finds its namespace, checks every name. */
export function prepareKubectl(template: QueryTemplate, context: PrepareContext): Preparation {
  const reading = readKubectl(template.text);
  const { command } = reading;
  if (command === null) return byHand(template, context.values, reading.statement.byHand ?? 'It cannot be carried out here.');
  const missing = reading.holes.filter((name) => valueOf(context.values, name) === undefined);
  const namespace = namespaceOf(command, context);
  if (namespace === undefined) missing.push('namespace');
  if (missing.length > 0) return { kind: 'missing', parameters: missing };
  const elsewhere = replaceHoles(reading.context ?? '', (index) => textAt(reading, context, index));
  if (elsewhere !== '' && elsewhere !== context.cluster)
    return byHand(template, context.values, `It is about the cluster ${elsewhere}, and this incident is on ${context.cluster}.`);
  try {
    const filled = fillCommand(command, (index) => valueAt(reading, context, index));
    const request: KubernetesRequest = {
      command: { ...filled, namespace: filled.namespace ?? namespace ?? null },
      filters: fillCommand(reading.filters, (index) => valueAt(reading, context, index)),
    };
    checkCommand(request.command);
    return { kind: 'prepared', query: preparedQuery(template, context, reading, request) };
  } catch (error) {
    if (error instanceof ValueRefused) return { kind: 'refused', reason: error.message, hint: 'Correct the parameter’s value.' };
    throw error;
  }
}

function preparedQuery(
  template: QueryTemplate,
  context: PrepareContext,
  reading: KubectlReading,
  request: KubernetesRequest,
): (Preparation & { kind: 'prepared' })['query'] {
  return {
    queryId: template.id,
    language: template.language,
    plugin: 'kubernetes',
    source: context.cluster,
    rendered: render(template.text, reading, context),
    request,
    mutating: isChangeCommand(request.command),
    replayable: false,
    binds: reading.statement.binds,
    ...(waitSeconds(request.command) > 0 && { waitsMs: waitSeconds(request.command) * 1000 }),
  };
}

function valueAt(reading: KubectlReading, context: PrepareContext, index: number): Cell {
  return valueOf(context.values, reading.holes[index] ?? '') ?? null;
}

/** The namespace for a command that names none: the incident's. Null where none is needed, undefined where it is missing. */
function namespaceOf(command: Command, context: PrepareContext): string | null | undefined {
  if (command.namespace !== null || !needsNamespace(command)) return null;
  const value = NAMESPACE_NAMES.map((name) => valueOf(context.values, name)).find(
    (found) => found !== undefined && found !== null && found !== '',
  );
  if (value !== undefined) return String(value);
  return isSurelyNamespaced(command) ? undefined : null;
}

function needsNamespace(command: Command): boolean {
  return !command.allNamespaces && typesOf(command).some((word) => knownType(word)?.namespaced ?? true);
}

/** Types only the cluster knows may be cluster-wide: whether a namespace is missing is then found out there. */
function isSurelyNamespaced(command: Command): boolean {
  return command.verb !== 'auth can-i' && typesOf(command).some((word) => knownType(word)?.namespaced === true);
}

function typesOf(command: Command): readonly string[] {
  switch (command.verb) {
    case 'get':
    case 'describe':
    case 'wait':
      return [...command.selection.types, ...command.selection.objects.map(({ type }) => type)];
    case 'logs':
      return [command.target?.type ?? 'pods'];
    case 'top':
      return [command.of];
    case 'auth can-i':
      return [(command.type ?? command.resource?.type ?? '').split('/')[0] ?? ''];
    case 'about':
      return [];
    default:
      return [command.target.type];
  }
}

/** What a person is shown: the command's own text, values in the place of its holes, quoted where a shell would need it. */
function render(text: string, reading: KubectlReading, context: PrepareContext): string {
  const line = readWords(text);
  const words = line.stages.map((stage) =>
    stage.map((word) => quoted(replaceHoles(word, (index) => textAt(reading, context, index)))).join(' '),
  );
  if (line.obstacle !== null) return text;
  const command = words.join(' | ');
  return line.capture === null ? command : `${line.capture}=$(${command})`;
}

function textAt(reading: KubectlReading, context: PrepareContext, index: number): string {
  const name = reading.holes[index] ?? '';
  const value = valueOf(context.values, name);
  return value === undefined ? `<${name}>` : String(value);
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./<>-]+$/u.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The request of a prepared query, as this plugin stored it. */
export function requestOf(query: { readonly request: unknown; readonly plugin: string }): KubernetesRequest {
  if (query.plugin !== 'kubernetes')
    throw new TerminalError('wrong-plugin', `A ${query.plugin} query was handed to the kubernetes plugin.`);
  return query.request as KubernetesRequest;
}
