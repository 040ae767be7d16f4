package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// lineHeight is the height of a line of text, in points.
const lineHeight = 13.5

// titleHeight is that of a row with a title.
const titleHeight = 24.0

// sideWidth is the most that columns which stay in sight may take, in digits.
const sideWidth = 64.0

// page sets how a sheet opens, prints and is protected.
func (b *book) page(f *excelize.File, s *sheet, m measured) error {
	s.raise(m)
	side := s.frozen(m)
	steps := []func() error{
		func() error { return b.view(f, s) },
		func() error { return f.SetSheetDimension(s.name, "A1:"+columnName(m.last)+strconv.Itoa(len(s.rows))) },
		func() error { return freeze(f, s, side) },
		func() error { return b.print(f, s, side, m.last) },
		func() error {
			return f.ProtectSheet(s.name, &excelize.SheetProtectionOptions{
				SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, FormatCells: true,
			})
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	for _, j := range s.links {
		if err := f.SetCellHyperLink(s.name, columnName(j.col)+strconv.Itoa(j.row), j.to.prefix+"A1", "Location"); err != nil {
			return err
		}
	}
	return nil
}

// raise makes the rows of headings and of prose as high as their lines.
func (s *sheet) raise(m measured) {
	for i, row := range s.rows {
		if s.height[i+1] > 0 {
			continue
		}
		most := 1.0
		for k := range row {
			if row[k].style.role == title {
				s.height[i+1] = titleHeight
			}
			if c := &row[k]; c.kind == text && (c.style.role == heading && c.style.format != monthly || c.style.role == prose) {
				most = max(most, lines(c.text(), m.widths[k]))
			}
		}
		if most > 1 {
			s.height[i+1] = lineHeight*most + 3
		}
	}
}

// frozen is how many columns stay in sight: those that the sheet says, or those
// before its months as far as they leave room.
func (s *sheet) frozen(m measured) int {
	side, w := s.side, 0.0
	if side == 0 && s.grid > 0 {
		side = s.grid - 1
	}
	for i := 0; i < min(side, len(m.widths)); i++ {
		if w += m.widths[i]; w > sideWidth {
			return i
		}
	}
	return side
}

func (b *book) view(f *excelize.File, s *sheet) error {
	yes, no, zoom := true, false, 90.0
	tab := workingTab
	fit := s.grid == 0
	props := excelize.SheetPropsOptions{TabColorRGB: &tab, FitToPage: &fit}
	switch s.key {
	case "cover", "summary":
		tab, zoom = answerTab, 100
	case "inputs", "assumptions":
		tab = inputTab
	case "lines", "cash", "years", "commitments", "operation", "depreciation", "worth", "capacity", "quantities", "checks":
		tab = answerTab
	}
	if err := f.SetSheetProps(s.name, &props); err != nil {
		return err
	}
	lines := &yes
	if s.key == "cover" || s.key == "summary" {
		lines = &no
	}
	return f.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: lines, ZoomScale: &zoom})
}

// freeze keeps the head and the side in sight.
func freeze(f *excelize.File, s *sheet, side int) error {
	if s.head == 0 && side == 0 {
		return nil
	}
	pane := "bottomRight"
	switch {
	case side == 0:
		pane = "bottomLeft"
	case s.head == 0:
		pane = "topRight"
	}
	corner := columnName(side+1) + strconv.Itoa(s.head+1)
	return f.SetPanes(s.name, &excelize.Panes{
		Freeze: true, XSplit: side, YSplit: s.head, TopLeftCell: corner, ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: pane}},
	})
}

// columns writes the widths of columns. Months outside the horizon are grouped,
// so that they can be folded away.
func (b *book) columns(s *sheet, m measured) string {
	var x strings.Builder
	for i, w := range m.widths {
		level := ""
		if k := i + 1 - s.grid; s.grid > 0 && len(s.list) == len(b.ext) && k >= 0 && k < len(b.ext) && (k < b.hs || k >= b.hs+len(b.horizon())) {
			level = ` outlineLevel="1"`
		}
		fmt.Fprintf(&x, `<col min="%d" max="%d" width="%g" customWidth="1"%s/>`, i+1, i+1, w, level)
	}
	if x.Len() == 0 {
		return ""
	}
	return "<cols>" + x.String() + "</cols>"
}

// print sets paper, titles, and what stands above and below every page.
func (b *book) print(f *excelize.File, s *sheet, side, last int) error {
	a4, landscape, one, any, scale, order := 9, "landscape", 1, 0, uint(65), "overThenDown"
	layout := excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &any}
	if len(s.charts) > 0 {
		layout.FitToHeight = &one
	}
	if s.grid > 0 {
		layout = excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, AdjustTo: &scale, PageOrder: &order}
	}
	if err := f.SetPageLayout(s.name, &layout); err != nil {
		return err
	}
	edge, band := 0.5, 0.3
	if err := f.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &edge, Right: &edge, Top: &edge, Bottom: &edge, Header: &band, Footer: &band}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
		OddHeader: "&L" + banner(b.planTitle(), 90) + "&R" + banner(b.of, 60),
		OddFooter: "&L" + banner(s.name, 60) + "&R&P / &N",
	}); err != nil {
		return err
	}
	for i := range s.charts {
		last = max(last, s.charts[i].lastColumn)
	}
	if s.printed > 0 {
		last = s.printed
	}
	area := s.prefix + "$A$1:$" + columnName(last) + "$" + strconv.Itoa(len(s.rows))
	if err := f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: area, Scope: s.name}); err != nil {
		return err
	}
	var titles []string
	if side > 0 {
		titles = append(titles, s.prefix+"$A:$"+columnName(side))
	}
	if s.head > 0 {
		titles = append(titles, s.prefix+"$1:$"+strconv.Itoa(s.head))
	}
	if titles == nil {
		return nil
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: strings.Join(titles, ","), Scope: s.name})
}

// banner is a text above or below a page, where & begins a command, cut to so
// many characters.
func banner(words string, most int) string {
	if runes := []rune(words); len(runes) > most {
		words = string(runes[:most-1]) + "…"
	}
	return strings.ReplaceAll(written(words), "&", "&&")
}
