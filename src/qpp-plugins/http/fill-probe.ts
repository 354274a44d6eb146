import type { Cell, Hole, QueryTemplate } from '../../tsg-parser/index.js';
import type { Filled, Refusal } from '../fill-template.js';
import { fillTemplate } from '../fill-template.js';
import type { BoundValues } from '../query-plugin.js';

/** Fills the address of a probe: host names as they are, everything else encoded, so that a value stays one segment. */
export function fillProbe(template: QueryTemplate, values: BoundValues): Filled {
  return fillTemplate(template, values, renderValue);
}

const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/;

function renderValue(hole: Hole, value: Cell, around: string): string | Refusal {
  const text = value === null ? '' : String(value).toWellFormed();
  const before = around.slice(0, hole.start);
  const inHost = /:\/\/[^\s/?#]*$/.test(before);
  if (inHost) return HOST.test(text) ? text : { reason: `the value of ${hole.name} is no host name`, hint: null };
  if (/^\.{1,2}$/.test(text) || text === '') return { reason: `the value of ${hole.name} (“${text}”) would change the path`, hint: null };
  return encodeURIComponent(text).replaceAll("'", '%27');
}
