// Draws the charts of a page from the options written into it.
import * as echarts from 'echarts/core'
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart, TreemapChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, TooltipComponent, VisualMapPiecewiseComponent } from 'echarts/components'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import langKO from 'echarts/lib/i18n/langKO.js'
import { functions } from './functions'
import { lang } from './format'
import { lookUp, type Option } from './option'
import { font, makeRoom } from './phases'
import { tooltipStyle } from './tooltip'
import { colour } from './colours'
import { inkTree } from './treemap'

echarts.use([
  AxisPointerComponent, BarChart, CanvasRenderer, CustomChart, GridComponent, HeatmapChart, LegendComponent, LineChart, MarkLineComponent,
  MarkPointComponent, ScatterChart, SVGRenderer, TooltipComponent, TreemapChart, VisualMapPiecewiseComponent,
])
echarts.registerLocale('KO', langKO as never)

/** A chart narrower than this in pixels has less room for words. */
const narrow = 600

/** Lets the words at the ends of the bars of a tornado stand beside them. */
function spread(option: Option) {
  const axis = option.xAxis[0]!
  for (const end of ['min', 'max']) axis[end] = Number(axis[end]) * 1.8
  axis.minInterval = axis.maxInterval = undefined
  axis.splitNumber = 2
  const label = option.yAxis[0]!.axisLabel as Record<string, unknown>
  Object.assign(label, { formatter: '@tornadoShort', fontSize: 10 })
}

class Figure {
  readonly chart: echarts.ECharts
  /** The figure as the server wrote it. */
  readonly written: string
  private readonly raw: string
  private readonly hidden = new Set<string>()
  private watch?: ResizeObserver

  constructor(readonly root: HTMLElement) {
    this.written = root.outerHTML
    const canvas = root.querySelector<HTMLElement>('.canvas')!
    this.raw = root.querySelector('.option')!.textContent!
    this.chart = echarts.init(canvas, null, { renderer: root.dataset.renderer === 'canvas' ? 'canvas' : 'svg', locale: lang === 'ko' ? 'KO' : 'EN' })
    // Tests and other scripts find the chart at its figure.
    Object.assign(root, { chart: this.chart })
    this.draw()
    this.listen()
    root.dataset.drawn = 'true'
  }

  draw() {
    const raw = JSON.parse(this.raw) as Option
    const width = this.root.querySelector<HTMLElement>('.canvas')!.clientWidth
    if (this.root.dataset.chart === 'rollout') makeRoom(raw, width)
    if (this.root.dataset.chart === 'bridge') fitNames(raw, width)
    if (this.root.dataset.chart!.startsWith('tornado-') && width < narrow) spread(raw)
    const made = functions(raw)
    const option = lookUp(raw, made) as Option
    // Functions read colours from the option they were made for.
    raw.series.forEach((s, i) => (s.itemStyle = option.series[i]!.itemStyle))
    Object.assign(option.tooltip, tooltipStyle())
    option.textStyle = { fontFamily: font.slice(5), fontSize: 11 }
    if (this.root.dataset.chart === 'treemap') inkTree(option)
    // The line along the front lies over the points that are pointed at.
    if (this.root.dataset.chart === 'pareto') option.series.filter((s) => s.type === 'line').forEach((s) => (s.silent = true))
    option.axisPointer = { ...(option.axisPointer as object), lineStyle: { color: colour('axis') } }
    for (const axis of option.xAxis ?? []) axis.nameTextStyle = { color: colour('muted') }
    for (const axis of option.yAxis ?? []) axis.nameTextStyle = { color: colour('muted'), align: 'left', padding: [0, 0, 0, 2] }
    option.legend = { show: false, selected: Object.fromEntries([...this.hidden].map((name) => [name, false])) }
    this.chart.setOption(option as never, { notMerge: true })
  }

  private listen() {
    this.root.addEventListener('keydown', (event) => {
      const target = event.target as HTMLElement
      if (event.key !== 't' || event.ctrlKey || event.metaKey || event.altKey || target.closest('input,select,textarea')) return
      const data = this.root.querySelector('details')!
      data.open = !data.open
      event.preventDefault()
    })
    for (const button of this.root.querySelectorAll<HTMLButtonElement>('[data-series]')) {
      button.addEventListener('click', () => this.toggle(button))
    }
    this.chart.on('click', (point) => {
      this.root.dispatchEvent(new CustomEvent('pointchosen', { bubbles: true, detail: (point.data as { value?: unknown } | undefined)?.value }))
    })
    let width = this.chart.getWidth()
    const plot = this.root.querySelector('.plot')!
    this.watch = new ResizeObserver(() => {
      // A figure that is off the page for a moment, as between two results, keeps its size.
      if (!plot.clientHeight) return
      this.chart.resize()
      if (this.chart.getWidth() !== width) this.draw()
      width = this.chart.getWidth()
    })
    this.watch.observe(plot)
  }

  /** Gives up a chart whose figure was taken from the page. */
  end() {
    this.watch?.disconnect()
    this.chart.dispose()
  }

  private toggle(button: HTMLButtonElement) {
    const shown = button.getAttribute('aria-pressed') === 'true'
    button.setAttribute('aria-pressed', String(!shown))
    for (const name of button.dataset.series!.split('\n')) {
      if (shown) this.hidden.add(name)
      else this.hidden.delete(name)
      this.chart.dispatchAction({ type: shown ? 'legendUnSelect' : 'legendSelect', name })
    }
  }
}

/** The names beside a chart take no more than a third of it. */
function fitNames(option: Option, width: number) {
  const room = Math.min(190, Math.round(width / 3))
  option.grid[0]!.left = room
  Object.assign(option.yAxis[0]!.axisLabel as object, { width: room - 10 })
}

/** A chart that is drawn as it would be again stays, with what is hidden of it. */
const find = (drawn: Figure[]) =>
  [...document.querySelectorAll<HTMLElement>('[data-chart]')].map((root) => {
    const same = drawn.find((figure) => figure.root === root || figure.written === root.outerHTML)
    if (!same) return new Figure(root)
    if (same.root !== root) root.replaceWith(same.root)
    return same
  })
let figures = find([])
document.addEventListener('pageswap', () => {
  const next = find(figures)
  figures.filter((figure) => !next.includes(figure)).forEach((figure) => figure.end())
  figures = next
})
const redraw = () => figures.forEach((figure) => figure.draw())
document.addEventListener('themechange', redraw)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
matchMedia('print').addEventListener('change', () => {
  figures.forEach((figure) => figure.chart.resize())
  redraw()
})
