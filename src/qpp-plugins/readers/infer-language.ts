import type { QueryLanguage } from '../../tsg-parser/index.js';
import { isCommandLine } from './command-line.js';
import { promptedCommand, rootCommand } from './split-block.js';

const TAGS: Readonly<Record<string, QueryLanguage>> = {
  kubectl: 'kubectl', oc: 'oc', promql: 'promql', prometheus: 'promql', metricsql: 'promql', logql: 'logql', loki: 'logql',
  sql: 'sql', pgsql: 'sql', postgres: 'sql', postgresql: 'sql', psql: 'sql', mysql: 'sql', tsql: 'sql', 'ms-sql': 'sql',
  kql: 'kql', kusto: 'kql', http: 'http', javascript: 'javascript', js: 'javascript', 'python-analysis': 'python',
  powershell: 'powershell', ps: 'powershell', ps1: 'powershell', pwsh: 'powershell', posh: 'powershell', 'powershell-interactive': 'powershell', azurepowershell: 'powershell',
}; // prettier-ignore

const SHELL_TAGS =
  /^(?:bash|sh|shell|zsh|console|terminal|shell-session|shellsession|sh-session|cmd|bat|azurecli\S*|azurecli-interactive|output\+cmd|text|txt|plaintext|plain|none|code|cli|command|ksh|\S*prompt)$/;
const DATA_TAGS =
  /^(?:ya?ml|json\S*|xml|html?|toml|ini|conf(?:ig)?|diff|log|logs|output|csv|properties|hcl|dockerfile|go|python|py|ruby|rb|java|c|cpp|rust|markdown|md|mermaid|jsonnet|protobuf|proto|typescript|ts|tsx|css|nginx|env|dotenv|svg|graphql|patch|tf|terraform|erlang|elixir|scala|lua|perl|php|r|vb)$/;

const SQL =
  /^\s*(?:--[^\n]*\n\s*)*(?:\\(?:set|pset|timing|x)\b|(?:explain\s+(?:\([^)]*\)\s*)?(?:analyze\s+)?)?(?:select\s+[\s\S]|with\s+(?:recursive\s+)?[\w"]+\s*(?:\([^)]*\)\s*)?as\s*(?:materialized\s*)?\(|insert\s+into\s|update\s+[\w."]+\s+set\s|delete\s+from\s|merge\s+into\s)|create\s+(?:unique\s+)?(?:index|table|extension|or\s+replace|statistics|publication|subscription|view|user|role|database)\s|alter\s+(?:table|index|system|role|user|database|range|sequence|subscription)\s|drop\s+(?:index|table|view|subscription|publication|database|user|role)\s|reindex\s|vacuum(?:\s|;|$)|truncate\s+(?:table\s)?\w|grant\s+\w+.*\sto\s|revoke\s+\w+.*\sfrom\s|analy[sz]e\s+\w+\s*;?$|show\s+(?:\w+\s+)*\w+\s*;|set\s+(?:cluster\s+setting|session|local)\s)/i;
const KQL_PIPE =
  /\|\s*(?:where|summarize|project(?:-\w+)?|extend|take|top|order by|sort by|join|union|render|count|distinct|mv-expand|parse|evaluate|limit)\b/;
const PROMQL =
  /(?:\b(?:rate|irate|increase|delta|deriv|idelta|resets|changes|histogram_quantile|predict_linear|label_replace|label_join|absent(?:_over_time)?|(?:sum|avg|max|min|count|quantile|stddev|last|present)_over_time|clamp_(?:min|max)|vector|scalar)\s*\(|\b(?:on|ignoring)\s*\([\w, ]*\)\s*group_(?:left|right)\b|\b(?:sum|avg|min|max|count|topk|bottomk|quantile|stddev|count_values|group)\s*(?:(?:by|without)\s*\([^)]*\)\s*)?\(|^\s*[a-z_:][a-z0-9_:]*\s*\{[^}]*(?:=|!=|=~|!~)[^}]*\})/i;
