-- date_trunc knows no "30 minutes"; date_bin does.
select hub, date_bin('30 minutes', scanned_at, timestamp '2000-01-01') as half_hour, count(*) as scans
from scans
where scanned_at between '{start_time}' and '{end_time}' and region = '{region}'
group by 1, 2
order by 1, 2
