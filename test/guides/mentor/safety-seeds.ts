import type { Seed } from './lint-seed.js';

const PODS = 'kubectl -n {namespace} get pods -l app={deployment}';
const UNDO = 'kubectl -n {namespace} rollout undo deployment/{deployment}';
const ASK = 'Confirm with the owner of the mailer first. To roll forward again, undo once more.';
const SCALE = 'kubectl -n {namespace} scale deployment/{deployment} --replicas=5';

/** What may hurt. */
export const SAFETY: readonly Seed[] = [
  {
    rule: 'destructive-without-confirmation',
    also: ['no-rollback'],
    wrong: [
      ['mail', ['Confirm with the owner of the mailer first. To roll', 'To roll'], `@${UNDO}`],
      ['node', ['**Confirm with the cluster owner first.** ', ''], '@kubectl drain'],
      [
        'errors',
        ['Confirm with the owner of the basket, then restart the pod', 'Restart the pod'],
        '@   kubectl -n <namespace> delete pod',
      ],
      ['restart', ['Confirm with the owner of the data first. The', 'The'], '@kubectl -n {namespace} delete pod'],
      ['sessions', ['**Ask the owner of the session for approval first.** An', 'An'], '@SELECT pg_terminate_backend'],
      [
        'worker',
        ['Ask the owner of the queue for approval. To', 'To'],
        ['scale deployment "$WORKER" --replicas=6', 'scale deployment "$WORKER" --replicas=0'],
      ],
      ['mail', [ASK, 'To take it back, apply the manifest again.'], [UNDO, 'kubectl -n {namespace} delete deployment {deployment}']],
      ['mail', [ASK, 'To take it back, apply the manifest again.'], [UNDO, 'kubectl -n {namespace} delete pvc data-{deployment}']],
      [
        'disk',
        [
          'Confirm with the owner of the host, keep a copy for rollback, then compress what is old',
          'To take it back, fetch the copy of last night. Remove what is old',
        ],
        ['&& gzip {volume}/spool/*.1"', '&& rm -rf {volume}/spool/*"'],
      ],
      [
        'disk',
        [
          'Confirm with the owner of the host, keep a copy for rollback, then compress what is old',
          'Reboot the host, which needs no rollback',
        ],
        ['ssh {host} "cp -a {volume}/spool /backup/ && gzip {volume}/spool/*.1"', 'ssh {host} "sudo reboot"'],
      ],
      ['mail', [ASK, 'To take it back, restore the backup.'], [UNDO, 'helm -n {namespace} uninstall {deployment}']],
      [
        'sessions',
        [
          '**Ask the owner of the session for approval first.** An ended session cannot be restored; the application opens another.',
          'To take it back, restore the backup.',
        ],
        [
          "SELECT pg_terminate_backend(pid)\nFROM pg_stat_activity\nWHERE datname = '{database}' AND query_start < NOW() - INTERVAL '{patience_minutes} minutes';",
          'TRUNCATE TABLE session_log;',
        ],
      ],
      [
        'sessions',
        [
          '**Ask the owner of the session for approval first.** An ended session cannot be restored; the application opens another.',
          'To take it back, restore the backup.',
        ],
        [
          "SELECT pg_terminate_backend(pid)\nFROM pg_stat_activity\nWHERE datname = '{database}' AND query_start < NOW() - INTERVAL '{patience_minutes} minutes';",
          "DELETE FROM session_log WHERE at < NOW() - INTERVAL '{patience_minutes} minutes';",
        ],
      ],
    ],
    fine: [
      ['mail', [ASK, 'Get approval of the incident commander. To roll forward again, undo once more.']],
      ['mail', [ASK, 'Only with the consent of the owner. To roll forward again, undo once more.']],
      ['mail', [ASK, 'To roll forward again, undo once more. Do not run this without a yes from the mail team.']],
    ],
  },
  {
    rule: 'mutating-in-diagnosis',
    also: ['no-rollback', 'destructive-without-confirmation', 'no-verification-after-mitigation', 'unused-parameter'],
    wrong: [
      ['mail', [PODS, SCALE.replace('5', '1')]],
      ['mail', [PODS, 'kubectl -n {namespace} delete pod -l app={deployment}']],
      ['mail', [PODS, 'kubectl -n {namespace} rollout restart deployment/{deployment}']],
      [
        'mail',
        ['## Step 2 - Look at the pods', '## Step 2 - Check the pods'],
        [PODS, 'kubectl -n {namespace} delete pod -l app={deployment}'],
      ],
      ['node', ['kubectl describe node {node}', 'kubectl cordon {node}']],
      ['node', ['kubectl top pods -A --sort-by=memory', 'kubectl delete pods -A --field-selector=status.phase=Failed']],
      ['errors', ['kubectl -n <namespace> logs <pod> --tail=100', 'kubectl -n <namespace> rollout restart deployment/<pod>']],
      ['disk', ['ssh {host} "du -xh --max-depth=2 {volume} | sort -h | tail -20"', 'ssh {host} "rm -rf {volume}/tmp/*"']],
      [
        'sessions',
        [
          "SELECT pid, usename, query_start\nFROM pg_stat_activity\nWHERE datname = '{database}' AND state = 'active'\n  AND query_start < NOW() - INTERVAL '{patience_minutes} minutes';",
          "UPDATE session_log SET seen = true WHERE datname = '{database}' AND at < NOW() - INTERVAL '{patience_minutes} minutes';",
        ],
      ],
      [
        'worker',
        [
          'sum(jobs_workers{queue="{queue}"}) >= 1',
          'sum(jobs_workers{queue="{queue}"}) >= 1\n```\n\n```bash\nkubectl -n "$NAMESPACE" rollout restart deployment "$WORKER"',
        ],
        '@kubectl -n "$NAMESPACE" rollout restart',
      ],
    ],
    fine: [
      ['mail', [PODS, 'kubectl -n {namespace} exec deploy/{deployment} -- cat /etc/mail.conf']],
      ['mail', [PODS, 'kubectl -n {namespace} delete pod -l app={deployment} --dry-run=client']],
      ['node', ['kubectl describe node {node}', 'kubectl debug node/{node} -it --image=busybox -- chroot /host df -h']],
    ],
  },
  {
    rule: 'no-rollback',
    wrong: [
      ['mail', ['To roll forward again, undo once more.', ''], [UNDO, SCALE]],
      [
        'mail',
        ['To roll forward again, undo once more.', ''],
        [UNDO, 'kubectl -n {namespace} set image deployment/{deployment} mailer=mailer:stable'],
      ],
      [
        'mail',
        ['To roll forward again, undo once more.', ''],
        [UNDO, `kubectl -n {namespace} patch deployment {deployment} -p '{"spec":{"paused":true}}'`],
      ],
      ['worker', [' To roll back, scale it to the number it had before.', ''], '@kubectl -n "$NAMESPACE" scale'],
      ['node', [' To take it back, run `kubectl uncordon {node}`.', ''], '@kubectl drain'],
      [
        'restart',
        [' The volume stays, so no rollback is needed.', ''],
        ['kubectl -n {namespace} delete pod {statefulset}-{index}', 'kubectl -n {namespace} delete pvc data-{statefulset}-{index}'],
      ],
      [
        'disk',
        ['keep a copy for rollback, then compress what is old', 'then compress what is old'],
        ['cp -a {volume}/spool /backup/ && gzip', 'rm -rf'],
      ],
      ['sessions', [' An ended session cannot be restored; the application opens another.', ''], '@SELECT pg_terminate'],
      ['mail', ['To roll forward again, undo once more.', ''], [UNDO, 'kubectl -n {namespace} delete deployment {deployment}']],
      [
        'sessions',
        [' An ended session cannot be restored; the application opens another.', ''],
        [
          "SELECT pg_terminate_backend(pid)\nFROM pg_stat_activity\nWHERE datname = '{database}' AND query_start < NOW() - INTERVAL '{patience_minutes} minutes';",
          'ALTER SYSTEM SET max_connections = 400;',
        ],
      ],
    ],
    fine: [
      ['mail', [ASK, 'Confirm with the owner of the mailer first. Rollback: scale it to the number it had before.'], [UNDO, SCALE]],
      ['mail', [ASK, 'Confirm with the owner of the mailer first. This needs no rollback: the autoscaler resets it.'], [UNDO, SCALE]],
    ],
  },
  {
    rule: 'secret-in-text',
    wrong: [
      ['mail', [PODS, `curl -u root:Tr0ub4dor-And-3 http://mail/health && ${PODS}`]],
      ['mail', [PODS, `export MAIL_TOKEN=9f86d081884c7d659a2feaa0c55ad015\n${PODS}`]],
      [
        'mail',
        [PODS, `curl -H "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N" http://mail/health`],
      ],
      ['mail', [PODS, `psql "postgres://admin:hunter2Winter@db.mail.test/mail" -c "select 1"`]],
      ['mail', [PODS, `PGPASSWORD=Sommer2024! psql -h db -U admin mail -c "select 1"`]],
      ['mail', [PODS, `mysql -h db -u root -pGe4heim!x mail -e "select 1"`]],
      ['mail', [PODS, `aws configure set aws_access_key_id AKIAQ3WZJ5TMKRVB7XNU`]],
      ['mail', [PODS, `aws configure set aws_secret_access_key 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`]],
      ['mail', ['Escalate to the on-call', 'Log in with the password Xk7!pQ2z-mail and escalate to the on-call']],
      ['mail', ['Escalate to the on-call', 'Log in as `admin` / `Xk7!pQ2z-mail` and escalate to the on-call']],
      ['mail', ['Escalate to the on-call', 'The password is `Xk7pQ2zmail9`. Escalate to the on-call']],
      ['mail', [PODS, `git clone https://ghp_16C7e42F292c6912E7710c838347Ae178B4a@github.com/mail/ops`]],
      ['mail', [PODS, `curl -H "X-Api-Key: 3f2a9c1d8b7e4f60a1b2c3d4e5f60718" http://mail/health`]],
      ['mail', [PODS, `curl "http://mail/health?api_key=3f2a9c1d8b7e4f60a1b2"`]],
      ['mail', [PODS, `curl -X POST https://hooks.slack.com/services/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`]],
      ['mail', [PODS, `redis-cli -h redis -a s3cr3tRedis99 ping`]],
      ['mail', [PODS, `sshpass -p 'Winter-2023' ssh root@mail`]],
      ['mail', [PODS, `kubectl -n {namespace} create secret generic db --from-literal=password=Qw3rtz-7788 --dry-run=client`]],
      ['mail', [PODS, 'cat <<EOF\n-----BEGIN RSA PRIVATE KEY-----\nEOF'], '@-----BEGIN'],
      ['mail', ['Escalate to the on-call', 'User: admin, Password: S3cret-Pass!9. Escalate to the on-call']],
    ],
    also: [
      'unparsable-command',
      'mutating-in-diagnosis',
      'no-rollback',
      'no-verification-after-mitigation',
      'hard-coded-identifier',
      'unparsable-query',
      'unused-parameter',
    ],
    fine: [
      ['mail', [PODS, `PGPASSWORD=$(cat /run/secrets/db) psql -h db mail -c "select 1" && ${PODS}`]],
      ['mail', ['Escalate to the on-call', 'Take the password from the vault (`vault kv get mail/admin`) and escalate to the on-call']],
      ['mail', [PODS, `kubectl -n {namespace} get secret mail-token -o jsonpath='{.data.password}' && ${PODS}`]],
    ],
  },
];
