// The shapes of the Gantt chart: a head for each phase, a bar for each stage,
// the month energised against the one promised, a diamond for each order.
import type { Option } from './option'
import { colour } from './colours'
import { bold, clipped, font, textWidth, type Api, type Params } from './phases'

interface Lane {
  x: number
  until: number
  y: number
  height: number
  hue: string
  label: string
  right: number
}

export function ganttItem(option: Option, params: Params, api: Api) {
  const series = option.series[params.seriesIndex]!
  const item = series.data[params.dataIndex]!
  const [x = 0, y = 0] = api.coord([api.value(1), api.value(0)])
  const lane: Lane = {
    x,
    y,
    until: api.coord([api.value(2), api.value(0)])[0]!,
    height: api.size([0, 1])[1]!,
    hue: api.visual('color'),
    label: item.name ?? '',
    right: params.coordSys.x + params.coordSys.width,
  }
  switch (series.name) {
    case 'head':
      return head(lane)
    case 'stage':
      return stage(lane)
    case 'energised':
      return energised(lane, api.size([1, 0])[0]!)
  }
  return order(lane)
}

function head({ y, height, hue, label, right }: Lane) {
  return {
    type: 'group',
    children: [
      { type: 'rect', shape: { x: 0, y: y - height / 2, width: right, height }, style: { fill: colour('band') } },
      { type: 'rect', shape: { x: 0, y: y - height / 2, width: 3, height }, style: { fill: hue } },
      { type: 'text', x: 10, y, style: { text: clipped(label, right - 16, bold), fill: colour('ink'), font: bold, verticalAlign: 'middle' } },
    ],
  }
}

/** A text beside a shape: after it, or before it where there is no room. */
function beside(text: string, from: number, to: number, y: number, right: number, fill: string, face = font) {
  const fits = to + 6 + textWidth(text, face) <= right
  return { type: 'text', x: fits ? to + 6 : from - 6, y, style: { text, fill, font: face, align: fits ? 'left' : 'right', verticalAlign: 'middle' } }
}

function stage({ x, until, y, height, hue, label, right }: Lane) {
  const tall = Math.round(height * 0.56)
  return {
    type: 'group',
    children: [
      { type: 'rect', shape: { x, y: y - tall / 2, width: Math.max(2, until - x), height: tall, r: 2 }, style: { fill: hue, opacity: 0.85 } },
      beside(label, x, until, y, right, colour('muted')),
    ],
  }
}

/** From the promised month to the energised one; both at the start of a month. */
function energised({ x, until, y, height, hue, label, right }: Lane, perMonth: number) {
  const late = hue === colour('over')
  const shapes: unknown[] = []
  const tall = height * 0.62
  if (x !== until) {
    shapes.push({ type: 'line', shape: { x1: x, y1: y, x2: until, y2: y }, style: { stroke: hue, lineWidth: 3, opacity: late ? 1 : 0.5 } })
  }
  const flag = x === until ? [] : [[x, y + tall / 2], [x, y - tall / 2], [x + 7, y - tall / 4], [x, y]]
  if (flag.length) shapes.push({ type: 'polyline', shape: { points: flag }, style: { stroke: colour('ink'), fill: colour('surface'), lineWidth: 1.5 } })
  shapes.push({ type: 'circle', shape: { cx: until, cy: y, r: 5 }, style: { fill: hue, stroke: colour('surface'), lineWidth: 1.5 } })
  const from = Math.min(x, until) - perMonth / 2
  shapes.push(beside(label, from, Math.max(x + 6, until + 5), y, right, late ? colour('over') : colour('ink'), late ? bold : font))
  return { type: 'group', children: shapes }
}

/** A diamond, with the number of orders of the month in it where there are more. */
function order({ x, y, hue, label, right }: Lane) {
  const count = label.match(/\d+$/)?.[0] ?? ''
  const r = count ? 7.5 : 5.5
  const late = label.startsWith('▲')
  return {
    type: 'group',
    children: [
      { type: 'polygon', shape: { points: [[x, y - r], [x + r, y], [x, y + r], [x - r, y]] }, style: { fill: hue, stroke: colour('surface'), lineWidth: 1 } },
      { type: 'text', x, y: y + 0.5, style: { text: count, fill: colour('surface'), font: '700 9px system-ui, sans-serif', align: 'center', verticalAlign: 'middle' } },
      ...(late ? [beside('▲', x - r, x + r - 4, y, right, colour('over'))] : []),
    ],
  }
}
