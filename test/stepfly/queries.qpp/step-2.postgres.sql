-- One row a version with enough traffic, the newest first. The flag is cast: it may be a boolean or 0 and 1.
with versions as (
  select
    service_version,
    string_to_array(service_version, '.')::int[] as parts,
    count(*) as total_count,
    count(*) filter (where status_code >= 500) * 100.0 / count(*) as failure_rate,
    count(*) filter (where latency_ms > 5000) * 100.0 / count(*) as slow_rate,
    avg(latency_ms) as overall_avg_latency,
    percentile_cont(0.99) within group (order by latency_ms) as max_p99_latency
  from api_gateway_logs
  where timestamp between '{start_time}' and '{end_time}'
    and region = '{region}' and environment = '{environment}' and service_name = '{service_name}'
    and cast(is_test_traffic as integer) = 0
  group by service_version
  having count(*) > 100
),
compared as (
  select
    *,
    row_number() over (order by parts desc) as version_rank,
    lag(failure_rate) over (order by parts) as prev_failure_rate
  from versions
)
select
  service_version, version_rank, total_count, failure_rate, prev_failure_rate,
  failure_rate - prev_failure_rate as failure_rate_delta,
  slow_rate, overall_avg_latency, max_p99_latency,
  case
    when version_rank = 1 and failure_rate - prev_failure_rate > 10 then 'REGRESSION_DETECTED'
    when version_rank = 1 and slow_rate > 10 then 'PERFORMANCE_DEGRADATION'
    else 'NO_REGRESSION'
  end as assessment
from compared
order by version_rank
limit 5
