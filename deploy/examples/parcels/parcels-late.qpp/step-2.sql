-- is_drill is a boolean on one site and 0 or 1 on another, so it is cast. Misreads are counted without FILTER.
select label_version, count(*) as scans,
  sum(case when cast(misread as integer) = 1 then 1 else 0 end) * 100.0 / count(*) as misread_rate,
  case
    when sum(case when cast(misread as integer) = 1 then 1 else 0 end) * 100.0 / count(*) > 5 then 'LABELS_MISREAD'
    when sum(case when cast(misread as integer) = 1 then 1 else 0 end) * 100.0 / count(*) > 2 then 'LABELS_DOUBTFUL'
    else 'LABELS_FINE'
  end as verdict
from scans
where scanned_at between '{start_time}' and '{end_time}' and region = '{region}' and cast(is_drill as integer) = 0
group by label_version
order by label_version desc
