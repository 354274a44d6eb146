import { useState } from 'react';
import type { ReactElement } from 'react';
import { post } from '../api/call';
import type { QuestionView, RunView } from '../contracts';
import { clockTime } from '../words';
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
      {question.options.length > 0 ? (
        <div className="answer-row">
          {question.options.map((option) => (
            <button
              key={option}
              type="button"
              disabled={isBusy}
              onClick={() => {
                answer(option);
              }}
            >
              {option}
            </button>
          ))}
        </div>
      ) : (
        <FreeText isBusy={isBusy} answer={answer} />
      )}
      {refusal === null ? null : (
        <p role="alert" className="bad">
          {refusal}
        </p>
      )}
    </article>
  );
}

function FreeText({ isBusy, answer }: { readonly isBusy: boolean; readonly answer: (text: string) => void }): ReactElement {
  const [text, setText] = useState('');
  return (
    <form
      className="answer-row"
      onSubmit={(event) => {
        event.preventDefault();
        answer(text);
      }}
    >
      <textarea
        value={text}
        rows={4}
        onChange={(event) => {
          setText(event.target.value);
        }}
        placeholder="Write the value, or paste the command’s output"
        aria-label="Your answer"
      />
      <button type="submit" className="primary" disabled={isBusy || text.trim() === ''}>
        Answer
      </button>
    </form>
  );
}
