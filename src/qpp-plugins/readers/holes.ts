import type { Hole, QueryLanguage } from '../../tsg-parser/index.js';

/** Finds the holes of a query text in order: `{x}`, `<x>`, `$X`, `${X}`, `[X]`, `{{ $labels.x }}`, and quoted stand-ins such as "AdapterName". */
export function findHoles(text: string, language: QueryLanguage): Hole[] {
  if (SCRIPTS.has(language)) return [];
  const found = FORMS.filter(({ languages }) => languages === null || languages.has(language)).flatMap(({ pattern, accepts }) =>
    [...text.matchAll(pattern)].flatMap((match): Hole[] => {
      const name = match[1]?.trim();
      if (name === undefined || !accepts(name, text, match.index, language)) return [];
      return [{ name, start: match.index, end: match.index + match[0].length }];
    }),
  );
  return withoutOverlaps(found);
}

type Accepts = (name: string, text: string, at: number, language: QueryLanguage) => boolean;

const SHELLS: ReadonlySet<QueryLanguage> = new Set<QueryLanguage>(['kubectl', 'oc', 'shell', 'powershell', 'http', 'logfilter']);
const DOLLARS: ReadonlySet<QueryLanguage> = new Set<QueryLanguage>([
  'kubectl',
  'oc',
  'shell',
  'http',
  'promql',
  'logql',
  'sql',
  'kql',
  'powershell',
  'logfilter',
]);
/** Their braces and dollars are their own; an analysis reads `parameters.name`. */
const SCRIPTS: ReadonlySet<QueryLanguage> = new Set<QueryLanguage>(['javascript', 'python']);
const POWERSHELL: ReadonlySet<QueryLanguage> = new Set<QueryLanguage>(['powershell']);

/** Variables the shell or PowerShell always has. */
const BUILT_IN =
  /^(?:_|true|false|null|this|args|input|error|host|home|pid|pwd|psitem|psscriptroot|env|matches|home|user|path|shell|oldpwd|random|seconds|ifs|lastexitcode|psversiontable|profile|stderr|stdout)$/i;
const BRACE_WORDS = /^(?:end|else|print|range|if|fi|do|done|next|exit|break)$/i;

const FORMS: readonly { readonly pattern: RegExp; readonly languages: ReadonlySet<QueryLanguage> | null; readonly accepts: Accepts }[] = [
  { pattern: /\{\{\s*\$(?:labels|externalLabels)\.([A-Za-z_]\w*)\s*\}\}/g, languages: null, accepts: () => true },
  {
    pattern: /(?<![<\w]\s?<)<([A-Za-z][\w./:-]*)>/g,
    languages: null,
    accepts: (name) => !/^(?:br|b|i|p|li|ul|code|pre|nil|none|unknown|NULL)$/i.test(name),
  },
  { pattern: /(?<!<)<([A-Za-z][\w./:'-]*(?: [\w./:'-]+){1,12})>/g, languages: SHELLS, accepts: () => true },
  {
    pattern: /(?<![$\\])\$\{([A-Za-z_]\w*)\}/g,
    languages: DOLLARS,
    accepts: (name, text, at, language) => dollar(name, text, at, language),
  },
  {
    pattern: /(?<![$\\\w])\$([A-Za-z_]\w*)(?!\w)/g,
    languages: DOLLARS,
    accepts: (name, text, at, language) => dollar(name, text, at, language),
  },
  {
    pattern: /(?<![{$\\])\{([A-Za-z_][\w-]*)\}(?!\})/g,
    languages: null,
    accepts: (name, text, at, language) => brace(name, text, at, language),
  },
  {
    pattern: /(?<![\w\])"'])\[([A-Z][A-Z0-9_-]{2,}|(?:your|my|insert)[\w -]+)\]/g,
    languages: null,
    accepts: (name, _text, _at, language) => language !== 'powershell' || name.includes('_') || name.includes('-'),
  },
  { pattern: /["'](?:<)?((?:Your|My)?[A-Z][A-Za-z]*Name)(?:>)?["']/g, languages: POWERSHELL, accepts: () => true },
  { pattern: /\b(yyyy-mm-dd(?:[T ]hh:mm(?::ss)?)?Z?)\b/gi, languages: SHELLS, accepts: () => true },
];

function dollar(name: string, text: string, at: number, language: QueryLanguage): boolean {
  if (BUILT_IN.test(name)) return false;
  if (language === 'powershell' && text[at + 1 + name.length] === ':') return false;
  if (language === 'promql' || language === 'logql') return true;
  return (
    language === 'sql' || language === 'kql' || language === 'powershell' || !inSingleQuotes(text, at) || inDoubleQuotesOfJson(text, at)
  );
}

/** `-p '{"name":"$X"}'` is not expanded by a shell, but its author meant a hole. */
function inDoubleQuotesOfJson(text: string, at: number): boolean {
  return text[at - 1] === '"';
}

function brace(name: string, text: string, at: number, language: QueryLanguage): boolean {
  if (BRACE_WORDS.test(name)) return false;
  if (!SHELLS.has(language)) return true;
  const quoted = inSingleQuotes(text, at);
  return !quoted || !/(?:jsonpath|template|awk|custom-columns|jq|sed|perl)\S*\s*[^']*'[^']*$/.test(text.slice(Math.max(0, at - 300), at));
}

function inSingleQuotes(text: string, at: number): boolean {
  let single = false;
  let double = false;
  for (let index = 0; index < at; index += 1) {
    const character = text[index];
    if (character === '\\' && !single) index += 1;
    else if (character === "'" && !double) single = !single;
    else if (character === '"' && !single) double = !double;
  }
  return single;
}

function withoutOverlaps(holes: readonly Hole[]): Hole[] {
  const sorted = [...holes].sort((left, right) => left.start - right.start || right.end - left.end);
  const kept: Hole[] = [];
  for (const hole of sorted) if (hole.start >= (kept.at(-1)?.end ?? 0)) kept.push(hole);
  return kept;
}

/** Names in order of first use, each once. */
export function holeNames(text: string, language: QueryLanguage): string[] {
  return [...new Set(findHoles(text, language).map(({ name }) => name))];
}
