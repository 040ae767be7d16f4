// Says why two plans differ, on the Compare page and on the Budget page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, hostile, idOf, looks, open, options, planDocument, store, wholeAndAccessible } from './program.mjs'

/** The bridge is there, and so are all other charts of the page. */
async function drawn(page) {
  await page.waitForSelector('#bridge[data-drawn=true] svg path', { state: 'attached' })
  await page.waitForFunction(() => !document.querySelector('[data-chart]:not([data-drawn])'))
}
const compared = '/compare?plan=ansan-460&plan=two-sites-460'
/** A number of a page, in won of its unit or kW. */
const number = (text) => Number(text.replaceAll(',', '').replace('−', '-').replace('+', ''))
const amounts = async (page) => (await page.locator('.steps .step-amount').allInnerTexts()).map(number)

test('the page says why two plans differ in a sentence, a chart and steps that open', options, async (t) => {
  const { page, faults } = await open(t, `${compared}&lang=en&unit=won`)
  await drawn(page)
  const bridge = await api('/api/v1/bridge?from=ansan-460&to=two-sites-460')
  assert.deepEqual((await amounts(page)).toSorted(), bridge.steps.map((s) => s.amount).toSorted())
  assert.equal((await amounts(page)).reduce((a, b) => a + b), bridge.difference)
  const largest = bridge.steps.toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount))[0]
  const answer = await page.locator('.bridge-answer').innerText()
  assert.match(answer, /^two-sites-460 costs [\d,]+ won more than ansan-460: /)
  assert.ok(answer.includes(`${largest.driver} ${largest.amount > 0 ? '+' : '−'}${Math.abs(largest.amount).toLocaleString('en')} won`), answer)

  const summary = page.locator(`#step-${largest.driver} > summary`)
  await summary.focus()
  await page.keyboard.press('Enter')
  assert.ok(await page.locator(`#step-${largest.driver}`).evaluate((e) => e.open))
  const rows = (await page.locator(`#step-${largest.driver} table`).first().locator('tbody td:nth-child(2)').allInnerTexts()).map(number)
  assert.equal(rows.reduce((a, b) => a + b), largest.amount, 'the lines do not sum to the step')
  assert.deepEqual(faults, [])
})

test('figure, detail and plans are chosen in the address, and what takes long says how much there is to do', options, async (t) => {
  const { page, faults } = await open(t, `${compared}&lang=en`)
  await drawn(page)
  await page.route('**/compare/bridge?*', async (route) => {
    await new Promise((done) => (release = done))
    await route.continue()
  })
  let release
  await page.selectOption('#bridge-detail', 'change')
  await page.waitForSelector('.pending.at-work')
  assert.match(await page.locator('.pending [role=status]').innerText(), /^Working out [\d,]+ plans between the two …$/)
  assert.equal(await page.locator('#bridge-loaded').getAttribute('aria-busy'), 'true')
  assert.equal(new URL(page.url()).searchParams.get('detail'), 'change')
  release()
  await page.waitForSelector('#bridge-loaded:not([aria-busy]) .bridge-answer')
  await drawn(page)
  const bridge = await api('/api/v1/bridge?from=ansan-460&to=two-sites-460&detail=change')
  assert.equal(await page.locator('.steps > li').count(), bridge.steps.length)

  await page.selectOption('#bridge-detail', 'driver')
  await page.waitForFunction((n) => document.querySelectorAll('.steps > li').length < n, bridge.steps.length)
  assert.ok(!new URL(page.url()).searchParams.has('bridge'))
  await page.selectOption('#bridge-of', 'usable_it_kw')
  await page.waitForFunction(() => document.querySelector('.bridge-answer')?.textContent.includes('usable IT load'))
  assert.match(await page.locator('.bridge-answer').innerText(), /^two-sites-460 has [\d,]+ kW less usable IT load than ansan-460: quantity −[\d,]+ kW/)
  await page.selectOption('#bridge-from', 'two-sites-460')
  await page.waitForFunction(() => document.querySelector('#bridge-loaded')?.textContent.includes('Choose two different plans.'))
  await page.goBack()
  await page.waitForFunction(() => document.querySelector('.bridge-answer')?.textContent.includes('usable IT load'))
  assert.deepEqual(faults, [])
})

