// Choosing plans to compare: how many are chosen is said as they are, and one
// alone is not sent.

const least = 2

function chosen(form: HTMLFormElement): number {
  return [...form.elements].filter((e) => e instanceof HTMLInputElement && e.name === 'plan' && e.checked).length
}

/** Says how many plans of a form are chosen. */
function count(form: HTMLFormElement) {
  const said = form.querySelector<HTMLElement>('[data-pick-count]')!
  const n = chosen(form)
  const words = n === 0 ? said.dataset.none! : n === 1 ? said.dataset.one! : said.dataset.more!.replace('{count}', String(n))
  if (said.textContent !== words) said.textContent = words
  form.querySelector('button')!.setAttribute('aria-disabled', String(n < least))
}

const counted = () => document.querySelectorAll<HTMLFormElement>('form[data-pick]').forEach(count)

document.addEventListener('change', (event) => {
  const form = (event.target as HTMLInputElement).form
  if (form?.matches('[data-pick]')) count(form)
})
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  if (!form.matches('[data-pick]') || chosen(form) >= least) return
  event.preventDefault()
  ;[...form.elements].find((e): e is HTMLInputElement => e instanceof HTMLInputElement && e.type === 'checkbox' && !e.checked)?.focus()
})
// What a browser restores on the way back is counted too.
addEventListener('pageshow', counted)
document.addEventListener('pageswap', counted)
counted()
