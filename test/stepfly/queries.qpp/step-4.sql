-- Zones of the region in question; the whole window is one bucket, so that no unit of date_trunc is needed.
with zones as (
  select region, datacenter, availability_zone, count(*) as total_count,
    sum(case when status_code between 200 and 299 then 1 else 0 end) * 100.0 / count(*) as availability_pct,
    sum(case when status_code >= 500 then 1 else 0 end) as failure_count,
    sum(case when status_code = 429 then 1 else 0 end) as rate_limited_count,
    sum(case when status_code = 503 then 1 else 0 end) as unavailable_count,
    avg(latency_ms) as overall_avg_latency
  from api_gateway_logs
  where timestamp between '{start_time}' and '{end_time}'
    and region = '{region}' and environment = '{environment}' and service_name = '{service_name}'
    and cast(is_test_traffic as integer) = 0
  group by region, datacenter, availability_zone
)
select *,
  case when availability_pct < 95 then 'CRITICAL' when availability_pct < 99 then 'WARNING' else 'HEALTHY' end as health_status
from zones
where total_count > 1000
order by availability_pct, total_count desc