test('a part that cannot be loaded says so, and can be asked for again', options, async (t) => {
  const { page } = await open(t, '/compare?plan=as-it-went&plan=two-sites-460&lang=en')
  await drawn(page)
  await page.route('**/compare/bridge?*', (route) => route.abort())
  await page.selectOption('#bridge-detail', 'change')
  await page.waitForFunction(() => document.querySelector('.pending span')?.textContent.startsWith('Why they differ could not be worked out.'))
  await page.unroute('**/compare/bridge?*')
  await page.click('.pending a')
  await drawn(page)
  assert.equal(new URL(page.url()).searchParams.get('bridge'), '1')
})

test('without script the bridge is drawn by a link', options, async (t) => {
  const { page } = await open(t, `${compared}&lang=ko&detail=change&of=npv_krw`, { script: false })
  if (await page.locator('.pending a').count()) {
    await page.click('.pending a')
    await page.waitForSelector('.bridge-answer')
  }
  assert.match(await page.locator('.bridge-answer').innerText(), /^two-sites-460의 순현재가치는 ansan-460보다 .*많습니다: /)
})

test('a plan that is gone is told in its place', options, async (t) => {
  const { page } = await open(t, `${compared}&lang=en&from=ansan-460&to=gone-460`)
  await page.waitForFunction(() => document.querySelector('#bridge-loaded')?.textContent.includes('gone-460 is not there'))
})

test('a change of a price is said on the Budget page as it is typed', options, async (t) => {
  const { plan } = await planDocument('two-sites-460')
  plan.name = 'bridge in place'
  const saved = await store(plan)
  const { page, faults } = await open(t, `/plans/${saved.id}/budget?lang=en&open=services_and_equipment,services_and_equipment.ups`)
  await page.locator('input[data-paths$="services_and_equipment.ups.modules/unit_price"]').fill('520,000')
  await page.keyboard.press('Tab')
  await drawn(page)
  assert.match(await page.locator('.bridge-answer').innerText(), /^This plan costs [\d.]+ bn won more than revision 1, as saved: price \+[\d.]+ bn won \(Siheung \+[\d.]+ bn won, Ansan \+[\d.]+ bn won\)\.$/)
  assert.equal(await page.locator('.steps > li').count(), 1)
  assert.match(await page.locator('.bridge-note').innerText(), /Plans worked out for it: 0\.$/)

  await page.selectOption('#baseline', String(idOf('ansan-460')))
  await page.waitForFunction(() => document.querySelector('.bridge-answer')?.textContent.includes('than ansan-460'))
  await drawn(page)
  const sum = (await amounts(page)).reduce((a, b) => a + b)
  const tile = number((await page.locator('[data-tile=budget]').innerText()).match(/([+−][\d,]+) to baseline/)[1])
  assert.ok(Math.abs(sum - tile) <= 5, `steps sum to ${sum}, the score says ${tile}`)
  assert.deepEqual(faults, [])
})

test('a hostile plan is text in a bridge', options, async (t) => {
  const { plan } = await planDocument('two-sites-460')
  plan.name = `hostile bridge ${hostile}`
  plan.title = plan.sites[0].title = { en: hostile, ko: hostile }
  plan.sites[0].phases[0].gross_area_m2 += 100
  const saved = await store(plan)
  const { page, faults } = await open(t, `/compare?plan=two-sites-460&plan=${saved.id}&lang=en&detail=change`)
  await drawn(page)
  assert.equal(await page.locator('img[src=x]').count(), 0)
  assert.deepEqual(faults, [])
})

for (const { lang, width, scheme, close } of looks) {
  test(`Why two plans differ is whole and accessible: ${lang}, ${width} px, ${scheme}`, options, async (t) => {
    const path = `${compared}&lang=${lang}&detail=change`
    const { page, faults } = await open(t, path, { width, scheme })
    await drawn(page)
    await page.locator('.step > summary').first().click()
    await wholeAndAccessible(page, path, close)
    const budget = `/plans/${idOf('two-sites-460')}/budget?lang=${lang}&baseline=${idOf('ansan-460')}`
    await page.goto(new URL(budget, page.url()).href, { waitUntil: 'networkidle' })
    await drawn(page)
    await page.locator('.step > summary').first().click()
    await wholeAndAccessible(page, budget, close)
    assert.deepEqual(faults, [])
  })
}
