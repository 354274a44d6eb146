import { assertNever } from '../../platform/errors.js';
import type { QueryLanguage, QueryStatement } from '../../tsg-parser/index.js';
import { holeNames } from './holes.js';
import { mutatingPowershell } from './mutating-powershell.js';
import { mutatingShell } from './mutating-shell.js';
import { mutatingSql } from './mutating-sql.js';
import { behindPrompts, splitSql, wholeBlock, type Piece } from './split-block.js';
import { splitPowershell } from './split-powershell.js';

/** Languages whose block is one query, or, in SQL, one query a statement. */
export function readWholeBlock(text: string, language: QueryLanguage): QueryStatement[] {
  return piecesOf(text, language).map((piece) => ({
    language,
    text: piece.text,
    lines: piece.lines,
    mutating: mutates(piece.text, language),
    parameters: parametersOf(piece.text, text, language),
    binds: [],
    columns: null,
    statusWords: statusWordsOf(piece.text, language),
    byHand: byHandOf(language),
    flaws: [],
  }));
}

const SQL_PROMPT = /^\s*(?:[\w-]+[=-][#>*]|mysql>|[\w@:.-]+\/\w+>|>)\s+/;

function piecesOf(text: string, language: QueryLanguage): Piece[] {
  if (language === 'powershell') return splitPowershell(text);
  if (language !== 'sql') return wholeBlock(text);
  const prompted = behindPrompts(text, SQL_PROMPT);
  return prompted === null ? splitSql(text) : [prompted];
}

function mutates(text: string, language: QueryLanguage): boolean {
  switch (language) {
    case 'sql':
      return mutatingSql(text);
    case 'powershell':
      return mutatingPowershell(text);
    case 'kubectl':
    case 'oc':
    case 'shell':
      return mutatingShell(text);
    case 'http':
      return /^\s*(?:POST|PUT|PATCH|DELETE)\b/im.test(text);
    case 'kql':
      return /^\s*\.(?:set|append|drop|delete|alter|create|ingest|purge|move|rename|clear)\b/m.test(text);
    case 'promql':
    case 'logql':
    case 'javascript':
    case 'python':
    case 'logfilter':
      return false;
    default:
      return assertNever(language);
  }
}

/** What a PowerShell block assigns itself is no parameter of it. */
function parametersOf(text: string, block: string, language: QueryLanguage): string[] {
  const names = holeNames(text, language);
  if (language !== 'powershell') return names;
  const assigned = new Set(
    [
      ...block.matchAll(/\$(?:global:|script:)?([A-Za-z_]\w*)\s*(?:=(?!=)|\+=|\s+in\b)/gi),
      ...block.matchAll(/-(?:OutVariable|ErrorVariable|PipelineVariable)\s+(\w+)/gi),
    ].map((match) => (match[1] ?? '').toLowerCase()),
  );
  for (const list of block.matchAll(/\bparam\s*\(([^)]*)\)/gi))
    for (const name of (list[1] ?? '').matchAll(/\$(\w+)/g)) assigned.add((name[1] ?? '').toLowerCase());
  return names.filter((name) => !assigned.has(name.toLowerCase()));
}

/** 'REGRESSION_DETECTED', 'CRITICAL': upper-case words a query can answer with. */
function statusWordsOf(text: string, language: QueryLanguage): string[] {
  if (language !== 'sql' && language !== 'kql') return [];
  return [
    ...new Set(
      [...text.matchAll(/\b(?:then|else|,)\s*(['"])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\1/gi)]
        .map((match) => match[2] ?? '')
        .filter((word) => /^[A-Z]/.test(word)),
    ),
  ];
}

function byHandOf(language: QueryLanguage): string | null {
  if (language === 'powershell') return 'Periplus runs no PowerShell: a person runs this script.';
  if (language === 'python')
    return 'Periplus runs no Python: a person carries this analysis out, or a file beside the guide replaces it (see docs/qpps.md).';
  return language === 'logfilter' ? 'This is a filter for a log search page: a person applies it.' : null;
}
