import type { QuestionView, RunView, StepView } from '../../../dag-scheduler/index.js';
import { assertNever } from '../../../platform/errors.js';
import type { ReportSentence } from '../report.js';
import { plain, titleOf, withoutStop } from './evidence.js';

/** What the report cannot speak for: steps failed, cancelled, refused, under way, conditions undecided, sources without data. */
export function notCheckedSection(run: RunView): readonly ReportSentence[] {
  const gaps = [
    ...run.steps.flatMap((step) => gapOf(run, step)),
    ...run.questions.flatMap((question) => undecided(run, question)),
    ...silentSources(run),
  ];
  return gaps.length > 0 ? gaps : [plain('Nothing was left out: every step on the way was carried out and every condition decided.')];
}

function gapOf(run: RunView, step: StepView): readonly ReportSentence[] {
  const title = titleOf(run, step.id);
  const because = step.because === null ? '' : `: ${withoutStop(step.because)}`;
  switch (step.status) {
    case 'failed':
      return [plain(`${title} failed${because}.`, step.id)];
    case 'cancelled':
      return [plain(`${title} was not carried out${because}.`, step.id)];
    case 'running':
    case 'waiting':
      return run.endedAt === null
        ? [plain(`${title} is not through yet.`, step.id)]
        : [plain(`${title} was not reached${because}.`, step.id)];
    case 'observed':
    case 'asking':
      return [plain(`${title} waits for an answer.`, step.id)];
    case 'succeeded':
      return step.because === null ? [] : [plain(`${title} was carried out in part${because}.`, step.id)];
    case 'skipped':
      return step.because?.startsWith('Not evaluated') === true ? [plain(`${title}${because}.`, step.id)] : [];
    default:
      return assertNever(step.status);
  }
}

function undecided(run: RunView, question: QuestionView): readonly ReportSentence[] {
  if (question.status === 'answered') return [];
  const fate = question.status === 'withdrawn' ? 'not answered before the run ended' : 'not answered yet';
  return [plain(`${titleOf(run, question.stepId)}: "${withoutStop(question.text)}" was ${fate}.`, question.stepId)];
}

/** "No data" is not "healthy": the source could not have known. */
function silentSources(run: RunView): readonly ReportSentence[] {
  return run.steps.flatMap((step) =>
    step.results
      .filter(({ fill }) => fill === 'no-data')
      .map(({ queryId, source, rendered }) => ({
        ...plain(`${titleOf(run, step.id)}: ${source} had no data for ${rendered.slice(0, 200)}.`, step.id),
        queryId,
      })),
  );
}
