/** Builds one bench into a file and runs it: `node scripts/bench.mjs scheduler`. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from 'vite';

const [name, ...rest] = process.argv.slice(2);
const outDir = resolve('node_modules/.cache/periplus-bench', name);
await build({
  configFile: false,
  logLevel: 'error',
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  build: {
    ssr: resolve('bench', name, 'main.ts'),
    outDir,
    emptyOutDir: true,
    target: 'node22',
    sourcemap: 'inline',
    rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
  },
});
const flags = process.env.BENCH_PROFILE === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`];
const bench = spawn(process.execPath, [...flags, resolve(outDir, 'main.mjs'), ...rest], { stdio: 'inherit' });
bench.on('exit', (code) => process.exit(code ?? 1));
