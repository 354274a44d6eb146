import type { ReactElement } from 'react';
import type { RunView } from '../contracts';
import { count } from '../words';
import { ApprovalBox } from './approval-box';
import { QuestionBox } from './question-box';

/** Whatever waits for a person, above everything else. */
export function NeedsYou({ run }: { readonly run: RunView }): ReactElement | null {
  const approvals = run.approvals.filter(({ status }) => status === 'open');
  const questions = run.questions.filter(({ status }) => status === 'open');
  const grouped = run.questions.filter(({ status }) => status === 'grouped');
  if (approvals.length + questions.length === 0) return null;
  return (
    <section aria-live="polite" aria-label="Waits for you" className="needs-you">
      {approvals.map((approval) => (
        <ApprovalBox key={approval.id} approval={approval} run={run} />
      ))}
      {questions.map((question) => (
        <QuestionBox key={question.id} question={question} run={run} />
      ))}
      {grouped.length === 0 ? null : (
        <details>
          <summary>{count(grouped.length, 'more question')} wait their turn</summary>
          {grouped.map((question) => (
            <QuestionBox key={question.id} question={question} run={run} />
          ))}
        </details>
      )}
    </section>
  );
}