const LOGQL =
  /\{[^}]*(?:=~?|!=|!~)\s*["'`][^}]*\}\s*(?:\|=|!=|\|~|!~|\|\s*(?:json|logfmt|pattern|regexp|line_format|unpack|label_format|decolorize))/;
/** Filters of log search pages: `resource.type="…"`, `json.job_status: fail AND …`. */
const LOG_FILTER =
  /^\(?(?:(?:resource\.(?:type|labels)|protoPayload\.|jsonPayload\.|textPayload|logName|labels\.)\S*\s*(?:=|:|>|<|!=)|(?:NOT )?(?:"[^"\n]+"|[\w.]+:\s*\S+)\s+(?:AND|OR)\s+(?:NOT )?["(\w])/;
const POWERSHELL =
  /(?:^|[\s(|{;=&`])(?:Get|Set|New|Add|Remove|Enable|Disable|Restart|Stop|Start|Test|Resolve|Install|Uninstall|Update|Repair|Invoke|Import|Export|Select|Where|ForEach|Sort|Format|Clear|Connect|Disconnect|Write|Register|Unregister|Measure|Out|Find|Copy|Move|Enter|Exit|Wait|Show|Convert\w*|Compare|Read|Push|Pop|Mount|Dismount|Suspend|Resume|Initialize|Reset|Rename|Join|Split|Grant|Revoke|Send|Receive|Save|Debug|Trace|Sync|Optimize|Resize|Expand|Restore|Backup|Checkpoint|Publish|Group|Tee)-[A-Z][A-Za-z]+|^\s*\$[A-Za-z_]\w*\s*=|^\s*mpclaim\s/m;

/** The language of a block, by its content first; the tag decides only where the content could be several. Null: no query. */
export function inferLanguage(text: string, tag: string | null): QueryLanguage | null {
  const body = text.trim();
  if (body === '') return null;
  const named = tag === null ? undefined : TAGS[tag.replace(/[{\s].*$/, '').replace(/^\./, '')];
  if (tag?.startsWith('plugin_') === true) return ofContent(body) ?? 'sql';
  const plain = tag === null || tag === '' || SHELL_TAGS.test(tag);
  if (named !== undefined) return settle(named, body);
  if (!plain) return DATA_TAGS.test(tag) ? ofData(body) : ofContent(body);
  return ofContent(body, tag);
}

/** A tag that names a language is believed unless the content plainly is another one. */
function settle(named: QueryLanguage, body: string): QueryLanguage | null {
  if (named === 'powershell') return /^\s*(?:kubectl|oc)\s/.test(body) && !POWERSHELL.test(body) ? ofContent(body) : 'powershell';
  if (named === 'sql') return SQL.test(unprompted(body)) ? 'sql' : looksLikeRows(body) ? null : (ofCommands(body) ?? 'sql');
  if (named === 'promql' && LOGQL.test(body)) return 'logql';
  if (named === 'kubectl' || named === 'oc') return ofContent(body) ?? named;
  return named;
}

/** Blocks tagged as data hold a query only where they plainly are one. */
function ofData(body: string): QueryLanguage | null {
  return /^\s*\$ /.test(body) ? ofCommands(body) : null;
}

function ofContent(body: string, tag: string | null = null): QueryLanguage | null {
  const bare = unprompted(body);
  if (LOGQL.test(bare)) return 'logql';
  if (SQL.test(bare)) return 'sql';
  if (/^\s*(?:let\s+\w+\s*=|[A-Za-z_][\w.]*(?:\([^)]*\))?)\s*\n?\s*\|/.test(bare) && KQL_PIPE.test(bare)) return 'kql';
  const command = ofCommands(body);
  if (command !== null) return command;
  if (POWERSHELL.test(bare) && !looksLikeRows(bare)) return 'powershell';
  if (LOG_FILTER.test(bare)) return 'logfilter';
  if (/^(?:GET|POST|PUT|DELETE|HEAD|PATCH) (?:https?:\/)?\/\S+/.test(bare)) return 'http';
  if (/^[a-z][a-z0-9_:]*_(?:bytes|total|seconds|count|bucket|ratio|percent|info)$/.test(bare)) return 'promql';
  if (PROMQL.test(bare) && !looksLikeRows(bare) && !/^\s*\S+:\s*$/m.test(bare)) return 'promql';
  return isShellTag(tag) && couldBeCommand(commandsOrNotes(body)[0] ?? '') ? 'shell' : null;
}

function ofCommands(body: string): QueryLanguage | null {
  const lines = commandLines(body);
  const programs = lines.map((line) => line.replace(/^(?:sudo\s+|export\s+)*/, ''));
  const first = programs.find((line) => !/^(?:[A-Za-z_]\w*=(?!.*\$\()|export\b(?!.*\$\()|cd\s|set\s|#)/.test(line)) ?? programs[0];
  if (first === undefined) return null;
  if (POWERSHELL.test(lines.join('\n')) && !/^(?:kubectl|oc)\s/.test(first)) return 'powershell';
  const kubernetes = /(?:^|=["']?\$\()\s*(kubectl|oc|k)\s/.exec(first)?.[1];
  if (kubernetes !== undefined) return kubernetes === 'oc' ? 'oc' : 'kubectl';
  return 'shell';
}

/** Lines that are commands: those behind a prompt where there are prompts, else the block if its first line is one. */
function commandLines(body: string): string[] {
  const prompted = body.split('\n').flatMap((line) => promptedCommand(line) ?? []);
  if (prompted.length > 0) return prompted;
  const meaningful = commandsOrNotes(body);
  return isCommandLine(meaningful[0] ?? '') ? meaningful : [];
}

/** The lines of a block without blank ones and comments. */
function commandsOrNotes(body: string): string[] {
  return body
    .split('\n')
    .map((line) => rootCommand(line) ?? line.trim())
    .filter((line) => line !== '' && !/^(?:#(?!\s*\w+\s+-)|\/\/|::|REM\b)/i.test(line));
}

function isShellTag(tag: string | null): boolean {
  return tag !== null && /^(?:bash|sh|shell|zsh|ksh|cmd|bat)$/.test(tag);
}

/** In a fence marked as shell any program may be called; output, YAML and prose may not. */
function couldBeCommand(line: string): boolean {
  return (
    /^(?:[a-z][\w.-]*|(?:\.{0,2}|~)\/[\w./-]+)(?:\s+\S+)+$/.test(line) &&
    !/^\w+:(?:\s|$)|^\w+ = |[.:]$|\s{3,}|^\S+ (?:is|are|was|the|has|of|to)\b/.test(line)
  );
}

function unprompted(body: string): string {
  return body.replace(/^\s*(?:[\w-]+[=(\w)]*[=#]>?[#>]|mysql>|[\w@:./-]*>)\s+(?=\S)/gm, (prompt) =>
    /^\s*[\w-]+=[#>]|^\s*mysql>|^\s*[\w-]+=>|@|^\s*>/.test(prompt) ? '' : prompt,
  );
}

/** A table a client printed. */
function looksLikeRows(body: string): boolean {
  return /^\s*[-+|=]{4,}\s*$/m.test(body) && !/^\s*(?:select|with|insert|update|delete)\b/im.test(body);
}
