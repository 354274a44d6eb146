-- No product was asked for more than 17 times in two hours, so the least that counts is 10 here and not 100: expect noise.
with products as (
  select p.product_id, p.product_category, p.customer_tier, p.subscription_type, count(*) as total_requests,
    sum(case when l.status_code between 200 and 299 then 1 else 0 end) * 100.0 / count(*) as success_rate,
    count(distinct l.user_id) as affected_users,
    avg(l.latency_ms) as overall_avg_latency
  from api_gateway_logs l
  join product_metadata p on p.request_id = l.request_id
  where l.timestamp between '{start_time}' and '{end_time}'
    and l.region = '{region}' and l.environment = '{environment}' and l.service_name = '{service_name}'
    and cast(l.is_test_traffic as integer) = 0
  group by p.product_id, p.product_category, p.customer_tier, p.subscription_type
  having count(*) > 10
),
judged as (
  select *,
    case customer_tier when 'PREMIUM' then 10 when 'STANDARD' then 3 else 1 end * affected_users * (100 - success_rate) / 100 as business_impact_score,
    case
      when customer_tier = 'PREMIUM' and success_rate < 96 then 'SLA_BREACH_PREMIUM'
      when customer_tier = 'STANDARD' and success_rate < 96.5 then 'SLA_BREACH_STANDARD'
      when success_rate < 94 then 'CRITICAL'
      else 'HEALTHY'
    end as product_status
  from products
)
select * from judged
where product_status <> 'HEALTHY'
order by business_impact_score desc, product_id
limit 20
