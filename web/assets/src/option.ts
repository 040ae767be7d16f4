// A chart option as the server writes it, and the same with its names looked up.
import { colour, hatch } from './colours'

export interface Item {
  name?: string
  value: unknown
  itemStyle?: { color?: string }
}

export interface Series {
  name?: string
  type: string
  stack?: string
  data: Item[]
  itemStyle?: { color?: unknown }
  [key: string]: unknown
}

export interface Option {
  series: Series[]
  xAxis: Record<string, unknown>[]
  yAxis: Record<string, unknown>[]
  grid: Record<string, unknown>[]
  tooltip: Record<string, unknown>
  [key: string]: unknown
}

const colourKeys = new Set(['color', 'borderColor', 'backgroundColor'])
const functionKeys = new Set(['formatter', 'valueFormatter', 'renderItem', 'interval', 'position'])

/**
 * Looks up the names that start with an @, only where an option holds a colour
 * or a function: a name of the plan's own is never taken for one of these.
 */
export function lookUp(node: unknown, functions: Record<string, unknown>, key = ''): unknown {
  if (typeof node === 'string' && node.startsWith('@')) {
    const name = node.slice(1)
    if (colourKeys.has(key)) return name.endsWith('-hatch') ? hatch(name.slice(0, -'-hatch'.length)) : colour(name)
    if (functionKeys.has(key)) return functions[name]
    return node
  }
  if (Array.isArray(node)) return node.map((item) => lookUp(item, functions, key === 'data' || key === 'value' ? '' : key))
  if (node && typeof node === 'object') {
    return Object.fromEntries(Object.entries(node).map(([k, v]) => [k, lookUp(v, functions, k)]))
  }
  return node
}
