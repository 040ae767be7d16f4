// Edits a plan on its Capacity page and takes elements of its diagram out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, hostile, idOf, looks, open, options, origin, planDocument, store, wholeAndAccessible } from './program.mjs'

/** A plan of its own for each test, whose UPS is N+1. */
async function planWithOneUPS(name) {
  const { plan } = await planDocument('ansan-460')
  plan.name = name
  for (const phase of plan.sites[0].phases) {
    for (const hall of phase.halls ?? []) Object.assign(hall.train.find((g) => g.kind === 'ups'), { arrangement: 'N+1', modules: 3 })
  }
  return store(plan)
}

const tile = (page, name) => page.locator(`[data-tile=${name}]`).innerText()
const ups = 'select[data-paths*="/ups/arrangement"]'

test('a UPS turned from N+1 into 2N changes kW, tier and won', options, async (t) => {
  const stored = await planWithOneUPS('edited')
  const path = `/plans/${stored.id}/capacity?lang=en`
  const { page, faults } = await open(t, path)
  const [tierBefore, wonBefore] = [await tile(page, 'tier'), await tile(page, 'budget')]
  await page.locator(ups).first().focus()
  await page.locator(ups).first().selectOption('2N')
  await page.waitForSelector('.changes')
  assert.notEqual(await tile(page, 'tier'), tierBefore)
  assert.notEqual(await tile(page, 'budget'), wonBefore)
  assert.match(await tile(page, 'budget'), /\+[\d,]+ to saved/)
  const row = page.locator('tr', { has: page.locator(ups) }).first()
  assert.match(await row.innerText(), /was N\+1/)
  assert.match(await row.innerText(), /was 4,[\d]+/)
  assert.ok(await page.evaluate((s) => document.activeElement.matches(s), ups), 'the focus is lost')

  const halls = stored.plan.sites[0].phases.flatMap((phase) => phase.halls ?? [])
  assert.equal(new URL(page.url()).searchParams.getAll('set').length, halls.length)
  await page.reload()
  assert.equal(await page.locator(ups).first().inputValue(), '2N')
  await page.goBack()
  await page.waitForSelector('.changes', { state: 'detached' })
  assert.equal(await tile(page, 'tier'), tierBefore)
  assert.equal(await page.locator(ups).first().inputValue(), 'N+1')
  await page.goForward()
  await page.waitForSelector('.changes')
  assert.equal((await api(`/api/v1/plans/${stored.id}`)).revision, 1)

  await page.fill('#save-reason', 'a side may be maintained')
  await page.click('.save button')
  await page.waitForURL((url) => !url.searchParams.has('set'))
  const saved = await api(`/api/v1/plans/${stored.id}`)
  assert.equal(saved.revision, 2)
  assert.equal(saved.plan.sites[0].phases[0].halls[0].train.find((g) => g.kind === 'ups').arrangement, '2N')
  assert.equal(await page.locator(ups).first().inputValue(), '2N')
  const revisions = await api(`/api/v1/plans/${stored.id}/revisions`)
  assert.equal(revisions.results.at(-1).reason, 'a side may be maintained')
  assert.deepEqual(faults, [])
})

test('an impossible value stays in its field with the fault beside it', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}/capacity?lang=en`)
  const modules = page.locator('input[data-paths="sites/ansan/generator/modules"]')
  await modules.fill('many')
  await modules.press('Enter')
  await page.waitForSelector('[aria-invalid]')
  assert.equal(await modules.inputValue(), 'many')
  assert.match(await page.locator('[id="' + (await modules.getAttribute('aria-describedby')) + '"]').innerText(), /\w/)
  assert.equal(await page.locator('.save').count(), 0)
  await modules.fill('6')
  await modules.press('Tab')
  await page.waitForSelector('.changes', { state: 'detached' })
  assert.equal(new URL(page.url()).search, '?lang=en')
})

test('changes go along to the Overview', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}/capacity?lang=en`)
  await page.locator('input[data-paths="sites/ansan/generator/modules"]').fill('7')
  await page.keyboard.press('Tab')
  await page.waitForSelector('.changes')
  await page.click('.tabs a >> nth=0')
  await page.waitForSelector('#cash[data-drawn=true]')
  assert.match(await tile(page, 'budget'), /\+[\d,]+ to saved/)
  assert.equal(await page.locator('.changes').count(), 1)
})

