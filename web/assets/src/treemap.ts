// The words in a treemap are dark or light, whichever can be read on their part.
import type { Option } from './option'

interface Node {
  itemStyle?: { color?: string }
  label?: object
  upperLabel?: object
  children?: Node[]
}

/** Relative luminance of a colour as a browser writes it, after WCAG 2. */
function luminance(text: string): number {
  const [r = 0, g = 0, b = 0] = (text.match(/[\d.]+/g) ?? []).map((v) => {
    const c = Number(v) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

export function inkTree(option: Option) {
  const ink = (node: Node) => {
    const color = luminance(node.itemStyle?.color ?? '') > 0.179 ? '#000' : '#fff'
    node.label = { color, fontSize: 11, padding: [0, 2], overflow: 'truncate' }
    node.children?.forEach(ink)
  }
  for (const series of option.series) {
    ;(series.data as Node[] | undefined)?.forEach(ink)
    Object.assign(series, { breadcrumb: { show: false }, visibleMin: 200, emphasis: { itemStyle: { opacity: 0.85 } } })
  }
}
