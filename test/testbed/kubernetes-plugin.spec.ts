import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configSchema } from '../../src/platform/config.js';
import { createClusters } from '../../src/platform/kubernetes/create-clusters.js';
import type { MutationProposal, PreparedQuery, QueryPlugin, QueryResult } from '../../src/qpp-plugins/index.js';
import { kubernetesPlugin, readKubectl } from '../../src/qpp-plugins/kubernetes/index.js';
import type { Testbed } from '../../src/testbed/testbed.js';
import { startTestbed } from '../../src/testbed/testbed.js';

const KUBECTL = '/usr/bin/kubectl';
const signal = AbortSignal.timeout(600_000);

let testbed: Testbed;
let plugin: QueryPlugin;

beforeAll(async () => {
  testbed = await startTestbed({ seed: 7, timeScale: 1, port: 0 });
  const config = configSchema.parse({
    clusters: { shop: { server: testbed.kubernetes, actor: {} }, readonly: { server: testbed.kubernetes } },
  });
  plugin = kubernetesPlugin(createClusters(config));
}, 60_000);

afterAll(() => testbed.stop());

function prepared(text: string, values: Record<string, string> = {}, cluster = 'shop'): PreparedQuery {
  const { statement } = readKubectl(text);
  const bound = Object.fromEntries(
    Object.entries({ namespace: 'sock-shop', ...values }).map(([name, value]) => [name, { value, source: 'a test' }]),
  );
  const template = { id: 's1.q1', ...statement, lines: [1, 1] as const, source: null };
  const preparation = plugin.prepare(template, { values: bound, at: new Date(), cluster });
  if (preparation.kind !== 'prepared') throw new Error(JSON.stringify(preparation));
  return preparation.query;
}

function ask(text: string, values: Record<string, string> = {}): Promise<QueryResult> {
  return plugin.run(prepared(text, values), signal);
}

function propose(text: string, cluster = 'shop'): Promise<MutationProposal> {
  return mutations().propose(prepared(text, {}, cluster), signal);
}

function mutations(): NonNullable<QueryPlugin['mutations']> {
  if (plugin.mutations === undefined) throw new Error('the plugin changes nothing');
  return plugin.mutations;
}

async function change(text: string): Promise<MutationProposal> {
  const proposal = await propose(text);
  await mutations().apply(proposal, signal);
  return proposal;
}

