import type { MentorRule } from './subject.js';

const SECRETS: readonly RegExp[] = [
  /\b(?:curl|wget|http)\b.*\s(?:-u|--user)[ =]['"]?[\w.@-]+:([^\s'"$<{*\\]{6,})/,
  /\b(AKIA[0-9A-Z]{16})\b/,
  /\b(gh[pousr]_[A-Za-z0-9]{30,}|glpat-[\w-]{18,}|xox[abprs]-[\w-]{20,}|sk-[A-Za-z0-9]{30,})\b/,
  /-----BEGIN (?:RSA |EC |OPENSSH )?(PRIVATE KEY)-----/,
  /\bauthorization:\s*(?:bearer|basic)\s+([A-Za-z0-9+/._-]{16,})/i,
  /\b[a-z][\w+.-]*:\/\/[\w.-]+:([^\s:@/$<{*]{6,})@[\w.-]+/i,
  /(?:--password|\bPGPASSWORD|\bMYSQL_PWD|\bpassword|\bpasswd|\bsecret|\bapi_?key|\baccess_?token)\s*[=:]\s*['"]?((?=\S*\d)(?=\S*[A-Za-z])[^\s'"$<>{}()[\],;*`%\\]{8,})/i,
];
const STAND_IN =
  /example|changeme|placeholder|redacted|xxxx|your|dummy|sample|\.\.\.|password|secret|token|^[a-z]+$|_name$|\(|namespace|true|false|null|hidden/i;

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
      const shown = `${found.slice(0, 2)}…`;
      return [
        {
          line: index + 1,
          quote: found,
          message: `This line holds what looks like a credential ("${shown}").`,
          suggestion: 'Take it out, change it, and name the place where it is kept.',
        },
      ];
    }),
};
