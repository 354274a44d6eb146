-- The metrics of an instance are sampled every five minutes and never share an instant with a request, so they are averaged
-- over the window and joined by instance.
with machines as (
  select instance_id, avg(cpu_utilization) as cpu, avg(memory_utilization) as memory
  from infrastructure_metrics
  where timestamp between '{start_time}' and '{end_time}'
  group by instance_id
),
zones as (
  select l.availability_zone, l.instance_type, count(*) as total_requests,
    sum(case when l.status_code between 200 and 299 then 1 else 0 end) * 100.0 / count(*) as success_rate,
    sum(case when l.status_code in (502, 503, 504) then 1 else 0 end) * 100.0 / count(*) as infrastructure_error_rate,
    avg(l.latency_ms) as overall_latency,
    max(l.concurrent_connections) as peak_connections,
    avg(m.cpu) as avg_cpu_usage,
    avg(m.memory) as avg_memory_usage
  from api_gateway_logs l
  join machines m on m.instance_id = l.instance_id
  where l.timestamp between '{start_time}' and '{end_time}'
    and l.region = '{region}' and l.environment = '{environment}' and l.service_name = '{service_name}'
    and cast(l.is_test_traffic as integer) = 0
  group by l.availability_zone, l.instance_type
  having count(*) > 500
)
select *,
  case
    when success_rate < 90 then 'CRITICAL'
    when success_rate < 95 then 'DEGRADED'
    when infrastructure_error_rate > 5 then 'INFRASTRUCTURE_ISSUES'
    when overall_latency > 2000 then 'PERFORMANCE_ISSUES'
    when avg_cpu_usage > 80 or avg_memory_usage > 85 then 'RESOURCE_PRESSURE'
    else 'HEALTHY'
  end as zone_status
from zones
order by success_rate, total_requests desc
