-- No partition has more than 70 requests in two hours, so the least that counts is 50 here and not 100: expect noise.
with partitions as (
  select partition_id, shard_id, tenant_category, count(*) as total_requests,
    sum(case when status_code between 200 and 299 then 1 else 0 end) * 100.0 / count(*) as success_rate,
    sum(case when status_code >= 500 then 1 else 0 end) * 100.0 / count(*) as error_rate,
    avg(latency_ms) as overall_avg_latency,
    max(latency_ms) as worst_latency,
    count(distinct user_id) as affected_users
  from api_gateway_logs
  where timestamp between '{start_time}' and '{end_time}'
    and region = '{region}' and environment = '{environment}' and service_name = '{service_name}'
    and cast(is_test_traffic as integer) = 0
  group by partition_id, shard_id, tenant_category
  having count(*) > 50
),
judged as (
  select *,
    success_rate * 0.4 + (100 - case when error_rate > 50 then 100 else error_rate * 2 end) * 0.3 +
      case when overall_avg_latency < 1000 then 30 when overall_avg_latency < 3000 then 15 else 0 end as health_score,
    case
      when error_rate > 10 then 'HIGH_ERRORS'
      when overall_avg_latency > 3000 then 'HIGH_LATENCY'
      when success_rate < 95 then 'LOW_SUCCESS'
      else 'HEALTHY'
    end as partition_status
  from partitions
)
select * from judged
where partition_status <> 'HEALTHY'
order by health_score, partition_id, shard_id
limit 20
