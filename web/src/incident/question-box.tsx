import type { ReactElement } from 'react';
import { post } from '../api/call';
import type { QuestionView, RunView } from '../contracts';
import { clockTime } from '../words';
import { FreeText, OneOf, SeveralOf } from './answers';
import { useCall } from './use-call';

/** What only a person can decide: the evidence, the answers offered, or room for pasted output. */
export function QuestionBox({ question, run }: { readonly question: QuestionView; readonly run: RunView }): ReactElement {
  const step = run.plan.nodes.find(({ id }) => id === question.stepId)?.title ?? question.stepId;
  const { isBusy, refusal, attempt } = useCall();
  const answer = (text: string): void => {
    attempt(() => post(`/questions/${question.id}/answer`, { answer: text }));
  };
  return (
    <article className="ask" id={`question-${question.id}`} aria-label="A question waits for an answer">
      <h3>{question.text}</h3>
      <p className="muted">
        Step “{step}” · asked {clockTime(question.askedAt)}, asked again after {clockTime(question.deadline)}
        {question.byDeadline === null ? '' : `; if nobody has answered by then, “${question.byDeadline.text}” is taken meanwhile`}
      </p>
      {question.evidence.length === 0 ? null : (
        <ul>
          {question.evidence.map((line, index) => (
            <li key={index} className="evidence-line">
              {line}
            </li>
          ))}
        </ul>
      )}
      <Offered question={question} isBusy={isBusy} answer={answer} />
      {refusal === null ? null : (
        <p role="alert" className="bad">
          {refusal}
        </p>
      )}
    </article>
  );
}

interface OfferedProps {
  readonly question: QuestionView;
  readonly isBusy: boolean;
  readonly answer: (text: string) => void;
}

/** Of several conditions several may hold; everything else has one answer. */
function Offered({ question: { kind, options }, ...rest }: OfferedProps): ReactElement {
  if (options.length === 0) return <FreeText {...rest} />;
  return kind === 'condition' && options.length > 2 ? <SeveralOf options={options} {...rest} /> : <OneOf options={options} {...rest} />;
}
