// Draws the charts of the API by ECharts alone, as a program that has nothing
// else would.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as echarts from 'echarts'
import { api, idOf, options } from './program.mjs'

/** The SVG of an option, drawn without a browser. */
function draw(option, height) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 1000, height })
  try {
    chart.setOption(option)
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}

const shapes = (svg) => (svg.match(/<(path|polyline|rect|text|circle)\b/g) ?? []).length

test('every chart of the API is drawn by ECharts alone', options, async (t) => {
  const charts = `/api/v1/plans/${idOf('two-sites-460')}/charts`
  const { results } = await api(charts)
  assert.ok(results.length >= 9, `${results.length} charts`)
  for (const { name } of results) {
    for (const theme of ['light', 'dark']) {
      await t.test(`${name}, ${theme}`, async (t) => {
        const complaints = []
        for (const kind of ['warn', 'error']) t.mock.method(console, kind, (...words) => complaints.push(words.join(' ')))
        const chart = await api(`${charts}/${name}?theme=${theme}&baseline=${idOf('as-it-went')}`)
        const svg = draw(structuredClone(chart.option), chart.height_px)
        assert.deepEqual(complaints, [])
        assert.doesNotMatch(svg, /NaN|undefined|Infinity|fill="@/)
        assert.match(svg, new RegExp(chart.option.backgroundColor))
        const { rows, columns } = await api(`${charts}/${name}/data?baseline=${idOf('as-it-went')}`)
        assert.ok(rows.length > 0 && columns.length > 1)
        assert.ok(shapes(svg) > shapes(draw({ ...structuredClone(chart.option), series: [] }, chart.height_px)), 'nothing of the numbers is drawn')
        for (const { title, series } of chart.legend) {
          for (const name of series) assert.ok(chart.option.series.some((s) => s.name === name), `${title} stands for no series ${name}`)
        }
      })
    }
  }
})
