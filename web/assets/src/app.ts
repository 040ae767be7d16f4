// What every page does: the choice of colours, the address in curl lines, copying.
import './bridge'
import './racks'
import './compare'
import './sweep'
import './export'

const themes = document.querySelector<HTMLElement>('.themes')
const buttons = document.querySelectorAll<HTMLButtonElement>('[data-theme-choice]')

function showTheme() {
  const chosen = document.documentElement.dataset.theme ?? 'system'
  for (const b of buttons) b.setAttribute('aria-pressed', String(b.dataset.themeChoice === chosen))
}

for (const b of buttons) {
  b.addEventListener('click', () => {
    const theme = b.dataset.themeChoice!
    if (theme === 'system') {
      localStorage.removeItem('theme')
      delete document.documentElement.dataset.theme
    } else {
      localStorage.setItem('theme', theme)
      document.documentElement.dataset.theme = theme
    }
    showTheme()
    document.dispatchEvent(new Event('themechange'))
  })
}
if (themes) themes.hidden = false
showTheme()

function complete() {
  for (const origin of document.querySelectorAll('[data-origin]')) origin.textContent = location.origin
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) copying(button)
}

function copying(button: HTMLButtonElement) {
  const source = document.getElementById(button.dataset.copy!)
  if (!source || !navigator.clipboard) return
  button.hidden = false
  const label = button.textContent
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(source.textContent ?? '')
    button.textContent = button.dataset.copied!
    setTimeout(() => (button.textContent = label), 1500)
  })
}

complete()
document.addEventListener('pageswap', complete)
