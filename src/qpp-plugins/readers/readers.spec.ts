import { beforeAll, describe, expect, test } from 'vitest';
import { createQueryReader, holeNames, loadReaders } from './index.js';

const reader = createQueryReader();
beforeAll(() => loadReaders());

const read = (text: string, tag: string | null = ''): { language: string; text: string; mutating: boolean }[] =>
  reader.read(text, tag)?.statements.map(({ language, text: statement, mutating }) => ({ language, text: statement, mutating })) ?? [];

describe('the language comes from the content, the tag is a hint', () => {
  test.each([
    ['bash', 'kubectl get pods', 'kubectl'],
    ['console', '$ oc get nodes', 'oc'],
    ['sql', 'select 1', 'sql'],
    ['', 'sum(rate(http_requests_total[5m]))', 'promql'],
    ['bash', 'SELECT count(*) FROM orders', 'sql'],
    ['', '{app="web"} |= "error"', 'logql'],
    ['kusto', 'Logs | where Level == "Error"', 'kql'],
    ['', 'Get-Service | Where-Object Status -eq Stopped', 'powershell'],
    ['shell', 'ceph status', 'shell'],
    ['bash', 'shopctl show orders --wide', 'shell'],
    ['bash', 'shopctl show orders', 'shell'],
    ['', '$ shopctl status', 'shell'],
    ['', '$sudo lsblk', 'shell'],
    ['', 'shop@db-01:~$ shopctl-list members', 'shell'],
    ['console', 'sh-5.1# chroot /host', 'shell'],
    ['sh', '# ls -lt /var/log/shop', 'shell'],
    ['', 'sudo shopctl hup', 'shell'],
    ['', 'C:\\Shop\\shop-agent.exe status', 'shell'],
    ['sql', 'shop=# select * from orders;\n id | name\n----+------\n  1 | a', 'sql'],
    ['bash', 'orders_open * on (shop) group_left () orders_limit', 'promql'],
    ['console', 'node_filesystem_free_bytes', 'promql'],
    ['', 'resource.type="gce_instance"\nprotoPayload.methodName="delete"', 'logfilter'],
    ['', '"shop-web" AND 404', 'logfilter'],
  ])('%s: %s', (tag, text, language) => {
    expect(reader.read(text, tag)?.language).toBe(language);
  });

  test.each([
    ['yaml', 'apiVersion: v1\nkind: Pod'],
    ['json', '{"a": 1}'],
    ['', 'Warning  FailedScheduling  3m53s  default-scheduler  0/6 nodes are available'],
    ['bash', 'status:\n  accessModes:\n  - ReadWriteOnce'],
    ['text', 'ERROR: invalid page in block 0'],
    ['bash', 'default_runtime = "crun"'],
    ['', 'orders is a table that grows'],
  ])('sample output and files are no queries (%s)', (tag, text) => {
    expect(reader.read(text, tag)).toBeNull();
  });

  test('inline code is a query only where it is a complete command', () => {
    expect(reader.read('kubectl get pods -n shop', null)).not.toBeNull();
    for (const text of [
      'kubectl',
      'Pending',
      '/var/log/syslog',
      'http_requests_total',
      'psql session',
      '--force',
      'az aks nodepool add',
      'rm -rf',
    ])
      expect(reader.read(text, null)).toBeNull();
  });
});

