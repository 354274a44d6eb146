/** What logs and events say of well-known troubles, whatever words a guide uses for them. Each pattern is a safe regular expression. */
const TOPICS: readonly (readonly [said: RegExp, found: string])[] = [
  [/\bOOMKilled\b|\bout[- ]of[- ]memory\b|\boom\b|\bran out of memory\b|\bmemory exhaustion\b/i, String.raw`OOMKill|out of memory|\boom\b|OutOfMemory|Exit Code:\s*137|cannot allocate memory`],
  [/\b(readiness|liveness|startup)\b.*\bprob/i, String.raw`$1 probe (?:failed|errored)`],
  [/\bprobe (?:failure|error|fail)/i, String.raw`probe (?:failed|errored)`],
  [/\bconnection[- ]refused\b|\brefus\w+ connections?\b|\bconnections? (?:is|are|was|were|being) refused\b/i, String.raw`connection refused|ECONNREFUSED`],
  [/\bconnection[- ]reset\b|\bconnections? (?:is|are|was|were|being) reset\b/i, String.raw`connection reset|ECONNRESET`],
  [/\btime[d-]?[- ]?outs?\b/i, String.raw`time[d]?[ -]?out|deadline exceeded|ETIMEDOUT`],
  [/\bpermission[- ]?(?:denied|error|problem|failure|issue)?|\baccess (?:is |was |being )?denied\b/i, String.raw`permission denied|access denied|forbidden|not authorized|EACCES`],
  [/\bforbidden\b/i, String.raw`forbidden|\b403\b`],
  [/\bunauthori[sz]ed\b|\bauthentication (?:error|failure|problem|fail)/i, String.raw`unauthori[sz]ed|authentication fail|\b401\b|invalid credentials`],
  [/\b(?:certificate|x509|tls)\b.*\b(?:error|expir|fail|problem|issue|invalid|verif)/i, String.raw`x509|certificate (?:has expired|verify failed|signed by unknown|is not valid|expired)|bad certificate|tls handshake`],
  [/\b(?:dns|name resolution|name lookup)\b.*\b(?:error|fail|problem|issue)|\bno such host\b/i, String.raw`no such host|NXDOMAIN|SERVFAIL|server misbehaving|could not resolve|name resolution|EAI_AGAIN`],
  [/\bno space\b|\bdisk (?:is |was )?full\b|\bout of (?:disk )?space\b/i, String.raw`no space left|disk (?:is )?full|ENOSPC|disk quota exceeded`],
  [/\bpanic/i, String.raw`\bpanic`],
  [/\bstack ?-?traces?\b|\btraceback\b/i, String.raw`Traceback|goroutine \d+ \[|\bat [\w$.]+\([\w$]+\.java|stack ?trace`],
  [/\b(?:image|images)\b.*\b(?:pull|pulled|pulling)\b|\bImagePullBackOff\b|\bpull\w* (?:the |its |an )?images?\b/i, String.raw`ErrImagePull|ImagePullBackOff|Failed to pull image|manifest unknown|pull access denied`],
  [/\bdeadlock/i, 'deadlock'],
  [/\bthrottl|\brate[- ]limit/i, String.raw`throttl|rate limit|too many requests|\b429\b`],
  [/\bleader\w* (?:is |was )?(?:lost|change|elect)|\blost (?:the )?lea(?:se|der)/i, String.raw`lost (?:the )?(?:lease|leader)|leader election lost|failed to renew lease|elected leader|became leader|leader changed`],
  [/\bcrash[- ]?loop|\bCrashLoopBackOff\b|\bback[- ]?off restarting/i, String.raw`CrashLoopBackOff|Back-off restarting`],
  [/\binsufficient (cpu|memory)/i, 'Insufficient $1'],
  [/\bsegmentation fault|\bsegfault/i, 'segmentation fault|segfault|SIGSEGV'],
]; // prettier-ignore

/** The regular expression for a trouble the text speaks of; null where it speaks of none of these. */
export function topicOf(text: string): string | null {
  for (const [said, found] of TOPICS) {
    const match = said.exec(text);
    if (match !== null) return found.replace('$1', match[1] ?? '');
  }
  return null;
}
