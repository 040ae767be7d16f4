package workbook

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"buildout/planner/formula"
)

// chart is a chart of a sheet, over months: columns, which stack, and lines above
// them.
type chart struct {
	cell          string // of its upper left corner
	title         string
	axis          string // unit of its values
	code          string // format of its values
	columns       []series
	lines         []series
	width, height uint // in pixels
	lastColumn    int  // that it covers, where columns are as wide as they come
}

// series is a row of cells that a chart draws.
type series struct {
	name   string
	cells  cellRow
	colour string
	dashed bool
}

// cellRow is cells side by side, with the months above them.
type cellRow struct{ values, months string }

// cellRow finds the cells of a list by month of the horizon, and their sheet,
// where they stand side by side on one; no sheet where they do not.
func (b *book) cellRow(cells []formula.Num) (cellRow, *sheet) {
	for i := 1; i < len(cells); i++ {
		if !follows(cells[i-1].Formula(), cells[i].Formula()) {
			return cellRow{}, nil
		}
	}
	if len(cells) == 0 {
		return cellRow{}, nil
	}
	prefix, first, _ := strings.Cut(cells[0].Formula(), "!")
	col, row, ok := place(first)
	for _, s := range b.sheets {
		if ok && s.prefix == prefix+"!" && s.monthRow > 0 {
			span := func(row int) string { return s.prefix + s.fixed(row, col) + ":" + s.fixed(row, col+len(cells)-1) }
			return cellRow{values: span(row), months: span(s.monthRow)}, s
		}
	}
	return cellRow{}, nil
}

// The colours of charts, which are told apart by who sees no red or green.
var palette = []string{"1A56A8", "E08A1E", "3E9C8F", "8A5FA8", "C4515A", "7A8B99", "B59A2B", "4FA3D1"}

// strong is the colour of what may not be exceeded.
const strong = "B4232C"

// draw adds the charts of a sheet.
func (s *sheet) draw(f *excelize.File) error {
	for i := range s.charts {
		c := &s.charts[i]
		main, over := c.part(excelize.ColStacked, c.columns), c.part(excelize.Line, c.lines)
		var others []*excelize.Chart
		switch {
		case len(c.columns) == 0 && len(c.lines) == 0:
			continue
		case len(c.columns) == 0:
			main = over
		case len(c.lines) > 0:
			others = append(others, over)
		}
		gap := uint(0)
		main.GapWidth = &gap
		main.Title = excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.title, Font: &excelize.Font{Size: 12, Bold: true, Color: ink}}}}
		main.Legend = excelize.ChartLegend{Position: "bottom"}
		main.Dimension = excelize.ChartDimension{Width: c.width, Height: c.height}
		main.XAxis = excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: "yyyy-mm"}, TickLabelSkip: 12, TickLabelPosition: excelize.ChartTickLabelLow, Alignment: excelize.Alignment{TextRotation: -90}, Font: excelize.Font{Size: 9, Color: quietInk}}
		main.YAxis = excelize.ChartAxis{
			NumFmt: excelize.ChartNumFmt{CustomNumFmt: c.code}, MajorGridLines: true, Font: excelize.Font{Size: 9, Color: quietInk},
			Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.axis, Font: &excelize.Font{Size: 9, Color: quietInk}}}},
		}
		for _, o := range others { // the axes of the last are those that show
			o.XAxis, o.YAxis = main.XAxis, main.YAxis
		}
		main.Format = excelize.GraphicOptions{AltText: c.title, Positioning: "oneCell"}
		if err := f.AddChart(s.name, c.cell, main, others...); err != nil {
			return err
		}
	}
	return nil
}

// part is the columns or the lines of a chart.
func (c *chart) part(kind excelize.ChartType, list []series) *excelize.Chart {
	x := excelize.Chart{Type: kind}
	for _, v := range list {
		line := excelize.ChartSeries{Name: v.name, Categories: v.cells.months, Values: v.cells.values, Fill: solid(v.colour)}
		if kind == excelize.Line {
			line.Marker = excelize.ChartMarker{Symbol: "none"}
			line.Line = excelize.LineOptions{Width: 2, Fill: solid(v.colour)}
			if v.dashed {
				line.Line.Dash = excelize.LineDashDash
			}
		}
		x.Series = append(x.Series, line)
	}
	return &x
}

// jump is a link to another sheet.
type jump struct {
	row, col int
	to       *sheet
}
