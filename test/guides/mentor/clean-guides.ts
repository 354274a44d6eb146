/** Guides without a flaw, one a way of writing: each seed of a defect is one change to one of them. */
export const CLEAN = {
  /** "Step N" headings, PromQL and kubectl, parameters in braces. */
  mail: `# Queue of the mailer grows

## Parameters

- \`namespace\`: from the alert label \`namespace\`
- \`deployment\`: from the alert label \`deployment\`

## Step 1 - Read the length of the queue

\`\`\`promql
sum(mail_queue_length{namespace="{namespace}"})
\`\`\`

If the queue is longer than 500, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.

## Step 2 - Look at the pods

\`\`\`bash
kubectl -n {namespace} get pods -l app={deployment}
\`\`\`

If any pod is in CrashLoopBackOff, proceed to Step 3. Otherwise, proceed to Step 4.

## Step 3 - Go back to the release before

Confirm with the owner of the mailer first. To roll forward again, undo once more.

\`\`\`bash
kubectl -n {namespace} rollout undo deployment/{deployment}
\`\`\`

Verify with the query of Step 1 that the queue shrinks within 10 minutes. If it does not, proceed to Step 4.

## Step 4 - Hand over

Escalate to the on-call of the mail team. This is the end of this guide.
`,

  /** SQL, a change by SQL, values quoted. */
  sessions: `# Too many sessions wait for locks

## Parameters

- \`database\`: the database of the alert
- \`since\`: start of the incident minus 30 minutes
- \`patience_minutes\`: after how many minutes a waiting session is stuck, default 15

## Step 1 - How many sessions wait?

\`\`\`sql
SELECT wait_event_type, COUNT(*) AS waiting
FROM pg_stat_activity
WHERE datname = '{database}' AND backend_start > '{since}'
GROUP BY wait_event_type
ORDER BY waiting DESC;
\`\`\`

If more than 40 sessions wait for a lock, proceed to Step 2. Otherwise, go to Step 4.

## Step 2 - Who holds them?

\`\`\`sql
SELECT pid, usename, query_start
FROM pg_stat_activity
WHERE datname = '{database}' AND state = 'active'
  AND query_start < NOW() - INTERVAL '{patience_minutes} minutes';
\`\`\`

If the query returns a row, proceed to Step 3. Otherwise, escalate to the database on-call.

## Step 3 - End the oldest one

**Ask the owner of the session for approval first.** An ended session cannot be restored; the application opens another.

\`\`\`sql
SELECT pg_terminate_backend(pid)
FROM pg_stat_activity
WHERE datname = '{database}' AND query_start < NOW() - INTERVAL '{patience_minutes} minutes';
\`\`\`

Verify with the query of Step 1 that fewer than 10 sessions wait. If so, go to Step 4. Otherwise, escalate to the database on-call.

## Step 4 - Close

Write the number of sessions into the incident. This is the end of this guide.
`,

  /** Sections with numbered lists, jumps by anchor. */
  node: `# Node under memory pressure

## Meaning

The kubelet evicts pods because the node runs out of memory.

## Parameters

- \`node\`: from the alert label \`node\`

## Diagnosis

1. Read the conditions of the node:

   \`\`\`bash
   kubectl describe node {node}
   \`\`\`

2. List the pods that use most of its memory:

   \`\`\`bash
   kubectl top pods -A --sort-by=memory
   \`\`\`

## Mitigation

- If the condition \`MemoryPressure\` is \`True\`, see [Empty the node](#empty-the-node).
- If the output names a pod that uses more than 8 GiB, see [Tell the owner](#tell-the-owner).
- Otherwise, see [Hand over](#hand-over).

### Empty the node

**Confirm with the cluster owner first.** To take it back, run \`kubectl uncordon {node}\`.

\`\`\`bash
kubectl drain {node} --ignore-daemonsets
\`\`\`

Verify that \`kubectl get node {node}\` reports \`Ready\` within 5 minutes; if it does not, see [Hand over](#hand-over).

### Tell the owner

Send the output of the diagnosis to the owner of the pod.

### Hand over

Contact the platform team with the output of the diagnosis.
`,

  /** Collected parameters, steps in parallel, a decision over their results. */
  checkout: `# Checkout fails in one region

## Step 1 - Collect parameters

- \`region\`: the region of the incident
- \`start_time\`: start of the incident minus 1 hour
- \`end_time\`: end of the incident or now

After collecting the parameters, start Steps 2 and 3 in parallel.

## Step 2 - Failures by release

\`\`\`sql
SELECT release, COUNT(*) AS failed
FROM checkout_requests
WHERE region = '{region}' AND at BETWEEN '{start_time}' AND '{end_time}' AND status >= 500
GROUP BY release;
\`\`\`

If one release has more than 20% failed requests, note it. In either case, proceed to Step 4.

## Step 3 - Failures by payment provider

\`\`\`sql
SELECT provider, COUNT(*) AS failed
FROM checkout_requests
WHERE region = '{region}' AND at BETWEEN '{start_time}' AND '{end_time}' AND status >= 500
GROUP BY provider;
\`\`\`

If one provider has more than 20% failed requests, note it. In either case, proceed to Step 4.

## Step 4 - Decide

If Step 2 noted a release, recommend its rollback to the release manager. Otherwise, if Step 3 noted a provider, recommend switching it off to the payment on-call. Otherwise, escalate to the owner of the checkout. This is the final outcome of this guide.
`,

  /** KQL. */
  logins: `# Log-ins are refused

## Parameters

- \`tenant\`: the tenant of the incident
- \`since\`: start of the incident minus 1 hour

## Step 1 - Refusals by reason

\`\`\`kql
LoginEvents
| where Tenant == "{tenant}" and Timestamp > datetime({since})
| where Outcome == "refused"
| summarize refusals = count() by Reason
| order by refusals desc
\`\`\`

If the reason \`locked\` has more than 200 refusals, proceed to Step 2. Otherwise, proceed to Step 3.

## Step 2 - Where they come from

\`\`\`kql
LoginEvents
| where Tenant == "{tenant}" and Timestamp > datetime({since})
| where Reason == "locked"
| summarize refusals = count() by Address
| top 10 by refusals
\`\`\`

If one address has more than 60% of the refusals, escalate to the security on-call. Otherwise, proceed to Step 3.

## Step 3 - Close

Escalate to the identity team with the tables above. This is the end of this guide.
`,

  /** Questions as titles, Yes and No. */
  worker: `# Jobs pile up

## Parameters

- \`queue\`: from the alert label \`queue\`
- \`NAMESPACE\`: from the alert label \`namespace\`
- \`WORKER\`: the deployment, from the alert label \`worker\`

## Step 1: Do the jobs still pile up?

\`\`\`promql
deriv(jobs_waiting{queue="{queue}"}[10m]) > 0
\`\`\`

- **Yes** -> Go to Step 2
- **No** -> Go to Step 4

## Step 2: Do the workers run?

\`\`\`promql
sum(jobs_workers{queue="{queue}"}) >= 1
\`\`\`

- **Yes** -> Go to Step 3
- **No** -> Go to Step 5

## Step 3: Add workers

Ask the owner of the queue for approval. To roll back, scale it to the number it had before.

\`\`\`bash
kubectl -n "$NAMESPACE" scale deployment "$WORKER" --replicas=6
\`\`\`

Verify with the query of Step 1 that fewer jobs wait within 10 minutes.

- **Yes** -> Go to Step 4
- **No** -> Go to Step 5

## Step 4: Close

Write the number of jobs into the incident. This is the end of this guide.

## Step 5: Escalate

Page the on-call of the queue with the results of Steps 1 and 2.
`,

  /** Numbered lists, LogQL, holes in angle brackets. */
  errors: `# Errors in the log of the basket

## Parameters

- \`namespace\`: from the alert label \`namespace\`
- \`pod\`: from the alert label \`pod\`

## Diagnosis

1. Count the errors by message:

   \`\`\`logql
   sum by (message) (count_over_time({namespace="<namespace>", pod="<pod>"} |= "level=error" | logfmt [5m]))
   \`\`\`

2. Read the last lines of the pod:

   \`\`\`bash
   kubectl -n <namespace> logs <pod> --tail=100
   \`\`\`

## Mitigation

1. If one message makes up more than 75% of the errors and names a dependency, contact its owner and stop here. Otherwise, continue with the next step.
2. Confirm with the owner of the basket, then restart the pod; the new pod is made from the same release, so no rollback is needed:

   \`\`\`bash
   kubectl -n <namespace> delete pod <pod>
   \`\`\`

3. Verify that the query of Diagnosis step 1 returns fewer than 10 errors within 10 minutes. If it does not, escalate to the on-call of the basket.
`,

  /** A repeat with a bound. */
  restart: `# Restart a stateful set by hand

## Parameters

- \`namespace\`: from the change request
- \`statefulset\`: from the change request
- \`index\`: number of the pod, from 0

## Step 1 - Restart one pod

Confirm with the owner of the data first. The volume stays, so no rollback is needed.

\`\`\`bash
kubectl -n {namespace} delete pod {statefulset}-{index}
\`\`\`

## Step 2 - Wait for it

\`\`\`bash
kubectl -n {namespace} wait --for=condition=Ready pod/{statefulset}-{index} --timeout=300s
\`\`\`

If the command succeeds, proceed to Step 3. Otherwise, proceed to Step 4.

## Step 3 - Next pod

Verify that the cluster reports green. If there is a further pod, return to Step 1 with the next \`index\`, at most 5 times. Otherwise, this is the end of this guide.

## Step 4 - Escalate

Escalate to the storage on-call with \`kubectl -n {namespace} describe pod {statefulset}-{index}\`.
`,

  /** Commands over SSH, a share in per cent. */
  disk: `# Volume almost full

## Meaning

The volume will be full within 4 hours.

## Parameters

- \`host\`: from the alert label \`instance\`
- \`volume\`: from the alert label \`mountpoint\`

## Diagnosis

1. Read the free space in percent:

   \`\`\`promql
   100 * node_filesystem_avail_bytes{instance="{host}",mountpoint="{volume}"} / node_filesystem_size_bytes{instance="{host}",mountpoint="{volume}"}
   \`\`\`

2. List the largest directories:

   \`\`\`bash
   ssh {host} "du -xh --max-depth=2 {volume} | sort -h | tail -20"
   \`\`\`

## Mitigation

1. If the directory \`{volume}/spool\` holds more than 60% of the space, continue with the next step. Otherwise, escalate to the owner of the largest directory and stop here.
2. Confirm with the owner of the host, keep a copy for rollback, then compress what is old:

   \`\`\`bash
   ssh {host} "cp -a {volume}/spool /backup/ && gzip {volume}/spool/*.1"
   \`\`\`

3. Verify with Diagnosis step 1 that more than 25% are free. If not, escalate to the platform on-call.
`,
} as const;

export type GuideName = keyof typeof CLEAN;
