/** The instants that times in words are counted from. */
export interface TimeAnchors {
  /** When the trouble began. */
  readonly startedAt: Date;
  readonly now: Date;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  second: 1_000, seconds: 1_000, sec: 1_000, secs: 1_000, s: 1_000,
  minute: 60_000, minutes: 60_000, min: 60_000, mins: 60_000, m: 60_000,
  hour: 3_600_000, hours: 3_600_000, hr: 3_600_000, hrs: 3_600_000, h: 3_600_000,
  day: 86_400_000, days: 86_400_000, d: 86_400_000,
  week: 604_800_000, weeks: 604_800_000, w: 604_800_000,
}; // prettier-ignore

const START =
  /^(?:the )?(?:incident|alert|alarm|outage|event|impact)?(?:['’]s)? ?(?:start(?:ing|ed)?|begin(?:ning)?|began|creation|created|trigger(?:ed)?|opened?)(?:[ _](?:time|at|date|timestamp))?$/u;
const INCIDENT = /^(?:the )?(?:incident|alert)(?: time)?$/u;
const NOW = /^(?:the )?(?:now|now\(\)|current time|present|current timestamp|time of (?:the )?query)$/u;
const AFTERWARDS = /^(?<anchor>.+?) ?(?<sign>minus|plus|-|\+) ?(?<shift>(?:an?|\d+(?:\.\d+)?) ?[a-z]+)$/u;
const BEFOREHAND = /^(?<shift>(?:an?|\d+(?:\.\d+)?) ?[a-z]+) (?<sign>before|prior to|earlier than|after|past) (?<anchor>.+)$/u;
const AGO = /^(?<shift>(?:an?|\d+(?:\.\d+)?) ?[a-z]+) ago$/u;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?$/u;

/**
 * Reads a time as people write it: "2024-01-20T06:30:00Z", "incident start time minus 2 hours", "30 minutes before the
 * alert", "now". Times without a zone are UTC. Of "A or B" the first that can be read counts. Null: not a time.
 */
export function timeOf(text: string, anchors: TimeAnchors): Date | null {
  const plain = text
    .toLowerCase()
    .replaceAll('`', '')
    .replace(/\s+/gu, ' ')
    .replace(/[.;,]$/u, '')
    .trim();
  for (const alternative of plain.split(/ or /u)) {
    const time = shiftedOf(alternative.trim(), anchors) ?? anchorOf(alternative.trim(), anchors);
    if (time !== null) return time;
  }
  return null;
}

function shiftedOf(text: string, anchors: TimeAnchors): Date | null {
  const ago = AGO.exec(text)?.groups;
  if (ago !== undefined) return shift(anchors.now, '-', ago['shift']);
  const parts = (AFTERWARDS.exec(text) ?? BEFOREHAND.exec(text))?.groups;
  if (parts === undefined) return null;
  const anchor = anchorOf(parts['anchor'] ?? '', anchors);
  return anchor === null ? null : shift(anchor, parts['sign'] ?? '', parts['shift']);
}

function anchorOf(text: string, anchors: TimeAnchors): Date | null {
  if (NOW.test(text)) return anchors.now;
  if (START.test(text) || INCIDENT.test(text)) return anchors.startedAt;
  return ISO.test(text) ? writtenTime(text) : null;
}

function writtenTime(text: string): Date | null {
  const zoned = /(?:z|[+-]\d{2}:?\d{2})$/u.test(text.slice(10)) ? text : `${text.length > 10 ? text : `${text}T00:00`}Z`;
  const time = new Date(zoned.replace(' ', 'T').toUpperCase());
  return Number.isNaN(time.getTime()) ? null : time;
}

function shift(anchor: Date, sign: string, amount: string | undefined): Date | null {
  const [, count = '', unit = ''] = /^(an?|[\d.]+) ?([a-z]+)$/u.exec(amount ?? '') ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs === undefined) return null;
  const lengthMs = (/^an?$/u.test(count) ? 1 : Number(count)) * unitMs;
  const backwards = ['minus', '-', 'before', 'prior to', 'earlier than'].includes(sign);
  return new Date(anchor.getTime() + (backwards ? -lengthMs : lengthMs));
}
