// A page of the web application in Debian's Chromium, as one person sees it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './server.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const desk = { width: 1366, height: 768 };
export const phone = { width: 390, height: 844 };

// Software WebGL: test machines have no graphics card, so the processor paints pages faster than a card that it plays itself. Only
// where a map is moved is it better the other way: with --disable-gpu each picture of it is read back and drawn once more. A page that
// is opened once gains nothing from code that is optimised for it; a map does.
export const launch = ({ map = false } = {}) =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ['--headless', '--no-sandbox', ...(map ? [] : ['--disable-gpu', '--js-flags=--no-maglev,--no-opt']), '--disable-gpu-rasterization', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });

// What the content policy of the page refused: nothing of ours may ever be among it.
function watchPolicy(page) {
  page.on('console', (message) => {
    if (/Content.Security.Policy|Permissions.Policy|Refused to/i.test(message.text())) page.problems.push(message.text());
  });
}

// Signs in by the form; gives the page. Errors of the page are kept in page.problems.
export async function signIn(browser, server, user, secret, { viewport = desk, dark = false } = {}) {
  const context = await browser.newContext({ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', bypassCSP: false });
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  watchPolicy(page);
  page.setDefaultTimeout(20_000);
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('Tên đăng nhập').fill(user);
  await page.getByLabel('Mật khẩu').fill(secret);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

// Serious and critical findings of axe on what the page shows now, by all of its rules or by these.
export async function seriousFindings(page, rules) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axeSource);
  const { violations } = await page.evaluate((only) => globalThis.axe.run(document, { resultTypes: ['violations'], ...(only && { runOnly: only }) }), rules);
  return violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')}`);
}

// Until what has just changed is laid out and drawn. Nothing fades or slides: the pages of the tests ask for reduced motion.
export const drawn = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

export const screenshot = (page, name) => page.screenshot({ path: path.join(root, 'tests', '.out', `${name}.png`) });
