import helmet from 'helmet';
import type { RequestHandler } from 'express';

/** Headers for every answer. The dashboard needs nothing from elsewhere: no fonts, no scripts, no pictures. */
export const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Only a deployment behind TLS may promise TLS; its proxy does.
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'same-origin' },
});
