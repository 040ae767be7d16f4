// Opens the Compare page of the built program in a real browser.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, idOf, looks, open, options, planDocument, store, wholeAndAccessible } from './program.mjs'

const three = '/compare?plan=two-sites-460&plan=ansan-460&plan=as-it-went'
const overlays = ['compared-rollout', 'compared-cash']

const drawn = async (page) => {
  for (const name of overlays) await page.waitForSelector(`#${name}[data-drawn=true] svg path`, { state: 'attached' })
}
/** The plans that are shown, by the first line of their heads. */
const shown = (page) => page.locator('#summary .column-title').allInnerTexts()
const row = (page, title) => page.locator('#summary tbody tr', { hasText: title }).first()

test('plans are chosen in their list with the keyboard alone', options, async (t) => {
  const { page, faults } = await open(t, '/plans?lang=en')
  const button = page.locator('.pick-bar button')
  assert.equal(await button.getAttribute('aria-disabled'), 'true')
  await page.focus('input[name=plan][value=two-sites-460]')
  await page.keyboard.press('Space')
  assert.match(await page.innerText('.pick-bar'), /One plan is chosen; choose another/)
  await button.focus()
  await page.keyboard.press('Enter')
  assert.equal(new URL(page.url()).pathname, '/plans', 'one plan alone is sent')
  await page.focus('input[name=plan][value=ansan-460]')
  await page.keyboard.press('Space')
  assert.match(await page.innerText('.pick-bar'), /2 plans are chosen/)
  await button.focus()
  await Promise.all([page.waitForURL(/\/compare\?/), page.keyboard.press('Enter')])
  assert.deepEqual(new URL(page.url()).searchParams.getAll('plan'), ['two-sites-460', 'ansan-460'])
  await drawn(page)
  assert.equal((await shown(page)).length, 2)
  await page.focus('#base-1')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#base-0')
  assert.equal(new URL(page.url()).searchParams.get('baseline'), 'ansan-460')
  await page.focus('#rows-only')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#rows-only[aria-current]')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'rows-only', 'the focus is lost')
  assert.deepEqual(faults, [])
})

test('the three examples are compared, and every chart has the numbers of the API', options, async (t) => {
  const { page, faults } = await open(t, `${three}&lang=en`)
  await drawn(page)
  assert.match(await page.innerText('.answer'), /Lowest forecast: As it went.*Most usable power: Ansan for 460 bn won/s)
  assert.equal((await shown(page)).length, 3)
  for (const [at, name] of ['two-sites-460', 'ansan-460', 'as-it-went'].entries()) {
    const result = await api(`/api/v1/plans/${idOf(name)}/evaluation`)
    const values = (chart) => page.evaluate(([id, i]) => document.getElementById(id).chart.getOption().series[i].data.map((d) => d.value ?? d), [chart, at])
    assert.deepEqual(await values('compared-rollout'), result.capacity.usable_it_kw, name)
    assert.deepEqual(await values('compared-cash'), result.cash.map((m) => m.paid_to_date_krw), name)
  }
  const rows = await page.locator('#results tbody tr:not(.section)').count()
  await page.click('#rows-only')
  await page.waitForSelector('#rows-only[aria-current]')
  const fewer = await page.locator('#results tbody tr:not(.section)').count()
  assert.ok(fewer > 10 && fewer < rows, `${fewer} of ${rows} rows differ`)
  await page.goBack()
  await page.waitForSelector('#rows-all[aria-current]')
  assert.equal(await page.locator('#results tbody tr:not(.section)').count(), rows)
  await page.click('#base-2')
  await page.waitForSelector('#base-0')
  assert.match(await row(page, 'Forecast').innerText(), /\+32,102/)
  await page.click('#remove-1')
  await page.waitForSelector('#remove-2', { state: 'detached' })
  assert.deepEqual(await shown(page), ['Two sites for 460 bn won', 'As it went: Ansan, then Namyangju'])
  assert.deepEqual(faults, [])
})

test('a figure leads to what explains it in its plan', options, async (t) => {
  const { page } = await open(t, `${three}&lang=en`)
  await row(page, 'Forecast').locator('td a').nth(1).click()
  await page.waitForSelector('#explain')
  assert.match(page.url(), new RegExp(`/plans/${idOf('ansan-460')}/budget`))
  assert.match(await page.innerText('#explain'), /budget\/forecast_krw/)
})

test('the heads stay in sight of a long table', options, async (t) => {
  const { page } = await open(t, `${three}&lang=en`, { width: 390 })
  const place = await page.evaluate(() => {
    const region = document.getElementById('results-scroll')
    region.scrollTo(100, 600)
    const from = region.getBoundingClientRect()
    const head = region.querySelector('thead th:nth-child(3)').getBoundingClientRect()
    const first = [...region.querySelectorAll('tbody th')].find((th) => th.getBoundingClientRect().top > head.bottom).getBoundingClientRect()
    return { moved: [region.scrollLeft, region.scrollTop], head: head.top - from.top, first: first.left - from.left }
  })
  assert.deepEqual(place.moved, [100, 600])
  assert.ok(Math.abs(place.head) < 2 && Math.abs(place.first) < 2, JSON.stringify(place))
})

