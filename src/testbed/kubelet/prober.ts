import { request } from 'node:http';
import { connect } from 'node:net';
import type { ContainerPort, Probe } from '../objects/kinds.js';
import type { IntOrString } from '../objects/meta.js';

export type ProbeResult = { readonly healthy: true } | { readonly healthy: false; readonly message: string };

/** What a probe knocks at: the pod's address for the messages, and where its ports really are. */
export interface ProbeTarget {
  readonly podIP: string;
  readonly ports: readonly ContainerPort[];
  loopbackPort(containerPort: number): number | null;
}

/** Knocks once. The time-out is real time, as every request latency is. */
export function probeOnce(probe: Probe, target: ProbeTarget): Promise<ProbeResult> {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1_000;
  if (probe.httpGet !== undefined) return probeHttp(probe.httpGet.path ?? '/', portOf(probe.httpGet.port, target), target, timeoutMs);
  if (probe.tcpSocket !== undefined) return probeTcp(portOf(probe.tcpSocket.port, target), target, timeoutMs);
  return Promise.resolve({ healthy: true });
}

function portOf(port: IntOrString, target: ProbeTarget): number {
  if (typeof port === 'number') return port;
  return target.ports.find((each) => each.name === port)?.containerPort ?? Number(port);
}

function probeHttp(path: string, port: number, target: ProbeTarget, timeoutMs: number): Promise<ProbeResult> {
  const url = `http://${target.podIP}:${port}${path}`;
  const loopbackPort = target.loopbackPort(port);
  if (loopbackPort === null) return Promise.resolve(refused(`Get "${url}": `, target, port));
  return new Promise((resolve) => {
    const headers = { host: `${target.podIP}:${port}`, 'user-agent': 'kube-probe/1.32' };
    const outgoing = request({ host: '127.0.0.1', port: loopbackPort, path, headers, agent: false, timeout: timeoutMs }, (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      const healthy = statusCode >= 200 && statusCode < 400;
      resolve(healthy ? { healthy } : { healthy, message: `HTTP probe failed with statuscode: ${statusCode}` });
    });
    outgoing.on('timeout', () => {
      resolve({ healthy: false, message: `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)` });
      outgoing.destroy();
    });
    outgoing.on('error', () => {
      resolve(refused(`Get "${url}": `, target, port));
    });
    outgoing.end();
  });
}

function probeTcp(port: number, target: ProbeTarget, timeoutMs: number): Promise<ProbeResult> {
  const loopbackPort = target.loopbackPort(port);
  if (loopbackPort === null) return Promise.resolve(refused('', target, port));
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: loopbackPort, timeout: timeoutMs });
    const settle = (result: ProbeResult): void => {
      socket.destroy();
      resolve(result);
    };
    socket.on('connect', () => {
      settle({ healthy: true });
    });
    socket.on('timeout', () => {
      settle({ healthy: false, message: `dial tcp ${target.podIP}:${port}: i/o timeout` });
    });
    socket.on('error', () => {
      settle(refused('', target, port));
    });
  });
}

function refused(prefix: string, target: ProbeTarget, port: number): ProbeResult {
  return { healthy: false, message: `${prefix}dial tcp ${target.podIP}:${port}: connect: connection refused` };
}
