import { z } from 'zod';
import { GUIDE_MODES } from '../../tsg-parser/index.js';

const sentence = z.string().trim().min(1, 'say it in a few words').max(2_000);
const labels = z.record(z.string(), z.string().max(10_000)).default({});

export const pageQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });
export const runsQuery = z.object({ incidentId: z.string().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
/** The largest number an event can have. */
export const LAST_EVENT = 2_147_483_647;
/** Of each result: the others are read by page. */
export const viewQuery = z.object({ rows: z.coerce.number().int().min(1).max(10_000).default(200) });
export const rowsQuery = z.object({
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
export const eventsQuery = z.object({ after: z.coerce.number().int().min(0).max(LAST_EVENT).default(0) });
export const outboxQuery = z.object({ incidentId: z.string().optional(), limit: z.coerce.number().int().min(1).max(200).default(100) });

/** An alert told by REST: by a person, a script, or a monitoring system without an adapter of its own. */
export const alertBody = z.strictObject({
  title: z.string().trim().min(1, 'give the alert a title').max(1_000),
  dedupKey: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('Two alerts with the same key are the same trouble. Default: alert name and service.'),
  alertName: z.string().min(1).max(255).optional().describe('Exact name of the alert: a guide that names it is started.'),
  service: z.string().min(1).max(255).optional(),
  severity: z.enum(['critical', 'warning', 'info', 'unknown']).default('unknown'),
  status: z.enum(['firing', 'acknowledged', 'resolved']).default('firing'),
  labels,
  annotations: labels,
  runbookUrl: z.url().optional(),
  text: z.string().max(100_000).default(''),
  startedAt: z.iso.datetime({ offset: true }).optional(),
});
export type AlertBody = z.infer<typeof alertBody>;

export const startRunBody = z.strictObject({
  guideId: z.string().min(1),
  dryRun: z.boolean().default(false).describe('Carry out the readings; a change is its server-side dry run alone.'),
});
const companion = z.strictObject({ name: z.string().trim().min(1).max(255), text: z.string().max(1_000_000) });
export const guideBody = z.strictObject({
  name: z.string().trim().min(1).max(255).describe('The path the guide is known by; the same name again is a new version.'),
  markdown: z.string().min(1, 'the guide is empty').max(1_000_000),
  queryFiles: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(255), text: z.string().max(100_000) }))
    .max(200)
    .optional()
    .describe('The query files kept beside it (docs/qpps.md); left out: those of the version before.'),
  overlay: companion.nullable().optional().describe('The overlay beside it, X.periplus.yaml; left out: that of the version before.'),
  planDag: companion.nullable().optional().describe("StepFly's PlanDAG of it; left out: that of the version before."),
});
export const guidesBody = z.strictObject({ guides: z.array(guideBody).min(1).max(200) });
const versionNumber = z.coerce.number().int().min(1).max(LAST_EVENT);
export const diffQuery = z.object({ from: versionNumber, to: versionNumber });
export const modeBody = z.strictObject({ mode: z.enum(GUIDE_MODES) });
export const reasonBody = z.strictObject({ why: sentence.optional() }).default({});
export const freezeBody = z.strictObject({ why: sentence });
export const answerBody = z.strictObject({ answer: z.string().trim().min(1, 'an answer is needed').max(200_000) });
export const verdictBody = z.strictObject({ verdict: z.enum(['grant', 'deny']), why: sentence.nullish() });

export type PageQuery = z.infer<typeof pageQuery>;
export type RunsQuery = z.infer<typeof runsQuery>;
export type ViewQuery = z.infer<typeof viewQuery>;
export type RowsQuery = z.infer<typeof rowsQuery>;
export type EventsQuery = z.infer<typeof eventsQuery>;
export type OutboxQuery = z.infer<typeof outboxQuery>;
export type StartRunBody = z.infer<typeof startRunBody>;
export type GuideBody = z.infer<typeof guideBody>;
export type GuidesBody = z.infer<typeof guidesBody>;
export type DiffQuery = z.infer<typeof diffQuery>;
export type ModeBody = z.infer<typeof modeBody>;
export type ReasonBody = z.infer<typeof reasonBody>;
export type FreezeBody = z.infer<typeof freezeBody>;
export type AnswerBody = z.infer<typeof answerBody>;
export type VerdictBody = z.infer<typeof verdictBody>;
