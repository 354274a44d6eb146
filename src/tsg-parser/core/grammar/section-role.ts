/** What a section is for: `procedure` holds steps, `background` never does, `unknown` does if it looks like it. */
export type SectionRole = 'procedure' | 'background' | 'unknown';
export type Phase = 'diagnosis' | 'mitigation' | 'verification' | null;

const BACKGROUND =
  /^(?:meaning|impact|overview|symptoms?|requirements?|prerequisites?|references?|additional (?:notes|information|info|resources|reading)|related(?: \w+)*|understanding .*|consequences?\b.*|what it looks like.*|what this means.*|when (?:to|it['’]s|is it|should) .*|next steps?\b.*|see also|further reading|summary|background|introduction|description|about|purpose|scope|applies to|applicable \w+|affected \w+|causes?|possible causes?|common causes?|root causes?|reason|context|example(?:s| output)?|sample.*|before you begin|contents|table of contents|glossary|dashboards?|links|resources|changelog|history|contact.*|limitations|known issues|parameters|inputs?|variables|considerations|(?:troubleshooting )?overview|alert(?: details| definition)?|why.*|what (?:is|are|does).*|severity|faq|notes?|terminology|concepts?|architecture|design|metrics|service level.*|slos?|owners?|escalation contacts?|external references?|useful \w+|more information|disclaimer)$/i;
const DIAGNOSIS =
  /\b(?:diagnos\w+|investigat\w+|triage|possible checks?|prechecks?|pre-checks?|checks?|debug\w*|identif\w+|analysis|detecting|detect\w*|how to (?:check|find|identify|verify|confirm))\b/i;
const MITIGATION =
  /\b(?:mitigat\w+|resolution|resolv\w+|remediat\w+|solutions?|fix(?:es|ing)?|recover\w*|repair\w*|workarounds?|what to (?:do|when)|actions?|restor\w+|roll(?:ing)? ?back|revert\w*|undo\w*|how to (?:fix|resolve|recover|mitigate)|correct\w*)\b/i;
const VERIFICATION = /\b(?:verif\w+|validat(?:e|es|ing|ion)|postchecks?|post-checks?|confirm\w*)\b/i;
const PROCEDURE = /\b(?:steps?|procedures?|troubleshoot\w*|playbook|instructions?|how to|runbook|process|workflow)\b/i;

export function sectionRole(title: string): SectionRole {
  const bare = title
    .replace(/[:?!.]+$/, '')
    .replace(/^[\d.]+\s+/, '')
    .replace(/^[^\p{L}]+/u, '')
    .trim();
  if (BACKGROUND.test(bare)) return 'background';
  if (phaseOf(bare) !== null || PROCEDURE.test(bare)) return 'procedure';
  return 'unknown';
}

/** A sub-heading that is a phase of its own ("Diagnosis", "Mitigation steps"), not merely about one ("CLI checks"). */
export function isPhaseHeading(title: string): boolean {
  return /^(?:(?:troubleshooting|recommended|suggested|initial|further|possible|immediate|issue|problem)\s+)?(?:diagnos\w+|investigat\w+|triage|mitigations?|resolutions?|remediations?|verification|validation|recovery|fix|solutions?|workarounds?|actions?|debugging|analysis|identification|confirmation)(?:\s+(?:steps?|procedures?|actions?|guide|details?))?\W*$/i.test(
    title.trim(),
  );
}

export function phaseOf(title: string): Phase {
  if (VERIFICATION.test(title)) return 'verification';
  if (MITIGATION.test(title)) return 'mitigation';
  if (DIAGNOSIS.test(title)) return 'diagnosis';
  return null;
}
