/** What a verb in imperative position asks for; decides a step's kind and whether a conditional sentence is a step of its own. */
export type Act = 'look' | 'collect' | 'change' | 'verify' | 'wait' | 'escalate' | 'decide';

const WORDS: Readonly<Record<Act, string>> = {
  look: `check confirm inspect review look examine investigate assess determine analyze analyse identify see read list query evaluate
    monitor describe find search test troubleshoot debug diagnose observe compare count measure understand view navigate open consult locate
    run execute login log ssh rdp browse isolate watch show explore detect trace explain click press type enter select open hover expand scroll think ask wonder study display correlate ping study filter rule continue`,
  collect: `collect gather obtain get retrieve set record note capture save export extract fetch copy download choose select prepare take`,
  change: `restart reboot increase decrease reduce add remove delete drop kill stop start scale roll rollback revert undo patch apply edit update
    upgrade downgrade install uninstall reinstall configure reconfigure enable disable fix resolve repair restore recover recreate re-create
    create replace move migrate drain cordon uncordon evict free clean cleanup clear purge prune resize expand extend grow defragment defrag reindex rename
    redeploy deploy rotate renew reset address correct adjust modify change use ensure lower raise provision allocate optimize force terminate tune
    disconnect connect rebuild reclaim rebalance failover fail silence acknowledge ack truncate vacuum reload re-run rerun retry re-push push pull
    unmount mount detach attach promote demote grant revoke assign register unregister import load switch redirect block unblock throttle limit plan treat halt
    consider try make perform follow implement mitigate remediate bring relocate reassign shut turn put temporarily manually backup back complete accept spread introduce distribute finalize schedule submit uncomment comment bootstrap populate recompute recalculate tighten loosen whitelist blacklist allowlist ban unban bypass
    compress archive rewrite refactor trigger initiate recommend bump format wipe release abort cancel finish repoint repair rejoin re-enable`,
  verify: `verify validate re-check recheck ensure-that revalidate re-test retest`,
  wait: `wait allow pause sleep ignore let`,
  escalate: `escalate contact page notify engage call inform alert open-a-ticket ask reach raise-a report involve refer`,
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
  [/^(?:see|refer to|consult|follow) (?:if|whether)\b/i, 'look'],
  [/^see (?:the )?(?:following )?(?:resources|documentation)\b/i, 'escalate'],
  [/^(?:reach out|log (?:in|on) to the \W*customer portal|get in touch|hand over|let the)\b/i, 'escalate'],
  [/^(?:start by|begin by|start with|begin with|first) (?:check|look|verif|inspect|review)/i, 'look'],
  [/^follow (?:the )?(?:steps|procedure|sop)\b.*\b(?:verify|check|confirm)/i, 'look'],
  [/^(?:use|run|execute) .*\bto (?:check|see|list|find|verify|view|get|analyz\w+|identify|determine|inspect)\b/i, 'look'],
  [/^(?:try|consider|attempt)(?: to)? (?:check|look|verif|inspect|review)/i, 'look'],
  [/^re-?run (?:the )?(?:\w+ )?(?:test|check|validat\w+|query|resolution test|readiness)/i, 'verify'],
  [/^(?:set|export) (?:the )?\W*[A-Z_]{3,}/, 'collect'],
  [/^set (?:the )?`?[A-Z_]{3,}`? (?:environment )?variable/i, 'collect'],
  [/^set (?:a|the|up|it)\b/i, 'change'],
  [/^take (?:a )?(?:look|note)/i, 'look'],
  [/^(?:take|bring|hand|forward) .*\b(?:to|over to) (?:the |its |their )?(?:\w+ )?(?:owners?|team|on-call|support)\b/i, 'escalate'],
  [/^hand over\b/i, 'escalate'],
  [/^issue (?:the |a )?(?:following )?(?:command|query|request)/i, 'look'],
];

/** Words that may stand before the imperative. */
const LEAD =
  /^(?:(?:please|then|now|next|first|second|third|finally|lastly|also|additionally|alternatively|afterwards?|subsequently|otherwise|and|so|or|but|just|simply|always|immediately|carefully|manually|temporarily|optionally|if possible|as (?:an? |one |yet another )?(?:next|first|last|final|other|validation)? ?(?:step|resort|validation)|it['’]?s? ?(?:is )?possible (?:that )?(?:you (?:may|might) (?:have|need) to|to)|you may be able(?: to)?|you (?:can|could|should|must|may|might|need to|have to|will need to|might need to)(?: also| then| start)?|we (?:can|could|should|must|need to)(?: also| then)?|one (?:can|could|should)|try(?: to| and)?|consider|start|begin|it (?:is|might be|may be) (?:highly |strongly )?(?:necessary|recomm?ended|possible|advised|best|better) to|(?:the|a) (?:suggested|recommended|best|easiest|usual|common|first|next) (?:approach|way|step|thing|option|solution)(?: to \w+ (?:this|it))? is to|the first thing to do is(?: to)?|depending on [^,]{3,60}(?=,)|either|in this case|in the meantime[^,]*|do|be sure to|go ahead and|your first step is to|start by|begin by|to do (?:this|so|that)|(?:from|using|in|on|with|via|after|before|during|at|to|for) [^,.:`]{3,80}(?=,\s))[,:]?\s+)+/i;

/** References and expectations: "for more details, see …", "you should see …". */
const NO_REQUEST =
  /^(?:for (?:more|further|additional|detailed|details|information|reference|example|instance)\b|(?:from .{3,60}, )?(?:you|we) (?:should|will|can|may|might) (?:now |also |then )?(?:see|notice|get|have|expect|receive)\b|see also\b|check out\b)/i;

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
  const verb = /^([\p{L}-]+)/u.exec(bare)?.[1]?.toLowerCase();
  if (verb === undefined) return null;
  const act =
    BY_VERB.get(verb) ?? (bare === clean || !LEADS_GERUND.test(clean.slice(0, clean.length - bare.length)) ? undefined : ofGerund(verb));
  if (act === undefined) return null;
  return nominal(bare, verb) ? null : act;
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
    /^(?:is|are|was|were|has|have|had|will|may|might|can|could|would|should|does|did|fails?|failed|means?|indicates?|shows?|of)$/.test(next)
  )
    return true;
  return phrase.length === verb.length && !/^(?:monitor|escalate|wait|restart|verify|reboot)$/.test(verb);
}

/** "rolling back", "to restart": the verb wherever it stands, for headings made of gerunds. */
export function actOfTitle(title: string): Act | null {
  const direct = actOf(title);
  if (direct !== null) return direct;
  const first = /^[\p{L}-]+/u.exec(title)?.[0].toLowerCase();
  return first === undefined ? null : (ofGerund(first) ?? null);
}
