import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Span } from '@opentelemetry/api';
import { PeriplusError, sentenceOf } from './errors.js';
import { redact } from './redact.js';

const tracer = trace.getTracer('periplus');

let stop: (() => Promise<void>) | null = null;

/** Starts OpenTelemetry before Nest is loaded. Off without an endpoint: nothing is imported, nothing listens. */
export async function startTelemetry(endpoint: string | undefined): Promise<void> {
  if (endpoint === undefined) return;
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  const traceExporter = new OTLPTraceExporter({ url: new URL('/v1/traces', endpoint).href });
  const sdk = new NodeSDK({ serviceName: 'periplus', traceExporter });
  sdk.start();
  stop = () => sdk.shutdown();
}

/** Last in the shut-down path: sends what is left. */
export async function stopTelemetry(): Promise<void> {
  await stop?.();
  stop = null;
}

/** A span around a call to another system. A thrown error marks it. Our own spans do not depend on any loader hook. */
export function clientSpan<T>(name: string, attributes: Attributes, act: (span: Span) => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (current) => {
    try {
      return await act(current);
    } catch (error) {
      current.setAttribute('error.type', error instanceof PeriplusError ? error.code : 'unexpected');
      current.setStatus({ code: SpanStatusCode.ERROR, message: redact(sentenceOf(error)) });
      throw error;
    } finally {
      current.end();
    }
  });
}