test('t shows and hides the table of an overlaid chart, and the legend a plan', options, async (t) => {
  const { page } = await open(t, `${three}&lang=en`)
  await drawn(page)
  for (const name of overlays) {
    const table = page.locator(`#${name} details table`)
    await page.focus(`#${name} .plot`)
    await page.keyboard.press('t')
    await table.waitFor({ state: 'visible' })
    await page.keyboard.press('t')
    await table.waitFor({ state: 'hidden' })
  }
  const key = page.locator('#compared-cash .legend button', { hasText: 'Ansan for 460' }).first()
  await key.press('Enter')
  assert.equal(await key.getAttribute('aria-pressed'), 'false')
})

test('a comparison is saved, says when a newer revision exists, takes it, and is deleted', options, async (t) => {
  const { plan } = await planDocument('ansan-460')
  plan.name = 'to be revised'
  const stored = await store(plan)
  const { page, faults } = await open(t, `/compare?plan=two-sites-460&plan=${encodeURIComponent(plan.name)}&lang=en`)
  await page.fill('#set-name', 'board')
  await page.fill('#set-note', 'for the board')
  await page.click('#save-set button')
  await page.waitForSelector('#open-set')
  assert.match(await page.innerText('#open-set'), /Saved comparison board.*every plan at its newest revision/s)
  plan.budget.total_krw = 470e9
  delete plan.budget.funding
  await api(`/api/v1/plans/${stored.id}`, { method: 'PUT', headers: { 'Content-Type': 'application/json', 'If-Match': '*' }, body: JSON.stringify(plan) })
  await page.goto(new URL('/compare?lang=en', page.url()).href)
  await page.click('.set-list a:has-text("board")')
  await page.waitForSelector('#take-newest')
  assert.match(await page.innerText('#summary thead'), /Newer exists: revision 2/)
  await page.click('#take-newest')
  await page.waitForSelector('#set-save')
  assert.match(await page.innerText('#open-set'), /What shows is not what is saved/)
  await page.click('#set-save')
  await page.waitForSelector('#set-save', { state: 'detached' })
  assert.match(await page.innerText('#open-set'), /every plan at its newest revision/)
  await page.click('.set-more summary')
  await page.click('#set-delete')
  await page.waitForSelector('#open-set', { state: 'detached' })
  assert.match(await page.innerText('#sets'), /No comparison is saved yet/)
  assert.equal((await shown(page)).length, 2, 'the plans that were shown stay')
  assert.deepEqual(faults, [])
})

test('the Compare page works without a script', options, async (t) => {
  const { page } = await open(t, '/plans?lang=en', { script: false })
  await page.check('input[name=plan][value=two-sites-460]')
  await page.check('input[name=plan][value=as-it-went]')
  await page.click('.pick-bar button')
  await page.waitForSelector('#summary')
  await page.selectOption('#more', 'ansan-460')
  await page.fill('#at', '1')
  await page.click('#add-plan button')
  await page.waitForSelector('#column-2')
  assert.deepEqual(new URL(page.url()).searchParams.getAll('plan'), ['two-sites-460', 'as-it-went', 'ansan-460@1'])
  await page.click('#base-2')
  await page.waitForSelector('#base-0')
  await page.click('#compared-cash details summary')
  assert.ok(await page.locator('#compared-cash details table').isVisible())
})

test('many plans stand beside each other', options, async (t) => {
  const { plan } = await planDocument('as-it-went')
  let path = `/compare?lang=en`
  for (let i = 0; i < 50; i++) {
    plan.name = `many ${i}`
    plan.title = { en: `Plan ${i} of many` }
    await store(plan)
    path += `&plan=${encodeURIComponent(plan.name)}`
  }
  const { page, faults } = await open(t, path)
  await wholeAndAccessible(page, path, false)
  assert.equal((await shown(page)).length, 50)
  assert.match(await page.innerText('#charts'), /Drawn are 8 of 50 plans/)
  assert.deepEqual(faults, [])
})

for (const { lang, width, scheme, close } of looks) {
  test(`Compare is whole and accessible: ${lang}, ${width} px, ${scheme}`, options, async (t) => {
    for (const path of [`${three}&plan=none&lang=${lang}&rows=differences`, `/compare?lang=${lang}`, `/plans?lang=${lang}`]) {
      const { page, faults, response } = await open(t, path, { width, scheme })
      assert.equal(response.status(), 200, path)
      if (path.startsWith(three)) await drawn(page)
      await wholeAndAccessible(page, path, close)
      assert.deepEqual(faults, [], path)
    }
  })
}

test('Compare prints', options, async (t) => {
  const { page } = await open(t, `${three}&lang=ko`, { print: true })
  for (const hidden of ['.add-plan', '.columns .acts', '#sets', '.pick-bar']) assert.ok(!(await page.locator(hidden).first().isVisible()), hidden)
  assert.ok((await page.pdf({ format: 'A4', landscape: true })).length > 10_000)
})
