// Starts the built program over the example plans, and opens its pages in a
// real browser.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from 'playwright-core'

const program = new URL('../../../bin/buildout', import.meta.url).pathname
const chromiumPath = [process.env.BUILDOUT_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p))
const missing = !chromiumPath ? 'no Chromium' : !existsSync(program) ? 'bin/buildout is not built' : ''
const required = process.env.BUILDOUT_REQUIRE_ALL === '1'
export const options = { skip: required ? false : missing || false, timeout: 120_000 }

export const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(2)>'
let server, folder, browser, plans
export let origin

async function start() {
  folder = await mkdtemp(join(tmpdir(), 'buildout-e2e-'))
  server = spawn(program, ['serve', '--addr', '127.0.0.1:0', '--database', join(folder, 'plans.db')], { stdio: ['ignore', 'pipe', 'pipe'] })
  const address = await new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const address = line.startsWith('{') && JSON.parse(line).addr
        if (address) resolve(address)
      })
    }
    server.on('exit', (code) => reject(new Error(`the program ended with ${code}`)))
  })
  origin = `http://${address}`
}

export const api = async (path, init) => {
  const response = await fetch(origin + path, init)
  assert.ok(response.ok, `${path}: ${response.status} ${response.ok ? '' : await response.clone().text()}`)
  return response.json()
}

/** The stored example plans. */
export const examples = () => plans

export const idOf = (name) => plans.find((p) => p.plan.name === name).id

export async function planDocument(name) {
  const stored = await api(`/api/v1/plans/${idOf(name)}`)
  return { plan: structuredClone(stored.plan ?? stored) }
}

/** Stores a plan as a new one. */
export const store = (plan) =>
  api('/api/v1/plans', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(plan) })

before(async () => {
  if (missing && !required) return
  assert.equal(missing, '')
  await start()
  plans = (await api('/api/v1/plans')).results
  assert.ok(plans.length >= 3, 'the examples are stored')
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-background-networking'] })
})

after(async () => {
  await browser?.close()
  const ended = server && (server.exitCode ?? server.signalCode)
  if (server && ended === null) {
    server.kill('SIGTERM')
    await new Promise((resolve) => server.on('exit', resolve))
  }
  if (folder) await rm(folder, { recursive: true })
  assert.ok(!server || ended === null, `the program ended before the tests did: ${ended}`)
})

/** Opens a page; what its console, scripts, dialogs and policy complain of is in faults. */
export async function open(t, path, { width = 1440, scheme = 'light', print = false, script = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme: scheme, javaScriptEnabled: script })
  t.after(() => context.close())
  const page = await context.newPage()
  const faults = []
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && faults.push(m.text()))
  page.on('pageerror', (e) => faults.push(String(e)))
  page.on('dialog', (d) => (faults.push('dialog ' + d.message()), d.dismiss()))
  page.on('requestfailed', (r) => faults.push('failed ' + r.url()))
  page.on('request', (r) => r.url().startsWith(origin) || r.url().startsWith('data:') || faults.push('went to ' + r.url()))
  if (script) await page.addInitScript(() => addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.blockedURI)))
  if (print) await page.emulateMedia({ media: 'print' })
  const response = await page.goto(origin + path, { waitUntil: 'networkidle' })
  return { page, faults, response }
}

/** A page keeps inside its width and, where it is looked at closely, has nothing that axe finds fault with. */
export async function wholeAndAccessible(page, path, close) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(wide <= 0, `${path} is ${wide} px too wide`)
  if (!close) return
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).exclude('#swagger-ui').setLegacyMode(true) // no page has a frame, and telling of those takes longer than the rest
  const { violations } = await axe.analyze()
  assert.deepEqual(violations.map((v) => `${path} ${v.id}: ${v.nodes.map((n) => n.target + ' ' + n.failureSummary).join(' | ')}`), [])
}

/** Every pair of language, width and colours, once; close are both widths and both colours. */
export const looks = [
  { lang: 'en', width: 1440, scheme: 'light', close: true },
  { lang: 'ko', width: 1440, scheme: 'dark', close: false },
  { lang: 'ko', width: 390, scheme: 'light', close: false },
  { lang: 'en', width: 390, scheme: 'dark', close: true },
]
