import type { Seed } from './lint-seed.js';

const PODS = 'kubectl -n {namespace} get pods -l app={deployment}';
const SUM = 'sum(mail_queue_length{namespace="{namespace}"})';

/** Queries and commands that their program would refuse, or that say something else than the text. */
export const QUERIES: readonly Seed[] = [
  {
    rule: 'unparsable-command',
    wrong: [
      ['mail', [PODS, 'kubectl -n {namespace} gett pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl -n {namespace} list pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl -n {namespace} show pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl -n {namespace} get pods --label app={deployment}']],
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l app={deployment} --all-namespace']],
      ['mail', ['rollout undo deployment', 'rollout revert deployment']],
      ['worker', ['scale deployment "$WORKER" --replicas=6', 'scale deployment "$WORKER" --replica=6']],
      ['worker', ['scale deployment "$WORKER" --replicas=6', 'scale deployment "$WORKER"']],
      ['node', ['kubectl describe node {node}', 'kubectl descibe node {node}']],
      ['node', ['kubectl top pods -A --sort-by=memory', 'kubectl top pods -A --sorted-by=memory']],
      ['restart', ['kubectl -n {namespace} delete pod', 'kubectl -n {namespace} remove pod']],
      ['mail', [PODS, 'oc -n {namespace} fetch pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l "app={deployment}']],
      ['mail', [PODS, "kubectl -n {namespace} get pods -o jsonpath='{.items[*].metadata.name}"]],
      ['disk', ['tail -20"', 'tail -20']],
      ['mail', [PODS, 'kubectl -n {namespace} get']],
      ['mail', [PODS, 'kubectl get pods -l app={deployment} -n']],
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l app={deployment} | | grep Crash']],
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l app={deployment} |']],
      ['mail', [PODS, 'kubeclt -n {namespace} get pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl -n {namespace} logs']],
      ['disk', ['ssh {host} "du', 'ssh {host} "systemctl statuss kubelet; du']],
    ],
    fine: [
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l app={deployment} | grep Crash']],
      ['mail', [PODS, 'kubectl neat get pods -n {namespace}']],
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l app={deployment} -o wide --show-labels']],
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l app={deployment} \\\n  --sort-by=.status.startTime']],
    ],
  },
  {
    rule: 'unparsable-query',
    wrong: [
      ['mail', [SUM, 'sum(mail_queue_length{namespace="{namespace}")']],
      ['mail', [SUM, 'sum(rate(mail_queue_length{namespace="{namespace}"}[5m])']],
      ['mail', [SUM, 'sum by namespace (mail_queue_length{namespace="{namespace}"})']],
      ['mail', [SUM, 'sum(rate(mail_queue_length{namespace="{namespace}"}))']],
      ['mail', [SUM, 'sum(mail_queue_length{namespace=={namespace}})']],
      ['mail', [SUM, 'rate(mail_queue_length{namespace="{namespace}"}[5 min])']],
      ['mail', [SUM, 'sum(mail_queue_length{namespace="{namespace}"}) >']],
      ['mail', [SUM, 'summ(mail_queue_length{namespace="{namespace}"})']],
      ['sessions', ['GROUP BY wait_event_type', 'GROUP wait_event_type BY']],
      ['sessions', ['SELECT wait_event_type, COUNT(*) AS waiting', 'SELECT wait_event_type COUNT(*) AS waiting']],
      ['sessions', ["WHERE datname = '{database}' AND backend_start", "WHERE datname = '{database}' AND AND backend_start"]],
      ['sessions', ["backend_start > '{since}'\nGROUP", "backend_start > '{since}\nGROUP"]],
      [
        'sessions',
        ["FROM pg_stat_activity\nWHERE datname = '{database}' AND state", "FORM pg_stat_activity\nWHERE datname = '{database}' AND state"],
      ],
      ['sessions', ['COUNT(*) AS waiting', 'COUNT(* AS waiting']],
      [
        'sessions',
        ['SELECT pid, usename, query_start', 'SELECT pid, usename, query_start,'],
        "@FROM pg_stat_activity\nWHERE datname = '{database}' AND state",
      ],
      ['sessions', ['SELECT pid, usename, query_start', 'SELCT pid, usename, query_start']],
      ['logins', ['| summarize refusals = count() by Reason', '| summarize refusals = count( by Reason']],
      ['logins', ['| summarize refusals = count() by Reason', '| sumarize refusals = count() by Reason']],
      ['logins', ['| where Outcome == "refused"', '| where Outcome == "refused']],
      ['logins', ['| where Outcome == "refused"', '| where Outcome ==']],
      ['logins', ['| top 10 by refusals', '| top 10 refusals']],
      ['logins', ['| order by refusals desc', '| order refusals desc']],
      ['errors', ['| logfmt [5m]))', '| logfmt [5m])']],
      ['errors', ['{namespace="<namespace>", pod="<pod>"}', '{namespace="<namespace>" pod="<pod>"}']],
      ['errors', ['sum by (message) (count_over_time(', 'sum by message (count_over_time(']],
      ['errors', ['|= "level=error" | logfmt', '|= level=error | logfmt']],
      ['errors', ['|= "level=error"', '|== "level=error"']],
    ],
    fine: [
      ['mail', [SUM, 'sum by (namespace) (mail_queue_length{namespace="{namespace}"}) > 5']],
      ['mail', [SUM, 'sum(rate(mail_queue_length{namespace="$namespace"}[$__rate_interval]))']],
      ['sessions', ['ORDER BY waiting DESC;', 'HAVING COUNT(*) > 3 ORDER BY waiting DESC LIMIT 5;']],
      ['logins', ['| order by refusals desc', '| order by refusals desc nulls last\n| take 20']],
      ['errors', ['| logfmt [5m]', '| logfmt | status >= 500 [5m]']],
    ],
  },
  {
    rule: 'threshold-mismatch',
    wrong: [
      ['mail', [SUM, `${SUM} > 800`], '@If the queue'],
      ['mail', [SUM, `${SUM} >= 1000`], '@If the queue'],
      ['sessions', ['GROUP BY wait_event_type\n', 'GROUP BY wait_event_type HAVING COUNT(*) > 25\n'], '@If more than 40'],
      ['logins', ['| order by refusals desc', '| where refusals > 500'], '@If the reason'],
      [
        'logins',
        ['| summarize refusals = count() by Reason', '| summarize refusals = count() by Reason\n| where refusals >= 100'],
        '@If the reason',
      ],
      [
        'sessions',
        [
          'SELECT wait_event_type, COUNT(*) AS waiting',
          "SELECT wait_event_type, CASE WHEN COUNT(*) > 60 THEN 'LOCK_STORM' ELSE 'CALM' END AS verdict, COUNT(*) AS waiting",
        ],
        ['If more than 40 sessions wait for a lock,', 'If the verdict is LOCK_STORM (more than 40 sessions wait),'],
      ],
      [
        'worker',
        ['deriv(jobs_waiting{queue="{queue}"}[10m]) > 0', 'sum(jobs_waiting{queue="{queue}"}) > 900'],
        ['- **Yes** -> Go to Step 2\n', '- If more than 600 jobs wait, go to Step 2\n'],
        '@- If more than 600',
      ],
      [
        'mail',
        ['If the queue is longer than 500, proceed', 'The query returns a value where the queue is longer than 500. If it does, proceed'],
        [SUM, `${SUM} > 900`],
        '@The query returns',
      ],
      [
        'checkout',
        [
          'AND status >= 500\nGROUP BY release;',
          'AND status >= 500\nGROUP BY release\nHAVING 100.0 * COUNT(*) / SUM(COUNT(*)) OVER () > 35;',
        ],
        '@If one release',
      ],
    ],
    fine: [
      ['mail', [SUM, `${SUM} > 500`]],
      [
        'mail',
        [SUM, 'histogram_quantile(0.99, sum by (le) (rate(mail_seconds_bucket{namespace="{namespace}"}[5m]))) > 0.5'],
        ['If the queue is longer than 500', 'If the delay is above 500 ms'],
      ],
      [
        'mail',
        [SUM, `${SUM} / sum(mail_queue_limit{namespace="{namespace}"}) > 0.8`],
        ['If the queue is longer than 500', 'If the queue is more than 80% full'],
      ],
      ['sessions', ['GROUP BY wait_event_type\n', 'GROUP BY wait_event_type HAVING COUNT(*) > 40\n']],
    ],
  },
];
