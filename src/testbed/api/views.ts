import type { HorizontalPodAutoscaler, KubeEvent } from '../objects/kinds.js';
import type { KubeObject } from '../objects/meta.js';
import { EVENTS, HORIZONTAL_POD_AUTOSCALERS, RESOURCES, type Resource } from '../objects/resources.js';
import { isRecord } from './merge-patch.js';

/** A resource that is stored in one version and also served in another. */
export interface View {
  readonly resource: Resource;
  readonly stored: Resource;
  show(object: KubeObject): KubeObject;
  /** A body in this version → the same in the stored one. */
  read(body: unknown): unknown;
}

const autoscalersV1: View = {
  resource: { ...HORIZONTAL_POD_AUTOSCALERS, version: 'v1' },
  stored: HORIZONTAL_POD_AUTOSCALERS,
  show(object) {
    const { apiVersion: _, spec, status, ...rest } = object as HorizontalPodAutoscaler;
    const { metrics, behavior: _behavior, ...kept } = spec;
    const target = metrics?.find((metric) => metric.resource?.name === 'cpu')?.resource?.target.averageUtilization;
    const current = status.currentMetrics?.find((metric) => metric.resource?.name === 'cpu')?.resource?.current.averageUtilization;
    const { currentReplicas, desiredReplicas, lastScaleTime } = status;
    return {
      ...rest,
      apiVersion: 'autoscaling/v1',
      spec: { ...kept, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) },
      status: {
        currentReplicas,
        desiredReplicas,
        ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
        ...(current === undefined ? {} : { currentCPUUtilizationPercentage: current }),
      },
    } as KubeObject;
  },
  read(body) {
    if (!isRecord(body)) return body;
    const { targetCPUUtilizationPercentage: target, ...spec } = isRecord(body['spec']) ? body['spec'] : {};
    const metrics = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } } }];
    return { ...body, apiVersion: 'autoscaling/v2', spec: { ...spec, ...(target === undefined ? {} : { metrics }) } };
  },
};

const eventsV1: View = {
  resource: { ...EVENTS, group: 'events.k8s.io' },
  stored: EVENTS,
  show(object) {
    const { involvedObject, message, count, firstTimestamp, lastTimestamp, source, reportingComponent, reportingInstance, ...rest } =
      object as KubeEvent;
    return {
      ...rest,
      apiVersion: 'events.k8s.io/v1',
      regarding: involvedObject,
      note: message,
      reportingController: reportingComponent,
      reportingInstance,
      deprecatedCount: count,
      deprecatedFirstTimestamp: firstTimestamp,
      deprecatedLastTimestamp: lastTimestamp,
      deprecatedSource: source,
    } as KubeObject;
  },
  read(body) {
    if (!isRecord(body)) return body;
    const {
      regarding,
      note,
      reportingController,
      deprecatedCount,
      deprecatedFirstTimestamp,
      deprecatedLastTimestamp,
      deprecatedSource,
      ...rest
    } = body;
    return {
      ...rest,
      apiVersion: 'v1',
      involvedObject: regarding,
      message: note,
      reportingComponent: reportingController,
      count: deprecatedCount ?? 1,
      firstTimestamp: deprecatedFirstTimestamp ?? rest['eventTime'],
      lastTimestamp: deprecatedLastTimestamp ?? rest['eventTime'],
      source: deprecatedSource ?? { component: reportingController },
    };
  },
};

export const VIEWS: readonly View[] = [autoscalersV1, eventsV1];

/** Every resource with an address of its own: the stored ones first, so that they are preferred. */
export const SERVED: readonly Resource[] = [...RESOURCES, ...VIEWS.map((view) => view.resource)];
