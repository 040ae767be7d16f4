// Takes a workbook of a plan on its page Export, changes inputs in it and brings it back.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { looks, open, options, origin, planDocument, store, wholeAndAccessible } from './program.mjs'

const run = promisify(execFile)

async function planOf(name) {
  const { plan } = await planDocument('two-sites-460')
  plan.name = name
  return store(plan)
}

for (const { lang, width, scheme, close } of looks) {
  test(`Export is whole and accessible: ${lang}, ${width} px, ${scheme}`, options, async (t) => {
    const stored = await planOf(`export ${lang} ${width}`)
    const path = `/plans/${stored.id}/export?lang=${lang}`
    const { page, faults, response } = await open(t, path, { width, scheme })
    assert.equal(response.status(), 200)
    await wholeAndAccessible(page, path, close)
    assert.deepEqual(faults, [], path)
  })
}

test('the workbook is downloaded with its progress, and brings nothing back unchanged', options, async (t) => {
  const stored = await planOf('export used')
  const { page, faults } = await open(t, `/plans/${stored.id}/export?lang=en&unit=won`)
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#workbook-file')])
  assert.equal(download.suggestedFilename(), 'export used-1.xlsx')
  await page.waitForFunction(() => document.querySelector('.download .said').textContent.includes('downloaded'))
  const file = await download.path()
  assert.equal((await readFile(file)).subarray(0, 2).toString(), 'PK')
  await page.setInputFiles('#back-file', { name: 'budget.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: await readFile(file) })
  await page.click('.back-form button')
  await page.waitForSelector('#sent .fine')
  assert.match(await page.innerText('#sent'), /budget\.xlsx changes nothing/)
  // Where saving begins before Chromium has noted the end of the request, it calls that aborted, though all of it came.
  assert.deepEqual(faults.filter((f) => !f.includes('/budget.xlsx')), [])
})

test('a file that is no workbook is told so, and nothing is stored', options, async (t) => {
  const stored = await planOf('export refused')
  const { page } = await open(t, `/plans/${stored.id}/export?lang=en`)
  await page.setInputFiles('#back-file', { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no workbook') })
  await page.click('.back-form button')
  await page.waitForSelector('#sent .over')
  assert.match(await page.innerText('#sent'), /notes\.txt is not taken/)
})

/** Writes other values into cells of the sheet Inputs, found by their paths, as an editor would. */
async function edited(file, changes) {
  const folder = await mkdtemp(join(tmpdir(), 'buildout-workbook-'))
  try {
    const name = join(folder, 'budget.xlsx')
    await writeFile(name, file)
    const { stdout } = await run('unzip', ['-p', name, 'xl/workbook.xml'], { maxBuffer: 1 << 26 })
    const sheets = [...stdout.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map((m) => m[1])
    const part = `xl/worksheets/sheet${sheets.indexOf('Inputs') + 1}.xml`
    let { stdout: sheet } = await run('unzip', ['-p', name, part], { maxBuffer: 1 << 28 })
    for (const [path, value] of Object.entries(changes)) {
      const row = [...sheet.matchAll(/<row r="(\d+)".*?<\/row>/gs)].find((m) => m[0].includes(`>${path}<`))
      assert.ok(row, `no row of ${path}`)
      const cell = new RegExp(`(<c r="B${row[1]}"[^>]*>)(?:<v>[^<]*</v>)?(</c>)|(<c r="B${row[1]}"[^>]*)/>`)
      sheet = sheet.replace(cell, (_, begin, end, blank) => (begin ? `${begin}<v>${value}</v>${end}` : `${blank}><v>${value}</v></c>`))
    }
    await run('mkdir', ['-p', join(folder, 'xl/worksheets')])
    await writeFile(join(folder, part), sheet)
    await run('zip', ['-q', name, part], { cwd: folder })
    return await readFile(name)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('an exchange rate and a start month of a workbook become a revision, with their numbers on Overview', options, async (t) => {
  const stored = await planOf('export changed')
  const workbook = await (await fetch(`${origin}/api/v1/plans/${stored.id}/workbook?lang=en&unit=won`)).arrayBuffer()
  const march2021 = 44256
  const file = await edited(Buffer.from(workbook), { 'exchange_rates/0/krw': 1500, 'sites/siheung/phases/building/start': march2021 })
  const { page, faults } = await open(t, `/plans/${stored.id}/export?lang=en&unit=won`)
  await page.setInputFiles('#back-file', { name: 'budget.xlsx', mimeType: 'application/octet-stream', buffer: file })
  await page.click('.back-form button')
  await page.waitForSelector('#sent table')
  const sent = await page.innerText('#sent')
  assert.match(sent, /changes 2 inputs/)
  assert.match(sent, /1415\.64\s+1500/)
  assert.match(sent, /2021-03/)
  const forecast = sent.match(/Forecast \(won\)\s+([\d,]+)\s+([\d,]+)/)
  await page.fill('#export-reason', 'finance looked at it')
  await page.click('#sent .save .primary')
  await page.waitForURL((url) => !url.pathname.endsWith('/export'))
  await page.waitForSelector('[data-tile=budget]')
  assert.ok((await page.innerText('[data-tile=budget]')).includes(forecast[2]), 'Overview has the forecast of the workbook')
  const plan = await (await fetch(`${origin}/api/v1/plans/${stored.id}`)).json()
  const now = plan.plan ?? plan
  assert.equal(now.exchange_rates[0].krw, 1500)
  assert.deepEqual(faults, [])
})

test('a workbook becomes a plan of its own', options, async (t) => {
  const stored = await planOf('export varied')
  const workbook = await (await fetch(`${origin}/api/v1/plans/${stored.id}/workbook?lang=en`)).arrayBuffer()
  const file = await edited(Buffer.from(workbook), { 'exchange_rates/0/krw': 1300 })
  const { page } = await open(t, `/plans/${stored.id}/export?lang=en`)
  await page.setInputFiles('#back-file', { name: 'budget.xlsx', mimeType: 'application/octet-stream', buffer: file })
  await page.click('.back-form button')
  await page.waitForSelector('#variant-name')
  await page.fill('#variant-name', 'export varied')
  await page.fill('#variant-reason', 'a name that is taken')
  await page.click('#sent form:has(#variant-name) button')
  await page.waitForSelector('#sent [role=alert]')
  assert.match(await page.innerText('#sent [role=alert]'), /already/)
  await page.fill('#variant-name', 'export varied at 1300')
  await page.click('#sent form:has(#variant-name) button')
  await page.waitForURL((url) => !url.pathname.endsWith('/export'))
  assert.match(await page.innerText('h1'), /./)
  assert.ok((await page.innerText('main')).includes('export varied at 1300'))
})

test('Overview prints as a board paper', options, async (t) => {
  const { page } = await open(t, `/plans/${(await planOf('board')).id}?lang=ko`, { print: true })
  assert.ok((await page.pdf({ format: 'A4', landscape: true })).length > 10_000)
  assert.equal(await page.locator('nav').first().isVisible(), false)
})
