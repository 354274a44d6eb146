import { Guides1795255200100 } from './1795255200100-Guides.js';
import { Incidents1795255200200 } from './1795255200200-Incidents.js';
import { Outbox1795255200300 } from './1795255200300-Outbox.js';
import { AuditAndPeople1795255200400 } from './1795255200400-AuditAndPeople.js';
import { Runs1795255200500 } from './1795255200500-Runs.js';
import { OutboxLines1795255200600 } from './1795255200600-OutboxLines.js';
import { Approvers1795255200700 } from './1795255200700-Approvers.js';
import { QueryFiles1795255200800 } from './1795255200800-QueryFiles.js';
import { Retention1795255201010 } from './1795255201010-Retention.js';
import { Questions1795255201020 } from './1795255201020-Questions.js';
import { Urgency1795255201030 } from './1795255201030-Urgency.js';
import { QuestionDefaults1795255201040 } from './1795255201040-QuestionDefaults.js';
import { GuideCompanions1795255201100 } from './1795255201100-GuideCompanions.js';

/** Every migration, oldest first. A released one is never changed: add another. */
export const MIGRATIONS = [
  Guides1795255200100,
  Incidents1795255200200,
  Outbox1795255200300,
  AuditAndPeople1795255200400,
  Runs1795255200500,
  OutboxLines1795255200600,
  Approvers1795255200700,
  QueryFiles1795255200800,
  Retention1795255201010,
  Questions1795255201020,
  Urgency1795255201030,
  QuestionDefaults1795255201040,
  GuideCompanions1795255201100,
];
