/** What a verb in imperative position asks for; decides a step's kind and whether a conditional sentence is a step of its own. */
export type Act = 'look' | 'collect' | 'change' | 'verify' | 'wait' | 'escalate' | 'decide';

const WORDS: Readonly<Record<Act, string>> = {
  look: `check confirm inspect review look examine investigate assess determine analyze analyse identify see read list query evaluate
    monitor describe find search test troubleshoot debug diagnose observe compare count measure understand view navigate open consult locate
    run execute login log ssh rdp browse isolate watch show explore detect trace explain click press type enter select open hover expand scroll think ask wonder study display correlate ping study filter rule continue go visit invoke sign re-read focus pinpoint narrow scan profile calculate estimate`,
  collect: `collect gather obtain get retrieve record note capture save export extract fetch copy download choose select prepare take pick provide fill`,
  change: `set restart reboot increase decrease reduce add remove delete drop kill stop start scale roll rollback revert undo patch apply edit update
    upgrade downgrade install uninstall reinstall configure reconfigure enable disable fix resolve repair restore recover recreate re-create
    create replace move migrate drain cordon uncordon evict free clean cleanup clear purge prune resize expand extend grow defragment defrag reindex rename
    redeploy deploy rotate renew reset address correct adjust modify change use ensure lower raise provision allocate optimize force terminate tune
    disconnect connect rebuild reclaim rebalance failover fail silence acknowledge ack truncate vacuum reload re-run rerun retry re-push push pull
    unmount mount detach attach promote demote grant revoke assign register unregister import load switch redirect block unblock throttle limit plan treat halt
    consider try make perform follow implement mitigate remediate bring relocate reassign shut turn put temporarily manually backup back complete accept spread introduce distribute finalize schedule submit uncomment comment bootstrap populate recompute recalculate tighten loosen whitelist blacklist allowlist ban unban bypass
    compress archive rewrite refactor trigger initiate recommend bump format wipe release abort cancel finish repoint repair rejoin re-enable send exit insert write generate upload setup build boot power suspend resume paste sync resync synchronize unlock lock quarantine tag label annotate taint swap substitute regenerate reissue reapply reinitialize decommission recommission reroute shift reschedule shrink trim merge commit publish convert balance minimize minimise maximize tweak relax split offload prioritize downsize pin unpin lift disallow relaunch launch reinitiate rebase clone`,
  verify: `verify validate re-check recheck revalidate re-test retest`,
  wait: `wait allow pause sleep ignore let`,
  escalate: `escalate contact page notify engage call inform alert ask reach report involve refer talk speak coordinate liaise hand forward`,
  decide: `consolidate summarize summarise decide conclude`,
};

const BY_VERB = new Map<string, Act>(
  (Object.keys(WORDS) as Act[]).flatMap((act) => WORDS[act].split(/\s+/).map((verb): [string, Act] => [verb, act])),
);

