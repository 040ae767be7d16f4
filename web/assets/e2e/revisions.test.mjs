// Opens the Revisions page of the built program in a real browser.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { looks, open, options, planDocument, store, wholeAndAccessible } from './program.mjs'

async function planOf(name) {
  const { plan } = await planDocument('ansan-460')
  plan.name = name
  return store(plan)
}

for (const { lang, width, scheme, close } of looks) {
  test(`revisions are whole and accessible: ${lang}, ${width} px, ${scheme}`, options, async (t) => {
    const stored = await planOf(`revisions ${lang} ${width}`)
    const path = `/plans/${stored.id}/revisions?lang=${lang}&approve=1`
    const { page, faults, response } = await open(t, path, { width, scheme })
    assert.equal(response.status(), 200)
    await wholeAndAccessible(page, path, close)
    assert.deepEqual(faults, [], path)
  })
}

test('a revision is approved, another compared and restored', options, async (t) => {
  const stored = await planOf('revisions used')
  const at = `/plans/${stored.id}`
  const { page, faults } = await open(t, `${at}/budget?lang=en&set=budget/total_krw%3D470000000000&base=1`)
  await page.fill('#save-reason', 'more money')
  await page.click('.save button')
  await page.waitForSelector('.changes', { state: 'detached' })
  await page.click('nav a:has-text("Revisions")')
  await page.waitForSelector('#revision-2')
  assert.match(await page.innerText('#compare'), /Budget \(M won\)\s*460,000\s*470,000\s*\+10,000/)
  await page.click('#revision-1 a:has-text("Approve")')
  await page.fill('#ask-name', 'board-2026-11')
  await page.click('.ask button')
  await page.waitForSelector('#revision-1 .fine')
  assert.match(await page.innerText('.answer'), /Revision 1 is approved as board-2026-11/)
  await page.click('#revision-1 a:has-text("Restore")')
  await page.waitForSelector('#ask-reason')
  await page.click('.ask button')
  await page.waitForSelector('#revision-3')
  assert.match(await page.innerText('[data-tile=budget]'), /of 460,000/)
  assert.deepEqual(faults, [])
})
