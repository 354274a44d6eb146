-- Errors by what failed where. How long ago they began is left out: the incident is over, and only a live clock knows it.
with patterns as (
  select error_category, exception_type, service_component, dependency_name,
    count(*) as total_occurrences,
    count(distinct user_id) as total_affected_users,
    sum(case when cast(is_cascading_failure as integer) = 1 then 1 else 0 end) as total_cascading,
    min(exception_message) as example_message,
    min(timestamp) as first_seen,
    max(timestamp) as last_seen
  from api_gateway_logs
  where timestamp between '{start_time}' and '{end_time}'
    and region = '{region}' and environment = '{environment}' and service_name = '{service_name}'
    and status_code >= 500 and cast(is_test_traffic as integer) = 0
  group by error_category, exception_type, service_component, dependency_name
),
judged as (
  select *,
    total_occurrences * 0.3 + total_affected_users * 0.4 + total_cascading * 0.2 as impact_score,
    case
      when total_cascading > total_occurrences * 0.1 then 'CASCADING'
      when dependency_name is not null then 'DEPENDENCY'
      else 'PERSISTENT'
    end as error_pattern
  from patterns
)
select *, case error_pattern when 'CASCADING' then 'CRITICAL' when 'DEPENDENCY' then 'MEDIUM' else 'LOW' end as priority
from judged
order by impact_score desc, service_component, dependency_name
limit 10