describe.skipIf(!existsSync(KUBECTL))('a command prints what the stock kubectl prints', () => {
  test.each([
    'get pods',
    'get pods -o wide',
    'get deploy,svc,endpoints',
    'get pods -A',
    'get nodes -o wide',
    'get svc --show-labels',
    'get deployment catalogue -o yaml',
    'get deployment catalogue -o json',
    "get pods -l 'name in (catalogue,user)' -o name",
    'get pods -l name=catalogue -L name --no-headers',
    'get hpa',
    "get deploy -o jsonpath='{.items[?(@.spec.replicas==1)].metadata.name}'",
    'get pods -o jsonpath=\'{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}\'',
    "get deploy catalogue -o jsonpath='{.spec.template.spec.containers[0]}'",
    'get deploy -o custom-columns=NAME:.metadata.name,IMAGES:.spec.template.spec.containers[*].image,X:.nothing',
    'rollout history deployment/catalogue',
    'rollout status deployment/catalogue',
    'logs deploy/catalogue-db --tail=3',
    'auth can-i patch deployments',
    'wait --for=condition=Available deploy/catalogue --timeout=5s',
    'get pods --sort-by=.metadata.name',
    'get pods --field-selector=status.phase=Running -o name',
    'get pods -l name!=catalogue --show-labels',
    'get rs -o wide',
    'get deploy -o wide',
    'get svc -o wide',
    'get ns',
    'get nodes --no-headers',
    'get endpoints catalogue -o yaml',
    'get svc catalogue -o json',
    'get deploy/catalogue svc/catalogue',
    'get deploy catalogue user -o name',
    "get pods -o jsonpath='{.items[0].spec.containers[0].image}'",
    'get pods -o custom-columns=POD:.metadata.name,NODE:.spec.nodeName --sort-by=.metadata.name',
    'get deploy catalogue -o jsonpath=\'{.status.conditions[?(@.type=="Available")].status}\'',
    'get events --field-selector type=Warning --sort-by=.lastTimestamp',
    'rollout status deploy/user --watch=false',
    'get pods | grep -c Running',
    'get pods --no-headers | wc -l',
    "get pods --no-headers | awk '{print $3}' | sort | uniq -c | sort -rn",
    "get deploy --no-headers | awk '$4 < 1 {print $1}'",
    'get pods | tail -n +2 | sort -k1,1r | head -3',
    'get pods -A | grep -v Running | head -5',
    "get pods --no-headers | grep -E '^(catalogue|user)-' | awk '{print $1 \": \" $3}'",
    "get deploy catalogue -o yaml | grep -A2 'containers:'",
    "get pods -o wide --no-headers | awk '{print $7}' | sort | uniq -c",
    "get deploy -o json | jq -r '.items[] | select(.spec.replicas == 1) | .metadata.name'",
    "get pods -o json | jq '.items | length'",
    "get deploy catalogue -o json | jq -c '.spec.selector.matchLabels'",
    'logs deploy/catalogue --tail=5 | grep -ci get',
    'auth can-i delete pods',
  ])('%s', async (words) => {
    const text = `kubectl -n sock-shop ${words}`;
    const stock = await promisify(execFile)('bash', ['-c', text.replace('kubectl', `${KUBECTL} --server ${testbed.kubernetes}`)]);
    const result = await ask(text);
    expect(result.text?.trimEnd()).toBe(stock.stdout.trimEnd());
    expect(result.columns).toEqual(readKubectl(text).statement.columns ?? result.columns);
  });
});

describe('an empty answer says whether it is one', () => {
  test('nothing found in a namespace that exists is an answer', async () => {
    expect(await ask('kubectl get pods -l name=nobody')).toMatchObject({
      fill: 'no-rows',
      rows: [],
      columns: ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'],
    });
    expect(await ask('kubectl get pods | grep Evicted')).toMatchObject({ fill: 'no-rows', rows: [] });
  });

  test.each([
    ['kubectl -n nowhere get pods', 'namespace nowhere does not exist'],
    ['kubectl -n nowhere get pods | grep Running', 'namespace nowhere does not exist'],
    ['kubectl get pod nobody', 'pod "nobody" does not exist in namespace sock-shop'],
    ['kubectl logs nobody', 'pod "nobody" does not exist in namespace sock-shop'],
    ['kubectl logs deploy/catalogue --previous', 'previous terminated container "catalogue"'],
    ['kubectl describe deploy nobody', 'deployment "nobody" does not exist in namespace sock-shop'],
    ['kubectl rollout status deploy/nobody', 'deployment "nobody" does not exist in namespace sock-shop'],
    ['kubectl top pod nobody', 'no metrics of nobody'],
  ])('%s could not have known', async (text, note) => {
    const result = await ask(text);
    expect(result).toMatchObject({ fill: 'no-data', rows: [] });
    expect(result.summary).toContain(note);
    expect(result.summary.length).toBeLessThanOrEqual(200);
  });

  test('a type the cluster does not have is an error with a sentence', async () => {
    await expect(ask('kubectl get widgets')).rejects.toThrow('Cluster shop has no resource type "widgets".');
  });
});

describe('a capture binds one value or none', () => {
  test('one value is bound, with where it came from', async () => {
    const { bound } = await ask("POD=$(kubectl get pods -l name=catalogue -o jsonpath='{.items[*].metadata.name}')");
    expect(bound['POD']?.value).toMatch(/^catalogue-/u);
    expect(bound['POD']?.source).toBe('query s1.q1, row 1');
  });

  test('nothing found binds nothing', async () => {
    expect(await ask("X=$(kubectl get deploy -o jsonpath='{.items[?(@.spec.replicas==0)].metadata.name}')")).toMatchObject({
      bound: {},
      fill: 'no-rows',
    });
  });

  test('several values are ambiguous, and that is said', async () => {
    const result = await ask('X=$(kubectl get pods -o name)');
    expect(result.bound).toEqual({});
    expect(result.summary).toContain('X is ambiguous: 14 values, so none is taken');
  });
});

