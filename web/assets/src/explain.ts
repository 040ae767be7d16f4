// The explanation of a figure comes and goes without a jump of the page.
/** The figures that led to the one explained, which is the last. */
export function explaining(): string[] {
  return document.getElementById('explain')?.dataset.trail?.split('\n') ?? []
}

interface Held {
  figure: string // that a link explains; none where the link has a name of its own
  id: string
  at: number // place among the links to the same figure
  top: number // on the screen
}
let clicked: HTMLAnchorElement | null = null
let opened: Held | undefined // what the explanation was opened from

/** A link that was clicked is to stay in its place. */
export const toHold = (link: HTMLAnchorElement) => (clicked = link)

const figureOf = (a: HTMLAnchorElement) => new URL(a.href, location.href).searchParams.getAll('explain').at(-1) ?? ''
const linksTo = (figure: string) => [...document.querySelectorAll<HTMLAnchorElement>('main a.fig')].filter((a) => figureOf(a) === figure)

/** The link that was clicked, or the one that an explanation was opened from, and where it stands. */
export function hold(): Held | undefined {
  const link = clicked?.isConnected && !clicked.closest('#explain') ? clicked : null
  clicked = null
  if (link?.matches('.fig')) {
    const figure = figureOf(link)
    return (opened = { figure, id: '', at: linksTo(figure).indexOf(link), top: link.getBoundingClientRect().top })
  }
  if (link?.id) return { figure: '', id: link.id, at: 0, top: link.getBoundingClientRect().top }
  const from = opened && find(opened)
  return from ? { ...opened!, top: from.getBoundingClientRect().top } : undefined
}

const find = (held: Held) => (held.id ? document.getElementById(held.id) : linksTo(held.figure)[held.at])

/** Keeps the link where it was on the screen, and leads the focus into an explanation and back. */
export function settle(held: Held | undefined, before: string[]) {
  const link = held && find(held)
  if (link) scrollBy(0, link.getBoundingClientRect().top - held.top)
  const now = explaining()
  if (now.length && now.join() !== before.join()) document.getElementById('explain-title')?.focus({ preventScroll: true })
  else if (!now.length && before.length) (link ?? linksTo(before[0]!)[0])?.focus({ preventScroll: true })
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || (event.target as Element).closest('input, select, textarea')) return
  document.querySelector<HTMLAnchorElement>('#explain-close')?.click()
})
