import { assertNever } from '../../../platform/errors.js';
import type { Cell } from '../../../tsg-parser/index.js';
import type { JsonPathTemplate } from '../output/json-path.js';
import { inKeyOrder, printTemplate, textOf, valuesOfTemplate } from '../output/json-path.js';
import type { Printed } from '../output/printed.js';
import { cellOf, linesOf, nothing } from '../output/printed.js';
import { sortedBy } from '../output/sort-by.js';
import { tableLines } from '../output/table-text.js';
import { toYaml, withoutManagedFields } from '../output/yaml.js';
import { columnsOf } from '../reading/columns-of.js';
import type { GetCommand } from '../reading/command.js';
import type { AskContext } from './ask-context.js';
import { fillOfNothing, namespaceFor, referenceText, resolveType } from './ask-context.js';
import type { Found } from './find-rows.js';
import { findRows } from './find-rows.js';
import { joinTables } from './join-tables.js';

/** `kubectl get`: the rows of the server's own table, printed as the command asks. */
export async function askGet(command: GetCommand, context: AskContext): Promise<Printed> {
  const found = await findRows(command, context);
  const observedAt = found.observedAt;
  if (found.missing !== null) {
    const fill = command.ignoreNotFound ? 'no-rows' : 'no-data';
    return nothing(fill, columnsOf(command, []), observedAt, found.missing);
  }
  if (found.rows.length === 0) {
    const empty = await emptyAnswer(command, context);
    const printed = nothing(empty.fill, columnsOf(command, []), observedAt, empty.note);
    return command.output.kind === 'json' && empty.fill === 'no-rows'
      ? { ...printed, lines: linesOf(printObjects(command, found, 'json')) }
      : printed;
  }
  const sorted = command.sortBy === null ? found : { ...found, rows: sortedBy(found.rows, command.sortBy, (row) => row.object) };
  return { ...print(command, sorted), fill: 'rows', observedAt, note: null };
}

async function emptyAnswer(command: GetCommand, context: AskContext): ReturnType<typeof fillOfNothing> {
  const types = await Promise.all(command.selection.types.map((type) => resolveType(context, type)));
  const namespaced = types.find((type) => type.namespaced);
  return fillOfNothing(context, namespaced === undefined ? null : namespaceFor(namespaced, command));
}

function print(command: GetCommand, found: Found): Pick<Printed, 'columns' | 'lines' | 'values'> {
  const { output } = command;
  switch (output.kind) {
    case 'table':
      return { ...joinTables(found, { ...command, wide: output.wide }), values: null };
    case 'json':
    case 'yaml':
      return { columns: null, lines: linesOf(printObjects(command, found, output.kind)), values: null };
    case 'name':
      return printNames(found);
    case 'jsonpath':
      return printJsonPath(output.template, rootOf(command, found), output.asJson);
    case 'custom-columns':
      return printColumns(output.columns, found, !command.noHeaders);
    default:
      return assertNever(output);
  }
}

/** One object where one was named, else a list, as kubectl hands it to its printers. */
function rootOf(command: GetCommand, found: Found): unknown {
  const objects = found.rows.map(({ object }) => withoutManagedFields(object));
  const single = command.selection.objects.length === 1;
  return single ? objects[0] : { apiVersion: 'v1', items: objects, kind: 'List', metadata: { resourceVersion: '' } };
}

function printObjects(command: GetCommand, found: Found, format: 'json' | 'yaml'): string {
  const root = rootOf(command, found);
  return format === 'json' ? JSON.stringify(inKeyOrder(root), null, 4) : toYaml(root);
}

function printNames(found: Found): Pick<Printed, 'columns' | 'lines' | 'values'> {
  const names = found.rows.map(({ type, object }) => referenceText(type, object.metadata.name));
  return { columns: ['NAME'], lines: names.map((name) => ({ text: name, cells: [name], header: false })), values: null };
}

function printJsonPath(template: JsonPathTemplate, root: unknown, asJson: boolean): Pick<Printed, 'columns' | 'lines' | 'values'> {
  const found = valuesOfTemplate(template, root);
  const text = asJson ? JSON.stringify(inKeyOrder(found ?? []), null, 4) : printTemplate(template, root);
  const single = found !== null && found.length === 1 && Array.isArray(found[0]) ? (found[0] as readonly unknown[]) : found;
  return { columns: ['VALUE'], lines: linesOf(text), values: single === null ? null : single.map(cellOf).filter((cell) => cell !== '') };
}

function printColumns(
  columns: readonly { readonly header: string; readonly path: JsonPathTemplate }[],
  found: Found,
  header: boolean,
): Pick<Printed, 'columns' | 'lines' | 'values'> {
  const headers = columns.map((column) => column.header);
  const rows = found.rows.map(({ object }) => columns.map(({ path }) => columnCell(path, object)));
  return { columns: headers, lines: tableLines(headers, rows, header), values: null };
}

/** kubectl prints `<none>` where the path leads nowhere, and joins several values by commas. */
function columnCell(path: JsonPathTemplate, object: unknown): Cell {
  const values = valuesOfTemplate(path, object) ?? [printTemplate(path, object)];
  const [only] = values;
  if (values.length === 0) return '<none>';
  return values.length === 1 ? cellOf(only) : values.map(textOf).join(',');
}
