// The rows of inputs in the form of a sweep.
const rows = () => document.getElementById('sweep-rows')!

/** The labels and faults of a row go by its place. */
function number() {
  rows().querySelectorAll('.axis-row').forEach((row, i) => {
    for (const e of [row, ...row.querySelectorAll('*')]) {
      for (const name of ['id', 'for', 'aria-describedby', 'aria-label']) {
        const value = e.getAttribute(name)
        if (!value) continue
        e.setAttribute(name, name === 'aria-label' ? value.replace(/\d+/, String(i + 1)) : value.replace(/-\d+\b/g, `-${i}`))
      }
    }
  })
}

/** Adds an empty row and goes there. */
export function add() {
  const list = rows()
  const row = list.lastElementChild!.cloneNode(true) as HTMLElement
  for (const input of row.querySelectorAll('input')) {
    input.value = ''
    input.removeAttribute('aria-invalid')
  }
  for (const words of row.querySelectorAll('.fault,.axis-words')) words.textContent = ''
  list.append(row)
  number()
  row.querySelector('input')!.focus()
}

/** Takes a row away; the last one is emptied. */
export function remove(link: HTMLElement) {
  const row = link.closest('.axis-row')!
  const next = row.nextElementSibling ?? row.previousElementSibling
  if (next) row.remove()
  else row.querySelectorAll('input').forEach((input) => (input.value = ''))
  number()
  ;(next ?? row).querySelector('input')!.focus()
}
