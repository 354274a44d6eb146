/**
 * Brings a sentence into the few words the reader knows: contractions spelt out, comparisons as signs, numbers as digits.
 * What stands in quotes or backticks stays as it is.
 */
export function normalise(text: string): string {
  const cleaned = text
    .replace(/\*\*|__(?=\s|$)|(?<=^|\s)__/g, '')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('’', "'")
    .replace(/\s+/g, ' ')
    .trim();
  const parts = cleaned.split(QUOTED);
  const said = parts.map((part, index) => (index % 2 === 1 ? ` ${part} ` : applied(part))).join('');
  return withoutLead(said.replace(/\s+/g, ' ').trim());
}

const QUOTED = /(`[^`]+`|"[^"]+"|“[^”]+”|(?<![A-Za-z0-9])'[^']+'(?![A-Za-z]))/;

function applied(text: string): string {
  return RULES.reduce((said, [pattern, replacement]) => said.replace(pattern, replacement), text);
}

const LEADS: readonly RegExp[] = [
  /^(?:yes|no|true)\s*[:,]\s*/i,
  /^(?:otherwise|then|and|but|or|so)\s*,?\s+(?=if\b|when\b|once\b|unless\b)/i,
  /^(?:if|when|whenever|once|in (?:the )?case(?: that| of)?|in the event that|as soon as|as long as|provided(?: that)?|assuming(?: that)?|should|only if|even if|while|until|where|after|suppose|given that|in cases where|in situations where)\s+/i,
  /^(?:you|we|one)\s+(?:can |could |still |also )?(?:see|find|notice|observe|spot|get|discover)\s+(?:that\s+)?/i,
  /^it (?:turns out|is the case|is true|appears|is clear|is seen|is observed|is confirmed|can be seen) that\s+/i,
];

/** "If", "when", "you see that" carry nothing. */
function withoutLead(text: string): string {
  return LEADS.reduce((said, lead) => said.replace(lead, ''), text).replace(/[\s.,:;!?]+$/, '');
}

const N = String.raw`\d[\d.,]*`;
const MORE = 'more|greater|higher|larger|bigger|longer|above|over|up|beyond|worse|upwards?|later';
const LESS = 'less|fewer|lower|smaller|shorter|below|under|better';

type Rule = readonly [RegExp, string];

const CONTRACTIONS: readonly Rule[] = [
  [/\bcan(?:'t|not)\b/gi, 'can not'],
  [/\bwon't\b/gi, 'will not'],
  [/n't\b/gi, ' not'],
  [/\b(it|there|that|what|he|she)'s\b/gi, '$1 is'],
  [/'re\b/gi, ' are'],
  [/'ve\b/gi, ' have'],
  [/(?<=\w)'s\b/gi, ''],
  [/(?<=s)'(?=\s)/gi, ''],
  [/\bper cent\b/gi, 'percent'],
  [/\b(\d+) %/g, '$1%'],
];

const DIGITS: Readonly<Record<string, number>> = {
  two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, fifteen: 15, twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70,
  eighty: 80, ninety: 90,
}; // prettier-ignore

const NUMBERS: readonly Rule[] = [
  ...Object.entries(DIGITS).map(([word, digits]): Rule => [
    new RegExp(String.raw`\b${word}\b(?! of (?:these|those))`, 'gi'),
    String(digits),
  ]),
  [/\b(?:a|one) third(?= of)/gi, '33.3333%'],
  [/\b(?:2|two) thirds(?= of)/gi, '66.6667%'],
  [/\b(?:a|one) quarter(?= of)/gi, '25%'],
  [/\b(?:3|three) quarters(?= of)/gi, '75%'],
  [/\bhalf an? (second|minute|hour|day)\b/gi, '0.5 $1'],
  [/\bhalf (hour|minute|second|day)\b/gi, '0.5 $1'],
  [/\bhalf (?:of )?(?=(?:of|the|its|all|their)\b)/gi, '50% of '],
  [/\b50% of of\b/gi, '50% of'],
  [/\b(?:a|one) quarter of an hour\b/gi, '15 minutes'],
  [/\b(?:a|one) dozen\b/gi, '12'],
  [/\b(?:a|one) (hundred|thousand|million|billion)\b/gi, '1 $1'],
  [/\b(\d[\d.,]*) hundred\b/gi, '$1e2'],
  [/\b(\d[\d.,]*)(?: thousand|k)\b(?!B)/g, '$1e3'],
  [/\b(\d[\d.,]*) million\b/gi, '$1e6'],
  [/\b(\d[\d.,]*)M(?= [a-z])/g, '$1e6'],
  [/\b(\d[\d.,]*) billion\b/gi, '$1e9'],
  [/\b(\d[\d.,]*)\+(?=\s|$)/g, '>= $1'],
  [/\bnon-?zero\b/gi, 'not = 0'],
  [/\bzero\b(?! (?:desired|ready|replicas|pods|endpoints))/gi, '0'],
  [/\b(\d+)(?:st|nd|rd|th)[ -]percentile\b/gi, 'p$1'],
  [/\bpercentile (\d+)\b/gi, 'p$1'],
];

const SPANS: readonly Rule[] = [
  [new RegExp(String.raw`\b(${N}(?:e\d+)?\s*(?:(?!in\b|within\b|for\b|over\b|about\b|than\b|and\b|or\b)[\w-]+\s+){0,3}?)(?:a|an|per|each|every|/)\s*(second|minute|hour|sec|min|s|h)\b(?!\w)`, 'gi'), '$1 per $2'],
  [/\b(?:a|an|one|1) (second|minute|hour|day|week|month)\b/gi, '1 $1'],
  [/\b(last|past|previous) (second|minute|hour|day|week)\b/gi, '$1 1 $2'],
  [/\b(?:within|during|in) the (hour|day|minute|week)\b/gi, 'in the last 1 $1'],
  [/\b(?:today)\b/gi, 'in the last 1 day'],
]; // prettier-ignore

const THAN = String.raw`(?:(?:much|far|way|even|any) )?`;

const HAS = String.raw`(?:has|have|holds?|serves?|uses?|shows?|carries|takes?|receives?|sees|consumes?|handles?)`;
const COMPARISONS: readonly Rule[] = [
  [new RegExp(String.raw`\b${HAS} (?:an? )?(?:more|higher|larger|greater|bigger|longer|worse) ((?:[\w%-]+ ){0,3}?[\w%-]+) than\b`, 'gi'), '$1 >'],
  [new RegExp(String.raw`\b${HAS} (?:an? )?(?:less|fewer|lower|smaller|shorter|better) ((?:[\w%-]+ ){0,3}?[\w%-]+) than\b(?! (?:desired|expected|requested|wanted))`, 'gi'), '$1 <'],
  [/\b(?:greater|more|higher|larger|longer) than or (?:equal|equals|the same as)(?: to)?\b/gi, '>='],
  [/\b(?:less|fewer|lower|smaller|shorter) than or (?:equal|equals|the same as)(?: to)?\b/gi, '<='],
  [/\b(?:equal to or (?:greater|more|higher|larger) than|at or (?:above|over|beyond)|equal to or above)\b/gi, '>='],
  [/\b(?:equal to or (?:less|lower|smaller) than|at or (?:below|under)|equal to or below)\b/gi, '<='],
  [/\b(?:no|not|nothing) (?:less|fewer|lower|smaller|shorter) than\b/gi, '>='],
  [/\b(?:no|not|nothing) (?:more|greater|higher|larger|longer|bigger|slower) than\b/gi, '<='],
  [/\bnot (?:above|over|exceed(?:ing)?|beyond) (?=\d)/gi, '<= '],
  [/\bnot (?:below|under) (?=\d)/gi, '>= '],
  [/\b(?:a minimum of|minimum|min\.?|at the very least|at least|at minimum|not below) (?=[\d`]|one\b|half\b|\w+ of\b)/gi, '>= '],
  [/\b(?:a maximum of|at most|up to|at the most|no greater than) (?=[\d`]|one\b|half\b)/gi, '<= '],
  [/\b(?:at least) /gi, '>= '],
  [/\b(?:at most) /gi, '<= '],
  [new RegExp(String.raw`\b${THAN}older than\b`, 'gi'), 'old >'],
  [new RegExp(String.raw`\b${THAN}(?:newer|younger|fresher|more recent) than\b`, 'gi'), 'old <'],
  [new RegExp(String.raw`\b${THAN}slower than\b`, 'gi'), 'latency >'],
  [new RegExp(String.raw`\b${THAN}(?:faster|quicker) than\b`, 'gi'), 'latency <'],
  [new RegExp(String.raw`\b${THAN}(?:greater|more|higher|larger|bigger|longer|heavier|later|worse) than\b`, 'gi'), '>'],
  [new RegExp(String.raw`\b${THAN}(?:less|fewer|lower|smaller|shorter|lighter) than\b`, 'gi'), '<'],
  [/\b(?:in excess of|upwards of|north of|more then|greater then)\b/gi, '>'],
  [/\b(?:south of|less then)\b/gi, '<'],
  [/\b(?:different from|different to|unequal to|not equal to|not equal|not the same as|not identical to|other than (?=\d))/gi, '!='],
  [/\b(?:differs?|deviates?|differing|deviating) from\b/gi, '!='],
  [/\b(?:does|do|did) not (?:match|equal)\b/gi, '!='],
  [/\b(?:equals|equal to|identical to|the same as|same as|exactly|precisely|equalling|equaling)(?= )/gi, '='],
  [/\b(?:only|just|merely) (?:a single|(?=\d|one\b))/gi, '= '],
  [/\b(?:busi|heavi|wea|clos|d?full|hott|wid|deep|fast growing )er than(?= \d)/gi, '>'],
  [/\b(?:fuller|hotter|busier|heavier|deeper|wider) than\b/gi, '>'],
  [/\b(?:emptier|cooler|lighter|thinner) than\b/gi, '<'],
  [/\b(?:falls|fall|fell|fallen|falling) short of\b/gi, '<'],
]; // prettier-ignore

const MOVES = String.raw`(?:(?:goes|go|gone|went|going|gets|get|rises?|risen|rose|rising|climbs?|climbed|climbing|grows?|grown|growing|grew|jumps?|jumped|jumping|spikes?|spiked|increases?|increased|stays?|stayed|staying|remains?|remained|remaining|hovers?|hovering|sits?|sitting|drops?|dropped|dropping|falls?|fallen|fell|falling|dips?|dipped|dipping|sinks?|sunk|sank|decreases?|decreased|shrinks?|shrunk|runs?|running|holds?|lies|moves?|moved|keeps?|creeps?|crept|shoots?|shot|crosses|crossed) )?(?:well |far |just |all the way |consistently |constantly |permanently |continuously |back |down |up |to )?`;

const SIGNS: readonly Rule[] = [
  [new RegExp(String.raw`\b${MOVES}(?:above|beyond)\b`, 'gi'), '>'],
  [new RegExp(String.raw`\b${MOVES}below\b`, 'gi'), '<'],
  [new RegExp(String.raw`\b${MOVES}(?:over|past)\b(?= (?:\d|one\b|half\b|(?:its|the|their) (?:limit|quota|threshold|budget|capacity|maximum|max|target|objective|allocated|configured|desired)))`, 'gi'), '>'],
  [new RegExp(String.raw`\b${MOVES}under\b(?= (?:\d|one\b|half\b|(?:its|the|their) (?:limit|quota|threshold|budget|capacity|minimum|min|target|objective|desired|\d)))`, 'gi'), '<'],
  [/\b(?:exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|outnumber(?:s|ed|ing)?|overshoots?|breach(?:es|ed|ing)?(?= (?:\d|the (?:\d|limit|threshold)))|tops?(?= \d)|topped(?= \d)|cross(?:es|ed)?(?= \d))/gi, '>'],
  [/\b(?:reach(?:es|ed|ing)?|hits?|hitting)(?= (?:\d|half\b))/gi, '>='],
  [new RegExp(String.raw`(${N}(?:e\d+)?\s*[^\s\d]{0,12}(?:\s+(?!and\b|or\b|but\b|is\b|are\b)[\w-]+){0,4}?),?\s+(?:or|and)\s+(?:even\s+)?(?:${MORE})\b`, 'gi'), '>= $1'],
  [new RegExp(String.raw`(${N}(?:e\d+)?\s*[^\s\d]{0,12}(?:\s+(?!and\b|or\b|but\b|is\b|are\b)[\w-]+){0,4}?),?\s+(?:or|and)\s+(?:even\s+)?(?:${LESS})\b`, 'gi'), '<= $1'],
  [/\bone or more\b/gi, 'any'],
  [/([<>]=?) (?:another|a further|further|the next|some|about) (?=\d)/g, '$1 '],
  [/\b(?:(?:>=|=)\s+)>=/g, '>='],
  [/\b(?:(?:<=|=)\s+)<=/g, '<='],
]; // prettier-ignore

const PHRASES: readonly Rule[] = [
  [/\bno longer\b/gi, 'not'],
  [/\bnot any ?more\b/gi, 'not'],
  [
    /\b(?:fails?|failed|failing|unable|can ?not|could not)(?: to)? pull (?:its|the|an?|their) images?\b/gi,
    'is in ImagePullBackOff or ErrImagePull',
  ],
  [/\b(?:fails?|failed|failing|unable|refuses?) to\b/gi, 'not'],
  [/\bnot even\b/gi, 'not'],
  [/\bnever\b/gi, 'not'],
  [/\bfree of\b/gi, 'without'],
  [/\bnon-?empty\b/gi, 'not empty'],
  [/\b(has|have|with) an? empty (?=[a-z])/gi, '$1 no '],
  [/\b(?:is|are|was|were) (?:lacking|missing)(?= [a-z])/gi, 'has no'],
  [/\b(?:lacks?|lacking)\b/gi, 'has no'],
  [/\b(response|reply) times?\b/gi, 'latency'],
  [/\bround[- ]trip times?\b/gi, 'latency'],
  [/\bup[- ]and[- ]running\b/gi, 'healthy'],
  [/\bout of memory kill(?:ed|s)?\b|\boom[- ]?kill(?:ed|s)?\b/gi, 'OOMKilled'],
  [/\bcrash[- ]?loop(?:ing|s|ed)?(?:[- ]?back[- ]?off)?\b/gi, 'CrashLoopBackOff'],
  [/\bimage[- ]pull[- ]back[- ]?off\b/gi, 'ImagePullBackOff'],
  [/\bnot[- ]ready\b(?= (?:state|status|nodes?|pods?))/gi, 'NotReady'],
  [/\bout[- ]of[- ]sync\b/gi, 'OutOfSync'],
  [/\bbut not\b/gi, 'and not'],
  [/\b([1-5]\d\d) (?:in|within) (?=(?:under|less|fewer|below|at most) )/gi, '$1 and takes '],
  [/\b([1-5]\d\d) (?:in|within) (?=\d)/gi, '$1 and takes at most '],
  [/\b(is|are|was|were|be|been)(?: turned| switched| set to)? (not )?on$/gi, '$1 $2enabled'],
  [/\b(is|are|was|were|be|been)(?: turned| switched| set to)? (not )?off$/gi, '$1 $2disabled'],
  [/\b(?:anything|any value|any code|something|any status) (?:but|other than|except)(?= \d)/gi, '!='],
  [
    /\b(?:fewer|less) ((?:[a-z]+ )?(?:replicas|pods|containers|instances)) (?:are|is) (ready|available|running|up) than (?:are |is )?(?:desired|expected|requested|wanted|required)\b/gi,
    'fewer $2 $1 than desired',
  ],
  [/\bidle in transaction(?: \(aborted\))?/gi, '`$&`'],
  [/\bcome(?:s)? back with\b/gi, 'returns'],
  [/\bfully available\b/gi, 'ready'],
  [/\bAPI servers?\b/g, 'apiserver'],
  [/\ball (?:of the )?(?:\d+) (?=[a-z])/gi, 'all '],
  [/\bstorage class(es)?\b/gi, 'storageclass$1'],
  [/\b(stateful|daemon|replica|machine) sets?\b/gi, '$1set'],
  [/\bpersistent volume claims?\b/gi, 'pvc'],
  [/\bpersistent volumes?\b/gi, 'pv'],
  [/\bmachine config pools?\b/gi, 'mcp'],
  [/\bcluster operators?\b/gi, 'clusteroperator'],
  [/\bconfig maps?\b/gi, 'configmap'],
  [/\bcron jobs?\b/gi, 'cronjob'],
  [/\bnetwork polic(?:y|ies)\b/gi, 'networkpolicy'],
  [/\bservice accounts?\b/gi, 'serviceaccount'],
  [/\b(?:horizontal )?pod autoscaler\b/gi, 'hpa'],
  [/\bhelm releases?\b/gi, 'helmrelease'],
  [/\bvirtual machine instances?\b/gi, 'vmi'],
  [/\bvirtual machines?\b/gi, 'vm'],
  [/\b(?:other than|except(?: for)?|apart from|aside from|besides|excluding|with the exception of)\b(?! \d)/gi, 'other than'],
];

const RULES: readonly Rule[] = [...CONTRACTIONS, ...NUMBERS, ...SPANS, ...PHRASES, ...COMPARISONS, ...SIGNS];
