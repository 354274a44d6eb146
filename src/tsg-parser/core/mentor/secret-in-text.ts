import type { MentorRule } from './subject.js';

/** Where a credential stands: what is caught is the credential. */
const SECRETS: readonly RegExp[] = [
  /\b(?:curl|wget|http)\b.*\s(?:-u|--user)[ =]['"]?[\w.@-]+:([^\s'"$<{*\\]{6,})/,
  /\b(AKIA[0-9A-Z]{16})\b/,
  /\b(gh[pousr]_[A-Za-z0-9]{30,}|glpat-[\w-]{18,}|xox[abprs]-[\w-]{20,}|sk-[A-Za-z0-9]{30,}|AIza[\w-]{35}|SG\.[\w-]{20,}\.[\w-]{20,})\b/,
  /^\s*-----BEGIN (?:RSA |EC |OPENSSH |DSA )?(PRIVATE KEY)-----/,
  /\bauthorization:\s*(?:bearer|basic|token)\s+([A-Za-z0-9+/._=-]{16,})/i,
  /\b(eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})/,
  /\b[a-z][\w+.-]*:\/\/[\w.-]+:([^\s:@/$<{*]{6,})@[\w.-]+/i,
  /\bhttps:\/\/hooks\.slack\.com\/services\/(T\w{6,}\/B\w{6,}\/\w{16,})/,
  /\b(?:x-)?(?:api|auth|access)[-_ ]?(?:key|token)['"]?\s*[=:]\s*['"]?([A-Za-z0-9_-]{16,})/i,
  /\b[A-Z][A-Z0-9_]*(?:TOKEN|SECRET|PASSWORD|PASSWD|API_KEY|ACCESS_KEY)\s*=\s*['"]?([^\s'"$<>{}()[\],;`%\\]{8,})/,
  /\baws_secret_access_key\b['"]?\s*[=: ]\s*['"]?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/])/i,
  /\b(?:mysql|mysqladmin|mysqldump|mariadb)\b.*\s-p(?=\S*\d|\S*[!#$%^*])([^\s'"$<{]{6,})/,
  /\b(?:redis-cli|sshpass)\b.*\s-[ap]\s+['"]?([^\s'"$<{]{6,})/,
  /(?:--password|\bPGPASSWORD|\bMYSQL_PWD|\bpassword|\bpasswd|\bsecret|\bapi_?key|\baccess_?token|\bpass)\s*[=:]\s*['"`]?((?=\S*\d)(?=\S*[A-Za-z])[^\s'"$<>{}()[\],;*`%\\]{8,})/i,
  /\b(?:[Pp]assword|[Pp]assphrase|pwd|[Tt]oken)\b (?:is |= ?)?[`"']?((?=[^\s`"']*\d)(?=[^\s`"']*[a-z])(?=[^\s`"']*[A-Z])[^\s'"$<>{}()[\],;*`%\\/]{8,})/,
  /`(?:admin|root|user|administrator|postgres|sa)`\s*(?:\/|:|and|with)\s*`((?=[^`]*\d)(?=[^`]*[A-Za-z])[^`\s]{8,})`/i,
];
const STAND_IN =
  /example|changeme|placeholder|redacted|xxxx|your|dummy|sample|\.\.\.|password|secret|token|^[a-z]+$|_name$|\(|namespace|true|false|null|hidden|insert|replace|^\$|^--|^demo|^(.)\1+$|abcdef|123456/i;

/** A credential in a guide is a credential everybody has. */
export const secretInText: MentorRule = {
  id: 'secret-in-text',
  family: 'safety',
  severity: 'error',
  about: 'No password, token or key may stand in a guide.',
  check: ({ lines }) =>
    lines.flatMap((line, index) => {
      const found = SECRETS.map((pattern) => pattern.exec(line)?.[1]).find((secret) => secret !== undefined && !STAND_IN.test(secret));
      if (found === undefined) return [];
      return [
        {
          line: index + 1,
          quote: found.slice(0, 2),
          message: `This line holds what looks like a credential ("${found.slice(0, 2)}…").`,
          suggestion: 'Take it out, change it, and name the place where it is kept.',
        },
      ];
    }),
};
