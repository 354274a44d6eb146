import { z } from 'zod';

const credential = z.union([
  z.strictObject({ env: z.string() }),
  z.strictObject({ file: z.string() }),
  z.strictObject({ kubernetesSecret: z.string() }),
]);
export type Credential = z.infer<typeof credential>;

const limits = {
  maxConcurrent: z.int().positive().default(8),
  ratePerMinute: z.int().positive().default(600),
};

const cluster = z.strictObject({
  kubeconfig: z.string().optional(),
  context: z.string().optional(),
  /** The service account this process runs under. */
  inCluster: z.boolean().default(false),
  /** Address without a kubeconfig (the testbed, a proxy). */
  server: z.url().optional(),
  token: credential.optional(),
  /** The second identity, for changes. Without it the cluster is read-only. */
  actor: z.strictObject({ kubeconfig: z.string().optional(), context: z.string().optional(), token: credential.optional() }).optional(),
  ...limits,
});
export type ClusterConfig = z.infer<typeof cluster>;

const source = z.strictObject({
  kind: z.enum(['prometheus', 'postgres', 'sqlite', 'loki', 'http']),
  /** Address or file; may come from `credential` where it holds a password. */
  url: z.string().optional(),
  credential: credential.optional(),
  /** Hosts an `http` source may reach. */
  hosts: z.array(z.string()).default([]),
  /** Whether those names may resolve to private addresses. */
  privateNetwork: z.boolean().default(false),
  /** The longest range a query may ask for. */
  longestRangeHours: z.number().positive().default(168),
  timeoutMs: z.int().positive().default(15_000),
  maxRows: z.int().positive().default(10_000),
  ...limits,
});
export type SourceConfig = z.infer<typeof source>;

const role = z.enum(['viewer', 'responder', 'approver', 'admin']);

export const configSchema = z.strictObject({
  role: z.enum(['api', 'worker', 'all']).default('all'),
  demo: z.boolean().default(false),
  http: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535).default(3000), publicUrl: z.url().optional() })
    .prefault({}),
  database: z
    .strictObject({
      url: z.string().optional(),
      directory: z.string().default('.periplus/postgres'),
      port: z.int().min(0).max(65_535).default(0),
    })
    .prefault({}),
  redisUrl: z.string().optional(),
  clusters: z.record(z.string(), cluster).default({}),
  defaultCluster: z.string().optional(),
  /** The alert label that names the cluster. */
  clusterLabel: z.string().default('cluster'),
  sources: z.record(z.string(), source).default({}),
  guides: z
    .strictObject({ directories: z.array(z.string()).default([]), defaultMode: z.enum(['shadow', 'suggest', 'act']).default('suggest') })
    .prefault({}),
  pagerduty: z
    .strictObject({
      /** Signing secrets; two during a rotation. */
      secrets: z.array(credential).default([]),
      apiUrl: z.url().default('https://api.pagerduty.com'),
      apiToken: credential.optional(),
      fromEmail: z.email().optional(),
    })
    .prefault({}),
  alertmanager: z.strictObject({ token: credential.optional() }).prefault({}),
  teams: z.strictObject({ workflowsUrl: credential.optional() }).prefault({}),
  model: z
    .strictObject({
      /** False switches the model off, whatever else is set. */
      isOn: z.boolean().default(true),
      /** The model, or on Azure the deployment. Without a name there is no model: a key in the environment sends nothing anywhere. */
      name: z.string().min(1).optional(),
      baseUrl: z.url({ protocol: /^https?$/u }).optional(),
      apiKey: credential.optional(),
      /** For Azure's addresses with a deployment; its /openai/v1 needs none. */
      azureApiVersion: z.string().optional(),
      /** A file of recorded answers: with an address or a key beside it answers are added to it, without one they come from it. */
      recording: z.string().optional(),
      /** All attempts of one asking together. */
      timeoutMs: z.int().positive().default(30_000),
      /** Most tokens of one answer. */
      maxTokens: z.int().positive().default(1_000),
      maxConcurrent: z.int().positive().default(4),
      /** A verdict the model is less sure of goes to a person. */
      minConfidence: z.number().min(0).max(1).default(0.8),
      /** Most characters of evidence shown for one condition; what is cut is said. */
      maxEvidenceChars: z.int().positive().default(24_000),
      tokensPerIncident: z.int().nonnegative().default(200_000),
      secondsPerIncident: z.number().nonnegative().default(300),
    })
    .refine(
      ({ name, baseUrl, apiKey, recording }) => name === undefined || [baseUrl, apiKey, recording].some((where) => where !== undefined),
      'a model is named, and nothing says where it is: set apiKey (OPENAI_API_KEY), baseUrl (OPENAI_BASE_URL) or recording',
    )
    .prefault({}),
  security: z
    .strictObject({
      apiKeys: z.array(z.strictObject({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/), role })).default([]),
      allowedHosts: z.array(z.string()).default([]),
    })
    .prefault({}),
  policy: z
    .array(
      z.strictObject({
        plan: z.string().default('*'),
        cluster: z.string().default('*'),
        namespace: z.string().default('*'),
        verb: z.string().default('*'),
        ruling: z.enum(['auto', 'approve', 'never']),
        /** Whether who started a run may approve its changes. */
        approver: z.enum(['anybody', 'not-the-starter']).default('anybody'),
      }),
    )
    .default([]),
  runs: z
    .strictObject({
      maxPerService: z.int().positive().default(3),
      maxTotal: z.int().positive().default(20),
      lateAfterMinutes: z.number().positive().default(15),
      joinWithinMinutes: z.number().positive().default(10),
      /** Queries of all runs of a worker at once, besides the limits of each source and cluster. */
      maxConcurrentQueries: z.int().positive().default(256),
      /** Steps of one run at work at once; the others wait in line. */
      maxStepsAtWork: z.int().positive().default(64),
      leaseMs: z.int().positive().default(10_000),
      approvalMinutes: z.number().positive().default(15),
      staleAfterMinutes: z.number().positive().default(5),
      outcomeGraceMs: z.int().nonnegative().default(60_000),
      stepTimeoutMs: z.int().positive().default(30_000),
      stepRetries: z.int().nonnegative().default(2),
      questionMinutes: z.number().positive().default(30),
      /** Where nobody answers in time: `otherwise` follows a step's Otherwise, if nothing can be changed from there on. A guide may name another way. */
      questionDefault: z.enum(['none', 'otherwise']).default('none'),
      /** Waits written in guides pass this many times faster. For the demo alone, whose shop's clock is scaled the same. */
      guideTimeScale: z.number().positive().default(1),
    })
    .prefault({}),
  /** How many days things are kept once they are over. */
  retention: z
    .strictObject({
      /** Webhooks: PagerDuty may deliver one again for days, and it must then be known. */
      deliveriesDays: z.number().min(7).default(30),
      /** The history of a run, event by event. What it read, found and decided is kept with the run. */
      eventsDays: z.number().min(1).default(90),
      /** Runs. Their audit chains are kept for ever. */
      runsDays: z.number().min(1).default(400),
    })
    .prefault({}),
  telemetry: z.strictObject({ otlpEndpoint: z.url().optional() }).prefault({}),
});

/** Everything a deployment decides. Parsed once, at the door; see `load-config.ts`. */
export type Config = z.infer<typeof configSchema>;

/** Nest's token for the parsed configuration. */
export const CONFIG = Symbol('Config');
