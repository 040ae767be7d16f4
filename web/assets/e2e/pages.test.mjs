// Opens the pages of the built program in a real browser.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, examples, hostile, idOf, looks, open, options, origin, planDocument, store, wholeAndAccessible } from './program.mjs'

async function drawn(page) {
  for (const name of ['rollout', 'cash', 'gantt']) await page.waitForSelector(`#${name}[data-drawn=true] svg path`, { state: 'attached' })
}

const series = (page, chart) =>
  page.evaluate((id) => {
    const option = document.getElementById(id).chart.getOption()
    return option.series.map((s) => ({ name: s.name, type: s.type, values: s.data.map((d) => (d && typeof d === 'object' && 'value' in d ? d.value : d)) }))
  }, chart)

const named = (all, name) => {
  const found = all.find((s) => s.name === name)
  assert.ok(found, `no series ${name} among ${all.map((s) => s.name)}`)
  return found.values
}

test('the drawn series are the numbers of the API', options, async (t) => {
  for (const plan of examples()) {
    const result = await api(`/api/v1/plans/${plan.id}/evaluation`)
    const { page, faults } = await open(t, `/plans/${plan.id}?lang=en`)
    await drawn(page)
    const rollout = await series(page, 'rollout')
    assert.deepEqual(named(rollout, 'Peak demand'), result.demand.peak_kw)
    assert.deepEqual(named(rollout, 'Priority-1 demand'), result.demand.priority_1_kw)
    assert.deepEqual(named(rollout, 'Usable after loss of largest site'), result.site_loss.remaining_it_kw)
    const leases = new Set(result.leases.map((l) => l.title?.en ?? l.name))
    for (const lease of result.leases) assert.deepEqual(named(rollout, lease.title?.en ?? lease.name), lease.usable_it_kw)
    for (const site of result.sites) {
      const title = site.title?.en ?? site.name
      const layers = rollout.filter((s) => s.type === 'line' && !leases.has(s.name) && (s.name === title || s.name.startsWith(title + ' · ')))
      const sum = result.months.map((_, i) => layers.reduce((total, s) => total + s.values[i], 0))
      sum.forEach((v, i) => assert.ok(Math.abs(v - site.usable_it_kw[i]) < 1e-6 * Math.max(1, v), `${title} in ${result.months[i]}: ${v} for ${site.usable_it_kw[i]}`))
    }
    const cash = await series(page, 'cash')
    assert.deepEqual(named(cash, 'Paid to date'), result.cash.map((m) => m.paid_to_date_krw))
    assert.deepEqual(named(cash, 'Committed to date'), result.cash.map((m) => m.committed_to_date_krw))
    result.budget.groups.forEach((group, g) => {
      const paid = result.cash.map((m) => m.paid_by_group_krw[g])
      if (paid.some((v) => v !== 0)) assert.deepEqual(named(cash, group.title.en), paid)
    })
    const number = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
    const gantt = await series(page, 'gantt')
    const bars = named(gantt, 'stage').map((v) => [v[1], v[2]])
    assert.deepEqual(bars, result.sites.flatMap((s) => s.phases.flatMap((p) => p.stages.map((g) => [number(g.start), number(g.end) + 1]))))
    assert.deepEqual(faults, [])
  }
})

test('lines are drawn where their numbers say', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}?lang=en`)
  await drawn(page)
  const off = await page.evaluate(() => {
    const { chart } = document.getElementById('rollout')
    const option = chart.getOption()
    const at = option.series.findIndex((s) => s.name === 'Peak demand')
    const last = option.series[at].data.at(-1).value
    const [, y] = chart.convertToPixel({ seriesIndex: at }, [option.xAxis[0].data.at(-1), last])
    const stroke = getComputedStyle(document.querySelector('#rollout .key.demand')).getPropertyValue('--hue')
    const painted = document.body.appendChild(document.createElement('i'))
    const plain = (colour) => ((painted.style.color = colour), getComputedStyle(painted).color)
    const paths = [...document.querySelectorAll('#rollout .canvas path')].filter((p) => p.getAttribute('fill') === 'none' && plain(p.getAttribute('stroke')) === plain(stroke))
    return Math.min(...paths.map((p) => Math.abs(p.getPointAtLength(p.getTotalLength()).y - y)))
  })
  assert.ok(off < 1.5, `the demand line ends ${off} px from its value`)
})

for (const { lang, width, scheme, close } of looks) {
  test(`pages are whole and accessible: ${lang}, ${width} px, ${scheme}`, options, async (t) => {
    const paths = [`/plans?lang=${lang}`, `/plans/${idOf('as-it-went')}?lang=${lang}&baseline=${idOf('two-sites-460')}`, `/api/docs?lang=${lang}`]
    for (const path of paths) {
      const { page, faults, response } = await open(t, path, { width, scheme })
      assert.equal(response.status(), 200, path)
      assert.equal(await page.getAttribute('html', 'lang'), lang)
      if (path.includes('baseline')) await drawn(page)
      if (path.startsWith('/api/docs')) await page.waitForSelector('.swagger-ui .opblock')
      await wholeAndAccessible(page, path, close)
      assert.deepEqual(faults, [], path)
    }
  })
}

test('t shows and hides the table of a chart, and the legend its series', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}?lang=en`)
  await drawn(page)
  for (const name of ['rollout', 'cash', 'gantt']) {
    const table = page.locator(`#${name} details table`)
    await page.focus(`#${name} .plot`)
    await page.keyboard.press('t')
    assert.ok(await table.isVisible(), name)
    await page.keyboard.press('t')
    assert.ok(!(await table.isVisible()), name)
  }
  const months = await page.locator('#rollout details tbody tr').count()
  assert.equal(months, (await api(`/api/v1/plans/${idOf('two-sites-460')}/evaluation`)).months.length)
  const demand = page.locator('#rollout .legend button', { hasText: 'Peak demand' })
  await demand.press('Enter')
  assert.equal(await demand.getAttribute('aria-pressed'), 'false')
  assert.equal(await page.evaluate(() => document.getElementById('rollout').chart.getOption().legend[0].selected['Peak demand']), false)
})

