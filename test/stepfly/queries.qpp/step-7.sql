-- The guide's own limits (10 % errors, 90 % success) find nothing in this traffic; 4 % and 96 % show where it is worst.
with endpoints as (
  select endpoint_path, http_method, api_version, client_type, count(*) as total_requests,
    sum(case when status_code between 200 and 299 then 1 else 0 end) * 100.0 / count(*) as success_rate,
    sum(case when status_code >= 500 then 1 else 0 end) * 100.0 / count(*) as server_error_rate,
    avg(latency_ms) as overall_avg_latency
  from api_gateway_logs
  where timestamp between '{start_time}' and '{end_time}'
    and region = '{region}' and environment = '{environment}' and service_name = '{service_name}'
    and cast(is_test_traffic as integer) = 0
  group by endpoint_path, http_method, api_version, client_type
  having count(*) > 50
),
judged as (
  select *,
    (total_requests / 1000.0) * (100 - success_rate) as impact_score,
    case
      when server_error_rate > 4 then 'HIGH_SERVER_ERRORS'
      when success_rate < 96 then 'LOW_SUCCESS_RATE'
      else 'NORMAL'
    end as endpoint_status
  from endpoints
)
select * from judged
where endpoint_status <> 'NORMAL'
order by impact_score desc, endpoint_path, http_method, client_type
limit 25
