// Opens the Assumptions page of the built program in a real browser.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, hostile, idOf, looks, open, options, planDocument, store, wholeAndAccessible } from './program.mjs'

/** A plan of its own for each test. */
async function planOf(name, change = () => {}) {
  const { plan } = await planDocument('ansan-460')
  plan.name = name
  change(plan)
  return store(plan)
}

const field = (path) => `.values input[data-paths="${path}"]`
const vat = field('values/cost_book.vat')
const tile = (page, name) => page.locator(`[data-tile=${name}]`).innerText()
const names = (page) => page.locator('.values tbody tr[id]').evaluateAll((rows) => rows.map((row) => row.id.replace('value-', '')))

// A page of a hundred fields takes axe a while: each look has its own state.
const refused = '&section=factors&set=values/cost_book.vat%3D2&base=1&explain=reference/cost_book.vat'
const states = ['', refused, '&section=all&only=plan', refused]
for (const [i, { lang, width, scheme, close }] of looks.entries()) {
  test(`assumptions are whole and accessible: ${lang}, ${width} px, ${scheme}`, options, async (t) => {
    const stored = await planOf(`looks ${lang} ${width}`, (plan) => (plan.values = [{ name: 'other_load', value: 0.04 }]))
    const path = `/plans/${stored.id}/assumptions?lang=${lang}${states[i]}`
    const { page, faults, response } = await open(t, path, { width, scheme })
    assert.equal(response.status(), states[i] === refused ? 422 : 200, path)
    assert.equal(await page.getAttribute('html', 'lang'), lang)
    await wholeAndAccessible(page, path, close)
    assert.deepEqual(faults.filter((f) => states[i] !== refused || !f.includes('422')), [], path)
  })
}

test('what the forecast rests on is the sum of the cost lines', options, async (t) => {
  const id = idOf('two-sites-460')
  const result = await api(`/api/v1/plans/${id}/evaluation`)
  const { page, faults } = await open(t, `/plans/${id}/assumptions?lang=en&unit=won`)
  const vat = result.budget.vat === 'included'
  const assumed = result.cost_lines.filter((l) => l.in_budget && l.assumption).reduce((sum, l) => sum + l.forecast_krw - l.paid_krw + (vat ? l.vat_krw : 0), 0)
  const total = await page.locator('#classes tfoot td').allTextContents()
  assert.equal(total[0].replaceAll(',', ''), String(result.budget.forecast_krw))
  assert.equal(total.at(-2).replaceAll(',', ''), String(assumed))
  assert.equal(await page.locator('#largest tbody tr').count(), 5)
  assert.deepEqual(faults, [])
})

test('a value is changed in its place, saved, and goes back to the shipped one', options, async (t) => {
  const stored = await planOf('value changed')
  const { page, faults } = await open(t, `/plans/${stored.id}/assumptions?lang=en&section=factors`)
  const name = `cost_book.regions.${stored.plan.sites[0].region}`
  const region = field(`values/${name}`)
  const row = page.locator(`[id="value-${name}"]`)
  const before = await tile(page, 'budget')
  await page.fill(region, '1.1')
  await page.press(region, 'Tab')
  await page.waitForSelector('.changes')
  assert.notEqual(await tile(page, 'budget'), before)
  assert.match(await row.innerText(), /was 1\b[\s\S]*shipped 1\b[\s\S]*Use the shipped value/)
  assert.match(await page.innerText('.changes-list'), /Factors Region: \S+ 1 →\s*(to\s*)?1\.1/)
  await page.fill('#save-reason', 'quotes of the region')
  await page.click('.save button')
  await page.waitForURL((url) => !url.searchParams.has('set'))
  assert.equal(new URL(page.url()).searchParams.get('section'), 'factors')
  assert.deepEqual((await api(`/api/v1/plans/${stored.id}`)).plan.values, [{ name, value: 1.1 }])

  await row.locator('a:text-is("Use the shipped value")').click()
  await page.waitForSelector('.changes')
  assert.equal(await page.inputValue(region), '1')
  assert.match(await page.innerText('.changes-list'), /1\.1[\s\S]*shipped 1\b/)
  await page.fill('#save-reason', 'back')
  await page.click('.save button')
  await page.waitForURL((url) => !url.searchParams.has('set'))
  assert.equal((await api(`/api/v1/plans/${stored.id}`)).plan.values, undefined)
  assert.deepEqual(faults, [])
})

test('a unit price is changed in its place and goes back', options, async (t) => {
  const stored = await planOf('price changed')
  const code = stored.plan.cost_book?.overrides?.some((o) => o.code === 'structure.frame') ? 'architectural_works.envelope' : 'structure.frame'
  const { page, faults } = await open(t, `/plans/${stored.id}/assumptions?lang=en&q=${code}`)
  const price = field(`cost_book/overrides/${code}/unit_price`)
  const shipped = await page.inputValue(price)
  await page.fill(price, '1,234,567')
  await page.press(price, 'Tab')
  await page.waitForSelector('.changes')
  assert.equal(await page.inputValue(price), '1,234,567')
  assert.deepEqual(new URL(page.url()).searchParams.getAll('set'), [`cost_book/overrides/${code}/unit_price=1234567`])
  await page.fill('#save-reason', 'an offer')
  await page.click('.save button')
  await page.waitForURL((url) => !url.searchParams.has('set'))
  const saved = (await api(`/api/v1/plans/${stored.id}`)).plan.cost_book.overrides.find((o) => o.code === code)
  assert.equal(saved.unit_price, 1234567)
  await page.click('a:text-is("Use the shipped value")')
  await page.waitForSelector('.changes')
  assert.equal(await page.inputValue(price), shipped)
  await page.click('.changes a:text-is("Undo")')
  await page.waitForSelector('.changes', { state: 'detached' })
  assert.equal(await page.inputValue(price), '1,234,567')
  assert.deepEqual(faults, [])
})