describe('blocks are split into what can be asked', () => {
  test('prompts are taken off, output between them is left out', () => {
    expect(read('$ kubectl get pods\nNAME  READY\nweb   1/1\n$ kubectl get nodes', 'console').map(({ text }) => text)).toEqual([
      'kubectl get pods',
      'kubectl get nodes',
    ]);
  });

  test('continuations, here-documents and loops stay whole', () => {
    expect(read('kubectl get pods \\\n  -n shop', 'bash')).toHaveLength(1);
    expect(read('cat <<EOF | kubectl apply -f -\nkind: Pod\nEOF', 'bash')).toMatchObject([{ mutating: true }]);
    expect(read('for n in $(kubectl get nodes -o name); do\n  kubectl drain $n\ndone', 'bash')).toMatchObject([{ mutating: true }]);
  });

  test('a name for what a person says is filled in where a command follows', () => {
    expect(reader.read("$ NODE='<the node>'\n$ kubectl describe node $NODE", 'console')?.statements).toMatchObject([
      { language: 'kubectl', text: 'kubectl describe node <the node>', parameters: ['the node'], lines: [0, 1] },
    ]);
    expect(reader.read('export NODE=<node>', 'bash')?.statements).toMatchObject([{ parameters: ['node'], binds: ['NODE'] }]);
  });

  test('constants are filled in, captures bind', () => {
    expect(read('NS=shop\nkubectl -n $NS get pods', 'bash').map(({ text }) => text)).toEqual(['kubectl -n shop get pods']);
    const captured = reader.read('POD=$(kubectl -n <ns> get pods -o name | head -n1)\nkubectl -n <ns> logs $POD', 'bash');
    expect(captured?.statements.map(({ binds, parameters }) => ({ binds, parameters }))).toEqual([
      { binds: ['POD'], parameters: ['ns'] },
      { binds: [], parameters: ['ns', 'POD'] },
    ]);
  });

  test('what reads and what changes are told apart within a block', () => {
    expect(read('kubectl get pod a\nkubectl delete pod a', 'bash').map(({ mutating }) => mutating)).toEqual([false, true]);
  });
});

describe('holes', () => {
  test.each([
    ['kubectl', 'kubectl -n <name space> logs $POD ${CONTAINER} {x} [YOUR_NODE]', ['name space', 'POD', 'CONTAINER', 'x', 'YOUR_NODE']],
    ['kubectl', "kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name}{end}'", []],
    ['kubectl', 'kubectl describe pod {{ $labels.pod }}', ['pod']],
    ['shell', "ps aux | awk '{print $2}'", []],
    ['sql', "SELECT 1 WHERE a < b AND c > d AND t = '{start}'", ['start']],
    ['promql', 'rate(x{ns="$namespace"}[5m])', ['namespace']],
    ['kubectl', 'kubectl auth can-i get pods --as=system:serviceaccount:$NAMESPACE:web', ['NAMESPACE']],
    ['powershell', 'Write-Output $env:COMPUTERNAME', []],
    ['powershell', 'Get-NetAdapter -Name "AdapterName" | Where-Object { $_.Status -eq $true }', ['AdapterName']],
  ] as const)('%s: %s', (language, text, names) => {
    expect(holeNames(text, language)).toEqual(names);
  });
});

describe('whether a command changes anything', () => {
  test.each([
    'kubectl scale deployment/a --replicas=0', 'kubectl -n x rollout undo deployment/a', 'oc adm drain node', 'kubectl exec pod -- rm -rf /data', 'kubectl get pods -o name | xargs kubectl delete',
    'systemctl restart kubelet', 'etcdctl defrag', 'ssh host "sudo reboot"', 'curl -X POST http://a/b', 'terraform apply', 'gcloud compute instances reset a', 'ceph osd out 3', 'kubectl delete $(kubectl get pods -o name)',
    'DELETE FROM orders', 'WITH x AS (DELETE FROM orders RETURNING *) SELECT * FROM x', 'CREATE INDEX a ON b (c)', 'EXPLAIN ANALYZE DELETE FROM a', 'Restart-Service spooler',
    'find /tmp -mtime +2 -delete', 'find /var/log -exec rm {} \\;', 'growpart /dev/sda 1', 'git update-ref -d refs/heads/a', 'Invoke-Command { ipconfig /registerdns }', 'sudo shopctl restart web', 'sv start web', 'Set-NetAdapter -Name x',
  ])('%s changes', (text) => {
    expect(read(text).some(({ mutating }) => mutating)).toBe(true);
  }); // prettier-ignore

  test.each([
    'kubectl get pods', 'kubectl -n x rollout status deployment/a', 'kubectl exec pod -- cat /etc/hosts', 'kubectl debug node/a -- chroot /host journalctl -u kubelet', 'oc adm top pods',
    'systemctl status kubelet', 'etcdctl endpoint health', 'ceph osd tree', 'curl -s http://a/health', 'SELECT * FROM orders', 'EXPLAIN SELECT 1', 'Get-Service spooler', 'Clear-DnsClientCache', 'terraform plan',
    'find /var/log -mtime +2', 'ps aux | grep restart', 'ipconfig /flushdns', 'git log -n 3',
  ])('%s only reads', (text) => {
    expect(read(text).length).toBeGreaterThan(0);
    expect(read(text).some(({ mutating }) => mutating)).toBe(false);
  }); // prettier-ignore
});
