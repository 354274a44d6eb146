import type { Problem, Severity } from '../guide.js';
import { RULES } from '../mentor/rules.js';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** Problems as SARIF 2.1.0, which code hosts show beside the lines (docs.oasis-open.org/sarif/sarif/v2.1.0). */
export function toSarif(files: readonly { readonly file: string; readonly problems: readonly Problem[] }[]): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'periplus lint',
            rules: RULES.map(({ id, about, severity, family }) => ({
              id,
              shortDescription: { text: about },
              defaultConfiguration: { level: LEVELS[severity] },
              properties: { family },
            })),
          },
        },
        results: files.flatMap(({ file, problems }) =>
          problems.map(({ rule, severity, line, message, suggestion }) => ({
            ruleId: rule,
            level: LEVELS[severity],
            message: { text: suggestion === null ? message : `${message} ${suggestion}` },
            locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line } } }],
          })),
        ),
      },
    ],
  };
}
