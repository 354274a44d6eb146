import type { ConditionCases } from './condition-cases.js';
import { group, pods } from './group.js';

/** And in a third. */
export const THIRD_CONDITION_CASES: readonly ConditionCases[] = [
  group('a daemon set', 'kubectl','kubectl get ds -n kube-system node-exporter',['NAME','DESIRED','CURRENT','READY','UP-TO-DATE','AVAILABLE','NODE SELECTOR','AGE'],[['node-exporter','5','5','4','5','4','<none>','90d']],[
 ['READY is less than DESIRED','true'],['AVAILABLE is lower than DESIRED','true'],['CURRENT is less than DESIRED','false'],['DESIRED equals CURRENT','true'],['the number of ready pods is lower than the desired number','undecidable'],['the daemonset has fewer than 5 ready pods','true'],['READY is 5','false'],['READY does not match DESIRED','true'],
]),
  group('replica sets', 'kubectl','kubectl get rs -n shop',['NAME','DESIRED','CURRENT','READY','AGE'],[['a-1','2','2','2','1d'],['a-2','1','1','0','5m']],[
 ['any replicaset has fewer ready pods than desired','true'],['more than one replicaset is listed','true'],['the newest replicaset has 0 ready pods','true'],['all replicasets are fully ready','false'],
]),
  group('no events', 'kubectl','kubectl get events -n shop',['LAST SEEN','TYPE','REASON','OBJECT','MESSAGE'],[],[
 ['no events are found','true'],['there are no events','true'],['any Warning event exists','false'],['events show FailedMount','false'],['FailedScheduling events are present','false'],
]),
  group('two new pods', 'kubectl','kubectl get pods -n shop',pods,[['a-1','1/1','Running','0','3m'],['b-1','0/1','ErrImagePull','0','3m']],[
 ['a pod fails to pull its image','undecidable'],['a pod is in ErrImagePull or ImagePullBackOff','true'],['you see `ErrImagePull` in the STATUS column','true'],['STATUS shows ErrImagePull or ImagePullBackOff','undecidable'],['any pod reports ImagePullBackOff','false'],['a new pod was started in the last 10 minutes','undecidable'],['all pods have been running for at least an hour','undecidable'],['no pod is older than 1 hour','true'],['any pod is in a state other than Running','true'],['every pod other than b-1 is Running','undecidable'],['the pods a-1 and b-1 are Running','undecidable'],['any pod has no restarts','true'],['zero pods are in CrashLoopBackOff','true'],['none of the pods have restarted','true'],['the pod b-1 is not Running and not Ready','true'],['the b-1 pod has been failing for more than 2 minutes','undecidable'],
]),
  group('endpoints of all services', 'kubectl','kubectl get endpoints -n shop',['NAME','ENDPOINTS','AGE'],[['carts','10.1.0.4:80','3d'],['orders','<none>','3d']],[
 ['any service has no endpoints','true'],['ENDPOINTS is `<none>` for any service','true'],['the orders service has no endpoints','true'],['the carts service has no endpoints','false'],['the endpoints of carts are empty','false'],['all services have endpoints','false'],['any endpoints are missing','true'],
]),
  group('a processor near its limit', 'promql','sum(rate(container_cpu_usage_seconds_total{pod=~"carts.*"}[5m])) / sum(kube_pod_container_resource_limits{resource="cpu",pod=~"carts.*"})',['value'],[[0.97]],[
 ['CPU usage is more than 90%','true'],['the CPU utilisation is above 95 percent of its limit','undecidable'],['cpu saturation exceeds 0.9','true'],['the pod uses over 90% of its CPU limit','undecidable'],['CPU is below 50%','false'],['memory usage is more than 90%','undecidable'],['usage is at or above 95%','undecidable'],['usage is 90% or higher','true'],['utilization > 99%','false'],
]),
  group('increases by pod', 'promql','sum(increase(kube_pod_container_status_restarts_total{namespace="shop"}[30m])) by (pod)',['pod','value'],[['orders-1',4.03],['carts-1',0]],[
 ['any pod restarted more than 3 times in the last 30 minutes','true'],['any pod restarted more than 3 times in the last hour','undecidable'],['a pod has restarted','true'],['no pod has restarted more than 5 times','true'],['the number of restarts for any pod is over 3','true'],['all pods have 0 restarts','false'],
]),
  group('a consumer lag', 'promql','max(kafka_consumergroup_lag{group="orders"})',['value'],[[1200]],[
 ['the consumer lag is above 1000','true'],['lag exceeds 5,000 messages','false'],['the lag is 0','false'],['the lag keeps growing','undecidable'],['lag is higher than usual','undecidable'],['the consumer group lags by more than 1000','undecidable'],['consumer lag is greater than 1k','undecidable'],
]),
  group('no traffic', 'promql','sum(rate(http_requests_total[5m]))',['value'],[[0]],[
 ['there is no traffic','undecidable'],['the request rate is zero','true'],['traffic is below 1 request per second','true'],['requests per second drop below 10','true'],['the service receives more than 100 rps','false'],['the request rate is above 5 per minute','false'],
]),
  group('a failed probe', 'promql','probe_success{instance="https://shop"}',['instance','value'],[['https://shop',0]],[
 ['the probe fails','undecidable'],['the value is 0','true'],['probe_success is 0','true'],['the probe succeeds','undecidable'],['probe_success equals 1','false'],
]),
  group('an alert as a series', 'promql','ALERTS{alertname="HighErrorRate",alertstate="firing"}',['alertname','service','value'],[['HighErrorRate','orders',1]],[
 ['the query returns a result','true'],['any series is returned','true'],['no series is returned','false'],['the alert fires for orders','undecidable'],
]),
  group('tables of a database', 'sql','SELECT relname, n_dead_tup, n_live_tup, last_autovacuum FROM pg_stat_user_tables ORDER BY n_dead_tup DESC LIMIT 5',['relname','n_dead_tup','n_live_tup','last_autovacuum'],[['orders',9000000,10000000,'2025-12-20T00:00:00Z'],['carts',10,5000,null]],[
 ['n_dead_tup is greater than 1000000 for any table','true'],['any table has more than 5 million dead tuples','undecidable'],['n_dead_tup exceeds n_live_tup for any table','false'],['last_autovacuum is older than 7 days for any table','true'],['last_autovacuum is empty for any table','true'],['the orders table has n_dead_tup above 8,000,000','true'],['n_live_tup is above n_dead_tup for all tables','true'],
]),
  group('jobs by status', 'sql','SELECT status, count(*) AS n FROM jobs GROUP BY status',['status','n'],[['failed',12],['done',900],['pending',40]],[
 ['any status is `failed`','true'],['more than 10 jobs are failed','undecidable'],['the failed status has more than 10 rows','undecidable'],['n is above 10 for status `failed`','true'],['n for `pending` is above 100','false'],['failed jobs exceed 100','undecidable'],['there are failed jobs','undecidable'],['status pending has n above 30','true'],
]),
  group('one setting', 'sql','SELECT name, setting FROM pg_settings WHERE name = \'wal_level\'',['name','setting'],[['wal_level','replica']],[
 ['wal_level is `replica`','true'],['the setting is `logical`','false'],['setting is replica','true'],['the setting is not `minimal`','true'],
]),
  group('heartbeats', 'kql','Heartbeat | summarize LastSeen = max(TimeGenerated) by Computer',['Computer','LastSeen'],[['vm1','2026-01-01T10:55:00Z'],['vm2','2026-01-01T09:00:00Z']],[
 ['any computer was last seen more than 30 minutes ago','true'],['LastSeen is older than 1 hour for any computer','true'],['all computers reported within the last 10 minutes','false'],['LastSeen of vm1 is within the last 15 minutes','true'],['no computer is missing','undecidable'],
]),
  group('physical disks', 'powershell','Get-PhysicalDisk',['FriendlyName','HealthStatus','Usage'],[['disk1','Healthy','Auto-Select'],['disk2','Warning','Retired']],[
 ['HealthStatus is Warning or Unhealthy for any disk','true'],['any disk is `Unhealthy`','false'],['all disks are Healthy','false'],['HealthStatus is not Healthy for any disk','true'],['the HealthStatus of disk1 is Healthy','true'],
]),
  group('a volume', 'powershell','Get-Volume',['DriveLetter','FreeGB'],[['C',22]],[
 ['`FreeGB` is below 30','true'],['FreeGB is at least 30','false'],['less than 30 GB is free','true'],
]),
  group('a service of the host', 'shell','systemctl status chronyd',[],[],[
 ['the output contains `active (running)`','true'],['the service is not running','undecidable'],['chronyd is inactive','undecidable'],['the output does not contain `failed`','true'],['the output is empty or does not contain `psi=1`','true'],
],'● chronyd.service - NTP\n   Active: active (running) since Mon\n'),
  group('a healthy probe', 'http','GET http://shop/health',['status','time_ms','content_type'],[[200,840.2,'application/json']],[
 ['the probe returns 200','true'],['the response code is not 200','false'],['it answers with 500','false'],['the endpoint takes longer than 500 ms','true'],['the response took more than 1 s','false'],['the body contains "ok"','true'],['the response is empty','false'],['status is 5xx','false'],['the status is 200 and the response time is below 1 s','true'],
],'{"status":"ok"}'),
];