/** Phrases whose second word tells more than the first. */
const PHRASES: readonly (readonly [RegExp, Act])[] = [
  [/^(?:open|raise|file|create|submit|log) (?:a |an )?(?:\w+ ){0,3}(?:ticket|case|support request|incident|request|issue)\b/i, 'escalate'],
  [/^(?:make sure|ensure) (?:that )?(?:it|they|we|there|this|none|no|all \w+ (?:is|are))\b/i, 'look'],
  [/^(?:make sure|ensure) (?:that )?(?:you have|there (?:is|are))/i, 'look'],
  [
    /^(?:make sure|ensure) (?:that )?(?:[^,.;:]{2,60} )(?:is|are) (?:up\b|running|healthy|ready|accessible|reachable|available|present|working|alive|active|online|serving|able to)/i,
    'look',
  ],
  [/^set up (?:a |an |the )?(?:\w+ ){0,2}(?:pod|shell|session|console|port[ -]forward\w*|tunnel|terminal)\b/i, 'look'],
  [/^identify [^.]{2,60}\b(?:from|in) (?:the )?alert/i, 'collect'],
  [/^check [^.]{2,80}\bto (?:get|find|obtain|learn) the (?:\S+ )?(?:name|ip|id|address)\b/i, 'collect'],
  [
    /^(?:get|obtain|retrieve|fetch) (?:\S+ ){0,5}(?:names?|ids?|ips?|address(?:es)?|list|token|password|credentials?|keys?|urls?|route|kubeconfig|version)\b/i,
    'collect',
  ],
  [/^(?:get|obtain|retrieve|fetch)\b/i, 'look'],
  [/^ask [^.]{2,60} (?:if|whether)\b/i, 'look'],
  [/^(?:see|refer to|consult|follow) (?:if|whether)\b/i, 'look'],
  [/^refer to (?![^.]*\b(?:documentation|docs?|guides?|runbooks?|playbooks?|support|teams?|recovery)\b)/i, 'look'],
  [/^see (?:the )?(?:following )?(?:resources|documentation)\b/i, 'escalate'],
  [/^(?:reach out|log (?:in|on) to the \W*customer portal|get in touch|hand over|let the)\b/i, 'escalate'],
  [/^(?:start by|begin by|start with|begin with|first) (?:check|look|verif|inspect|review)/i, 'look'],
  [/^follow (?:the )?(?:steps|procedure|sop)\b.*\b(?:verify|check|confirm)/i, 'look'],
  [/^(?:use|run|execute) .*\bto (?:check|see|list|find|verify|view|get|analyz\w+|identify|determine|inspect)\b/i, 'look'],
  [/^(?:try|consider|attempt)(?: to)? (?:check|look|verif|inspect|review)/i, 'look'],
  [/^re-?run (?:the )?(?:\w+ )?(?:test|check|validat\w+|query|resolution test|readiness)/i, 'verify'],
  [/^(?:set|export) (?:the )?\W*[A-Z_]{3,}/, 'collect'],
  [/^set (?:the )?`?[A-Z_]{3,}`? (?:environment )?variable/i, 'collect'],
  [/^take (?:a )?(?:look|note)/i, 'look'],
  [/^(?:take|bring|hand|forward) .*\b(?:to|over to) (?:the |its |their )?(?:\w+ )?(?:owners?|team|on-call|support)\b/i, 'escalate'],
  [/^hand over\b/i, 'escalate'],
  [/^go back to (?!steps?\b)/i, 'change'],
  [/^work with\b/i, 'change'],
  [/^issue (?:the |a )?(?:following )?(?:command|query|request)/i, 'look'],
];

