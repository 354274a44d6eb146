import type { ReactElement } from 'react';
import { post } from '../api/call';
import type { GuideView } from '../contracts';
import { useCall } from '../incident/use-call';

const MODES: readonly { readonly mode: GuideView['mode']; readonly words: string }[] = [
  { mode: 'shadow', words: 'shadow: reads, tells nobody' },
  { mode: 'suggest', words: 'suggest: reads, reports, proposes' },
  { mode: 'act', words: 'act: asks, then changes' },
];

/** How far a guide may go by itself. */
export function ModePicker({ guide, changed }: { readonly guide: GuideView; readonly changed: () => void }): ReactElement {
  const { isBusy, refusal, attempt } = useCall();
  return (
    <label className="mode-picker">
      <span className="muted">May it act?</span>
      <select
        value={guide.mode}
        disabled={isBusy}
        onChange={(event) => {
          const mode = event.target.value;
          attempt(() => post(`/guides/${guide.id}/mode`, { mode }).then(changed));
        }}
      >
        {MODES.map(({ mode, words }) => (
          <option key={mode} value={mode}>
            {words}
          </option>
        ))}
      </select>
      {refusal === null ? null : (
        <span role="alert" className="bad">
          {refusal}
        </span>
      )}
    </label>
  );
}
