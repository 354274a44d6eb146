import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { post } from '../api/call';
import type { ApprovalView, RunView } from '../contracts';
import { clockTime } from '../words';
import { useCall } from './use-call';

/** "May I?": everything an approver has to see, and the two answers. */
export function ApprovalBox({ approval, run }: { readonly approval: ApprovalView; readonly run: RunView }): ReactElement {
  const { proposal } = approval;
  const step = run.plan.nodes.find(({ id }) => id === approval.stepId)?.title ?? approval.stepId;
  const { target } = proposal;
  return (
    <article className="ask" id={`approval-${approval.id}`} aria-label="A change waits for approval">
      <h3>{askingWords(approval)}</h3>
      <p className="muted">
        Step “{step}” · on {target.kind.toLowerCase()}/{target.name}
        {target.namespace === null ? '' : ` in ${target.namespace}`}, cluster {target.cluster} · valid until {clockTime(approval.expiresAt)}
      </p>
      <pre className="code call" tabIndex={0}>
        {proposal.rendered}
      </pre>
      <dl className="facts">
        <Fact name="Changes">
          {proposal.changes.length === 0 ? 'nothing that could be told beforehand' : <Lines lines={proposal.changes} />}
        </Fact>
        <Fact name="Dry run">
          {proposal.dryRun.accepted ? 'accepted by the server' : <strong className="bad">REFUSED by the server</strong>}{' '}
          {proposal.dryRun.message}
        </Fact>
        <Fact name="Way back">
          {proposal.rollback === null ? (
            <strong className="bad">NO KNOWN ROLLBACK: it takes {approval.approversNeeded} people to approve it</strong>
          ) : (
            <code>{proposal.rollback.rendered}</code>
          )}
        </Fact>
        <Fact name="Reverted by">
          {proposal.controllers.length === 0 ? 'nobody was found who would' : <strong>{proposal.controllers.join(', ')}</strong>}
        </Fact>
        <Fact name="Verified by">{approval.verification ?? 'the steps that follow'}</Fact>
        {approval.why === null ? null : <Fact name="Asked because">{approval.why}</Fact>}
        {approval.notBy === null ? null : <Fact name="Not by">{approval.notBy}, who started the run</Fact>}
      </dl>
      <Verdict approval={approval} />
    </article>
  );
}

function askingWords({ grants, approversNeeded }: ApprovalView): string {
  if (grants.length === 0) return 'I ask before changing anything. May I?';
  const by = grants.map((grant) => grant.by).join(' and ');
  return `Approved by ${by}: ${String(grants.length)} of ${String(approversNeeded)}. Another person has to approve too.`;
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }): ReactElement {
  return (
    <ul className="plain">
      {lines.map((line) => (
        <li key={line}>
          <code>{line}</code>
        </li>
      ))}
    </ul>
  );
}

function Verdict({ approval }: { readonly approval: ApprovalView }): ReactElement {
  const [why, setWhy] = useState('');
  const { isBusy, refusal, attempt } = useCall();
  const decide = (verdict: 'grant' | 'deny'): void => {
    attempt(() => post(`/approvals/${approval.id}`, { verdict, why: why.trim() === '' ? null : why.trim() }));
  };
  return (
    <div className="answer-row">
      <button
        type="button"
        className="primary"
        disabled={isBusy}
        onClick={() => {
          decide('grant');
        }}
      >
        Approve
      </button>
      <button
        type="button"
        disabled={isBusy}
        onClick={() => {
          decide('deny');
        }}
      >
        Deny
      </button>
      <input
        value={why}
        onChange={(event) => {
          setWhy(event.target.value);
        }}
        placeholder="Why (optional, kept in the record)"
        aria-label="Why, kept in the record"
        maxLength={2_000}
      />
      {refusal === null ? null : (
        <p role="alert" className="bad">
          {refusal}
        </p>
      )}
    </div>
  );
}
