import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { styleText } from 'node:util';
import type { Command } from 'commander';
import { TerminalError } from '../platform/errors.js';
import { createLanguageModel } from '../platform/llm/create-language-model.js';
import { loadConfig } from '../platform/load-config.js';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { GuideNormaliser } from '../tsg-parser/index.js';
import type { Coverage, GuideProposal } from '../tsg-parser/index.js';

/** A whole guide takes longer to write than a verdict. */
const PATIENCE_MS = 300_000;

export function register(program: Command): void {
  program
    .command('normalise <file>')
    .description('have the language model propose a guide in the normal form; shown as a difference, stored nowhere')
    .option('--out <file>', 'write the proposal there, for you to read and to use')
    .action(async (file: string, { out }: { readonly out?: string }) => {
      if (out !== undefined && resolve(out) === resolve(file))
        throw new TerminalError('guide-kept', 'The proposal does not take the place of the guide: name another file.');
      const proposal = await proposalFor(file);
      process.stdout.write(`${showProposal(proposal)}\n`);
      if (proposal.flaws.length > 0) process.exitCode = 1;
      else if (out !== undefined) await writeFile(out, proposal.markdown);
    });
}

async function proposalFor(file: string): Promise<GuideProposal> {
  const { model: settings } = loadConfig(process.env, process.cwd());
  const model = createLanguageModel({ ...settings, timeoutMs: Math.max(settings.timeoutMs, PATIENCE_MS) });
  if (model === null)
    throw new TerminalError('model-missing', 'No language model is configured.', { hint: 'Set PERIPLUS_MODEL; see docs/operating.md.' });
  await loadReaders();
  const guide = await readFile(file, 'utf8');
  return new GuideNormaliser(model, createQueryReader()).propose(guide, AbortSignal.timeout(PATIENCE_MS));
}

export function showProposal({ diff, model, before, after, flaws }: GuideProposal): string {
  const lines = diff.map((line) =>
    line.startsWith('+') ? styleText('green', line) : line.startsWith('-') ? styleText('red', line) : line,
  );
  return [
    ...lines,
    '',
    `Proposed by ${model}. Nothing is stored: read it, and take it over where it is right.`,
    `  steps                ${before.steps} → ${after.steps}`,
    `  conditions by rule   ${byRule(before)} → ${byRule(after)}`,
    ...after.refused.map(({ line, message }) => styleText('red', `  line ${line}: ${message}`)),
    ...flaws.map((flaw) => styleText('red', `  Not to be used as it stands. ${flaw}`)),
  ].join('\n');
}

function byRule({ decidedByRule, conditions }: Coverage): string {
  return `${decidedByRule} of ${conditions}`;
}
