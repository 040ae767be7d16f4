// The functions that chart options name. Each is made for one chart, so that
// it can read the chart's own data.
import type { Option, Item } from './option'
import { kw, lang, month, monthOf, percent, ratio, ratioTick, won, wonTick, wonUnit } from './format'
import { tooltip, element } from './tooltip'
import { wrapped, phaseLabel, type Api, type Params } from './phases'
import { ganttItem } from './gantt'

interface TipParam {
  axisValue: string
  seriesType: string
  seriesIndex: number
  dataIndex: number
  seriesName: string
  value: unknown
  color: unknown
  data: Item
}

function lineColour(option: Option, at: number): string {
  const style = option.series[at]?.itemStyle?.color
  return typeof style === 'string' ? style : ''
}

function axisTip(option: Option, format: (v: number) => string, unit: string, title = month) {
  return (params: TipParam[]) => {
    const shown = params.filter((p) => p.seriesType !== 'custom' && typeof p.value === 'number')
    const stacked = shown.filter((p) => option.series[p.seriesIndex]?.stack && p.value !== 0).reverse()
    const single = shown.filter((p) => !option.series[p.seriesIndex]?.stack).reverse()
    const line = (strong: boolean) => (p: TipParam) => ({
      name: p.seriesName,
      value: format(p.value as number),
      token: lineColour(option, p.seriesIndex),
      strong,
    })
    return tooltip(title(params[0]?.axisValue ?? ''), [...single.map(line(true)), ...stacked.map(line(false))], unit)
  }
}

/** A cell of the heat map: its share, then what its series names, in kW and racks. */
function heatTip(option: Option) {
  return (p: TipParam) => {
    const [x = 0, y = 0, share = 0, ...values] = p.data.value as number[]
    const names = (p.seriesName ?? '').split('\n')
    const lines = values.map((v, i) => ({ name: names[i] ?? '', value: i < 4 ? `${kw(v)} kW` : kw(v), strong: i === 3 }))
    const months = option.xAxis[0]!.data as string[]
    const halls = option.yAxis[0]!.data as string[]
    return tooltip(`${halls[y]}, ${month(months[x]!)}`, lines, `${share > 1 ? '▲ ' : ''}${percent(share)}`)
  }
}

/** Amounts of the month, and ratios of the lines above them. */
function operationTip(option: Option) {
  return (params: TipParam[]) => {
    const shown = params.filter((p) => typeof p.value === 'number' && p.value !== 0)
    const line = (p: TipParam) => {
      const stacked = Boolean(option.series[p.seriesIndex]?.stack)
      return { name: p.seriesName, value: stacked ? won(p.value as number) : ratio(p.value as number), token: lineColour(option, p.seriesIndex), strong: !stacked }
    }
    return tooltip(month(params[0]?.axisValue ?? ''), [...shown.filter((p) => !option.series[p.seriesIndex]?.stack), ...shown.filter((p) => option.series[p.seriesIndex]?.stack).reverse()].map(line), wonUnit)
  }
}

/** A step of a bridge: its label says it. */
function bridgeTip(option: Option) {
  return (params: TipParam[]) => {
    const step = params.at(-1)
    const label = (option.series.at(-1)!.data[step?.dataIndex ?? 0] as { label?: { formatter?: string } } | undefined)?.label
    const unit = (option.xAxis[0]?.axisLabel as { formatter?: string } | undefined)?.formatter === '@kw' ? 'kW' : wonUnit
    return tooltip(step?.axisValue ?? '', [{ name: '', value: label?.formatter ?? '', strong: true }], unit)
  }
}

/** A variant: its two measures by the names of the axes, and a line for each of its words. */
function paretoTip(option: Option) {
  return (p: TipParam) => {
    const [x, y, index, words = ''] = (p.data?.value ?? p.value) as [number | string, number | string, number, string]
    const axis = (of: Record<string, unknown>, value: number | string) => {
      const name = String((of.axisLabel as { formatter?: string } | undefined)?.formatter ?? '').slice(1)
      const format = formats[name]
      return { name: String(of.name), value: typeof value === 'number' && format ? format(value) : String(value), strong: true }
    }
    const lines = words.split('\n').filter(Boolean).map((line) => line.split('\t')).map(([name = '', value = '']) => ({ name, value }))
    return tooltip(index < 0 ? p.seriesName : `#${index}`, [axis(option.xAxis[0]!, x), axis(option.yAxis[0]!, y), ...lines])
  }
}

/** An end of a bar: the input, its value, and what the measure becomes. */
function tornadoTip(p: TipParam) {
  const [, , words = ''] = p.data.value as [number, number, string]
  const [title = '', at = '', difference = '', value = ''] = words.split('\n')
  return tooltip(title, [{ name: at, value: difference, strong: true }, { name: p.seriesName, value }])
}

/** What the formatters of axes make of numbers, by name. */
const formats: Record<string, (v: number) => string> = { kw, won, ratio, share: percent, monthOf }

/** A part of the whole with those it lies in. */
function treeTip(p: TipParam & { treePathInfo?: { name: string; value: number }[] }) {
  const path = (p.treePathInfo ?? []).filter((node) => node.name)
  const whole = p.treePathInfo?.[0]?.value ?? 0
  const here = path.at(-1)
  if (!here) return ''
  return tooltip(here.name, [...path.slice(0, -1).map((node) => ({ name: node.name, value: won(node.value) })), { name: whole ? percent(here.value / whole) : '', value: won(here.value), strong: true }], wonUnit)
}

export function functions(option: Option): Record<string, unknown> {
  return {
    kw,
    won: wonTick,
    january: (_: number, value: string) => value.endsWith('-01'),
    year: (value: string) => value.slice(0, 4),
    monthYear: (value: number) => String(Math.floor(value / 12)),
    rolloutTip: axisTip(option, kw, 'kW'),
    cashTip: axisTip(option, won, wonUnit),
    yearTip: axisTip(option, won, wonUnit, (year) => year),
    operationTip: operationTip(option),
    bridgeTip: bridgeTip(option),
    ratio: ratioTick,
    share: percent,
    monthOf,
    paretoTip: paretoTip(option),
    tornadoTip,
    tornadoName: (name: string) => wrapped(name, 26),
    tornadoShort: (name: string) => wrapped(name, lang === 'ko' ? 9 : 14),
    treeTip,
    heatTip: heatTip(option),
    ganttTip: (p: TipParam) => {
      const box = element('div', 'tip')
      const words = (p.data.value as unknown[]).at(-1)
      String(words)
        .split('\n')
        .forEach((text, i) => box.append(element('div', i === 0 ? 'tip-head' : 'tip-line', text)))
      return box
    },
    phase: (params: Params, api: Api) => phaseLabel(option, params, api),
    gantt: (params: Params, api: Api) => ganttItem(option, params, api),
  }
}
