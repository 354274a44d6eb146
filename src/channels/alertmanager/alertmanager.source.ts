import type { AlertSource } from '../alert-source.js';
import { toAlert } from './to-alert.js';

/** Alertmanager and Grafana send everything they know: there is nothing to add. */
export function alertmanagerSource(name: 'alertmanager' | 'grafana'): AlertSource {
  return {
    name,
    read: ({ body, receivedAt }) => toAlert(name, body, receivedAt),
    enrich: (alert) => Promise.resolve({ alert, missing: null }),
  };
}
