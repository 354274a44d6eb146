import { useState } from 'react';
import type { ReactElement } from 'react';

interface AnswersProps {
  readonly isBusy: boolean;
  readonly answer: (text: string) => void;
}

/** One of what is offered. */
export function OneOf({ options, isBusy, answer }: AnswersProps & { readonly options: readonly string[] }): ReactElement {
  return (
    <div className="answer-row">
      {options.map((option) => (
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
  );
}

/** As many of what is offered as hold, or none. */
export function SeveralOf({ options, isBusy, answer }: AnswersProps & { readonly options: readonly string[] }): ReactElement {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const conditions = options.slice(0, -1);
  const none = options.at(-1) ?? '';
  return (
    <form
      className="answer-several"
      onSubmit={(event) => {
        event.preventDefault();
        answer(chosen.length === 0 ? none : conditions.filter((option) => chosen.includes(option)).join('\n'));
      }}
    >
      {conditions.map((option) => (
        <label key={option}>
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={({ target }) => {
              setChosen(target.checked ? [...chosen, option] : chosen.filter((other) => other !== option));
            }}
          />{' '}
          {option}
        </label>
      ))}
      <button type="submit" className="primary" disabled={isBusy}>
        {chosen.length === 0 ? none : chosen.length === 1 ? 'This one holds' : `These ${String(chosen.length)} hold`}
      </button>
    </form>
  );
}

/** A value, or what a command printed. */
export function FreeText({ isBusy, answer }: AnswersProps): ReactElement {
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
