import { JsonPathFlaw, readJsonPath } from '../output/read-json-path.js';
import type { JsonPathTemplate } from '../output/json-path.js';
import type { Output } from './command.js';

export type OutputReading = { readonly output: Output } | { readonly flaw: string } | { readonly byHand: string };

/** `-o wide`, `-o jsonpath='{.items[*]}'`, `-o custom-columns=NAME:.metadata.name`. */
export function readOutput(text: string | null): OutputReading {
  if (text === null || text === '') return { output: { kind: 'table', wide: false } };
  const equals = text.indexOf('=');
  const format = equals < 0 ? text : text.slice(0, equals);
  const argument = equals < 0 ? '' : text.slice(equals + 1);
  switch (format) {
    case 'wide':
      return { output: { kind: 'table', wide: true } };
    case 'json':
    case 'yaml':
    case 'name':
      return { output: { kind: format } };
    case 'jsonpath':
    case 'jsonpath-as-json':
      return readTemplate(argument, (template) => ({ kind: 'jsonpath', template, asJson: format !== 'jsonpath' }));
    case 'custom-columns':
      return readColumns(argument);
    case 'go-template':
    case 'template':
    case 'go-template-file':
    case 'jsonpath-file':
    case 'custom-columns-file':
      return { byHand: `the output format ${format} is not carried out here: -o jsonpath says the same` };
    default:
      return { flaw: `kubectl has no output format "${format}"` };
  }
}

function readTemplate(text: string, outputOf: (template: JsonPathTemplate) => Output): OutputReading {
  if (text === '') return { flaw: 'the jsonpath template is missing' };
  try {
    return { output: outputOf(readJsonPath(text)) };
  } catch (error) {
    if (error instanceof JsonPathFlaw) return { flaw: `the jsonpath cannot be read: ${error.message}` };
    throw error;
  }
}

/** `NAME:.metadata.name,REASON:.status.reason`; commas inside brackets belong to the path. */
function readColumns(text: string): OutputReading {
  const parts = text.split(/,(?![^[]*\])/u).map((part) => part.trim());
  const columns: { header: string; path: JsonPathTemplate }[] = [];
  for (const part of parts) {
    const colon = part.indexOf(':');
    if (colon < 0) return { flaw: `the custom column "${part}" is not of the form NAME:.path` };
    const read = readTemplate(part.slice(colon + 1), (template) => ({ kind: 'jsonpath', template, asJson: false }));
    if (!('output' in read)) return read;
    if (read.output.kind === 'jsonpath') columns.push({ header: part.slice(0, colon), path: read.output.template });
  }
  return { output: { kind: 'custom-columns', columns } };
}

/** The path of `--sort-by`, in any of the forms kubectl takes. */
export function readSortBy(text: string | null): { readonly path: JsonPathTemplate | null } | { readonly flaw: string } {
  if (text === null) return { path: null };
  try {
    return { path: readJsonPath(text) };
  } catch (error) {
    if (error instanceof JsonPathFlaw) return { flaw: `--sort-by cannot be read: ${error.message}` };
    throw error;
  }
}
