// The functions that chart options name. Each is made for one chart, so that
// it can read the chart's own data.
import type { Option, Item } from './option'
import { kw, month, percent, won, wonTick, wonUnit } from './format'
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

export function functions(option: Option): Record<string, unknown> {
  return {
    kw,
    won: wonTick,
    january: (_: number, value: string) => value.endsWith('-01'),
    year: (value: string) => value.slice(0, 4),
    monthYear: (value: number) => String(Math.floor(value / 12)),
    rolloutTip: axisTip(option, kw, 'kW'),
    cashTip: axisTip(option, won, wonUnit),
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
