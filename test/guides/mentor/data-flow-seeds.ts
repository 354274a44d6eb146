import type { Seed } from './lint-seed.js';

const PODS = 'kubectl -n {namespace} get pods -l app={deployment}';
const SUM = 'sum(mail_queue_length{namespace="{namespace}"})';

/** Where values come from. */
export const DATA_FLOW: readonly Seed[] = [
  {
    rule: 'hard-coded-date',
    also: ['unused-parameter'],
    wrong: [
      ['mail', [SUM, 'sum(mail_queue_length{namespace="{namespace}", since="2026-03-01"})']],
      ['sessions', ["backend_start > '{since}'", "backend_start > '2025-11-03 08:00:00'"]],
      ['sessions', ["backend_start > '{since}'", "backend_start > '2025-11-03T08:00:00Z'"]],
      ['checkout', ["at BETWEEN '{start_time}' AND '{end_time}'", "at BETWEEN '2024-01-20' AND '2024-01-21'"]],
      ['logins', ['Timestamp > datetime({since})', 'Timestamp > datetime(2025-06-01)']],
      ['logins', ['Timestamp > datetime({since})', 'Timestamp > datetime(2025-06-01T00:00:00Z)']],
      ['errors', ['logs <pod> --tail=100', 'logs <pod> --since-time=2025-03-01T10:00:00Z']],
      ['sessions', ["backend_start > '{since}'", "backend_start > '11/03/2025'"]],
      ['sessions', ["backend_start > '{since}'", "backend_start > DATE '2025-11-03'"]],
      ['sessions', ["backend_start > '{since}'", "backend_start > '3 Nov 2025'"]],
      ['sessions', ["backend_start > '{since}'", 'backend_start > to_timestamp(1762156800)']],
      ['disk', ['ssh {host} "du -xh', 'ssh {host} "journalctl --since 2025-03-01 | tail -3; du -xh']],
      ['sessions', ["backend_start > '{since}'", "backend_start > '20251103'"]],
    ],
    fine: [
      ['sessions', ["backend_start > '{since}'", "backend_start > '{since}' AND usename <> 'report_2025'"]],
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l app={deployment},version=2026-03-01']],
      ['mail', [PODS, '# written on 2026-03-01\nkubectl -n {namespace} get pods -l app={deployment}']],
    ],
  },
  {
    rule: 'hard-coded-identifier',
    also: ['unused-parameter'],
    wrong: [
      ['mail', [PODS, 'kubectl -n mail-prod-7 get pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl --namespace=mail-prod-7 get pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl get pods -n mail -l app={deployment}']],
      ['mail', [SUM, 'sum(mail_queue_length{namespace="mail-prod"})']],
      ['mail', [PODS, 'kubectl -n {namespace} describe pod mailer-7d9c8b6f5d-x2x4q']],
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l app=mailer']],
      ['mail', ['rollout undo deployment/{deployment}', 'rollout undo deployment/mailer-eu']],
      ['node', ['kubectl describe node {node}', 'kubectl describe node ip-10-0-3-17.eu-west-1.compute.internal']],
      ['node', ['kubectl describe node {node}', 'kubectl describe node worker-3']],
      [
        'checkout',
        [
          "WHERE region = '{region}' AND at BETWEEN '{start_time}' AND '{end_time}' AND status >= 500\nGROUP BY release",
          "WHERE region = 'eu-west' AND at BETWEEN '{start_time}' AND '{end_time}' AND status >= 500\nGROUP BY release",
        ],
      ],
      ['sessions', ["WHERE datname = '{database}' AND backend_start", "WHERE datname = 'orders_prod' AND backend_start"]],
      ['logins', ['where Tenant == "{tenant}" and', 'where Tenant == "0f8fad5b-d9cb-469f-a165-70867728950e" and']],
      ['logins', ['where Tenant == "{tenant}" and', 'where Tenant == "contoso" and']],
      ['disk', ['ssh {host} "du', 'ssh db-07.prod.internal "du']],
      ['worker', ['jobs_waiting{queue="{queue}"}', 'jobs_waiting{queue="invoices"}']],
      ['worker', ['kubectl -n "$NAMESPACE" scale deployment "$WORKER"', 'kubectl -n jobs scale deployment "$WORKER"']],
      ['errors', ['{namespace="<namespace>", pod="<pod>"}', '{namespace="basket-prod", pod="<pod>"}']],
    ],
    fine: [
      ['mail', [PODS, 'kubectl -n kube-system get pods']],
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l app={deployment},tier=backend']],
      ['mail', [SUM, 'sum(mail_queue_length{namespace="{namespace}", state="waiting"})']],
    ],
  },
  {
    rule: 'inconsistent-parameter',
    also: ['undeclared-parameter', 'unused-parameter'],
    wrong: [
      ['mail', ['rollout undo deployment/{deployment}', 'rollout undo deployment/{deployment_name}']],
      ['mail', [PODS, 'kubectl -n {name_space} get pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl -n {ns} get pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl -n {Namespace} get pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl -n $NAMESPACE get pods -l app={deployment}']],
      ['errors', ['delete pod <pod>', 'delete pod <pod_name>']],
      ['errors', ['delete pod <pod>', 'delete pod <POD>']],
      ['errors', ['delete pod <pod>', 'delete pod <your-pod>']],
      ['errors', ['delete pod <pod>', 'delete pod <podName>']],
      ['worker', ['scale deployment "$WORKER"', 'scale deployment "$WORKER_NAME"']],
      ['checkout', ["AND '{end_time}' AND status >= 500\nGROUP BY provider", "AND '{endtime}' AND status >= 500\nGROUP BY provider"]],
      ['sessions', ["AND state = 'active'\n", "AND state = 'active' AND datname <> '{database_name}'\n"]],
      ['mail', [PODS, 'kubectl -n {namespce} get pods -l app={deployment}']],
      ['mail', [PODS, 'kubectl -n {namespace} get pods -l app={deployments}']],
    ],
    fine: [
      [
        'mail',
        ['- `deployment`: from', '- `pod`: from the alert label `pod`\n- `pod_count`: how many there should be\n- `deployment`: from'],
        [
          PODS,
          `${PODS}\nkubectl -n {namespace} get pod {pod}\nkubectl -n {namespace} scale deployment/{deployment} --replicas={pod_count} --dry-run=client`,
        ],
      ],
      ['mail', [PODS, 'kubectl -n "{namespace}" get pods -l app={deployment}']],
    ],
  },
  {
    rule: 'undeclared-parameter',
    wrong: [
      ['mail', [PODS, `${PODS},track={release_track}`]],
      ['mail', [SUM, 'sum(mail_queue_length{namespace="{namespace}", region="{region}"})']],
      ['mail', ['rollout undo deployment/{deployment}', 'rollout undo deployment/{deployment} --to-revision={revision}']],
      ['sessions', ["state = 'active'", "state = 'active' AND usename = '{application_user}'"]],
      ['logins', ['| where Reason == "locked"', '| where Reason == "locked" and Application == "{application}"']],
      ['errors', ['delete pod <pod>', 'delete pod <pod> --grace-period=<seconds>']],
      ['worker', ['--replicas=6', '--replicas="$REPLICAS"']],
      ['node', ['kubectl top pods -A', 'kubectl top pods -n <namespace>']],
      ['disk', ['ssh {host} "du', 'ssh -p ${PORT} {host} "du']],
      ['mail', ['- `deployment`: from the alert label `deployment`\n', ''], '@kubectl -n {namespace} get pods'],
      ['mail', ['Escalate to the on-call of the mail team.', 'Escalate to the on-call of {team}.']],
    ],
    fine: [
      ['mail', [PODS, `POD=$(kubectl -n {namespace} get pods -l app={deployment} -o name | head -n1)\nkubectl -n {namespace} logs $POD`]],
      ['mail', [PODS, `${PODS} -o jsonpath='{.items[0].metadata.name}'`]],
    ],
  },
  {
    rule: 'unused-parameter',
    also: ['hard-coded-identifier'],
    wrong: [
      ['mail', ['- `deployment`: from', '- `shard`: from the person\n- `deployment`: from']],
      ['mail', ['- `deployment`: from', '- `region`: from the alert label `region`\n- `deployment`: from']],
      ['checkout', ['- `end_time`: end', '- `threshold`: the share of failures we promise\n- `end_time`: end']],
      ['logins', ['- `since`: start', '- `subscription_id`: of the tenant\n- `since`: start']],
      ['worker', ['- `WORKER`: the', '- `CLUSTER`: from the alert label `cluster`\n- `WORKER`: the']],
      ['errors', ['- `pod`: from', '- `container`: from the alert label `container`\n- `pod`: from']],
      [
        'mail',
        [PODS, 'kubectl -n {namespace} get pods'],
        ['rollout undo deployment/{deployment}', 'rollout undo deployment/mailer'],
        '@- `deployment`',
      ],
      ['sessions', ['- `database`: the', '- `service`: the service whose sessions wait\n- `database`: the']],
      ['sessions', ['- `database`: the', '- `user`: who is affected\n- `database`: the']],
    ],
    fine: [
      [
        'mail',
        ['- `deployment`: from', '- `team`: who owns the mailer\n- `deployment`: from'],
        ['Escalate to the on-call of the mail team.', 'Escalate to the on-call of `{team}`.'],
      ],
    ],
  },
  {
    rule: 'use-before-define',
    wrong: [
      ['mail', [PODS, 'kubectl -n {namespace} logs $POD\nPOD=$(kubectl -n {namespace} get pods -l app={deployment} -o name)']],
      [
        'mail',
        [PODS, 'kubectl -n {namespace} describe pod ${POD}'],
        [
          'kubectl -n {namespace} rollout undo',
          'POD=$(kubectl -n {namespace} get pods -l app={deployment} -o name)\nkubectl -n {namespace} rollout undo',
        ],
        '@kubectl -n {namespace} describe pod',
      ],
      [
        'node',
        ['kubectl describe node {node}', 'kubectl describe pod "$POD"\n   kubectl describe node {node}'],
        ['kubectl top pods -A --sort-by=memory', 'POD=$(kubectl get pods -A -o name | head -n1)'],
        '@kubectl describe pod',
      ],
      [
        'disk',
        [
          'ssh {host} "du -xh --max-depth=2 {volume} | sort -h | tail -20"',
          'ssh {host} "du -xh $DIR"\n   DIR=$(ssh {host} "ls -S {volume} | head -1")',
        ],
        '@ssh {host} "du',
      ],
      [
        'checkout',
        ['- `end_time`: end', '- `provider`: from the result of Step 3\n- `end_time`: end'],
        ['status >= 500\nGROUP BY release', "status >= 500 AND provider = '{provider}'\nGROUP BY release"],
      ],
      [
        'logins',
        ['- `since`: start', '- `address`: from Step 2\n- `since`: start'],
        ['| where Outcome == "refused"', '| where Outcome == "refused" and Address == "{address}"'],
      ],
      [
        'checkout',
        [
          "WHERE region = '{region}' AND at BETWEEN '{start_time}' AND '{end_time}' AND status >= 500\nGROUP BY release",
          "WHERE region = '{region}' AND provider = '{provider}' AND at BETWEEN '{start_time}' AND '{end_time}' AND status >= 500\nGROUP BY release",
        ],
        [
          'note it. In either case, proceed to Step 4.\n\n## Step 4',
          'note it as `provider`. In either case, proceed to Step 4.\n\n## Step 4',
        ],
        "@AND provider = '{provider}'",
      ],
    ],
    fine: [['mail', [PODS, 'POD=$(kubectl -n {namespace} get pods -l app={deployment} -o name)\nkubectl -n {namespace} logs $POD']]],
  },
];
