-- Every flag, also those below the threshold of the guide's text (8 % over more than 1000 requests), each beside the requests
-- that do not carry it: a flag that only raises the error rate is worth reading, though it ends nothing.
with scope as (
  select request_id, latency_ms,
    case when status_code >= 500 then 1 else 0 end as failed,
    case when status_code between 200 and 299 then 1 else 0 end as succeeded
  from api_gateway_logs
  where timestamp between '{start_time}' and '{end_time}'
    and region = '{region}' and environment = '{environment}' and service_name = '{service_name}'
    and cast(is_test_traffic as integer) = 0
),
traffic as (select count(*) as requests, sum(failed) as failures from scope),
flags as (
  select f.flag_name, f.flag_value, count(*) as request_count, sum(s.failed) as failures,
    sum(s.failed) * 100.0 / count(*) as error_rate,
    sum(s.succeeded) * 100.0 / count(*) as success_rate,
    avg(s.latency_ms) as avg_latency
  from scope s
  join feature_flags f on f.request_id = s.request_id
  group by f.flag_name, f.flag_value
  having count(*) > 100
),
compared as (
  select flags.*, (t.failures - flags.failures) * 100.0 / nullif(t.requests - flags.request_count, 0) as error_rate_without
  from flags cross join traffic t
)
select
  flag_name, flag_value, request_count, error_rate, error_rate_without,
  error_rate - error_rate_without as error_rate_delta, success_rate, avg_latency,
  case
    when error_rate > 8 and request_count > 1000 then 'HIGH_ERROR_RATE'
    when error_rate > 1.5 * error_rate_without and request_count > 1000 then 'ELEVATED_ERROR_RATE'
    else 'NORMAL'
  end as flag_status
from compared
order by error_rate desc, request_count desc
