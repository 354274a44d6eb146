import { parse } from 'yaml';
import type { LineRange } from '../document.js';
import type { Problem } from '../guide.js';
import type { PlanParameter } from '../plan.js';
import { typeOfName } from './read-parameters.js';

/** What a guide may say of itself. How it runs (its mode) is a person's choice and not read from here. */
export interface FrontMatter {
  readonly title: string | null;
  readonly owner: string | null;
  readonly alerts: readonly string[];
  readonly services: readonly string[];
  readonly runbookUrls: readonly string[];
  readonly parameters: readonly PlanParameter[];
  readonly outcome: 'first' | 'all';
  /** A named source of periplus.yaml for a query language: `sources: { sql: orders-db }`. */
  readonly sources: Readonly<Record<string, string>>;
}

const NONE: FrontMatter = {
  title: null,
  owner: null,
  alerts: [],
  services: [],
  runbookUrls: [],
  parameters: [],
  outcome: 'first',
  sources: {},
};

export function readFrontMatter(block: { readonly text: string; readonly lines: LineRange } | null): {
  frontMatter: FrontMatter;
  problems: Problem[];
} {
  if (block === null) return { frontMatter: NONE, problems: [] };
  const [line] = block.lines;
  const fields = parsed(block.text);
  if (fields === null)
    return {
      frontMatter: NONE,
      problems: [
        problem(
          'front-matter-unreadable',
          'warning',
          line,
          'The front matter is not YAML, so nothing in it counts.',
          'Write it as key: value lines between two --- lines.',
        ),
      ],
    };
  const problems =
    'mode' in fields
      ? [
          problem(
            'mode-in-front-matter',
            'warning',
            line,
            'The front matter sets a mode. A guide cannot grant itself more: people promote guides.',
            'Remove the line.',
          ),
        ]
      : [];
  return {
    frontMatter: {
      title: text(fields['title']),
      owner: text(fields['owner']),
      alerts: texts(fields['alerts'] ?? fields['alert']),
      services: texts(fields['services'] ?? fields['service']),
      runbookUrls: texts(fields['runbook_url'] ?? fields['runbook_urls']),
      parameters: parameters(fields['parameters']),
      outcome: fields['outcome'] === 'all' ? 'all' : 'first',
      sources: sources(fields['sources']),
    },
    problems,
  };
}

function parsed(yaml: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = parse(yaml, { maxAliasCount: 10, logLevel: 'silent' });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function problem(rule: string, severity: Problem['severity'], line: number, message: string, suggestion: string): Problem {
  return { rule, severity, line, message, suggestion };
}

function text(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((entry) => text(entry) ?? []);
}

function parameters(value: unknown): PlanParameter[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).flatMap((entry): PlanParameter[] => {
    const fields: Record<string, unknown> | null = typeof entry === 'string' ? { name: entry } : (entry as Record<string, unknown> | null);
    const name = text(fields?.['name']);
    if (fields === null || name === null) return [];
    const fallback = text(fields['default']);
    return [{ name, ...described(fields, name, fallback) }];
  });
}

function described(fields: Record<string, unknown>, name: string, fallback: string | null): Omit<PlanParameter, 'name'> {
  const type = text(fields['type']);
  return {
    source: text(fields['source']) ?? (fallback === null ? 'the person' : 'guide default'),
    required: fields['required'] !== false && fallback === null,
    type: type === 'number' || type === 'time' || type === 'duration' || type === 'string' ? type : typeOfName(name),
    default: fallback,
    description: text(fields['description']),
  };
}

function sources(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).flatMap(([language, name]) => (typeof name === 'string' ? [[language, name]] : [])),
  );
}
