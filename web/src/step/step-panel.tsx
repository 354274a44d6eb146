import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { Decision, KeptResult, PlanNode, QueryTemplate, RunView, StepView } from '../contracts';
import { StatusIcon, statusWords } from '../graph/step-status';
import { between } from '../words';
import { Prose } from '../prose';
import { DecisionLine } from './decision-line';
import { ResultTable } from './result-table';

interface StepPanelProps {
  readonly node: PlanNode;
  readonly run: RunView | null;
  readonly close: () => void;
}

/** One step, whole: what was asked, what came back, what follows from it and who says so. */
export function StepPanel({ node, run, close }: StepPanelProps): ReactElement {
  const step = run?.steps.find(({ id }) => id === node.id) ?? null;
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    const leave = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') close();
    };
    addEventListener('keydown', leave);
    return () => {
      removeEventListener('keydown', leave);
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [close]);
  const decisions = run?.decisions.filter(({ edge }) => edge.from === node.id) ?? [];
  return (
    <section className="step-panel" aria-label={`Step: ${node.title}`} ref={panel} tabIndex={-1}>
      <header className="step-panel-head">
        <h3>{node.title}</h3>
        <button type="button" className="quiet" onClick={close} aria-label="Close this step">
          ✕
        </button>
      </header>
      <StepFacts node={node} step={step} />
      {node.text === '' ? null : (
        <p className="prose">
          <Prose text={node.text} />
        </p>
      )}
      {step?.because == null ? null : <p className="note">{step.because}</p>}
      <Findings step={step} />
      {decisions.length === 0 ? null : (
        <>
          <h4>Decided</h4>
          <ul className="plain">
            {decisions.map((decision) => (
              <DecisionLine key={`${decision.edge.to}${decision.at}${decision.condition}`} decision={decision} run={run} />
            ))}
          </ul>
        </>
      )}
      <Queries node={node} step={step} decisions={decisions} />
    </section>
  );
}

function StepFacts({ node, step }: { readonly node: PlanNode; readonly step: StepView | null }): ReactElement {
  const took = between(step?.startedAt ?? null, step?.endedAt ?? null);
  const facts = [
    node.kind,
    `lines ${String(node.lines[0])}–${String(node.lines[1])} of the guide`,
    took === null ? null : `took ${took}`,
    step !== null && step.attempt > 1 ? `attempt ${String(step.attempt)}` : null,
  ];
  return (
    <p className="muted step-facts">
      {step === null ? null : (
        <span className={`chip is-${step.status}`}>
          <StatusIcon status={step.status} /> {statusWords(step.status)}
        </span>
      )}{' '}
      {facts.filter((fact) => fact !== null).join(' · ')}
    </p>
  );
}

function Findings({ step }: { readonly step: StepView | null }): ReactElement | null {
  if (step === null || step.findings.length === 0) return null;
  return (
    <>
      <h4>Found</h4>
      <ul>
        {step.findings.map(({ sentence }, index) => (
          <li key={index}>
            <Prose text={sentence} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface QueriesProps {
  readonly node: PlanNode;
  readonly step: StepView | null;
  readonly decisions: readonly Decision[];
}

function Queries({ node, step, decisions }: QueriesProps): ReactElement | null {
  if (node.queries.length === 0) return null;
  return (
    <>
      <h4>Asked</h4>
      {node.queries.map((query) => {
        const result = step?.results.find(({ queryId }) => queryId === query.id) ?? null;
        return <Query key={query.id} query={query} result={result} deciding={decidingRows(query.id, step, decisions)} />;
      })}
    </>
  );
}

function Query({
  query,
  result,
  deciding,
}: {
  readonly query: QueryTemplate;
  readonly result: KeptResult | null;
  readonly deciding: ReadonlySet<number>;
}): ReactElement {
  return (
    <div className="query">
      <p className="muted query-head">
        {query.language}
        {query.mutating ? <span className="chip is-asking">changes something</span> : null}
        {query.byHand === null ? null : <span> · by hand: {query.byHand}</span>}
        {query.file === undefined ? null : <span> · from {query.file.name}</span>}
        {(query.variants ?? []).map(({ where, file }) => (
          <span key={file.name}>
            {' '}
            · at {where} from {file.name}
          </span>
        ))}
      </p>
      <pre className="code" tabIndex={0}>
        {result?.rendered ?? query.text}
      </pre>
      {result === null ? null : <ResultTable result={result} deciding={deciding} />}
    </div>
  );
}

function decidingRows(queryId: string, step: StepView | null, decisions: readonly Decision[]): ReadonlySet<number> {
  const decided = decisions.filter((decision) => decision.queryId === queryId).flatMap(({ rows }) => rows);
  const found = step?.findings.filter((finding) => finding.queryId === queryId).flatMap(({ rows }) => rows) ?? [];
  return new Set(decided.length > 0 ? decided : found);
}
