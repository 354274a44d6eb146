import type { JqStep } from './jq.js';
import type { PathComparator } from './json-path.js';
import { JsonPathFlaw, readPath } from './read-json-path.js';

/**
 * Parses the part of jq that guides use: paths, `[]`, `select(.a == "b")`, `length`, `keys`, joined by pipes.
 * @throws JsonPathFlaw
 */
export function readJq(program: string): readonly JqStep[] {
  return splitPipes(program).map((stage) => stepOf(stage.trim()));
}

function splitPipes(program: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < program.length; at += 1) {
    const char = program.charAt(at);
    if (quoted) {
      if (char === '\\') at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '(' || char === '[') depth += 1;
    else if (char === ')' || char === ']') depth -= 1;
    else if (char === '|' && depth === 0) {
      parts.push(program.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, program.slice(from)];
}

const SELECT = /^select\(\s*(\.[^=!<>\s|]*)\s*(?:(==|!=|<=|>=|<|>)\s*("(?:\\.|[^"])*"|-?\d+(?:\.\d+)?|true|false|null))?\s*\)$/u;

function stepOf(stage: string): JqStep {
  if (stage === 'length' || stage === 'keys') return { kind: stage };
  const select = SELECT.exec(stage);
  if (select !== null) {
    const [, path = '.', comparator, literal = 'null'] = select;
    return {
      kind: 'select',
      path: jqPath(path),
      comparator: comparator === undefined ? null : (comparator as PathComparator),
      literal: JSON.parse(literal) as string | number | boolean | null,
    };
  }
  if (!stage.startsWith('.')) throw new JsonPathFlaw(`"${stage}" is more of jq than can be carried out here`);
  return { kind: 'path', path: jqPath(stage) };
}

function jqPath(text: string): ReturnType<typeof readPath> {
  if (text === '.') return { relative: true, steps: [] };
  const path = text
    .replaceAll('?', '')
    .replaceAll(/\."((?:\\.|[^"])*)"/gu, '["$1"]')
    .replace(/^\.\[/u, '@[');
  return readPath(path);
}
