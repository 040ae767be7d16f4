// Uses the client that openapi-typescript makes of the document, as a program
// would: what compiles here is what the document promises.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import createClient from 'openapi-fetch'
import type { paths } from './generated/api.js'

const client = createClient<paths>({
  baseUrl: process.env['BUILDOUT_ORIGIN']!,
  querySerializer: { object: { style: 'form', explode: true } },
})
const two = { id: 'two-sites-460' }

test('a plan is created, its racks are loaded in bulk, listed with filters and paged by cursor', async () => {
  const example = await client.GET('/api/v1/plans/{id}', { params: { path: two } })
  assert.ok(example.data)
  const created = await client.POST('/api/v1/plans', {
    params: { header: { 'Idempotency-Key': 'client-1' } },
    body: { ...example.data.plan, name: 'client' },
  })
  assert.equal(created.response.status, 201)
  assert.equal(created.response.headers.get('Location')?.startsWith('/api/v1/plans/'), true)

  const path = { id: 'client' }
  const racks = Array.from({ length: 120 }, (_, i) => ({
    site: 'ansan',
    hall: 'DH-1',
    name: `C-${String(i + 1).padStart(3, '0')}`,
    rack_type: 'server-6kw',
    row: i < 60 ? 'A' : 'B',
    position: (i % 60) + 1,
    from: '2025-01',
  }))
  const loaded = await client.POST('/api/v1/plans/{id}/racks', { params: { path }, body: racks })
  assert.equal(loaded.response.status, 201, JSON.stringify(loaded.error))

  const names: string[] = []
  let cursor: string | undefined = ''
  while (cursor !== undefined) {
    const page: Awaited<ReturnType<typeof list>> = await list(path, cursor)
    names.push(...page.results.map((rack) => rack.name))
    cursor = page.next === null ? undefined : (new URL(page.next, 'http://localhost').searchParams.get('cursor') ?? undefined)
  }
  assert.equal(names.length, 60)
  assert.deepEqual(names, racks.slice(60).map((rack) => rack.name))
})

async function list(path: { id: string }, cursor: string) {
  const { data, error } = await client.GET('/api/v1/plans/{id}/racks', {
    params: { path, query: { limit: 25, cursor, ordering: 'position', filters: { row: 'B', name__isw: 'C-' } } },
  })
  assert.ok(data, JSON.stringify(error))
  return data
}

test('a stale change and one without a condition are told apart by type', async () => {
  const path = { ...two, site: 'ansan', feed: 'main' }
  const feed = await client.GET('/api/v1/plans/{id}/feeds/{site}/{feed}', { params: { path } })
  const tag = feed.response.headers.get('ETag')!
  const patch = (ifMatch?: string) =>
    client.PATCH('/api/v1/plans/{id}/feeds/{site}/{feed}', {
      params: { path, header: ifMatch === undefined ? {} : { 'If-Match': ifMatch } },
      body: { cable_km: 4.75 },
    })
  const said = async (ifMatch?: string): Promise<string> => {
    const { data, error } = await patch(ifMatch)
    if (data) return `${data.name} has ${data.cable_km} km`
    switch (error.status) {
      case 412:
        return `stale: ${error.errors?.length} differ`
      case 428:
        return 'no condition'
      default:
        return `refused: ${error.status} ${error.detail}`
    }
  }
  assert.equal(await said(), 'no condition')
  assert.equal(await said(tag), 'main has 4.75 km')
  assert.match(await said(tag), /^stale: [1-9]/)
})

test('a what-if, an approval and an export', async () => {
  const before = await client.GET('/api/v1/plans/{id}/evaluation', { params: { path: two } })
  const after = await client.POST('/api/v1/plans/{id}/evaluation', {
    params: { path: two },
    body: { changes: [{ path: 'sites/ansan/halls/DH-1/ups/arrangement', value: 'N+1' }] },
  })
  assert.ok(before.data && after.data)
  assert.notEqual(after.data.budget.forecast_krw, before.data.budget.forecast_krw)

  const approved = await client.POST('/api/v1/plans/{id}/revisions/{revision}/approval', {
    params: { path: { ...two, revision: '1' } },
    body: { name: 'board-2026-11', note: 'As shown to the board' },
  })
  assert.equal(approved.data?.approval?.name, 'board-2026-11', JSON.stringify(approved.error))

  const exported = await client.GET('/api/v1/plans/{id}/exports/{format}', {
    params: { path: { id: 'client', format: 'racks' } },
    parseAs: 'text',
  })
  assert.equal(exported.data?.split('\n').filter((line) => line.includes('C-')).length, 120)
})

// The document says what does not fit; the compiler must say so too.
export const refused = [
  // @ts-expect-error a number is no text
  () => client.PATCH('/api/v1/plans/{id}/feeds/{site}/{feed}', { params: { path: { id: '1', site: 'a', feed: 'b' } }, body: { cable_km: 'far' } }),
  // @ts-expect-error no such key
  () => client.POST('/api/v1/plans/{id}/racks', { params: { path: { id: '1' } }, body: { site: 'a', colour: 'red' } }),
  // @ts-expect-error no such address
  () => client.GET('/api/v1/plan'),
]
