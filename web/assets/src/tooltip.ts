// Tooltips are built as elements, so that a name is text whatever it holds.
import { colour } from './colours'

export interface Line {
  name: string
  value: string
  token?: string
  strong?: boolean
}

export function tooltip(title: string, lines: Line[], unit = ''): HTMLElement {
  const box = element('div', 'tip')
  const head = element('div', 'tip-head', title)
  if (unit) head.append(element('span', 'unit', unit))
  box.append(head)
  for (const line of lines) {
    const row = element('div', line.strong ? 'tip-row strong' : 'tip-row')
    const key = element('i', 'swatch')
    if (line.token) key.style.background = line.token
    row.append(key, element('span', 'tip-name', line.name), element('span', 'tip-value', line.value))
    box.append(row)
  }
  return box
}

export function element(tag: string, className: string, text = ''): HTMLElement {
  const e = document.createElement(tag)
  e.className = className
  e.textContent = text
  return e
}

/** The look of the box itself, which ECharts draws. */
export function tooltipStyle() {
  return {
    confine: true,
    transitionDuration: 0,
    backgroundColor: colour('raised'),
    borderColor: colour('line-strong'),
    borderWidth: 1,
    padding: [8, 10],
    extraCssText: 'border-radius:6px;box-shadow:0 4px 16px rgb(0 0 0 / .14);',
    textStyle: { color: colour('ink'), fontSize: 12 },
  }
}
