import { useCallback, useState } from 'react';
import type { ReactElement } from 'react';
import { usePolled } from '../api/use-polled';
import type { GuideDetail, Problem } from '../contracts';
import { PlanGraph } from '../graph/plan-graph';
import { Link } from '../link';
import { StepPanel } from '../step/step-panel';
import { ModePicker } from './mode-picker';

/** One guide: the plan it compiled to, its problems, and its text with the lines they point to. */
export function GuidePage({ id }: { readonly id: string }): ReactElement {
  const { value: guide, failure, refresh } = usePolled<GuideDetail>(`/guides/${encodeURIComponent(id)}`, 10_000);
  const [selected, setSelected] = useState<string | null>(null);
  const close = useCallback(() => {
    setSelected(null);
  }, []);
  if (guide === null) return <p className="empty">{failure?.status === 404 ? failure.message : 'Reading the guide …'}</p>;
  const node = guide.plan?.nodes.find((one) => one.id === selected) ?? null;
  return (
    <>
      <p className="muted">
        <Link href="/guides">Guides</Link> · {guide.name} · version {guide.version}
      </p>
      <h1>{guide.title}</h1>
      {guide.runnable ? <ModePicker guide={guide} changed={refresh} /> : <p className="bad">It does not compile, so it is never run.</p>}
      {guide.problems.length === 0 ? null : <Problems problems={guide.problems} />}
      {guide.plan === null ? null : (
        <section className="panel run-section">
          <h2>What it compiles to</h2>
          <PlanGraph plan={guide.plan} run={null} selected={selected} open={setSelected} />
          {node === null ? null : <StepPanel key={node.id} node={node} run={null} close={close} />}
        </section>
      )}
      <Source markdown={guide.markdown} problems={guide.problems} />
    </>
  );
}

function Problems({ problems }: { readonly problems: readonly Problem[] }): ReactElement {
  return (
    <section className="panel">
      <h2>Problems</h2>
      <ul className="plain">
        {problems.map(({ rule, severity, line, message, suggestion }, index) => (
          <li key={index} className="problem">
            <span className={`chip is-${severity === 'error' ? 'failed' : severity === 'warning' ? 'asking' : 'waiting'}`}>{severity}</span>
            <span>
              <a href={`#line-${String(line)}`}>line {line}</a>: {message} <span className="muted">{rule}</span>
              {suggestion === null ? null : <span className="muted"> {suggestion}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Source({ markdown, problems }: { readonly markdown: string; readonly problems: readonly Problem[] }): ReactElement {
  const flawed = new Set(problems.filter(({ severity }) => severity !== 'info').map(({ line }) => line));
  return (
    <section className="panel">
      <h2>The guide</h2>
      <ol className="source scroll-x" tabIndex={0} aria-label="Text of the guide, by line">
        {markdown.split('\n').map((line, index) => (
          <li key={index} id={`line-${String(index + 1)}`} className={flawed.has(index + 1) ? 'is-flawed' : undefined}>
            {line === '' ? '\u00a0' : line}
          </li>
        ))}
      </ol>
    </section>
  );
}
