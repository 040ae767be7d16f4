// Opens the Racks page of the built program in a real browser.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, idOf, looks, open, options, planDocument, store, wholeAndAccessible } from './program.mjs'

/** A hall with single-phase feeds of which one is over its limit, one is on one side, and panels. */
let halls = 0
async function fullHall() {
  const { plan } = await planDocument('two-sites-460')
  plan.name = `racks ${++halls}`
  const hall = plan.sites[0].phases[0].halls[0]
  hall.rack_positions = 40
  hall.floor_load_kg_per_m2 = 1300
  hall.panels = ['A', 'B'].flatMap((side) => [1, 2].map((n) => ({ name: `P${n}${side}`, side, volts: 380, amps: 100, phases: 3, breaker_share: 0.8 })))
  const circuit = { volts: 220, amps: 32, phases: 1, breaker_share: 0.8 }
  const feeds = (n, sides) => sides.map((side) => ({ side, panel: `P${n}${side}`, ...circuit }))
  const rack = (row, position, sides = ['A', 'B']) => ({ name: `X${row}-${position}`, rack_type: position === 3 ? 'network-4kw' : 'server-6kw', row: `X${row}`, position, from: '2024-01', feeds: feeds(row, sides) })
  hall.racks = [rack(1, 1), rack(1, 2, ['A']), rack(1, 3), rack(2, 3)]
  return (await store(plan)).id
}

for (const { lang, width, scheme, close } of looks) {
  test(`racks are whole and accessible: ${lang}, ${width} px, ${scheme}`, options, async (t) => {
    const id = await fullHall()
    for (const path of [`/plans/${id}/racks?lang=${lang}&sort=-failover`, `/plans/${idOf('two-sites-460')}/racks?lang=${lang}&month=2021-01`]) {
      const { page, faults, response } = await open(t, path, { width, scheme })
      assert.equal(response.status(), 200, path)
      assert.equal(await page.getAttribute('html', 'lang'), lang)
      await wholeAndAccessible(page, path, close)
      assert.deepEqual(faults, [], path)
    }
  })
}

test('the grid and the tables are the numbers of the API', options, async (t) => {
  const id = await fullHall()
  const layout = await api(`/api/v1/plans/${id}/sites/ansan/halls/DH-1/layout`)
  const { page, faults } = await open(t, `/plans/${id}/racks?lang=en`)
  const drawn = await page.locator('.floor a').evaluateAll((links) => links.map((a) => [new URL(a.href).searchParams.get('rack'), Number(a.textContent.replace(/\D/g, ''))]))
  assert.deepEqual(drawn, layout.racks.map((r) => [r.name, r.failover_share > 1 ? Math.ceil(r.failover_share * 100 - 1e-9) : Math.round(r.failover_share * 100)]))
  assert.equal(await page.locator('.floor .load-free').count(), Math.max(0, layout.rack_positions - layout.racks.length))
  const over = layout.racks.filter((r) => r.failover_share > 1).map((r) => r.name)
  assert.ok(over.length > 0, 'no rack is over its limit')
  assert.deepEqual(await page.locator('.floor .load-over').evaluateAll((links) => links.map((a) => new URL(a.href).searchParams.get('rack'))), over)
  assert.equal(await page.locator('#panels tbody tr').count(), layout.panels.length)
  assert.equal(await page.locator('#rack-findings tbody tr').count(), Math.min(50, layout.findings.length))
  assert.deepEqual(faults, [])
})

test('a rack is chosen in the grid, by hand and by keyboard', options, async (t) => {
  const id = await fullHall()
  const { page, faults } = await open(t, `/plans/${id}/racks?lang=en`)
  await page.click('.floor a[href*="rack=X1-3"]')
  await page.waitForSelector('.rack-panel h2:text-is("X1-3")')
  assert.equal(new URL(page.url()).searchParams.get('rack'), 'X1-3')
  assert.equal(await page.locator('.floor a[aria-current]').textContent().then((s) => s.trim()), await page.locator('.floor a[href*="rack=X1-3"]').textContent().then((s) => s.trim()))
  await page.keyboard.press('Tab')
  const next = await page.evaluate(() => new URL(document.activeElement.href).searchParams.get('rack'))
  assert.equal(next, 'X2-3', 'the focus stays in the grid')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.rack-panel h2:text-is("X2-3")')
  assert.equal(await page.locator('.rack-panel tbody tr').count(), 2)
  await page.goBack()
  await page.waitForSelector('.rack-panel h2:text-is("X1-3")')
  assert.deepEqual(faults, [])
})

test('racks are chosen without scripts', options, async (t) => {
  const id = await fullHall()
  const { page } = await open(t, `/plans/${id}/racks?lang=en`, { script: false })
  await page.click('.floor a[href*="rack=X1-3"]')
  await page.waitForSelector('.rack-panel h2:text-is("X1-3")')
  await page.selectOption('#hall', 'DH-2')
  await page.click('button:text-is("Show")')
  await page.waitForSelector('#grid h2:text-is("Ansan · DH-2")')
})

test('a rack that is chosen on a narrow page comes into view', options, async (t) => {
  const { page } = await open(t, `/plans/${await fullHall()}/racks?lang=en`, { width: 390 })
  await page.click('.floor a[href*="rack=X1-3"]')
  await page.waitForSelector('.rack-panel h2:text-is("X1-3")')
  await page.waitForFunction(() => {
    const { top, bottom } = document.querySelector('.rack-panel h2').getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
  })
})

test('feeds are sorted and filtered by their address', options, async (t) => {
  const { page } = await open(t, `/plans/${await fullHall()}/racks?lang=en`)
  const names = () => page.locator('#feeds tbody th').allTextContents()
  await page.click('#sort-peak')
  await page.waitForSelector('#feeds [aria-sort=descending]')
  await page.click('#sort-peak')
  await page.waitForSelector('#feeds [aria-sort=ascending]')
  assert.ok((await names())[0].match(/^X[12]-3$/), 'the least peak first')
  assert.equal(new URL(page.url()).searchParams.get('sort'), 'peak')
  await page.fill('#q', 'x1 P1A')
  await page.press('#q', 'Enter')
  await page.waitForFunction(() => document.querySelectorAll('#feeds tbody tr').length === 3)
  for (const row of await page.locator('#feeds tbody tr').allTextContents()) assert.match(row, /^X1-.*P1A/)
  assert.equal(new URL(page.url()).searchParams.get('q'), 'x1 P1A')
  await page.reload()
  assert.equal(await page.inputValue('#q'), 'x1 P1A')
  await page.fill('#q', 'nothing like it')
  await page.press('#q', 'Enter')
  await page.click('text=Show all')
  await page.waitForFunction(() => document.querySelectorAll('#feeds tbody tr').length > 20)
})

test('site, hall and month are chosen by their form', options, async (t) => {
  const { page, faults } = await open(t, `/plans/${idOf('two-sites-460')}/racks?lang=en`)
  await page.selectOption('#site', 'siheung')
  await page.waitForSelector('#grid h2:text-is("Siheung · DH-1")')
  await page.selectOption('#hall', 'DH-2')
  await page.waitForSelector('#grid h2:text-is("Siheung · DH-2")')
  await page.fill('#month', '2021-01')
  await page.press('#month', 'Tab')
  await page.waitForSelector('h2:text-is("DH-2 has no racks in Jan 2021")')
  assert.deepEqual(Object.fromEntries(new URL(page.url()).searchParams), { lang: 'en', site: 'siheung', hall: 'DH-2', month: '2021-01' })
  assert.deepEqual(faults, [])
})
