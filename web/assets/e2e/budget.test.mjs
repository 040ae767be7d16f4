// Opens figures, rows and books of a plan on its Budget page, and changes its money in place.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, hostile, idOf, looks, open, options, planDocument, store, wholeAndAccessible } from './program.mjs'

/** A plan of its own for a test that changes one. */
async function ownPlan(name) {
  const { plan } = await planDocument('two-sites-460')
  plan.name = name
  return store(plan)
}

const charts = ['yearly', 'treemap', 'opex', 'own-lease']
const drawn = (page, name) => page.waitForSelector(`#${name}[data-drawn=true] svg path`, { state: 'attached' })
const line = 'services_and_equipment.ups.modules'
const openLine = 'open=services_and_equipment,services_and_equipment.ups'
const topOf = (locator) => locator.evaluate((e) => e.getBoundingClientRect().top)

test('a figure opens its explanation in place, down to what it rests on and back', options, async (t) => {
  const { page, faults } = await open(t, `/plans/${idOf('two-sites-460')}/budget?lang=en`)
  for (const name of charts) await drawn(page, name)
  const figure = page.locator('#where tbody tr').first().locator('td a').first()
  await figure.scrollIntoViewIfNeeded()
  const [before, value] = [await topOf(figure), await figure.innerText()]
  await page.evaluate(() => (document.getElementById('yearly').mark = 'kept'))
  await figure.click()
  await page.waitForSelector('#explain')
  await page.waitForFunction(() => document.activeElement?.id === 'explain-title')
  assert.equal(await page.locator('.explain-value b').innerText(), value)
  assert.ok(Math.abs((await topOf(figure)) - before) < 2, 'the page jumps')
  assert.equal(await page.evaluate(() => document.getElementById('yearly').mark), 'kept', 'a chart that did not change is drawn again')

  for (let depth = 1; depth < 8 && (await page.locator('.operands a').count()); depth++) {
    await page.locator('.operands a').first().click()
    await page.waitForFunction((n) => new URL(location).searchParams.getAll('explain').length === n, depth + 1)
    await page.waitForFunction((n) => document.querySelectorAll('.explain-trail a').length === n, depth)
  }
  assert.ok((await page.locator('.explain-trail a').count()) > 2)
  await page.locator('.explain-trail a').first().click()
  await page.waitForFunction(() => !document.querySelector('.explain-trail'))
  assert.equal(await page.locator('.explain-value b').innerText(), value)
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !document.querySelector('#explain'))
  await page.waitForFunction(() => document.activeElement?.matches('#where a.fig, #where td a'))
  assert.equal(await page.evaluate(() => document.activeElement.textContent), value, 'the focus does not come back')
  assert.deepEqual(faults, [])
})

test('rows open by keyboard and keep their place', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}/budget?lang=en`)
  const row = page.locator('[id="row-services_and_equipment"]')
  await row.focus()
  const before = await topOf(row)
  await page.keyboard.press('Enter')
  await page.waitForSelector('[id="row-services_and_equipment.ups"]')
  assert.equal(await row.getAttribute('aria-expanded'), 'true')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'row-services_and_equipment')
  assert.ok(Math.abs((await topOf(row)) - before) < 2, 'the page jumps')
  assert.equal(new URL(page.url()).searchParams.get('open'), 'services_and_equipment')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[id="row-services_and_equipment.ups"]', { state: 'detached' })
})

test('a unit price is changed in its place, held against the saved one and saved', options, async (t) => {
  const stored = await ownPlan('budget in place')
  const { page, faults } = await open(t, `/plans/${stored.id}/budget?lang=en&${openLine}`)
  const field = page.locator(`input[data-paths$="${line}/unit_price"]`)
  const was = await field.inputValue()
  await field.fill('1,300,000')
  await page.keyboard.press('Tab')
  await page.waitForSelector('.changes')
  assert.equal(new URL(page.url()).searchParams.get('set'), `cost_book/overrides/${line}/unit_price=1300000`)
  assert.equal(await field.inputValue(), '1,300,000')
  assert.match(await page.locator('tr', { has: field }).innerText(), new RegExp(`was ${was}`))
  await drawn(page, 'bridge')
  assert.match(await page.locator('#why').innerText(), /Held against revision 1, as saved/)
  await page.fill('#save-reason', 'A quote came in')
  await page.click('.save .primary')
  await page.waitForFunction(() => !document.querySelector('.changes'))
  const saved = await api(`/api/v1/plans/${stored.id}`)
  assert.equal((saved.plan ?? saved).cost_book.overrides.find((o) => o.code === line).unit_price, 1_300_000)
  assert.deepEqual(faults, [])
})

test('a ceiling that does not hold its year is marked', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}/budget?lang=en`)
  await page.locator('input[data-paths="budget/ceilings/2023/amount_krw"]').fill('90000000000')
  await page.keyboard.press('Tab')
  await page.waitForSelector('.changes')
  await page.waitForSelector('#yearly td.over')
  assert.match(await page.locator('#yearly tbody tr', { hasText: '2023' }).first().innerText(), /▲\s*−/)
})