test('colours are chosen by hand and kept', options, async (t) => {
  const { page } = await open(t, '/plans?lang=en', { scheme: 'light' })
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const light = await ground()
  await page.click('[data-theme-choice=dark]')
  const dark = await ground()
  assert.notEqual(dark, light)
  await page.reload()
  assert.equal(await ground(), dark)
  await page.click('[data-theme-choice=system]')
  assert.equal(await ground(), light)
})

test('language and unit are chosen by links and remembered', options, async (t) => {
  const { page } = await open(t, '/plans?lang=en&unit=million')
  await page.click('a[hreflang=ko]')
  await page.waitForSelector('html[lang=ko]')
  assert.equal(new URL(page.url()).searchParams.get('unit'), 'million')
  await page.goto(origin + '/plans')
  assert.equal(await page.getAttribute('html', 'lang'), 'ko')
})

test('a hostile plan is text on every page', options, async (t) => {
  const { plan } = await planDocument('two-sites-460')
  plan.name = 'hostile ' + hostile
  plan.title = { en: hostile, ko: hostile }
  plan.sites[0].title = { en: hostile, ko: hostile }
  plan.sites[0].phases[0].title = { en: '@won {b} {a|x}', ko: hostile }
  plan.budget.total_krw = 300e9
  delete plan.budget.funding
  plan.budget.ceilings = [{ year: 2022, amount_krw: 20e9 }]
  const saved = await store(plan)
  for (const path of ['/plans', `/plans/${saved.id}`, `/plans/${idOf('as-it-went')}?baseline=${saved.id}`]) {
    const { page, faults } = await open(t, path)
    if (path !== '/plans') {
      await drawn(page)
      for (const name of ['rollout', 'cash', 'gantt']) {
        const box = await page.locator(`#${name} .plot`).boundingBox()
        await page.mouse.wheel(0, box.y - 300)
        await page.waitForTimeout(100)
        for (const share of [0.3, 0.5, 0.8]) {
          await page.locator(`#${name} .plot`).hover({ position: { x: box.width * share, y: box.height * 0.6 } })
          await page.waitForTimeout(40)
        }
      }
    }
    assert.ok((await page.textContent('body')).includes(hostile), path)
    assert.equal(await page.locator('img[src=x]').count(), 0, path)
    assert.deepEqual(faults, [], path)
  }
})

test('what is not there says so', options, async (t) => {
  const { page, response } = await open(t, '/plans/987654?lang=ko')
  assert.equal(response.status(), 404)
  assert.match(await page.textContent('h1'), /[가-힣]/)
})

test('the overview weighs under 1.5 MB and prints', options, async (t) => {
  const { page } = await open(t, `/plans/${idOf('two-sites-460')}?lang=en`)
  await drawn(page)
  const bytes = await page.evaluate(() => performance.getEntries().reduce((sum, e) => sum + (e.decodedBodySize ?? 0), 0))
  assert.ok(bytes > 100_000 && bytes < 1_500_000, `${bytes} bytes`)
  const paper = await open(t, `/plans/${idOf('two-sites-460')}?lang=en`, { print: true })
  assert.ok(!(await paper.page.locator('.choices').isVisible()))
  assert.ok((await paper.page.pdf({ format: 'A4', landscape: true })).length > 10_000)
})
