// The notebook of the guide: punctuality rate by lane, and where the late parcels of each were stuck.
// columns: lane, service_class, parcels, on_time, punctuality_rate, stuck_at, verdict
const lanes = new Map();
for (const { lane, service_class, outcome, stuck_at } of rows) {
  const known = lanes.get(lane) ?? { lane, service_class, parcels: 0, on_time: 0, places: {} };
  known.parcels += 1;
  if (outcome === 'ON_TIME') known.on_time += 1;
  else known.places[stuck_at] = (known.places[stuck_at] ?? 0) + 1;
  lanes.set(lane, known);
}

return [...lanes.values()]
  .map(({ places, ...lane }) => {
    const [worst] = Object.entries(places).sort((a, b) => b[1] - a[1]);
    const rate = Math.round((lane.on_time / lane.parcels) * 10_000) / 100;
    const verdict = rate >= 95 ? 'ON_SCHEDULE' : 'LATE';
    return { ...lane, punctuality_rate: rate, stuck_at: worst === undefined ? null : `${worst[0]} (${worst[1]})`, verdict };
  })
  .sort((a, b) => a.punctuality_rate - b.punctuality_rate);
