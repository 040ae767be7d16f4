// Parts of a page that take a while to work out: the page says how much there is
// to do, and the part is put in its place when it is there.

/** What is being fetched, by the part's place on the page. */
const fetching = new Map<string, AbortController>()
/** The heights that parts had, so that a page does not jump while one is worked out anew. */
const heights = new Map<string, number>()

async function load(part: HTMLElement) {
  const place = part.closest<HTMLElement>('.loaded')!
  const says = part.querySelector('span')!
  fetching.get(place.id)?.abort()
  const mine = new AbortController()
  fetching.set(place.id, mine)
  place.style.minHeight = `${heights.get(place.id) ?? 0}px`
  place.setAttribute('aria-busy', 'true')
  says.setAttribute('role', 'status')
  says.textContent = part.dataset.working!
  part.classList.add('at-work')
  try {
    const response = await fetch(part.dataset.part!, { signal: mine.signal, headers: { Accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    if (response.status >= 500 || page.querySelector('main') || !page.body.childElementCount) throw new Error(response.statusText) // a problem, not the part
    if (!place.isConnected) return
    place.replaceChildren(...page.body.childNodes)
    place.style.minHeight = ''
    heights.set(place.id, place.offsetHeight)
    document.dispatchEvent(new Event('pageswap'))
  } catch (error) {
    if ((error as Error).name === 'AbortError') return
    part.classList.remove('at-work')
    says.textContent = part.dataset.failed!
  } finally {
    place.removeAttribute('aria-busy')
  }
}

/** Begins to load the parts that are not there yet; one that is no longer wanted is given up. */
function loadParts() {
  for (const place of document.querySelectorAll<HTMLElement>('.loaded')) {
    if (place.getAttribute('aria-busy')) continue
    const part = place.querySelector<HTMLElement>('[data-part]')
    if (part) void load(part)
    else fetching.get(place.id)?.abort()
  }
}

loadParts()
document.addEventListener('pageswap', loadParts)
