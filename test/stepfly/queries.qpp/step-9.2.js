// What the step asks a code interpreter for: completion by scenario, and where the workflows that did not complete stood.
// columns: scenario_name, business_criticality, total, completed, failed, timeout, partial, completion_rate, bottleneck, status
const COUNTED = { COMPLETED: 'completed', FAILED: 'failed', TIMEOUT: 'timeout', PARTIAL: 'partial' };
const scenarios = new Map();

for (const { scenario_name, business_criticality, workflow_status, workflow_step } of rows) {
  const known = scenarios.get(scenario_name) ?? {
    scenario_name,
    business_criticality,
    total: 0,
    completed: 0,
    failed: 0,
    timeout: 0,
    partial: 0,
    steps: {},
  };
  known.total += 1;
  known[COUNTED[workflow_status]] += 1;
  if (workflow_status !== 'COMPLETED') known.steps[workflow_step] = (known.steps[workflow_step] ?? 0) + 1;
  scenarios.set(scenario_name, known);
}

function bottleneckOf({ steps, total, completed }) {
  const [worst] = Object.entries(steps).sort((a, b) => b[1] - a[1]);
  return worst === undefined ? null : `${worst[0]} (${worst[1]} of ${total - completed})`;
}

function statusOf({ business_criticality }, rate) {
  if (rate >= 99) return 'HEALTHY';
  return business_criticality === 'CRITICAL' ? 'CRITICAL_SCENARIO_FAILING' : 'DEGRADED';
}

return [...scenarios.values()]
  .map(({ steps, ...counts }) => {
    const rate = Math.round((counts.completed / counts.total) * 1e6) / 1e4;
    return { ...counts, completion_rate: rate, bottleneck: bottleneckOf({ ...counts, steps }), status: statusOf(counts, rate) };
  })
  .sort((a, b) => a.completion_rate - b.completion_rate);
