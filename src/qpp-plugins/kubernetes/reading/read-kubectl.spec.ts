import { describe, expect, test } from 'vitest';
import { isKubectl, readKubectl } from './read-kubectl.js';

const PODS = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];

describe('what a guide’s command asks is known before it is run', () => {
  test.each<[string, readonly string[] | null, readonly string[]]>([
    ['kubectl -n {namespace} get pods', PODS, ['namespace']],
    ['kubectl get secrets -n ns', ['NAME', 'TYPE', 'DATA', 'AGE'], []],
    ['kubectl get po -A', ['NAMESPACE', ...PODS], []],
    ['$ oc get pods -n <namespace> -l app=<app> --show-labels', [...PODS, 'LABELS'], ['namespace', 'app']],
    ['kubectl get pod ${POD} -n $NS -L app.kubernetes.io/name', [...PODS, 'NAME'], ['POD', 'NS']],
    ['kubectl get deployments -n [NAMESPACE]', ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'], ['NAMESPACE']],
    ['kubectl get events -n {{ $labels.namespace }}', ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'], ['namespace']],
    ['kubectl events --for=pod/{pod} -n ns', ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'], ['pod']],
    ['kubectl get pods -n ns --no-headers | wc -l', ['COUNT'], []],
    ['kubectl get pods -n ns | grep -v Running', PODS, []],
    ['kubectl get pods -n ns | grep -c Running', ['COUNT'], []],
    ["kubectl get pods -n ns | awk '{print $1}'", ['NAME'], []],
    ["kubectl get pods -n ns | awk '{print $1, $3}'", ['NAME', 'STATUS'], []],
    ["kubectl get pods -n ns | awk '{print $6}'", ['VALUE'], []],
    ['kubectl get pods -n ns | awk \'$3 != "Running"\' | sort -k4 -nr | head -5', PODS, []],
    ["kubectl get pods -n ns -o jsonpath='{.items[*].metadata.name}'", ['VALUE'], []],
    ['kubectl get pods -n ns -o jsonpath=\'{range .items[*]}{.metadata.name}{"\\n"}{end}\'', ['VALUE'], []],
    ['kubectl get pods -n ns -o custom-columns=POD:.metadata.name,WHY:.status.reason', ['POD', 'WHY'], []],
    ['kubectl get pods -n ns -oname', ['NAME'], []],
    ["kubectl get deploy -n ns -o json | jq -r '.items[].metadata.name'", ['VALUE'], []],
    ['kubectl get widgets -n ns', null, []],
    ['kubectl logs deploy/{service} -n ns -c main --since=10m --tail=50 | grep -i error', ['LINE'], ['service']],
    ['kubectl top pod -n ns --containers', ['POD', 'NAME', 'CPU(cores)', 'MEMORY(bytes)'], []],
    ['kubectl rollout status deploy/{service} -n ns --timeout=5m', ['NAME', 'STATUS', 'MESSAGE'], ['service']],
    ['kubectl describe pod {pod} -n ns', ['LINE'], ['pod']],
    ['oc adm top node', ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'], []],
    ['oc get validatingwebhookconfiguration/<name> -o yaml > backup.yaml', ['LINE'], ['name']],
    ['kubectl get pods -n ns 2>/dev/null', PODS, []],
    ['kubectl auth can-i patch deployments -n ns', ['ALLOWED'], []],
    ['kubectl -n ns wait --for=condition=Ready pod/{pod} --timeout=60s', ['NAME', 'STATUS', 'MESSAGE'], ['pod']],
  ])('%s', (text, columns, parameters) => {
    const { statement, command } = readKubectl(text);
    expect(statement).toMatchObject({ columns, parameters, mutating: false, byHand: null, flaws: [] });
    expect(command).not.toBeNull();
  });

  test('the namespace, the names and the selectors each find their place', () => {
    const { command } = readKubectl('kubectl get deploy/a svc/b -n shop');
    expect(command).toMatchObject({
      verb: 'get',
      namespace: 'shop',
      selection: {
        types: [],
        objects: [
          { type: 'deploy', name: 'a' },
          { type: 'svc', name: 'b' },
        ],
      },
    });
    expect(readKubectl("kubectl logs -l 'name in (a, b)' --tail=-1").command).toMatchObject({
      labelSelector: 'name in (a, b)',
      tail: '-1',
      target: null,
    });
  });

  test('a capture gives its name a value', () => {
    expect(readKubectl('POD=$(kubectl get pod -n x -o name | head -n1)').statement).toMatchObject({
      binds: ['POD'],
      columns: ['NAME'],
      byHand: null,
    });
    expect(readKubectl('export NS="$(oc get deploy -A -o jsonpath=\'{.items[0].metadata.namespace}\')"').statement).toMatchObject({
      language: 'oc',
      binds: ['NS'],
    });
  });

  test('braces and dollars of another language are no holes', () => {
    expect(readKubectl("kubectl get pods -n x | awk '{print $NF}'").statement).toMatchObject({ parameters: [], byHand: null });
    expect(readKubectl("kubectl get pods -n x | grep '[a-z]$'").statement.parameters).toEqual([]);
    expect(readKubectl(`kubectl patch svc x -n y -p '{"spec":{"selector":{"name":"<service>"}}}'`).statement.parameters).toEqual([
      'service',
    ]);
  });
});

describe('whether a command changes anything is decided from its verb', () => {
  test.each([
    'kubectl scale deployment/{x} --replicas=3 -n y',
    'kubectl -n y rollout undo deployment/x --to-revision=2',
    'kubectl -n y rollout restart deploy x',
    'oc rollout restart deployment x -n y',
    'kubectl set env deploy/x A=b C- -n y',
    'kubectl set image deploy/x *=image:1 -n y',
    'kubectl set resources deploy/x --limits=cpu=1,memory=1Gi -n y',
    `kubectl patch svc x -n y --type=merge -p '{"spec":{}}'`,
    `kubectl patch svc x -n y --type json -p '[{"op":"remove","path":"/spec/x"}]'`,
    'kubectl annotate deploy/x a=b -n y',
    'kubectl label node x a- --overwrite',
    'kubectl delete pod -l app=x -n y',
    'oc delete pod x --force=true --grace-period=0',
    'kubectl cordon x',
    'oc adm drain x --ignore-daemonsets --delete-emptydir-data',
  ])('%s changes something and can be proposed', (text) => {
    const { statement, command } = readKubectl(text);
    expect(statement).toMatchObject({ mutating: true, byHand: null, flaws: [] });
    expect(command).not.toBeNull();
  });

  test.each([
    ['kubectl apply -f x.yaml', true],
    ['kubectl edit deploy x', true],
    ['kubectl delete pods --all -n x', true],
    ['kubectl get pods -n x -o name | xargs kubectl delete', true],
    ['kubectl delete pod $(kubectl get pod -o name)', true],
    ['kubectl get pods -n x && kubectl delete pod y', true],
    ['kubectl scale deploy x y --replicas=1', true],
    ['kubectl exec x -- rm -rf /data', true],
    ['kubectl exec x -- etcdctl endpoint health', false],
    ['kubectl exec x -- systemctl status kubelet', false],
    ['oc rsh -n x $(oc get pods -o name)', false],
    ['kubectl get pods -n x | sed s/a/b/', false],
    ['kubectl get pods -o go-template={{.items}}', false],
    ['kubectl get pods --as=admin -n x', false],
    ['kubectl get -f x.yaml', false],
    ['kubectl get secret x -n y -o yaml', false],
    ["kubectl get secrets -n y -o jsonpath='{.items[0].data}'", false],
    ['kubectl describe secret x -n y', false],
    [`kubectl patch secret x -n y -p '{"data":{}}'`, true],
    ['kubectl port-forward svc/x 80', false],
  ])('%s is for a person, and says why', (text, mutating) => {
    const { statement, command } = readKubectl(text);
    expect(statement.mutating).toBe(mutating);
    expect(statement.byHand).toEqual(expect.stringMatching(/\S/u));
    expect(command).toBeNull();
  });
});

describe('what kubectl would refuse is a flaw', () => {
  test.each([
    ['kubectl -n x fetch pods', 'kubectl has no verb "fetch"'],
    ['kubectl', 'the command has no verb'],
    ['kubectl get', 'kubectl get needs a resource type'],
    ['kubectl get pods --frobnicate', 'kubectl get has no flag --frobnicate'],
    ['kubectl get pods -o tabel', 'kubectl has no output format "tabel"'],
    ["kubectl get pods -o jsonpath='{.items[*'", 'the jsonpath cannot be read: a { is never closed'],
    ['kubectl get pods -o custom-columns=NAME', 'the custom column "NAME" is not of the form NAME:.path'],
    ['kubectl scale deploy/x', 'kubectl scale needs --replicas'],
    ["kubectl patch svc x -p '{spec'", 'the patch is neither JSON nor YAML'],
    ['kubectl rollout deploy/x', 'kubectl rollout has no verb "deploy/x"'],
    ['kubectl logs', 'kubectl logs needs a pod or a selector'],
  ])('%s', (text, message) => {
    const { statement } = readKubectl(text);
    expect(statement.flaws.map((flaw) => flaw.message).join()).toContain(message);
    expect(statement.byHand).not.toBeNull();
  });

  test.each(['', '   ', '|', "kubectl get pods '", 'kubectl | | |', '\uE0000\uE001', '$(', 'X=$()'])(
    '%j does not break the reader',
    (text) => {
      expect(readKubectl(text).command).toBeNull();
    },
  );

  test('other programs are not kubectl', () => {
    expect(['kubectl get pods', '$ oc get pods', 'X=$(kubectl get pods)', 'sudo kubectl get pods'].map(isKubectl)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['etcdctl get x', 'echo kubectl', 'Running kubectl', ''].map(isKubectl)).toEqual([false, false, false, false]);
  });
});