test('a value that cannot be stays in its field with the fault beside it', options, async (t) => {
  const stored = await planOf('value refused')
  const { page } = await open(t, `/plans/${stored.id}/assumptions?lang=en&section=factors`)
  await page.fill(vat, '3')
  await page.press(vat, 'Tab')
  await page.waitForSelector('.values [aria-invalid]')
  assert.equal(await page.inputValue(vat), '3')
  assert.match(await page.locator('.values .fault').innerText(), /from 0 to 1/)
  await page.fill(vat, '0.1')
  await page.press(vat, 'Tab')
  await page.waitForSelector('.values [aria-invalid]', { state: 'detached' })
  assert.equal(new URL(page.url()).searchParams.has('set'), false)
})

test('values are filtered by section, basis and words, all in the address', options, async (t) => {
  const stored = await planOf('values filtered')
  const { page } = await open(t, `/plans/${stored.id}/assumptions?lang=en`)
  assert.ok((await names(page)).every((name) => name.startsWith('cost_book.entries.')))
  await page.click('#section-worth')
  await page.waitForSelector('#section-worth[aria-current]')
  assert.ok((await names(page)).includes('assumptions.discount_rate'))
  await page.click('#only-assumptions')
  await page.waitForSelector('#only-assumptions[aria-current]')
  for (const text of await page.locator('.values tbody tr[id]').allInnerTexts()) assert.match(text, /assumption/)
  await page.fill('#q', 'discount')
  await page.press('#q', 'Enter')
  await page.waitForFunction(() => document.querySelectorAll('.values tbody tr[id]').length < 5)
  assert.deepEqual(Object.fromEntries(new URL(page.url()).searchParams), { lang: 'en', section: 'worth', only: 'assumptions', q: 'discount' })
  const found = await names(page)
  await page.reload()
  assert.deepEqual(await names(page), found)
  assert.equal(await page.inputValue('#q'), 'discount')
  await page.fill('#q', 'nothing like it')
  await page.press('#q', 'Enter')
  await page.click('#values .none a')
  await page.waitForSelector('#section-cost_book[aria-current]')
  await page.click('#section-all')
  await page.waitForSelector('#section-all[aria-current]')
  assert.equal(await page.locator('.values tbody tr[id]').count(), 200)
  const first = (await names(page))[0]
  await page.click('#page-next')
  await page.waitForFunction((name) => !document.getElementById('value-' + name), first)
  assert.equal(new URL(page.url()).searchParams.get('page'), '2')
})

test('the largest assumption leads to its price, and its won to where they come from', options, async (t) => {
  const id = idOf('two-sites-460')
  const { page, faults } = await open(t, `/plans/${id}/assumptions?lang=en`)
  const link = page.locator('#largest tbody a').first()
  const code = (await link.getAttribute('id')).replace('largest-', '')
  await link.click()
  await page.waitForFunction(() => document.querySelectorAll('.values tbody tr[id]').length < 10)
  assert.ok((await names(page)).includes('cost_book.entries.' + code))
  await page.locator(`[id="value-cost_book.entries.${code}"] td a.fig`).first().click()
  await page.waitForSelector('#explain')
  assert.equal(new URL(page.url()).searchParams.get('explain'), `budget/rows/${code}/forecast_krw`)
  await page.click('#explain-close')
  await page.waitForSelector('#explain', { state: 'detached' })
  await page.locator(`[id="value-cost_book.entries.${code}"] th a.fig`).click()
  await page.waitForSelector('#explain')
  assert.equal(new URL(page.url()).searchParams.get('explain'), `reference/cost_book.entries.${code}`)
  assert.deepEqual(faults, [])
})

test('values are filtered and changed without scripts', options, async (t) => {
  const stored = await planOf('no scripts')
  const { page } = await open(t, `/plans/${stored.id}/assumptions?lang=en`, { script: false })
  await page.click('#section-factors')
  await page.waitForSelector('#section-factors[aria-current]')
  await page.fill(vat, '0.12')
  await page.click('button:text-is("Recalculate")')
  await page.waitForSelector('.changes')
  assert.deepEqual(new URL(page.url()).searchParams.getAll('set'), ['values/cost_book.vat=0.12'])
  await page.fill('#q', 'Value added')
  await page.click('button:text-is("Filter")')
  await page.waitForFunction(() => document.querySelectorAll('.values tbody tr[id]').length === 1)
  assert.equal(await page.inputValue(vat), '0.12')
})

test('a hostile plan is text on the Assumptions page', options, async (t) => {
  const stored = await planOf('hostile values', (plan) => {
    plan.title = { en: hostile, ko: hostile }
    plan.values = [{ name: 'other_load', value: 0.04, source: hostile }]
    plan.rack_types = [{ name: 'x', title: { en: hostile }, height_u: 42, nameplate_kw: 3, peak_kw: 2, average_kw: 1, weight_kg: 500, source: hostile, as_of: '2024' }]
  })
  const { page, faults } = await open(t, `/plans/${stored.id}/assumptions?lang=en&section=all&only=plan`)
  assert.ok((await page.locator('.values').innerText()).includes(hostile))
  assert.deepEqual(faults, [])
})

test('the values print without their controls', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}/assumptions?lang=en`, { print: true })
  assert.equal(await page.locator('.sections').isVisible(), false)
  assert.equal(await page.locator('.filter').isVisible(), false)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(wide <= 0, `${wide} px too wide`)
})