/** Words that may stand before the imperative. */
const LEAD =
  /^(?:(?:please|then|now|next|first|second|third|finally|lastly|also|additionally|alternatively|afterwards?|subsequently|otherwise|and|so|or|but|just|simply|always|(?!(?:usual|general|typical|normal|current|eventual|real|actual|basical|probab|like)ly\b|only\b|apply\b|supply\b|reply\b|family\b|monthly\b|weekly\b|daily\b|hourly\b)\w+ly|if possible|as (?:an? |one |yet another )?(?:next|first|last|final|other|validation)? ?(?:step|resort|validation)|it['’]?s? ?(?:is )?possible (?:that )?you (?:may|might) (?:have|need) to|you may be able(?: to)?|you (?:(?:\w+ly|also|always|just|now) )?(?:can|could|should|must|may|might|need to|have to|will need to|might need to)(?: also| then| start)?|we (?:can|could|should|must|need to)(?: also| then)?|one (?:can|could|should)|try(?: to| and)?|consider|start|begin|it(?:['’]s| is| might be| may be| can be| would be) (?:also |often |usually |sometimes |highly |strongly |generally )?(?:necessary|recomm?ended|possible|advis(?:ed|able)|best|better|easiest|easier|safest|safer|important|crucial|useful|helpful|sufficient|enough|required|good(?: practice)?|a good idea) to|(?:the|a|an|one|your) (?:\w+ ){0,3}(?:approach|way|step|thing|option|solution|workaround|fix|remedy|action|idea|practice|option)(?: (?:to|for) [^,.:`]{2,50}?| here)? (?:is|would be|may be|might be|can be)(?: to|:)?|depending on [^,]{3,60}(?=,)|either|in this case|in the meantime[^,]*|in (?:\w+ ){1,3}(?:cases|scenarios|situations|circumstances)|as an? (?:\w+ ){0,2}resort|sometimes|occasionally|do|be sure to|go ahead and|your first step is to|start by|begin by|to do (?:this|so|that)|(?:from|using|in|on|with|via|after|before|during|at|to|for) (?:`[^`]*`|[^,.:`]){3,80}(?=,\s))[,:]?\s+)+/i;

/** References and expectations: "for more details, see …", "you should see …". */
const NO_REQUEST =
  /^(?:for (?:more|further|additional|detailed|details|information|reference|example|instance)\b|(?:from .{3,60}, )?(?:you|we) (?:should|will|can|may|might) (?:now |also |then )?(?:see|notice|get|have|expect|receive)\b|see also\b|check out\b(?! (?:if|whether)\b))/i;

/** The act a phrase asks for, or null where it asks for nothing: a statement, an interpretation, a heading of nouns. */
export function actOf(phrase: string): Act | null {
  return ownAct(phrase) ?? afterLabel(phrase);
}

/** "Remediation steps: ensure the network is there". */
function afterLabel(phrase: string): Act | null {
  const rest = /^\W*[A-Z][\w /-]{2,40}:\s+(\S.*)$/s.exec(phrase)?.[1];
  return rest === undefined ? null : ownAct(rest);
}

function ownAct(phrase: string): Act | null {
  const clean = phrase.replace(/^[^\p{L}`]+/u, '');
  if (NO_REQUEST.test(clean)) return null;
  const bare = clean.replace(LEAD, '').replace(/^[^\p{L}`]+/u, '');
  for (const [pattern, act] of PHRASES) if (pattern.test(bare)) return act;
  const lead = clean.slice(0, clean.length - bare.length);
  const begun = /(?:^|\s)(start|begin|try|consider)\W*$/i.exec(lead);
  return verbAct(bare, LEADS_GERUND.test(lead)) ?? (begun === null ? null : verbAct(clean.slice(begun.index).trim(), false));
}

function verbAct(phrase: string, gerund: boolean): Act | null {
  const verb = /^([\p{L}-]+)/u.exec(phrase)?.[1]?.toLowerCase();
  if (verb === undefined) return null;
  const act = BY_VERB.get(verb) ?? (gerund ? ofGerund(verb) : undefined);
  return act === undefined || nominal(phrase, verb) ? null : act;
}

/** "start examining", "consider migrating", "try patching". */
const LEADS_GERUND = /\b(?:start|begin|try|consider|by|recommend|suggest)(?: by| with)?[,:]?\s+$/i;

function ofGerund(verb: string): Act | undefined {
  const stem = /^([\p{L}-]+?)ing$/u.exec(verb)?.[1];
  return stem === undefined ? undefined : (BY_VERB.get(stem) ?? BY_VERB.get(`${stem}e`) ?? BY_VERB.get(stem.slice(0, -1)));
}

/** "Run commands" asks, "Check fails" tells, "Log entries" names. */
function nominal(phrase: string, verb: string): boolean {
  const next =
    phrase
      .slice(verb.length)
      .trim()
      .split(/[\s,.:;]/)[0]
      ?.toLowerCase() ?? '';
  if (
    /^(?:is|are|was|were|has|have|had|will|may|might|can|could|would|should|does|did|fails?|failed|means?|indicates?|shows?|expects?|requires?|of)$/.test(
      next,
    )
  )
    return true;
  if (next === 'until' && verb !== 'wait' && verb !== 'repeat') return true;
  return phrase.length === verb.length && !/^(?:monitor|escalate|wait|restart|verify|reboot)$/.test(verb);
}

/** "rolling back", "to restart": the verb wherever it stands, for headings made of gerunds. */
export function actOfTitle(title: string): Act | null {
  const direct = actOf(title);
  if (direct !== null) return direct;
  const first = /^[\p{L}-]+/u.exec(title)?.[0].toLowerCase();
  return first === undefined ? null : (ofGerund(first) ?? null);
}
