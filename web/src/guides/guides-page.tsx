import type { ReactElement } from 'react';
import { usePolled } from '../api/use-polled';
import type { GuideView, Page } from '../contracts';
import { Link } from '../link';
import { count } from '../words';
import { ModePicker } from './mode-picker';

/** The library: what each guide is for, how far it may go, and what is wrong with it. */
export function GuidesPage(): ReactElement {
  const { value, refresh } = usePolled<Page<GuideView>>('/guides', 5_000);
  if (value === null) return <p className="empty">Reading the guides …</p>;
  return (
    <>
      <h1>Guides</h1>
      {value.items.length === 0 ? (
        <p className="empty">
          No guide is in the library yet. Name a directory under <code>guides.directories</code> in periplus.yaml, or{' '}
          <code>PUT /api/v1/guides</code>.
        </p>
      ) : null}
      <ul className="plain guide-list">
        {value.items.map((guide) => (
          <GuideRow key={guide.id} guide={guide} refresh={refresh} />
        ))}
      </ul>
    </>
  );
}

function GuideRow({ guide, refresh }: { readonly guide: GuideView; readonly refresh: () => void }): ReactElement {
  const { coverage } = guide;
  return (
    <li className="panel guide-row">
      <div>
        <h2>
          <Link href={`/guides/${guide.id}`}>{guide.title}</Link>
        </h2>
        <p className="muted">
          {guide.name} · version {guide.version}
          {guide.owner === null ? '' : ` · owned by ${guide.owner}`}
          {guide.alertNames.length === 0 ? ' · names no alert' : ` · for ${guide.alertNames.join(', ')}`}
        </p>
        {guide.runnable ? (
          <p>
            {count(coverage.steps, 'step')}: {count(coverage.queriesRunnable, 'query', 'queries')} run by themselves,{' '}
            {coverage.queriesByHand} by hand; {count(coverage.conditionsByRule, 'condition')} decided by rule, {coverage.conditionsByPerson}{' '}
            by a person; {count(coverage.mutations, 'change')} proposed
          </p>
        ) : null}
        <ProblemCount guide={guide} />
      </div>
      {guide.runnable ? <ModePicker guide={guide} changed={refresh} /> : <span className="chip is-failed">does not compile</span>}
    </li>
  );
}

function ProblemCount({ guide }: { readonly guide: GuideView }): ReactElement | null {
  const errors = guide.problems.filter(({ severity }) => severity === 'error').length;
  const warnings = guide.problems.filter(({ severity }) => severity === 'warning').length;
  if (errors + warnings === 0) return null;
  return (
    <p className={errors > 0 ? 'bad' : 'warn'}>
      <Link href={`/guides/${guide.id}`}>
        {[errors > 0 ? count(errors, 'error') : null, warnings > 0 ? count(warnings, 'warning') : null]
          .filter((part) => part !== null)
          .join(', ')}
      </Link>
    </p>
  );
}
