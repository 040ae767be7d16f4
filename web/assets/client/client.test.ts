// Uses the client that openapi-typescript makes of the document, as a program
// would: what compiles here is what the document promises.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import createClient from 'openapi-fetch'
import type { components, paths } from './generated/api.js'

type Components = components['schemas']

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

test('the three examples are compared, bridged, varied and saved', async () => {
  const plans = ['ansan-460', 'two-sites-460', 'as-it-went']
  const compared = await client.GET('/api/v1/compare', { params: { query: { plan: plans, measure: ['forecast_krw', 'energised'], inputs: 5 } } })
  const matrix = object(compared.data, compared.error)
  assert.deepEqual(matrix.plans.map((plan) => plan.name), plans)
  const [forecast, energised] = matrix.results
  assert.equal(typeof forecast?.cells[0]?.value, 'number')
  assert.match(String(energised?.cells[0]?.value), /^\d{4}-\d{2}$/)

  const bridged = await client.GET('/api/v1/bridge', { params: { query: { from: plans[0]!, to: plans[1]! } } })
  const bridge = object(bridged.data, bridged.error)
  assert.equal(bridge.steps.reduce((sum, step) => sum + step.amount, 0), bridge.difference)
  assert.equal(bridge.difference, forecast?.cells[1]?.difference)

  const sweep = await client.POST('/api/v1/sweeps', {
    body: { plan: { plan: plans[1]! }, vary: [{ paths: ['values/assumptions.discount_rate'], values: ['0.05', 0.07, 0.09] }], columns: ['npv_krw'] },
    parseAs: 'stream',
  })
  assert.ok(sweep.data, JSON.stringify(sweep.error))
  const values: Components['SweepRecord'][] = []
  for await (const record of lines(sweep.data)) values.push(record)
  assert.equal(values[0]?.head?.variants, 3)
  assert.equal(values.filter((record) => record.variant).length, 3)
  assert.equal(values.at(-1)?.end?.done, 3)

  const saved = await client.POST('/api/v1/comparisons', { body: { name: 'client', members: plans.map((plan) => ({ plan })) } })
  assert.equal(saved.response.status, 201, JSON.stringify(saved.error))
  assert.deepEqual(saved.data?.members.map((member) => member.plan), plans)
})

// object is an answer that may be JSON or a table, as JSON.
function object<T>(data: T, error: unknown): Exclude<T, string | undefined> {
  assert.ok(data !== undefined && typeof data !== 'string', JSON.stringify(error))
  return data as Exclude<T, string | undefined>
}

// lines reads a stream of JSON lines as they come.
async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<Components['SweepRecord']> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of stream) {
    const whole = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = whole.pop()!
    for (const line of whole) yield JSON.parse(line) as Components['SweepRecord']
  }
}

// The document says what does not fit; the compiler must say so too.
export const refused = [
  // @ts-expect-error a number is no text
  () => client.PATCH('/api/v1/plans/{id}/feeds/{site}/{feed}', { params: { path: { id: '1', site: 'a', feed: 'b' } }, body: { cable_km: 'far' } }),
  // @ts-expect-error no such key
  () => client.POST('/api/v1/plans/{id}/racks', { params: { path: { id: '1' } }, body: { site: 'a', colour: 'red' } }),
  // @ts-expect-error a comparison without plans
  () => client.GET('/api/v1/compare', { params: { query: { measure: ['npv_krw'] } } }),
  // @ts-expect-error no such address
  () => client.GET('/api/v1/plan'),
]