test('the drawn series are the numbers of the API', options, async (t) => {
  const id = idOf('two-sites-460')
  const result = await api(`/api/v1/plans/${id}/evaluation`)
  const { page } = await open(t, `/plans/${id}/budget?lang=en`)
  for (const name of charts) await drawn(page, name)
  const series = (name) => page.evaluate((id) => document.getElementById(id).chart.getOption().series.map((s) => ({ name: s.name, data: s.data.map((d) => d?.value ?? d) })), name)
  const worth = await series('own-lease')
  assert.deepEqual(worth[0].data, result.worth.own_krw)
  assert.deepEqual(worth[1].data, result.worth.lease_by_month_krw)
  const yearly = await series('yearly')
  const paid = yearly.filter((s) => ['Paid by the books', 'Foreseen', 'Beyond the ceiling ▲'].includes(s.name))
  result.budget.years.forEach((y, i) => assert.equal(paid.reduce((sum, s) => sum + s.data[i], 0), y.paid_krw))
  const opex = (await series('opex')).filter((s) => !s.name.endsWith('PUE'))
  result.months.forEach((m, i) => assert.equal(opex.reduce((sum, s) => sum + s.data[i], 0), result.operation.total_krw[i], m))
  const groups = await page.evaluate(() => document.getElementById('treemap').chart.getOption().series[0].data.map((d) => d.value))
  assert.deepEqual(groups, result.budget.rows.filter((r) => r.level === 0 && r.forecast_krw > 0).map((r) => r.forecast_krw))
  for (const name of charts) {
    const table = page.locator(`#${name} details table`)
    const shown = await table.isVisible()
    await page.focus(`#${name} .plot`)
    await page.keyboard.press('t')
    await table.waitFor({ state: shown ? 'hidden' : 'visible' })
  }
})

test('books are checked, then saved', options, async (t) => {
  const stored = await ownPlan('books by hand')
  const { page } = await open(t, `/plans/${stored.id}/budget?lang=en`)
  const template = await page.evaluate(async () => (await fetch(document.querySelector('.books a[href$="books.csv"]').href)).text())
  const [head, first] = template.split('\n')
  const row = first.split(',').slice(0, 3).join(',')
  await page.click('.books-send summary')
  await page.fill('#books-csv', `${head}\n${row},2021-02,lots,5,,\n`)
  await Promise.all([page.waitForURL(/books$/), page.click('.books-form button')])
  await page.waitForSelector('.books-check .over')
  assert.match(await page.locator('.books-check').innerText(), /row 2 · committed_krw\s+✕lots/)

  await page.fill('#books-through', '2021-02')
  await page.fill('#books-csv', `${head}\n${row},2021-02,7000000,5000000,,voucher 1\n`)
  await page.click('.books-form button')
  await page.waitForSelector('.books-check .save')
  assert.match(await page.locator('.books-check').innerText(), /Entries that would change: 1/)
  await page.fill('#books-reason', 'February closed')
  await Promise.all([page.waitForURL(/budget(\?.*)?#books$/), page.click('.books-check .primary')])
  const saved = await api(`/api/v1/plans/${stored.id}`)
  assert.equal((saved.plan ?? saved).actuals.entries[0].paid_krw, 5_000_000)
  assert.match(await page.locator('.answer').innerText(), /By the books to Feb 2021/)
})

test('the Budget page works without a script', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}/budget?lang=en`, { script: false })
  await page.click('[id="row-services_and_equipment"]')
  await page.waitForSelector('[id="row-services_and_equipment.ups"]')
  await page.locator('#where tbody td a').first().click()
  await page.waitForSelector('#explain')
  assert.ok(await page.locator('[id="row-services_and_equipment.ups"]').isVisible(), 'what was open is closed')
  await page.click('#explain-close')
  await page.waitForSelector('#explain', { state: 'detached' })
  await page.fill('input[name="edit:budget/ceilings/2023/amount_krw"]', '170,000,000,000')
  await page.click('#edit button')
  await page.waitForSelector('.changes')
  assert.equal(new URL(page.url()).searchParams.get('set'), 'budget/ceilings/2023/amount_krw=170000000000')
})

test('a hostile plan is text on the Budget page', options, async (t) => {
  const { plan } = await planDocument('two-sites-460')
  plan.name = 'hostile budget'
  plan.title = plan.sites[0].title = plan.budget.funding[0].title = { en: hostile, ko: hostile }
  const saved = await store(plan)
  const { page, faults } = await open(t, `/plans/${saved.id}/budget?lang=en&explain=budget/forecast_krw&open=all`)
  for (const name of charts) await drawn(page, name)
  assert.equal(await page.locator('img[src=x]').count(), 0)
  assert.deepEqual(faults, [])
})

for (const { lang, width, scheme, close } of looks) {
  test(`Budget is whole and accessible: ${lang}, ${width} px, ${scheme}`, options, async (t) => {
    const change = encodeURIComponent('budget/ceilings/2023/amount_krw=90000000000')
    const path = `/plans/${idOf('two-sites-460')}/budget?lang=${lang}&${openLine},${line}&explain=budget/variance_krw&explain=budget/forecast_krw&set=${change}&base=1`
    const { page, faults, response } = await open(t, path, { width, scheme })
    assert.equal(response.status(), 200)
    for (const name of [...charts, 'bridge']) await drawn(page, name)
    await wholeAndAccessible(page, path, close)
    assert.deepEqual(faults, [])
  })
}

test('Budget prints', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}/budget?lang=ko&open=services_and_equipment`, { print: true })
  assert.ok(!(await page.locator('.jumps').isVisible()))
  assert.ok((await page.pdf({ format: 'A4', landscape: true })).length > 10_000)
})