describe('a change is worked out before anybody is asked', () => {
  test('what is said, what is sent, what is tried and the way back', async () => {
    const proposal = await propose('kubectl -n sock-shop scale deployment/payment --replicas=2');
    expect(proposal).toMatchObject({
      verb: 'scale',
      target: { cluster: 'shop', kind: 'Deployment', namespace: 'sock-shop', name: 'payment' },
      changes: ['spec.replicas: 1 → 2'],
      dryRun: { accepted: true },
      controllers: [],
      rollback: { rendered: 'kubectl -n sock-shop scale deployment/payment --replicas=1' },
    });
    expect((await ask('kubectl get deploy payment')).rows).toMatchObject([['payment', '1/1', 1, 1, expect.anything()]]);
  });

  test.each([
    ['kubectl scale deployment/nobody --replicas=2', 'deployment "nobody" does not exist'],
    ['kubectl delete pod -l name!=nobody', 'and an approval covers one'],
    ['kubectl rollout undo deploy/payment', 'payment keeps no earlier revision'],
    ['kubectl set image deploy/payment nobody=x:1', 'payment has no container "nobody": it has payment'],
  ])('%s makes no sense, and says so', async (text, reason) => {
    await expect(propose(text)).rejects.toThrow(reason);
  });

  test('what the server refuses is shown, and never taken for done', async () => {
    const proposal = await propose('kubectl set resources deploy/carts --limits=memory=50Mi');
    expect(proposal.dryRun.accepted).toBe(false);
    expect(proposal.dryRun.message).toContain('50Mi');
    expect((await mutations().inspect(proposal, signal)).kind).toBe('unchanged');
  });

  test('a cluster without an actor changes nothing', async () => {
    const proposal = await propose('kubectl scale deployment/payment --replicas=2', 'readonly');
    expect(proposal.dryRun).toMatchObject({
      accepted: false,
      message: 'The cluster readonly is read-only: it has no second identity for changes.',
    });
    await expect(mutations().apply(proposal, signal)).rejects.toThrow('read-only');
  });
});

describe('who would change it back is found', () => {
  test('an autoscaler, a delivery tool', async () => {
    await change('kubectl annotate deploy/front-end argocd.argoproj.io/tracking-id=shop:apps/Deployment:sock-shop/front-end');
    await change('kubectl label deploy/front-end kustomize.toolkit.fluxcd.io/name=apps');
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'busy' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'front-end' }, minReplicas: 1, maxReplicas: 3 },
    };
    const path = `${testbed.kubernetes}/apis/autoscaling/v2/namespaces/sock-shop/horizontalpodautoscalers`;
    const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(autoscaler) });
    expect(answer.status).toBe(201);
    const tools = ['Argo CD application shop', 'Flux kustomization apps'];
    expect((await propose('kubectl scale deploy/front-end --replicas=2')).controllers).toEqual([...tools, 'HorizontalPodAutoscaler busy']);
    expect((await propose('kubectl set env deploy/front-end A=b')).controllers).toEqual(tools);
  });
});

test('a description shows the states of the containers and what happened', async () => {
  const { text } = await ask('kubectl describe pod -l name=catalogue');
  expect(text).toMatch(/State: +Running/u);
  expect(text).toMatch(/Restart Count: +0/u);
  expect(text).toMatch(/Ready +True/u);
  expect(text).toContain('Events:');
});

