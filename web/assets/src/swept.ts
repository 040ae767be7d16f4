// The list of variants of a sweep: the first of them by the column that is chosen.

/** A variant: its number, what it sets and its measures as texts, and its measures as numbers. */
export interface Row {
  i: number
  t: string[]
  n: (number | null)[]
}

/** The most rows that are shown. */
const most = 200

let rows: Row[] = []
let by = 0
let down = false

/** Lists variants. */
export function rowsOf(all: Row[]) {
  rows = all
  draw()
}

/** Sorts by a column, the other way round where it is that already. */
export function sortBy(column: number) {
  down = by === column ? !down : false
  by = column
  draw()
}

function compare(a: Row, b: Row): number {
  const table = document.querySelector<HTMLElement>('#sweep-list table')!
  const measure = by - Number(table.dataset.measure)
  if (by === 0) return a.i - b.i
  if (measure < 0) return (a.t[by - 1] ?? '').localeCompare(b.t[by - 1] ?? '', 'en', { numeric: true })
  const [x, y] = [a.n[measure] ?? null, b.n[measure] ?? null]
  if (x === null || y === null) return down ? Number(y === null) * -1 + Number(x === null) : Number(x === null) - Number(y === null)
  return x - y
}

function draw() {
  const table = document.querySelector<HTMLTableElement>('#sweep-list table[data-link]')
  if (!table) return
  const heads = table.tHead!.rows[0]!.cells
  if (by >= heads.length) by = 0
  ;[...heads].forEach((head, i) => (i === by ? head.setAttribute('aria-sort', down ? 'descending' : 'ascending') : head.removeAttribute('aria-sort')))
  const sorted = [...rows].sort((a, b) => (down ? compare(b, a) : compare(a, b)) || a.i - b.i)
  table.tBodies[0]!.replaceChildren(...sorted.slice(0, most).map((row) => line(row, table)))
}

function line(row: Row, table: HTMLTableElement): HTMLElement {
  const tr = document.createElement('tr')
  const head = cell('th', '')
  head.setAttribute('scope', 'row')
  const link = document.createElement('a')
  link.href = table.dataset.link! + row.i
  link.textContent = String(row.i)
  link.dataset.variant = ''
  link.setAttribute('aria-label', table.dataset.open!.replace('{number}', String(row.i)))
  head.append(link)
  tr.append(head)
  const heads = table.tHead!.rows[0]!.cells
  row.t.forEach((text, i) => tr.append(cell('td', text, `${heads[i + 1]?.className ?? ''}${text === table.dataset.unchanged ? ' quiet' : ''}`)))
  return tr
}

function cell(tag: string, text: string, className = ''): HTMLElement {
  const e = document.createElement(tag)
  e.textContent = text
  e.className = className
  return e
}
