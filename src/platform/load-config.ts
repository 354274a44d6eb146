import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { configSchema } from './config.js';
import type { Config, Credential } from './config.js';
import { sentenceOf, TerminalError } from './errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * periplus.yaml (or the file PERIPLUS_CONFIG names), then the environment as the short form for one of each.
 * @throws TerminalError `config-invalid` naming everything missing or wrong at once.
 */
export function loadConfig(environment: Environment, directory: string): Config {
  const file = resolve(directory, environment['PERIPLUS_CONFIG'] ?? 'periplus.yaml');
  if (environment['PERIPLUS_CONFIG'] !== undefined && !existsSync(file)) {
    throw new TerminalError('config-missing', `PERIPLUS_CONFIG names ${file}, which does not exist.`, {
      hint: 'Mend the path or unset PERIPLUS_CONFIG.',
    });
  }
  const written = existsSync(file) ? readYaml(file) : {};
  return parseConfig(merge(written, shortForms(environment)), existsSync(file) ? file : 'the environment');
}

/** Checks a configuration value, whatever it came from. */
export function parseConfig(value: unknown, origin: string): Config {
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) {
    const flaws = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(top level)'}: ${issue.message}`);
    throw new TerminalError('config-invalid', `The configuration from ${origin} cannot be used:\n${flaws.join('\n')}`, {
      hint: 'See docs/operating.md for every setting.',
    });
  }
  const config = parsed.data;
  const { defaultCluster } = config;
  if (defaultCluster !== undefined && !(defaultCluster in config.clusters)) {
    throw new TerminalError(
      'config-invalid',
      `defaultCluster names "${defaultCluster}", but clusters has ${Object.keys(config.clusters).join(', ') || 'none'}.`,
    );
  }
  return config;
}

/** The secret a credential points to. @throws TerminalError that names the variable or file that is missing. */
export function readCredential(credential: Credential, environment: Environment = process.env): string {
  if ('env' in credential) {
    const value = environment[credential.env];
    if (value !== undefined && value !== '') return value;
    throw new TerminalError('credential-missing', `The environment variable ${credential.env} is not set.`, {
      hint: 'Set it, or mend the credential in periplus.yaml.',
    });
  }
  if ('file' in credential) return readSecretFile(credential.file);
  return readSecretFile(`/var/run/secrets/periplus/${credential.kubernetesSecret}`);
}

function readSecretFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new TerminalError('credential-missing', `The secret file ${path} cannot be read.`, {
      cause,
      hint: 'Mount it, or mend the credential in periplus.yaml.',
    });
  }
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8')) ?? {};
  } catch (cause) {
    throw new TerminalError('config-invalid', `${file} is not YAML: ${sentenceOf(cause)}`, { cause });
  }
}

const numeric = z.coerce.number();

/** The short forms of DESIGN 5: one cluster, one database, one Prometheus, one pager, one chat. */
function shortForms(environment: Environment): Record<string, unknown> {
  const has = (name: string): boolean => (environment[name] ?? '') !== '';
  const port = environment['PERIPLUS_PORT'];
  return {
    ...(has('PERIPLUS_ROLE') && { role: environment['PERIPLUS_ROLE'] }),
    ...((has('PERIPLUS_HOST') || has('PERIPLUS_PORT')) && {
      http: {
        ...(has('PERIPLUS_HOST') && { host: environment['PERIPLUS_HOST'] }),
        ...(has('PERIPLUS_PORT') && { port: numeric.safeParse(port).data ?? port }),
      },
    }),
    ...(has('DATABASE_URL') && { database: { url: environment['DATABASE_URL'] } }),
    ...(has('REDIS_URL') && { redisUrl: environment['REDIS_URL'] }),
    ...(has('KUBECONFIG') && { clusters: { default: { kubeconfig: environment['KUBECONFIG'] } }, defaultCluster: 'default' }),
    ...(has('PROMETHEUS_URL') && { sources: { prometheus: { kind: 'prometheus', url: environment['PROMETHEUS_URL'] } } }),
    ...((has('PAGERDUTY_WEBHOOK_SECRET') || has('PAGERDUTY_API_TOKEN')) && {
      pagerduty: {
        ...(has('PAGERDUTY_WEBHOOK_SECRET') && { secrets: [{ env: 'PAGERDUTY_WEBHOOK_SECRET' }] }),
        ...(has('PAGERDUTY_API_TOKEN') && { apiToken: { env: 'PAGERDUTY_API_TOKEN' } }),
      },
    }),
    ...(has('TEAMS_WORKFLOWS_URL') && { teams: { workflowsUrl: { env: 'TEAMS_WORKFLOWS_URL' } } }),
    ...((has('OPENAI_API_KEY') || has('OPENAI_BASE_URL') || has('PERIPLUS_MODEL') || has('OPENAI_API_VERSION')) && {
      model: {
        ...(has('OPENAI_API_KEY') && { apiKey: { env: 'OPENAI_API_KEY' } }),
        ...(has('OPENAI_BASE_URL') && { baseUrl: environment['OPENAI_BASE_URL'] }),
        ...(has('PERIPLUS_MODEL') && { name: environment['PERIPLUS_MODEL'] }),
        ...(has('OPENAI_API_VERSION') && { azureApiVersion: environment['OPENAI_API_VERSION'] }),
      },
    }),
    ...(has('OTEL_EXPORTER_OTLP_ENDPOINT') && { telemetry: { otlpEndpoint: environment['OTEL_EXPORTER_OTLP_ENDPOINT'] } }),
  };
}

/** What is written wins over a short form of the same name; sections are merged one level deep. */
function merge(written: unknown, short: Record<string, unknown>): unknown {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return written;
  const merged: Record<string, unknown> = { ...short, ...written };
  for (const [name, value] of Object.entries(short)) {
    const own = (written as Record<string, unknown>)[name];
    if (isSection(value) && isSection(own)) merged[name] = { ...value, ...own };
  }
  return merged;
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
