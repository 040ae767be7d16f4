// The marks of the months in which phases are energised, above the rollout.
import type { Option } from './option'
import { colour } from './colours'

export interface Params {
  seriesIndex: number
  dataIndex: number
  coordSys: { x: number; y: number; width: number; height: number }
}

export interface Api {
  value: (dimension: number) => number
  coord: (value: number[]) => number[]
  size: (value: number[]) => number[]
  visual: (key: string) => string
}

export const font = '11px system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", sans-serif'
export const bold = '600 ' + font
const rowHeight = 16
const context = document.createElement('canvas').getContext('2d')!

export function textWidth(text: string, face = font): number {
  context.font = face
  return context.measureText(text).width
}

export function clipped(text: string, width: number, face = font): string {
  if (textWidth(text, face) <= width) return text
  let cut = text
  while (cut.length > 1 && textWidth(cut + '…', face) > width) cut = cut.slice(0, -1)
  return cut + '…'
}

/** A text in lines of at most a number of characters, two of them at the most. */
export function wrapped(text: string, most: number): string {
  if (text.length <= most) return text
  const at = text.lastIndexOf(' ', most)
  const cut = at > 0 ? at : most
  const rest = text.slice(cut).trim()
  return `${text.slice(0, cut)}\n${rest.length > most ? rest.slice(0, most - 1) + '…' : rest}`
}

interface Place {
  row: number
  left: number
  text: string
}

/** Sets labels in rows, each in the first row where it touches no other. */
export function pack(at: number[], texts: string[], from: number, to: number): Place[] {
  const ends: number[] = []
  return at.map((x, i) => {
    const text = clipped(texts[i] ?? '', to - from - 12)
    const width = textWidth(text) + 12
    const left = x + 5 + width <= to ? x + 5 : Math.max(from, Math.min(x, to) - width - 2)
    let row = ends.findIndex((end) => end <= left)
    if (row < 0) row = ends.length
    ends[row] = left + width
    return { row, left, text }
  })
}

function marks(option: Option) {
  const series = option.series.find((s) => s.renderItem && s.type === 'custom')
  const data = series?.data ?? []
  return { at: data.map((d) => (d.value as number[])[0]!), texts: data.map((d) => d.name ?? '') }
}

/** Makes room above the grid for the rows the labels need at a width. */
export function makeRoom(option: Option, width: number) {
  const { at, texts } = marks(option)
  const months = (option.xAxis[0]!.data as string[]).length
  const left = 56
  const span = width - left - 12
  const places = pack(at.map((m) => left + (m / months) * span), texts, left, width - 12)
  const rows = places.reduce((most, p) => Math.max(most, p.row + 1), 0)
  option.grid[0]!.top = 10 + rows * rowHeight
}

export function phaseLabel(option: Option, params: Params, api: Api) {
  const { at, texts } = marks(option)
  const sys = params.coordSys
  const band = api.size([1, 0])[0]!
  const x = (m: number) => api.coord([m, 0])[0]! - band / 2
  const place = pack(at.map(x), texts, sys.x, sys.x + sys.width)[params.dataIndex]!
  const here = x(at[params.dataIndex]!)
  const y = sys.y - 9 - place.row * rowHeight
  const hue = api.visual('color')
  return {
    type: 'group',
    silent: true,
    children: [
      { type: 'line', shape: { x1: here, y1: y, x2: here, y2: sys.y + sys.height }, style: { stroke: hue, lineWidth: 1, lineDash: [2, 3] } },
      { type: 'circle', shape: { cx: here, cy: y, r: 3 }, style: { fill: hue, stroke: colour('surface'), lineWidth: 1 } },
      { type: 'text', x: place.left + 3, y, style: { text: place.text, fill: colour('muted'), font, verticalAlign: 'middle' } },
    ],
  }
}
