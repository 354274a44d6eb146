import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CHROMIUM, openBrowser } from './chromium.js';
import { StandIn } from './stand-in.js';

if (CHROMIUM === null)
  console.log('The dashboard is not tested in a browser: no Chromium here (apt-get install chromium, or PERIPLUS_CHROMIUM).');

describe.skipIf(CHROMIUM === null)('the dashboard', { timeout: 90_000 }, () => {
  let web: string;
  let browser: Browser;
  let standIn: StandIn;
  let url: string;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    web = await mkdtemp(join(tmpdir(), 'periplus-web-'));
    await build({ configFile: 'web/vite.config.ts', build: { outDir: web, emptyOutDir: true }, logLevel: 'error' });
    browser = await openBrowser(CHROMIUM ?? '');
  });

  afterAll(async () => {
    await browser.close();
    await rm(web, { recursive: true, force: true });
  });

  beforeEach(async () => {
    standIn = new StandIn(web, 0, true);
    url = await standIn.listen();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 503')) complaints.push(message.text());
    });
  });

  afterEach(async () => {
    await page.context().close();
    await standIn.close();
  });

  const textOf = (selector: string): Promise<string> => page.locator(selector).first().innerText();

  test('tells an incident live: the change is approved, the plan goes on, the report appears', async () => {
    const telling = standIn.tell();
    await page.goto(url);
    await page.getByText('I ask before changing anything. May I?').first().waitFor();
    const ask = await textOf('.ask');
    for (const part of [
      'rollout undo deployment/catalogue --to-revision=1',
      '0.3.6 → sockshop/catalogue:0.3.5',
      '--to-revision=2',
      'accepted by the server',
    ])
      expect(ask).toContain(part);
    expect(await textOf('main')).toContain('DEMO');
    expect(await textOf('.background')).toContain('because of alert name HighLatency');
    expect(await textOf('.background')).toContain('alert label namespace');

    await page.getByLabel('Why, kept in the record').fill('the release is mine');
    await page.getByRole('button', { name: 'Approve' }).click();
    await telling;
    await page.locator('#report').waitFor();
    expect(standIn.posts).toContainEqual({ path: '/api/v1/approvals/approval-1', body: { verdict: 'grant', why: 'the release is mine' } });
    const report = await textOf('#report');
    for (const part of ['deployment/catalogue', 'Ruled out', 'Not checked', 'Will it stay?', 'GET /catalogue'])
      expect(report).toContain(part);
    await page.getByText('Run ended: succeeded').waitFor();
    expect(complaints).toEqual([]);
  });

  test('draws the plan, and opens a step from the keyboard: query as asked, deciding rows marked, who decided', async () => {
    void standIn.tell();
    await page.goto(url);
    await page.locator('.ask').first().waitFor();
    expect(await page.locator('.step-box').count()).toBe(13);
    expect(await page.locator('.step-box.is-skipped').count()).toBe(2);
    expect(await page.locator('.step-box', { hasText: 'Go back to the previous release' }).innerText()).toContain('asks you');
    await page.locator('.way.is-disabled').nth(3).waitFor({ state: 'attached' });
    expect(await page.locator('.way.is-disabled').count()).toBeGreaterThan(3);
    expect(await page.getByLabel(/Condition from s6 to s9: the value is above 90%\. no: 0\.3127 is not above 0\.9/u).count()).toBe(1);

    const step = page.locator('.step-box', { hasText: 'Find the slow routes' });
    await step.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('region', { name: 'Step: Find the slow routes' });
    expect(await panel.innerText()).toContain('histogram_quantile(0.99');
    expect(await panel.locator('tr.is-deciding').allInnerTexts()).toEqual([expect.stringContaining('2.34')]);
    expect(await panel.innerText()).toContain('decided by rule');
    await page.keyboard.press('Escape');
    expect(await panel.count()).toBe(0);
    expect(await page.evaluate<string>('document.activeElement.textContent')).toContain('Find the slow routes');
  });

  test('a question shows its evidence, and its answer is sent', async () => {
    void standIn.tell();
    await page.goto(url);
    const question = page.getByLabel('A question waits for an answer');
    await question.waitFor();
    expect(await question.innerText()).toContain('Request rate is 1.04 times');
    await question.getByRole('button', { name: 'no' }).click();
    await question.waitFor({ state: 'detached' });
    expect(standIn.posts).toContainEqual({ path: '/api/v1/questions/question-1/answer', body: { answer: 'no' } });
  });

  test('of several conditions several may be said to hold, or none', async () => {
    standIn.question = { ...standIn.question, options: ['it is cold', 'it is warm', 'it is windy', 'none of these'] };
    void standIn.tell();
    await page.goto(url);
    const question = page.getByLabel('A question waits for an answer');
    await question.getByRole('button', { name: 'none of these' }).waitFor();
    await question.getByLabel('it is windy').check();
    await question.getByLabel('it is cold').check();
    await question.getByRole('button', { name: 'These 2 hold' }).click();
    await question.waitFor({ state: 'detached' });
    expect(standIn.posts).toContainEqual({ path: '/api/v1/questions/question-1/answer', body: { answer: 'it is cold\nit is windy' } });
  });

  test('the cards are shown as Teams draws them', async () => {
    void standIn.tell();
    await page.goto(`${url}/outbox`);
    await page.locator('.card .ac-adaptiveCard').nth(1).waitFor();
    expect(await textOf('.card')).toContain('catalogue answers slowly');
    expect(await page.locator('.card-frame').first().innerText()).toContain('no Teams address is configured');
    expect(complaints).toEqual([]);
  });

  test('a service that is away is told in a banner, what was known stays, and the banner goes with the trouble', async () => {
    void standIn.tell();
    await page.goto(url);
    await page.locator('.ask').first().waitFor();
    standIn.isAway = true;
    await page.getByText('The database does not answer at the moment.').first().waitFor();
    expect(await textOf('.ask')).toContain('rollout undo');
    standIn.isAway = false;
    await page.getByText('The database does not answer at the moment.').first().waitFor({ state: 'detached' });
  });

  test('the kill switch asks for a reason, shows it on every page, and can be let go', async () => {
    await page.goto(`${url}/outbox`);
    await page.getByRole('button', { name: 'Freeze all changes' }).click();
    await page.getByLabel('Why changes are frozen').fill('a drill');
    await page.keyboard.press('Enter');
    await page.getByText('a drill').waitFor();
    expect(standIn.posts).toContainEqual({ path: '/api/v1/freeze', body: { why: 'a drill' } });
    await page.getByRole('button', { name: 'Let changes through again' }).click();
    await page.getByText('a drill').waitFor({ state: 'detached' });
  });

  test('guides are listed with their mode and problems; one that does not compile is not offered to act', async () => {
    await page.goto(`${url}/guides`);
    const rows = page.locator('.guide-row');
    await rows.first().waitFor();
    expect(await rows.nth(0).locator('select').inputValue()).toBe('act');
    expect(await rows.nth(1).innerText()).toContain('does not compile');
    await rows.nth(0).locator('select').selectOption('suggest');
    await expect.poll(() => standIn.posts).toContainEqual({ path: '/api/v1/guides/guide-1/mode', body: { mode: 'suggest' } });
    await page.getByRole('link', { name: 'A service of the shop is slow' }).click();
    await page.getByText('line 5').waitFor();
    expect(await page.locator('.step-box').count()).toBe(13);
  });

  test('on a phone and on a desk, by day and by night, nothing is wider than the screen', async () => {
    void standIn.tell();
    await page.goto(url);
    await page.locator('.ask').first().waitFor();
    for (const [width, colorScheme, ground] of [
      [390, 'light', 'rgb(245, 246, 247)'],
      [390, 'dark', 'rgb(15, 19, 23)'],
      [1440, 'dark', 'rgb(15, 19, 23)'],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      await page.locator(width === 390 ? '.step-list' : '.plan-graph').waitFor();
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).toBe(ground);
    }
  });
});
