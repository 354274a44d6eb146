import cliProgress from 'cli-progress';
import type { Command } from 'commander';
import { loadConfig } from '../../platform/load-config.js';
import { GuideImporter, guideNames, openFolder } from '../../tsg-parser/index.js';
import type { GuideFolder, Imported } from '../../tsg-parser/index.js';
import { whoever } from '../whoever.js';
import { withLibrary } from '../with-library.js';
import { importedJson, importTable } from './import-table.js';

interface Options {
  readonly subdir: string;
  readonly prefix: string;
  readonly json?: true;
}

export function register(program: Command): void {
  program
    .command('import')
    .description('take every guide of a folder or a git repository into the library, each with its commit; again: only what changed')
    .argument('<where>', 'a folder, folder@revision, or https://host/repository[@revision]')
    .option('--subdir <folder>', 'only what lies below this folder of it', '')
    .option('--prefix <prefix>', 'put before each name, so that two folders stay apart: payments/', '')
    .option('--json', 'one JSON object a line for each file, and last the sum')
    .action(async (where: string, options: Options) => {
      const bar = progressBar();
      const opened = await openFolder(where, {
        below: options.subdir,
        token: process.env['PERIPLUS_GIT_TOKEN'],
        tell: bar.show,
      });
      try {
        const results = await importAll(opened.folder, options, bar);
        process.stdout.write(options.json === true ? importedJson(results) : importTable(opened.folder.from, results));
      } finally {
        bar.end();
        await opened.close();
      }
    });
}

async function importAll(folder: GuideFolder, { prefix }: Options, bar: ProgressBar): Promise<readonly Imported[]> {
  const { defaultMode } = loadConfig(process.env, process.cwd()).guides;
  const total = guideNames(await folder.names()).length;
  return withLibrary(async (library) => {
    const results: Imported[] = [];
    for await (const one of new GuideImporter(library).import(folder, whoever(), { defaultMode, prefix, withOrigin: true })) {
      results.push(one);
      bar.show('Guides', results.length, total);
    }
    bar.end();
    return results;
  });
}

interface ProgressBar {
  readonly show: (phase: string, done: number, of: number) => void;
  readonly end: () => void;
}

/** On standard error, and only where a person looks at it. */
function progressBar(): ProgressBar {
  const format = '{phase} {bar} {value}/{total}';
  const bar = new cliProgress.SingleBar({ format, clearOnComplete: true, hideCursor: true }, cliProgress.Presets.shades_classic);
  return {
    show: (phase, done, of) => {
      if (!process.stderr.isTTY) return;
      if (!bar.isActive) bar.start(of, done, { phase });
      bar.setTotal(Math.max(of, done));
      bar.update(done, { phase });
    },
    end: () => {
      bar.stop();
    },
  };
}