test('an element of the diagram is taken out and put back', options, async (t) => {
  const { page, faults } = await open(t, `/plans/${idOf('two-sites-460')}/capacity?lang=en`)
  await page.locator('a.system', { hasText: 'Transformer A' }).click()
  await page.waitForSelector('a.system.out')
  assert.match(page.url(), /failure=system%3Atransformer%3AA/)
  assert.match(await page.innerText('#line-words'), /Transformer A out[^]*survived/)
  assert.ok((await page.locator('a.system.dead').count()) > 0)
  assert.ok((await page.locator('.wire.dead').count()) > 0)
  await page.locator('a.system.out').press('Enter')
  await page.waitForSelector('a.system.out', { state: 'detached' })
  await page.selectOption('#line-failure', 'grid')
  await page.waitForSelector('text=The generators carry the load.')
  assert.deepEqual(faults, [])
})

test('the heat map shows the shares of the API, and its table by a key', options, async (t) => {
  const id = idOf('as-it-went')
  const result = await api(`/api/v1/plans/${id}/evaluation`)
  const { page } = await open(t, `/plans/${id}/capacity?lang=en`)
  await page.waitForSelector('#heat[data-drawn=true] svg path', { state: 'attached' })
  const cells = await page.evaluate(() => document.getElementById('heat').chart.getOption().series[0].data.map((d) => d.value))
  const halls = result.sites.flatMap((s) => s.halls)
  const months = halls.reduce((n, h) => n + h.usable_it_kw.filter((kw) => kw > 0).length, 0)
  assert.equal(cells.length, months)
  for (const [m, h, share, usable, used, reserved] of cells) {
    assert.ok(Math.abs(usable - halls[h].usable_it_kw[m]) < 0.01 && Math.abs(share - (used + reserved) / usable) < 1e-4)
  }
  await page.focus('#heat .plot')
  await page.keyboard.press('t')
  assert.ok(await page.locator('#heat details table').isVisible())
})

test('a hostile plan is text on the Capacity page', options, async (t) => {
  const { plan } = await planDocument('two-sites-460')
  plan.name = 'hostile capacity'
  plan.title = plan.sites[0].title = { en: hostile, ko: hostile }
  plan.sites[0].feeds[0].substation = hostile.replaceAll('/', '')
  const saved = await store(plan)
  const { page, faults } = await open(t, `/plans/${saved.id}/capacity?lang=en`)
  assert.equal(await page.locator('img[src=x]').count(), 0)
  await page.locator('input[data-paths="sites/ansan/generator/modules"]').fill(hostile)
  await page.keyboard.press('Tab')
  await page.waitForSelector('[aria-invalid]')
  assert.equal(await page.locator('img[src=x]').count(), 0)
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
})

test('the Capacity page works without a script', options, async (t) => {
  const path = `/plans/${idOf('two-sites-460')}/capacity?lang=en`
  const { page } = await open(t, path, { script: false })
  await page.fill('input[name="edit:sites/ansan/generator/modules"]', '7')
  await page.click('#edit button')
  await page.waitForSelector('.changes')
  assert.match(new URL(page.url()).searchParams.get('set'), /generator\/modules=7/)
})

for (const { lang, width, scheme, close } of looks) {
  test(`Capacity is whole and accessible: ${lang}, ${width} px, ${scheme}`, options, async (t) => {
    const change = encodeURIComponent('sites/ansan/halls/DH-1/ups/arrangement=N')
    const path = `/plans/${idOf('two-sites-460')}/capacity?lang=${lang}&set=${change}&base=1&failure=system:transformer:A`
    const { page, faults, response } = await open(t, path, { width, scheme })
    assert.equal(response.status(), 200)
    await page.waitForSelector('#heat[data-drawn=true]')
    await wholeAndAccessible(page, path, close)
    assert.deepEqual(faults, [])
  })
}

test('Capacity prints', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}/capacity?lang=ko`, { print: true })
  assert.ok(!(await page.locator('.jumps').isVisible()))
  assert.ok((await page.pdf({ format: 'A4', landscape: true })).length > 10_000)
  assert.ok(page.url().startsWith(origin))
})
