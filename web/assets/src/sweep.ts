// Runs the sweep of the Compare page: checks its form while one types, takes what
// the server tells line by line, and shows what came.
import { add, remove } from './axes'
import { rowsOf, sortBy, type Row } from './swept'

interface Check {
  query: string
  count: string
  variants: number
  faults: Record<string, string>
  words: string[] | null
}

interface Line {
  rows?: Row[]
  progress?: { done: number; of: number; words: string }
  result?: string
  ended?: boolean
  problem?: string
}

const form = () => document.querySelector<HTMLFormElement>('#sweep-form')
const part = (id: string) => document.getElementById(id)!

let running: AbortController | undefined
let shown: { of: string; html: string; rows: Row[] } | undefined
let checking: AbortController | undefined
let typed = 0

function fields(of: HTMLFormElement): URLSearchParams {
  return new URLSearchParams([...new FormData(of)].map(([name, value]) => [name, String(value)]))
}

async function ask(body: URLSearchParams, signal: AbortSignal): Promise<Response> {
  return fetch(form()!.action, { method: 'POST', body, signal, headers: { Accept: 'application/x-ndjson' } })
}

/** Says how many variants there are and what is wrong, and puts the form into the address. */
async function check() {
  const here = form()
  if (!here) return
  checking?.abort()
  const mine = (checking = new AbortController())
  const body = fields(here)
  body.set('do', 'check')
  try {
    const response = await ask(body, mine.signal)
    if (response.ok && form() === here) told(await response.json(), true)
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error
  }
}

function told(found: Check, address: boolean) {
  part('sweep-count').textContent = found.count
  for (const fault of form()!.querySelectorAll<HTMLElement>('.fault')) {
    const words = found.faults[fault.id.slice('fault-'.length)] ?? ''
    if (fault.textContent !== words) fault.textContent = words
    const field = form()!.querySelector(`[aria-describedby~="${fault.id}"]`)
    if (words) field?.setAttribute('aria-invalid', 'true')
    else field?.removeAttribute('aria-invalid')
  }
  form()!.querySelectorAll('.axis-words').forEach((words, i) => (words.textContent = found.words?.[i] ?? ''))
  if (address) history.replaceState(history.state, '', `?${found.query}${location.hash}`)
}

/** The first field with a fault, so that it is heard and mended first. */
function toFault() {
  const field = form()!.querySelector<HTMLElement>('[aria-invalid]')
  field?.closest('details')?.setAttribute('open', '')
  field?.focus()
}

async function run() {
  const here = form()!
  running?.abort()
  const mine = (running = new AbortController())
  shown = undefined
  const show = new Shown(here)
  try {
    const response = await ask(fields(here), mine.signal)
    if (response.status === 422 && response.headers.get('Content-Type')?.startsWith('application/json')) {
      show.end()
      told(await response.json(), false)
      toFault()
      return
    }
    if (!response.ok || !response.body) throw new Error((await response.json()).detail ?? response.statusText)
    for await (const line of linesOf(response.body)) show.take(line)
    if (!show.whole) throw new Error('')
    show.end()
  } catch (error) {
    const stopped = (error as Error).name === 'AbortError'
    show.end(stopped ? here.dataset.stopped! : here.dataset.broken!, stopped ? '' : (error as Error).message)
  } finally {
    if (running === mine) running = undefined
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop()!
    for (const line of lines) yield JSON.parse(line) as Line
  }
}

/** What came of a run, put on the page once a frame. */
class Shown {
  whole = false
  private readonly rows: Row[] = []
  private words = ''
  private next: Line = {}
  private frame = 0
  private tenth = 0

  constructor(private readonly here: HTMLFormElement) {
    part('sweep-result').replaceChildren()
    part('sweep-variant').replaceChildren()
    part('sweep-said').textContent = ''
    this.busy(true)
  }

  take(line: Line) {
    if (line.problem) throw new Error(line.problem)
    if (line.rows) this.rows.push(...line.rows)
    if (line.progress) this.next.progress = line.progress
    if (line.result) this.next.result = line.result
    this.whole ||= line.ended ?? false
    this.frame ||= requestAnimationFrame(() => this.draw())
  }

  private draw() {
    cancelAnimationFrame(this.frame)
    this.frame = 0
    const { progress, result } = this.next
    this.next = {}
    if (!this.here.isConnected) return
    if (progress) {
      const bar = part('sweep-progress').querySelector('progress')!
      bar.max = progress.of
      bar.value = progress.done
      part('sweep-so-far').textContent = this.words = progress.words
      const tenth = Math.floor((10 * progress.done) / progress.of)
      if (tenth > this.tenth) part('sweep-said').textContent = progress.words
      this.tenth = tenth
    }
    if (!result) return
    shown = { of: sweepOf(this.here), html: result, rows: this.rows }
    place(result, this.rows)
  }

  /** Words say that it did not come to its end; {words} is how far it came. */
  end(words = '', why = '') {
    this.draw()
    if (!this.here.isConnected) return
    this.busy(false)
    if (!words) return
    const text = words.replace('{words}', [why, this.words].filter(Boolean).join(' '))
    if (!document.getElementById('sweep-note')) {
      const note = document.createElement('p')
      note.id = 'sweep-note'
      part('sweep-result').prepend(note)
    }
    part('sweep-note').className = 'sweep-note near'
    part('sweep-note').textContent = `▲ ${text}`
    part('sweep-said').textContent = text
  }

