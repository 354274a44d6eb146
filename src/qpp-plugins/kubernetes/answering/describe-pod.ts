import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import { textOf } from '../output/json-path.js';
import type { Container } from '../shapes.js';

interface PodObject extends KubernetesObject {
  readonly spec?: {
    readonly nodeName?: string;
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly nodeSelector?: Readonly<Record<string, string>>;
  };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly hostIP?: string;
    readonly podIP?: string;
    readonly startTime?: string;
    readonly qosClass?: string;
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly name: string;
  readonly imageID?: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: {
    readonly reason?: string;
    readonly message?: string;
    readonly exitCode?: number;
    readonly signal?: number;
    readonly startedAt?: string;
    readonly finishedAt?: string;
  };
}

/** What `kubectl describe pod` says of a pod below its labels: where it runs, its containers with their states. */
export function describePod(object: KubernetesObject): readonly string[] {
  const { spec, status } = object as PodObject;
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const section = (title: string, containers: readonly Container[]): readonly string[] =>
    containers.length === 0
      ? []
      : [
          `${title}:`,
          ...containers.flatMap((container) =>
            describeContainer(
              container,
              statuses.find(({ name }) => name === container.name),
            ),
          ),
        ];
  return [
    line('Node', spec?.nodeName === undefined ? '<none>' : `${spec.nodeName}/${status?.hostIP ?? ''}`, 0),
    ...(status?.startTime === undefined ? [] : [line('Start Time', status.startTime, 0)]),
    line('Status', status?.phase ?? 'Unknown', 0),
    ...optional('Reason', status?.reason, 0),
    ...optional('Message', status?.message, 0),
    line('IP', status?.podIP ?? '', 0),
    ...section('Init Containers', spec?.initContainers ?? []),
    ...section('Containers', spec?.containers ?? []),
    line('QoS Class', status?.qosClass ?? '', 0),
    line('Node-Selectors', pairsText(spec?.nodeSelector ?? {}), 0),
  ];
}

const WIDTH = 16;

function line(title: string, value: string, indent: number): string {
  return `${' '.repeat(indent)}${`${title}:`.padEnd(WIDTH)}${value === '' ? '' : ` ${value}`}`.trimEnd();
}

function optional(title: string, value: string | number | undefined, indent: number): readonly string[] {
  return value === undefined || value === '' ? [] : [line(title, String(value), indent)];
}

function pairsText(map: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(map).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.join(', ');
}

function describeContainer(container: Container, status: ContainerStatus | undefined): readonly string[] {
  return [
    `  ${container.name}:`,
    line('Image', container.image ?? '', 4),
    ...optional('Image ID', status?.imageID, 4),
    ...describeState('State', status?.state ?? { waiting: {} }),
    ...(Object.keys(status?.lastState ?? {}).length === 0 ? [] : describeState('Last State', status?.lastState ?? {})),
    line('Ready', status?.ready === true ? 'True' : 'False', 4),
    line('Restart Count', String(status?.restartCount ?? 0), 4),
    ...quantities('Limits', container.resources?.limits),
    ...quantities('Requests', container.resources?.requests),
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((key) => probe(key, container[key])),
    ...environment(container),
  ];
}

function describeState(title: string, { waiting, running, terminated }: ContainerState): readonly string[] {
  if (running !== undefined) return [line(title, 'Running', 4), ...optional('Started', running.startedAt, 6)];
  if (terminated !== undefined) {
    return [
      line(title, 'Terminated', 4),
      ...optional('Reason', terminated.reason, 6),
      ...optional('Message', terminated.message, 6),
      line('Exit Code', String(terminated.exitCode ?? 0), 6),
      ...optional('Signal', terminated.signal, 6),
      ...optional('Started', terminated.startedAt, 6),
      ...optional('Finished', terminated.finishedAt, 6),
    ];
  }
  return [line(title, 'Waiting', 4), ...optional('Reason', waiting?.reason, 6), ...optional('Message', waiting?.message, 6)];
}

function quantities(title: string, map: Readonly<Record<string, string>> | undefined): readonly string[] {
  const entries = Object.entries(map ?? {});
  return entries.length === 0 ? [] : [`    ${title}:`, ...entries.map(([key, value]) => `      ${`${key}:`.padEnd(8)} ${value}`)];
}

const PROBES: Readonly<Record<string, string>> = { livenessProbe: 'Liveness', readinessProbe: 'Readiness', startupProbe: 'Startup' };

interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port?: unknown; readonly scheme?: string };
  readonly tcpSocket?: { readonly port?: unknown };
  readonly exec?: { readonly command?: readonly string[] };
  readonly initialDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly periodSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}

/** `http-get http://:80/health delay=180s timeout=1s period=3s #success=1 #failure=3`. */
function probe(key: string, value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const {
    httpGet,
    tcpSocket,
    exec,
    initialDelaySeconds = 0,
    timeoutSeconds = 1,
    periodSeconds = 10,
    successThreshold = 1,
    failureThreshold = 3,
  } = value as Probe;
  const what =
    httpGet !== undefined
      ? `http-get ${(httpGet.scheme ?? 'HTTP').toLowerCase()}://:${textOf(httpGet.port)}${httpGet.path ?? '/'}`
      : tcpSocket !== undefined
        ? `tcp-socket :${textOf(tcpSocket.port)}`
        : `exec [${(exec?.command ?? []).join(' ')}]`;
  const times = `delay=${String(initialDelaySeconds)}s timeout=${String(timeoutSeconds)}s period=${String(periodSeconds)}s`;
  return [line(PROBES[key] ?? key, `${what} ${times} #success=${String(successThreshold)} #failure=${String(failureThreshold)}`, 4)];
}

function environment(container: Container): readonly string[] {
  const entries = container.env ?? [];
  if (entries.length === 0) return [line('Environment', '<none>', 4)];
  return [
    '    Environment:',
    ...entries.map(
      ({ name, value, valueFrom }) => `      ${name}:  ${valueFrom === undefined ? (value ?? '') : `<from ${textOf(valueFrom)}>`}`,
    ),
  ];
}
