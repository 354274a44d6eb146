import type { Command } from 'commander';
import { register as answer } from './answer.js';
import { register as audit } from './audit.js';
import { register as compile } from './compile.js';
import { register as coverage } from './coverage.js';
import { register as decide } from './decide.js';
import { register as demo } from './demo/demo.js';
import { register as diff } from './diff.js';
import { register as doctor } from './doctor.js';
import { register as explain } from './explain.js';
import { register as freeze } from './freeze.js';
import { register as importGuides } from './import/import.js';
import { register as keys } from './keys.js';
import { register as lint } from './lint.js';
import { register as replay } from './replay.js';
import { register as overlay } from './overlay.js';
import { register as normalise } from './normalise.js';
import { register as run } from './run/run.js';
import { register as scenarios } from './scenarios.js';
import { register as serve } from './serve.js';
import { register as testbed } from './testbed.js';
import { register as tryGuide } from './try.js';

/** The commands, in the order of the help page. Adding one: one file and one line here. */
export const COMMANDS: readonly ((program: Command) => void)[] = [
  demo,
  tryGuide,
  serve,
  run,
  answer,
  doctor,
  compile,
  lint,
  replay,
  explain,
  normalise,
  coverage,
  overlay,
  importGuides,
  diff,
  decide,
  freeze,
  keys,
  audit,
  testbed,
  scenarios,
];
