/**
 * States of things, by groups of words that mean the same. `good`: nothing is wrong. `bad`: something is. `between`: on
 * the way from one to the other.
 */
export type Polarity = 'good' | 'bad' | 'between';

export interface StateGroup {
  /** The word that stands for the group. */
  readonly name: string;
  readonly polarity: Polarity;
  /** Groups that may be said of the same thing at once, so that one of them does not exclude the other. */
  readonly near: readonly string[];
}

const ALIVE = 'running ready healthy active up available online enabled valid connected streaming';

const TABLE: readonly (readonly [polarity: Polarity, near: string, words: string])[] = [
  ['good', ALIVE, 'running'],
  ['good', ALIVE, 'ready'],
  ['good', ALIVE, 'healthy ok okay passing passed normal good green nominal alive operational serving functional fine health_ok'],
  ['good', ALIVE, 'active'],
  ['good', ALIVE, 'up reachable responding responsive accessible'],
  ['good', ALIVE, 'available'],
  ['good', ALIVE, 'online'],
  ['good', ALIVE, 'enabled'],
  ['good', ALIVE, 'valid verified accepted approved trusted'],
  ['good', ALIVE, 'connected established joined'],
  ['good', ALIVE, 'streaming'],
  ['good', '', 'completed complete finished succeeded success successful succeeds succeed passes done finalized successfully'],
  ['good', '', 'bound attached mounted'],
  ['good', ALIVE, 'synced synchronized in-sync insync up-to-date uptodate reconciled'],
  ['good', '', 'resolved cleared'],
  ['good', '', 'schedulable'],
  ['between', 'starting', 'pending queued enqueued'],
  ['between', `${ALIVE} pending starting blocked idle`, 'waiting'],
  ['between', 'pending', 'starting containercreating podinitializing initializing initialising init creating provisioning booting'],
  ['between', 'updating', 'progressing in_progress inprogress in-progress processing executing'],
  ['between', 'progressing', 'updating upgrading migrating rebalancing recovering restoring rebuilding resyncing catching-up catchup'],
  ['between', 'leaving', 'terminating deleting'],
  ['between', 'terminating', 'leaving draining drained decommissioning'],
  ['between', 'suspended stopped', 'idle standby'],
  ['between', '', 'released'],
  ['bad', 'error crashed down unhealthy degraded lost broken', 'failed failure failing fail fails partiallyfailed'],
  ['bad', 'failed crashed unhealthy degraded', 'error errored errors erroring'],
  ['bad', 'failed error unhealthy down', 'crashed crashloopbackoff crashing crash-looping'],
  ['bad', 'failed error crashed unhealthy', 'imagepullbackoff errimagepull errimageneverpull invalidimagename'],
  ['bad', 'failed error unhealthy', 'createcontainerconfigerror createcontainererror runcontainererror starterror'],
  ['bad', 'failed error crashed terminated', 'oomkilled'],
  ['bad', 'failed', 'evicted'],
  ['bad', 'degraded failed error down critical broken unavailable lost', 'unhealthy'],
  ['bad', 'unhealthy failed error warning at_risk', 'degraded impaired health_warn'],
  ['bad', 'unhealthy unavailable failed stopped lost critical inactive', 'down offline unreachable unresponsive dead inaccessible health_err'],
  ['bad', 'down unhealthy failed', 'unavailable'],
  ['bad', 'unhealthy down', 'notready not-ready unready'],
  ['bad', '', 'schedulingdisabled cordoned unschedulable'],
  ['bad', 'failed down', 'lost nodelost'],
  ['bad', 'unhealthy failed', 'broken corrupt corrupted'],
  ['bad', 'unhealthy down failed warning', 'critical'],
  ['bad', 'degraded critical unhealthy', 'warning warn'],
  ['bad', 'down inactive suspended', 'stopped halted shutdown'],
  ['bad', 'stopped failed completed oomkilled', 'terminated exited killed'],
  ['bad', 'stopped down', 'inactive disabled'],
  ['bad', 'stopped', 'suspended paused frozen'],
  ['bad', 'failed', 'cancelled canceled aborted rejected denied'],
  ['bad', 'failed', 'expired invalid revoked'],
  ['bad', '', 'outofsync out-of-sync unsynced stale outdated'],
  ['bad', 'down', 'disconnected detached'],
  ['bad', 'failed', 'timeout timedout timed_out deadlineexceeded'],
  ['bad', 'failed error', 'blocked deadlocked hung'],
  ['bad', '', 'firing'],
  ['bad', '', 'decommissioned'],
]; // prettier-ignore

