// The functions that chart options name. Each is made for one chart, so that
// it can read the chart's own data.
import type { Option, Item } from './option'
import { kw, month, won, wonTick, wonUnit } from './format'
import { tooltip, element } from './tooltip'
import { phaseLabel, type Api, type Params } from './phases'
import { ganttItem } from './gantt'

interface TipParam {
  axisValue: string
  seriesType: string
  seriesIndex: number
  seriesName: string
  value: unknown
  color: unknown
  data: Item
}

function lineColour(option: Option, at: number): string {
  const style = option.series[at]?.itemStyle?.color
  return typeof style === 'string' ? style : ''
}

function axisTip(option: Option, format: (v: number) => string, unit: string) {
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
    return tooltip(month(params[0]?.axisValue ?? ''), [...single.map(line(true)), ...stacked.map(line(false))], unit)
  }
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
