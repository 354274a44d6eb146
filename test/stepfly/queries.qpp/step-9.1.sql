-- The rows of the guide's block; the flag is cast, because no type can be compared with both 0 and false.
select
  correlation_id, scenario_name, workflow_id, workflow_step, workflow_status, business_criticality,
  total_workflow_time_ms, retry_attempts, user_id, has_compensation, timestamp
from workflow_tracking
where timestamp between '{start_time}' and '{end_time}'
  and region = '{region}' and environment = '{environment}'
  and coalesce(cast(is_test_traffic as integer), 0) = 0
order by scenario_name, timestamp
