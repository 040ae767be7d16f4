// Editing in place: a value that is changed, a failure that is chosen, makes a
// new address; the page at that address is fetched and its parts put in place
// of those shown. Back and forward undo and redo.

import { explaining, hold, settle, toHold } from './explain'

const parts = ['.tabs', '.score', '.conflict', 'main', '.changes', '.nav', '.choices .segments:not(.themes)']
let fetching: AbortController | undefined
let kept = location.href

/** On a small screen the list of changes leaves room for the page. */
const narrow = matchMedia('(max-width: 700px)')
function fold() {
  const list = document.querySelector<HTMLDetailsElement>('.changes-list')
  if (list && narrow.matches) list.open = false
}
fold()

/** The address of the page with one value set, or as it is stored where the value is that. */
function changed(field: HTMLInputElement | HTMLSelectElement): URL {
  const url = new URL(location.href)
  const paths = field.dataset.paths!.split('\n')
  const others = url.searchParams.getAll('set').filter((set) => !paths.includes(set.split('=', 1)[0]!))
  const value = field.classList.contains('amount') ? field.value.trim().replaceAll(',', '') : field.value.trim()
  if (value !== field.dataset.was) others.push(...paths.map((path) => `${path}=${value}`))
  url.searchParams.delete('set')
  for (const set of others) url.searchParams.append('set', set)
  if (!others.length) url.searchParams.delete('base')
  else if (!url.searchParams.has('base')) url.searchParams.set('base', document.querySelector<HTMLElement>('main')!.dataset.revision!)
  url.hash = ''
  return url
}

/** Shows the page at an address of this page without leaving it. */
async function load(url: URL, { push = true, focus = '' } = {}) {
  fetching?.abort()
  const mine = (fetching = new AbortController())
  document.documentElement.classList.add('working')
  try {
    const response = await fetch(url, { signal: mine.signal, headers: { Accept: 'text/html' } })
    const text = await response.text()
    const page = new DOMParser().parseFromString(text, 'text/html')
    if (!page.querySelector('main')?.dataset.revision) {
      location.assign(url) // another kind of page, such as a problem
      return
    }
    const at = response.redirected ? response.url : url.href
    if (push && at !== location.href) history.pushState(null, '', at)
    kept = at
    show(page, focus)
  } catch (error) {
    if ((error as Error).name === 'AbortError') return
    location.assign(url) // the browser says what is wrong
  } finally {
    if (fetching === mine) document.documentElement.classList.remove('working')
  }
}

/** Puts the parts of a page in place; focus, scroll and what is open stay. */
function show(page: Document, focus: string) {
  const active = focus || document.activeElement?.id || ''
  const before = explaining()
  const held = hold()
  const scrolled = [...document.querySelectorAll<HTMLElement>('.scroll[id]')].map((e) => [e.id, e.scrollLeft, e.scrollTop] as const)
  const open = new Map(named().map(([name, e]) => [name, e.open]))
  const typed = new Map([...document.querySelectorAll<HTMLInputElement>('.save input:not([type=hidden])')].map((e) => [e.id, e.value]))
  const folded = document.querySelector('.changes-list') !== null
  const top = scrollY
  document.title = page.title
  for (const part of parts) replaceAll(part, page)
  named().forEach(([name, e]) => (e.open = open.get(name) ?? e.open))
  if (!folded) fold()
  for (const [id, left, down] of scrolled) document.getElementById(id)?.scrollTo(left, down)
  for (const [id, value] of typed) {
    const input = document.getElementById(id) as HTMLInputElement | null
    if (input && value) input.value = value
  }
  document.dispatchEvent(new Event('pageswap'))
  document.getElementById(active)?.focus({ preventScroll: true })
  scrollTo(scrollX, top)
  settle(held, before)
  announce()
}

/** What opens on the page by its id, or its place among those without. */
const named = () => {
  let n = 0
  return [...document.querySelectorAll('details')].map((e) => [e.id || String(n++), e] as const)
}

function replaceAll(selector: string, page: Document) {
  const shown = [...document.querySelectorAll(selector)]
  const next = [...page.querySelectorAll(selector)]
  shown.forEach((e, i) => (next[i] ? e.replaceWith(next[i]!) : e.remove()))
  if (next.length > shown.length) place(selector, next.slice(shown.length))
}

/** A part that was not there before stands before or after the main part. */
function place(selector: string, added: Element[]) {
  const main = document.querySelector('main')!
  for (const e of added) selector === '.changes' ? main.after(e) : main.before(e)
}

/** A live region is heard where its text changes, not where it is put anew. */
const region = document.body.appendChild(document.createElement('p'))
region.className = 'hidden'
region.setAttribute('role', 'status')
function announce() {
  const words = ['.field .fault', '.line-words .verdict', '.changes-summary'].map((s) => document.querySelector(s)?.textContent ?? '')
  region.textContent = words.filter(Boolean).join(' ')
}

document.addEventListener('change', (event) => {
  const target = event.target as HTMLElement
  const field = target.closest<HTMLInputElement | HTMLSelectElement>('[data-paths]')
  if (field) return void load(changed(field))
  const form = target.closest<HTMLFormElement>('form[data-live]')
  if (form) void load(submitted(form))
})

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  if (form.id === 'edit') event.preventDefault() // a changed field has recalculated already
  if (!form.matches('[data-live], [data-live-submit]')) return
  event.preventDefault()
  void load(submitted(form))
})

document.addEventListener('click', (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-load]')
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  toHold(link)
  void load(new URL(link.getAttribute('href')!, location.href), { focus: link.id })
})

function submitted(form: HTMLFormElement): URL {
  const url = new URL(form.action)
  for (const [name, value] of new FormData(form)) {
    if (value !== '') url.searchParams.append(name, String(value))
  }
  return url
}

addEventListener('popstate', () => {
  const url = new URL(location.href)
  if (url.href.split('#')[0] === kept.split('#')[0]) return // only the place on the page
  void load(url, { push: false })
})