describe('after a crash it can be told whether a change was made', () => {
  test.each([
    'kubectl scale deployment/shipping --replicas=2',
    'kubectl set env deploy/shipping KEY=value',
    'kubectl set image deploy/queue-master queue-master=weaveworksdemos/queue-master:0.3.2',
    'kubectl rollout undo deploy/queue-master',
    'kubectl rollout restart deploy/session-db',
    `kubectl patch service payment --type merge -p '{"spec":{"selector":{"name":"nobody"}}}'`,
    `kubectl patch deploy/user-db --type json -p '[{"op":"replace","path":"/spec/replicas","value":2}]'`,
    'kubectl annotate deploy/user-db a.example/b=c',
    'kubectl label svc/user-db tier=data',
    'kubectl cordon worker-1',
  ])('%s: not yet, then done, then undone', async (text) => {
    const proposal = await propose(text);
    expect((await mutations().inspect(proposal, signal)).kind).toBe('unchanged');
    await mutations().apply(proposal, signal);
    expect((await mutations().inspect(proposal, signal)).kind).toBe('applied');
    const { rollback } = proposal;
    if (rollback === null) throw new Error('it has no way back');
    if (text.includes('set image')) return; // the next line undoes it
    await mutations().apply({ ...proposal, request: rollback.request }, signal);
    expect((await mutations().inspect(proposal, signal)).kind).toBe('unchanged');
  });

  test('a deleted pod is gone, whoever takes its place', async () => {
    const proposal = await change('kubectl delete pod -l name=rabbitmq');
    expect(proposal.changes[0]).toMatch(/^pod\/rabbitmq-\S+ is deleted; ReplicaSet rabbitmq-\S+ creates another$/u);
    expect(proposal.rollback).toBeNull();
    expect((await mutations().inspect(proposal, signal)).kind).toBe('applied');
  });

  test('a stale request is a conflict; where the approved fields stand, it is made anew', async () => {
    const proposal = await propose('kubectl scale deployment/orders-db --replicas=2');
    await change('kubectl annotate deploy/orders-db note=meanwhile');
    await expect(mutations().apply(proposal, signal)).rejects.toMatchObject({ code: 'conflict' });
    const state = await mutations().inspect(proposal, signal);
    if (state.kind !== 'unchanged') throw new Error(state.kind);
    await mutations().apply(state.proposal, signal);
    expect((await mutations().inspect(state.proposal, signal)).kind).toBe('applied');
  });

  test('a stale undo is a conflict as well', async () => {
    await change('kubectl set env deploy/carts-db KEY=bad');
    await expect.poll(async () => (await ask('kubectl rollout history deploy/carts-db')).rows.length).toBe(2);
    const proposal = await propose('kubectl rollout undo deploy/carts-db');
    await change('kubectl annotate deploy/carts-db note=meanwhile');
    await expect(mutations().apply(proposal, signal)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('where somebody changed the approved fields, that is said', async () => {
    const proposal = await propose('kubectl scale deployment/user --replicas=2');
    await change('kubectl scale deployment/user --replicas=3');
    expect(await mutations().inspect(proposal, signal)).toEqual({ kind: 'changed', detail: 'since it was approved: spec.replicas: 1 → 3' });
  });
});

describe('a node is drained by evictions alone', () => {
  test('not while pods would lose their data, and not without every pod named', async () => {
    await expect(propose('kubectl drain worker-1')).rejects.toThrow('--delete-emptydir-data is not given');
    const draining = () => propose('kubectl drain worker-1 --delete-emptydir-data --ignore-daemonsets');
    // The rollouts of the tests before still take pods away for a while.
    await expect.poll(async () => (await mutations().inspect(await draining(), signal)).kind, { timeout: 60_000 }).toBe('unchanged');
    const proposal = await draining();
    expect(proposal.changes[0]).toMatch(/^worker-1 takes no new pods; \d+ pods are evicted: /u);
    expect(proposal.rollback?.rendered).toBe('kubectl uncordon worker-1');
    await mutations().apply(proposal, signal);
    await expect.poll(async () => (await mutations().inspect(proposal, signal)).kind, { timeout: 20_000 }).toBe('applied');
  });
});
