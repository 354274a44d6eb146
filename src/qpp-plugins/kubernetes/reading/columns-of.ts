import { assertNever } from '../../../platform/errors.js';
import type { Command, GetCommand } from './command.js';
import type { AwkFilter, AwkPrint, Filter } from './filter.js';
import { knownType } from './resource-types.js';

/** Columns of log lines, descriptions and whatever else is text. */
export const LINE = ['LINE'];
/** Columns of what a jsonpath prints. */
export const VALUE = ['VALUE'];
export const ROLLOUT_STATUS_COLUMNS = ['NAME', 'STATUS', 'MESSAGE'];
export const ROLLOUT_HISTORY_COLUMNS = ['REVISION', 'CHANGE-CAUSE', 'IMAGES', 'CREATED', 'CURRENT'];

/** The columns a command's answer will have, after its filters; null where only the cluster can tell. */
export function columnsOf(command: Command, filters: readonly Filter[]): readonly string[] | null {
  return filters.reduce<readonly string[] | null>(filtered, columnsOfCommand(command));
}

function columnsOfCommand(command: Command): readonly string[] | null {
  switch (command.verb) {
    case 'get':
      return columnsOfGet(command);
    case 'describe':
    case 'logs':
      return LINE;
    case 'top':
      return columnsOfTop(command);
    case 'rollout status':
    case 'wait':
      return ROLLOUT_STATUS_COLUMNS;
    case 'rollout history':
      return ROLLOUT_HISTORY_COLUMNS;
    case 'auth can-i':
      return ['ALLOWED'];
    case 'about':
      return command.of === 'api-resources' ? ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'] : LINE;
    default:
      return null;
  }
}

function columnsOfTop(command: Command & { readonly verb: 'top' }): readonly string[] {
  if (command.of === 'nodes') return ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'];
  const name = command.containers ? ['POD', 'NAME'] : ['NAME'];
  return [...(command.allNamespaces ? ['NAMESPACE'] : []), ...name, 'CPU(cores)', 'MEMORY(bytes)'];
}

function columnsOfGet(command: GetCommand): readonly string[] | null {
  const { output } = command;
  switch (output.kind) {
    case 'table':
      return tableColumns(command, output.wide);
    case 'json':
    case 'yaml':
      return LINE;
    case 'name':
      return ['NAME'];
    case 'jsonpath':
      return VALUE;
    case 'custom-columns':
      return output.columns.map(({ header }) => header);
    default:
      return assertNever(output);
  }
}

function tableColumns(command: GetCommand, wide: boolean): readonly string[] | null {
  const { types, objects } = command.selection;
  const words = [...new Set([...types, ...objects.map(({ type }) => type)])];
  const known = words.map(knownType).filter((type) => type !== undefined);
  if (known.length < words.length || known.length === 0) return null;
  const labels = command.labelColumns.map((label) => (label.split('/').at(-1) ?? label).toUpperCase());
  return [
    ...(command.allNamespaces && known.some(({ namespaced }) => namespaced) ? ['NAMESPACE'] : []),
    ...new Set(known.flatMap((type) => [...type.columns, ...(wide ? type.wide : [])])),
    ...labels,
    ...(command.showLabels ? ['LABELS'] : []),
  ];
}

function filtered(columns: readonly string[] | null, filter: Filter): readonly string[] | null {
  switch (filter.kind) {
    case 'head':
    case 'tail':
    case 'sort':
      return columns;
    case 'grep':
      return filter.counted ? ['COUNT'] : filter.onlyMatch ? VALUE : columns;
    case 'count-lines':
      return ['COUNT'];
    case 'unique':
      return filter.counted ? ['COUNT', 'LINE'] : columns;
    case 'awk':
      return filter.prints.length === 0 ? columns : awkColumns(filter, columns);
    case 'cut':
      return filter.fields.length === 1 ? VALUE : filter.fields.map((field) => `VALUE${String(field)}`);
    case 'jq':
      return VALUE;
    default:
      return assertNever(filter);
  }
}

/** Cells of these can hold blanks, so that the words after them are no columns any more. */
const SPACIOUS = new Set(['RESTARTS', 'MESSAGE', 'LAST SEEN', 'LINE', 'VALUE', 'NOMINATED NODE', 'LABELS', 'TARGETS', 'LAST SCHEDULE']);

/** `awk '{print $1}'` of a table prints its first column, as long as no cell before it can hold a blank. */
export function awkColumns(filter: AwkFilter, columns: readonly string[] | null): readonly string[] {
  const isOne = filter.prints.length === 1;
  return filter.prints.map((print, index) => {
    const field = Number(/^\$(\d+)$/u.exec(onlyField(print) ?? '')?.[1] ?? 0);
    const before = columns?.slice(0, Math.max(0, field - 1)) ?? [];
    const told = filter.separator === null && field > 0 && !before.some((column) => SPACIOUS.has(column));
    const name = told ? columns?.[field - 1] : undefined;
    return name ?? (isOne ? 'VALUE' : `VALUE${field > 0 ? String(field) : onlyField(print) === '$NF' ? 'LAST' : String(index + 1)}`);
  });
}

function onlyField(print: AwkPrint): string | null {
  const [only, another] = print;
  return only !== undefined && another === undefined && 'field' in only ? only.field : null;
}

/** Status words the answer can show. */
export function statusWordsOf(command: Command): readonly string[] {
  switch (command.verb) {
    case 'get': {
      const { types, objects } = command.selection;
      return [...new Set([...types, ...objects.map(({ type }) => type)].flatMap((type) => knownType(type)?.words ?? []))];
    }
    case 'rollout status':
      return ['complete', 'progressing', 'failed'];
    case 'wait':
      return ['met', 'waiting'];
    case 'auth can-i':
      return ['yes', 'no'];
    default:
      return [];
  }
}
