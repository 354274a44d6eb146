select hub, datetime(unixepoch(scanned_at) / 1800 * 1800, 'unixepoch') as half_hour, count(*) as scans
from scans
where scanned_at between '{start_time}' and '{end_time}' and region = '{region}'
group by 1, 2
order by 1, 2
