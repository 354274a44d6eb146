/**
 * Takes the picture of the dashboard for the README: node scripts/screenshot.mjs [URL] [--out FILE] [--dark] [--when asking|done]
 * Chromium: /usr/bin/chromium, or PERIPLUS_CHROMIUM.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: join(root, 'docs/images/dashboard.png') },
    dark: { type: 'boolean', default: false },
    when: { type: 'string', default: 'asking' },
    width: { type: 'string', default: '1440' },
    height: { type: 'string', default: '1360' },
  },
});
const url = positionals[0] ?? 'http://127.0.0.1:3000';
const signs = { asking: '.ask', done: '#report' };
if (signs[values.when] === undefined) fail(`--when is asking or done, not "${values.when}".`);

const browser = await open();
try {
  const page = await browser.newPage({
    viewport: { width: Number(values.width), height: Number(values.height) },
    colorScheme: values.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  await page.goto(url).catch((error) => fail(`${url} does not answer: ${error.message.split('\n')[0]}`));
  await page
    .waitForSelector(signs[values.when], { timeout: 120_000 })
    .catch(() => fail(`No incident on ${url} came so far as "${values.when}" within two minutes.`));
  await page.waitForSelector('.step-box, .step-row');
  await page.waitForTimeout(700);
  mkdirSync(dirname(resolve(values.out)), { recursive: true });
  await page.screenshot({ path: values.out });
  console.log(`Wrote ${values.out}.`);
} finally {
  await browser.close();
}

async function open() {
  const executablePath = process.env.PERIPLUS_CHROMIUM ?? '/usr/bin/chromium';
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  try {
    return await chromium.launch({ executablePath, args });
  } catch (error) {
    return fail(
      `Chromium could not be started from ${executablePath} (${error.message.split('\n')[0]}). Install it, or set PERIPLUS_CHROMIUM.`,
    );
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