  private busy(is: boolean) {
    const go = part('sweep-go') as HTMLButtonElement
    const stop = part('sweep-stop')
    const focused = document.activeElement === go || document.activeElement === stop
    stop.hidden = !is
    go.hidden = is
    part('sweep-progress').hidden = !is
    if (focused) (is ? stop : go).focus()
    this.here.setAttribute('aria-busy', String(is))
  }
}

/** What a form varies, whatever else the page shows. */
const varied = ['sweep', 'path', 'how', 'values', 'method', 'samples', 'seed', 'column', 'where', 'pareto']
const sweepOf = (of: HTMLFormElement) => String(new URLSearchParams([...fields(of)].filter(([name]) => varied.includes(name))))

/** Puts what came in the place of what came before; open tables stay open. */
function place(html: string, rows: Row[]) {
  const result = part('sweep-result')
  const open = new Set([...result.querySelectorAll('details[open]')].map((e) => e.closest('[id]')?.id))
  const active = document.activeElement?.id
  const within = result.contains(document.activeElement)
  const scrolled = document.getElementById('sweep-list-scroll')?.scrollLeft ?? 0
  result.innerHTML = html
  for (const details of result.querySelectorAll('details')) {
    if (open.has(details.closest('[id]')?.id)) details.open = true
  }
  rowsOf(rows)
  document.getElementById('sweep-list-scroll')?.scrollTo(scrolled, 0)
  if (within && active) document.getElementById(active)?.focus({ preventScroll: true })
  document.dispatchEvent(new Event('pageswap'))
}

/** Puts one part of the page at an address in the place of the same part here. */
async function load(address: string, id: string) {
  const response = await fetch(address, { headers: { Accept: 'text/html' } })
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const next = page.getElementById(id)
  if (!next) return location.assign(address)
  part(id).replaceWith(next)
  document.dispatchEvent(new Event('pageswap'))
}

async function openVariant(address: string) {
  await load(address, 'sweep-variant')
  const title = document.getElementById('sweep-variant-title')
  title?.focus()
  title?.scrollIntoView({ block: 'nearest' })
}

const plain = (event: MouseEvent) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey

// Before edit.ts, which would load the page at the address of a link.
document.addEventListener(
  'click',
  (event) => {
    const target = event.target as Element
    const link = target.closest<HTMLAnchorElement>('#sweep a')
    if (target.closest('#sweep-stop')) return running?.abort()
    if (!link || !plain(event)) return
    const address = link.getAttribute('href')!
    const take = () => {
      event.preventDefault()
      event.stopPropagation()
    }
    if (link.matches('[data-sweep-add]')) return take(), add()
    if (link.matches('[data-sweep-remove]')) return take(), remove(link), void check()
    if (link.matches('[data-sweep-close]')) {
      take()
      part('sweep-variant').replaceChildren()
      part('sweep-title').focus()
    } else if (link.matches('[data-sweep-preset]')) {
      take()
      void load(address, 'sweep-form').then(() => {
        history.replaceState(history.state, '', address)
        return run()
      })
    } else if (link.matches('a.fig, [data-variant]') && address.includes('variant=')) {
      take()
      void openVariant(address)
    }
  },
  true,
)

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLElement>('#sweep-list [data-sort]')
  if (button) sortBy(Number(button.dataset.sort))
})

document.addEventListener('pointchosen', (event) => {
  const value = (event as CustomEvent).detail as unknown[] | undefined
  const link = document.querySelector<HTMLElement>('#sweep-list table')?.dataset.link
  if (link && Array.isArray(value) && typeof value[2] === 'number' && value[2] >= 0) void openVariant(link + value[2])
})

document.addEventListener('submit', (event) => {
  if (event.target !== form()) return
  event.preventDefault()
  void run()
})

for (const kind of ['input', 'change']) {
  document.addEventListener(kind, (event) => {
    if (!(event.target as Element).closest('#sweep-form')) return
    clearTimeout(typed)
    typed = window.setTimeout(() => void check(), kind === 'change' ? 0 : 250)
  })
}

/** Parts of an address that hold a sweep, as the server names them. */
const keys = ['sweep', 'vary', 'method', 'samples', 'seed', 'column', 'where', 'pareto']

/** Puts the sweep of the address into other values of the page. */
function keep(values: { delete(key: string): void; append(key: string, value: string): void }) {
  const here = new URLSearchParams(location.search)
  for (const key of keys) {
    values.delete(key)
    for (const value of here.getAll(key)) values.append(key, value)
  }
}

const ofPage = (address: string) => new URL(address, location.href).pathname === location.pathname

// What else the page shows is chosen by links and forms that were drawn before
// the sweep was typed.
document.addEventListener(
  'click',
  (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('main.compare a[data-load]')
    if (!link || link.closest('#sweep') || !ofPage(link.href)) return
    const url = new URL(link.href)
    keep(url.searchParams)
    link.href = url.pathname + url.search + url.hash
  },
  true,
)
document.addEventListener('formdata', (event) => {
  const other = event.target as HTMLFormElement
  if (form() && other.method === 'get' && other !== form() && ofPage(other.action)) keep(event.formData)
})

// Where the rest of the page changes, what came of the same sweep stays.
document.addEventListener('pageswap', () => {
  const here = form()
  if (running && here?.getAttribute('aria-busy') !== 'true') running.abort()
  if (here && shown && !part('sweep-result').firstElementChild && sweepOf(here) === shown.of) place(shown.html, shown.rows)
})
