import type { Problem, Severity } from '../guide.js';
import { RULES } from '../mentor/rules.js';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

interface LintedFile {
  readonly file: string;
  readonly problems: readonly Problem[];
}

/** Problems as SARIF 2.1.0, which code hosts show beside the lines (docs.oasis-open.org/sarif/sarif/v2.1.0). */
export function toSarif(files: readonly LintedFile[]): object {
  const rules = [...RULES.map(described), ...othersIn(files)];
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'periplus lint', rules } },
        results: files.flatMap(({ file, problems }) =>
          problems.map(({ rule, severity, line, message, suggestion }) => ({
            ruleId: rule,
            ruleIndex: indexes.get(rule),
            level: LEVELS[severity],
            message: { text: suggestion === null ? message : `${message} ${suggestion}` },
            locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(file) }, region: { startLine: line } } }],
          })),
        ),
      },
    ],
  };
}

function described({ id, about, severity, family }: (typeof RULES)[number]): { readonly id: string } {
  const description = { shortDescription: { text: about }, defaultConfiguration: { level: LEVELS[severity] }, properties: { family } };
  return { id, ...description };
}

/** What the compiler and the sources say has names of its own. */
function othersIn(files: readonly LintedFile[]): { readonly id: string }[] {
  const known = new Set(RULES.map(({ id }) => id));
  const named = files.flatMap(({ problems }) => problems.map(({ rule }) => rule)).filter((rule) => !known.has(rule));
  return [...new Set(named)].map((id) => ({ id }));
}
