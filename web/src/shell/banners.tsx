import type { ReactElement } from 'react';
import type { CallFailure } from '../api/call';
import type { StatusView } from '../contracts';
import { post } from '../api/call';
import { useCall } from '../incident/use-call';
import { dayTime } from '../words';

/** What holds for everything on the page: a demo, a frozen service, a service that does not answer. */
export function Banners({ status, failure }: { readonly status: StatusView | null; readonly failure: CallFailure | null }): ReactElement {
  return (
    <div aria-live="polite">
      {status?.demo === true ? (
        <p className="banner is-demo">
          <b>DEMO</b> Nothing outside this machine is touched.
        </p>
      ) : null}
      {status?.frozen == null ? null : (
        <p className="banner is-frozen">
          <b>Frozen</b> by {status.frozen.by}
          {Number.isNaN(Date.parse(status.frozen.at)) ? '' : ` since ${dayTime(status.frozen.at)}`}: {status.frozen.why}. Nothing is changed
          by anybody. <Thaw status={status} />
        </p>
      )}
      {failure === null || failure.status === 401 ? null : (
        <p className="banner is-away" role="alert">
          <b>{failure.message}</b> {failure.hint} What you see is the last that was told.
        </p>
      )}
    </div>
  );
}

function Thaw({ status }: { readonly status: StatusView }): ReactElement | null {
  const { isBusy, refusal, attempt } = useCall();
  if (status.person.role !== 'admin') return null;
  return (
    <>
      <button
        type="button"
        className="small"
        disabled={isBusy}
        onClick={() => {
          attempt(() => post('/unfreeze'));
        }}
      >
        Let changes through again
      </button>
      {refusal === null ? null : <span role="alert"> {refusal}</span>}
    </>
  );
}