const groups: ReadonlyMap<string, StateGroup> = new Map(
  TABLE.flatMap(([polarity, near, words]) => {
    const [name = '', ...others] = words.split(' ');
    const group: StateGroup = { name, polarity, near: near.split(' ').filter((word) => word !== name) };
    return [name, ...others].map((word) => [word, group] as const);
  }),
);

/** The group a word belongs to; null where it names no state. */
export function stateGroup(word: string): StateGroup | null {
  return groups.get(word.toLowerCase()) ?? null;
}

/** What kubectl prints as a state, by how people write it. */
const PRINTED =
  `Pending Running Succeeded Failed Unknown CrashLoopBackOff ImagePullBackOff ErrImagePull ErrImageNeverPull InvalidImageName CreateContainerConfigError CreateContainerError
  RunContainerError ContainerCreating PodInitializing Terminating Completed Error OOMKilled Evicted NotReady Ready Bound Lost Released Available SchedulingDisabled Unschedulable FailedScheduling
  FailedMount FailedAttachVolume BackOff Unhealthy Killing NodeLost NodeAffinity Active ContainerStatusUnknown DeadlineExceeded StartError Preempting Shutdown FailedCreate FailedCreatePodSandBox
  NodeNotReady Warning Normal Complete Suspended Degraded Progressing OutOfSync Synced Healthy`.split(/\s+/);

const printed: ReadonlyMap<string, string> = new Map([
  ...PRINTED.map((state) => [state.toLowerCase(), state] as const),
  ['crashlooping', 'CrashLoopBackOff'],
  ['cordoned', 'SchedulingDisabled'],
]);

/** The state as kubectl spells it; null where the word is none of its. */
export function printedState(word: string): string | null {
  return printed.get(word.toLowerCase()) ?? null;
}

/** A word that can only be a value: CRITICAL, HIGH_ERROR_RATE, HEALTH_WARN, FailedScheduling. */
export function looksLikeStatus(raw: string): boolean {
  return (
    /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(raw) || /^[A-Z]{4,}$/.test(raw) || /^[A-Z](?=[A-Za-z]*[a-z])[A-Za-z]*[A-Z][A-Za-z]*$/.test(raw)
  );
}

/** Whether a cell's text shows a state: yes, no, or nobody can say. `asked` and `shown` in any case. */
export function showsState(asked: string, shown: string): boolean | null {
  const words = shown.toLowerCase().split(/[\s,;:()/]+/).filter((word) => word !== ''); // prettier-ignore
  const wanted = asked.toLowerCase();
  if (shown.toLowerCase() === wanted || words.includes(wanted)) return true;
  const group = stateGroup(wanted);
  const known = words.map(stateGroup).filter((one) => one !== null);
  if (group === null || known.length === 0) return null;
  if (known.some((one) => one.name === group.name)) return true;
  if (group.name === 'healthy' || group.name === 'unhealthy' || ['failing', 'broken', 'erroring'].includes(wanted))
    return generally(group.polarity, known);
  return known.some((one) => group.near.includes(one.name)) ? null : false;
}

function generally(polarity: Polarity, shown: readonly StateGroup[]): boolean | null {
  if (shown.some((one) => one.polarity === 'bad')) return polarity === 'bad';
  return shown.every((one) => one.polarity === 'good') ? polarity === 'good' : null;
}
