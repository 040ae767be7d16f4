package pages

import (
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/web/charts"
)

// OpenKey is the part of a query that names the rows of the cost tree that are
// open, with commas between. After all, it names those that are closed.
const OpenKey = "open"

const openAll = "all"

// budgetTree is the cost lines as a tree. Only what is open is in it.
type budgetTree struct {
	Columns  []charts.Column
	Rows     []treeRow
	Foot     []charts.Cell
	OpenAll  string
	CloseAll string
	Explain  string
}

// treeRow is a group, subsystem or line of the cost book, or a cost line of
// it.
type treeRow struct {
	Level    int
	ID       string
	Title    string
	Code     string
	Swatch   charts.Colour
	Href     string // opens or closes it; none where nothing is within
	Open     bool
	Class    string // estimate class
	Quantity charts.Cell
	Price    *field
	Currency string
	Cells    []charts.Cell
}

// treeBuilder draws the rows of the cost book.
type treeBuilder struct {
	v      planPage
	e      editor
	named  []string // rows that the address names
	all    bool     // whether those are closed, all others open
	years  []int
	before bool
	after  bool
	saved  map[string]planner.BudgetRow
}

// tree is the cost lines by group, subsystem, line and place, with the sites
// and years each is paid for.
func (v planPage) tree(e editor) budgetTree {
	r, l := v.Plan.Result, v.L
	b := treeBuilder{v: v, e: e, saved: map[string]planner.BudgetRow{}}
	for code := range strings.SplitSeq(v.Frame.Query.Get(OpenKey), ",") {
		b.all = b.all || code == openAll
		if code != "" && code != openAll {
			b.named = append(b.named, code)
		}
	}
	for _, row := range savedResult(v.Plan).Budget.Rows {
		b.saved[row.Code] = row
	}
	b.years = yearsWith(r, func(i int) bool {
		return slices.ContainsFunc(r.Budget.Rows, func(row planner.BudgetRow) bool { return row.Level == 0 && valueAt(row.ByYearKRW, i) != 0 })
	})
	for _, row := range r.Budget.Rows {
		b.before, b.after = b.before || row.BeforeKRW != 0, b.after || row.AfterKRW != 0
	}
	t := budgetTree{Columns: b.columns(), Explain: v.explainLink(), OpenAll: v.choose(OpenKey, openAll), CloseAll: v.choose(OpenKey, "")}
	shown := [4]bool{true}
	for _, row := range r.Budget.Rows {
		if row.Level > 2 || !shown[row.Level] {
			continue
		}
		open := b.isOpen(row.Code)
		for level := row.Level + 1; level < len(shown); level++ {
			shown[level] = open && level == row.Level+1
		}
		t.Rows = append(t.Rows, b.row(row, open))
		if row.Level == 2 && open {
			for _, i := range row.Lines {
				t.Rows = append(t.Rows, b.line(i))
			}
		}
	}
	t.Foot = b.foot(l.T("col.total"))
	return t
}

// isOpen reports whether a row is open: named, or not named where all are open.
func (b *treeBuilder) isOpen(code string) bool { return b.all != slices.Contains(b.named, code) }

// toggled is the address of the page with a row opened, or closed with all
// within it.
func (b *treeBuilder) toggled(code string) string {
	names := make([]string, 0, len(b.named)+2)
	if b.all {
		names = append(names, openAll)
	}
	was := slices.Contains(b.named, code)
	for _, other := range b.named {
		if other != code && (b.all || !was || !strings.HasPrefix(other, code+".")) {
			names = append(names, other)
		}
	}
	if !was {
		names = append(names, code)
	}
	return b.v.choose(OpenKey, strings.Join(names, ","))
}

func (b *treeBuilder) columns() []charts.Column {
	l, r := b.v.L, b.v.Plan.Result
	columns := []charts.Column{{Title: l.T("col.forecast")}, {Title: l.T("col.low")}, {Title: l.T("col.high")}, {Title: l.T("col.by_books")}}
	for _, site := range r.Sites {
		columns = append(columns, charts.Column{Title: l.Text(site.Title, site.Name)})
	}
	if b.before {
		columns = append(columns, charts.Column{Title: l.T("col.before")})
	}
	for _, i := range b.years {
		columns = append(columns, charts.Column{Title: strconv.Itoa(r.Budget.Years[i].Year)})
	}
	if b.after {
		columns = append(columns, charts.Column{Title: l.T("col.after")})
	}
	return append(columns, charts.Column{Title: l.T("col.outside")})
}

// row draws a group, subsystem or line.
func (b *treeBuilder) row(row planner.BudgetRow, open bool) treeRow {
	l, r := b.v.L, b.v.Plan.Result
	t := treeRow{
		Level: row.Level, ID: "row-" + row.Code, Title: l.Text(row.Title, row.Code), Code: row.Code, Open: open, Href: b.toggled(row.Code),
	}
	if row.Level == 0 {
		t.Swatch = charts.GroupOf(r, row.Code)
	}
	if row.Level == 2 && len(row.Lines) > 0 {
		line := r.CostLines[row.Lines[0]]
		t.Class = l.Name("class", line.Class)
		t.Price = b.e.field(l.T("tree.price_of", "line", t.Title), "amount", nil, pricePath(row.Code))
		t.Currency = l.T("tree.currency", "currency", line.Currency, "unit", l.Name("unit", line.Unit))
		if len(row.Lines) == 1 {
			t.Quantity = charts.Cell{Text: trimZeros(l.Number(line.Quantity, 2)), Small: l.Name("unit", line.Unit), Figure: lineFigure(r, row.Lines[0], "quantity")}
		}
	}
	t.Cells = b.amounts(row, []string{"budget", "rows", row.Code})
	if was := b.saved[row.Code]; b.v.Plan.Edit != nil && was.ForecastKRW != row.ForecastKRW {
		t.Cells[0].Small = l.T("change.was", "value", l.Won(was.ForecastKRW))
	}
	return t
}

// amounts are the cells of a row; a figure of nothing is a dash.
func (b *treeBuilder) amounts(row planner.BudgetRow, path []string) []charts.Cell {
	l, r := b.v.L, b.v.Plan.Result
	won := func(krw planner.KRW, names ...string) charts.Cell {
		if krw == 0 {
			return charts.Cell{Text: "–", Class: "quiet"}
		}
		return charts.Cell{Text: l.Won(krw), Figure: figurePath(append(slices.Clone(path), names...)...)}
	}
	cells := []charts.Cell{won(row.ForecastKRW, "forecast_krw"), won(row.LowKRW, "low_krw"), won(row.HighKRW, "high_krw"), won(row.PaidKRW, "paid_krw")}
	for i, site := range r.Sites {
		cells = append(cells, won(valueAt(row.BySiteKRW, i), "sites", site.Name))
	}
	if b.before {
		cells = append(cells, won(row.BeforeKRW, "before_horizon_krw"))
	}
	for _, i := range b.years {
		cells = append(cells, won(valueAt(row.ByYearKRW, i), "years", strconv.Itoa(r.Budget.Years[i].Year)))
	}
	if b.after {
		cells = append(cells, won(row.AfterKRW, "after_horizon_krw"))
	}
	return append(cells, won(row.OutsideKRW, "outside_krw"))
}

// lineFigure is the path of a figure of a cost line. Lines of one code in a
// phase are told apart by their number.
func lineFigure(r planner.Result, at int, name string) string {
	line := r.CostLines[at]
	same := func(i int) bool {
		if i < 0 || i >= len(r.CostLines) {
			return false
		}
		other := r.CostLines[i]
		return other.Code == line.Code && other.Site == line.Site && other.Phase == line.Phase
	}
	if !same(at-1) && !same(at+1) {
		return figurePath("cost_lines", line.Code, line.Site, line.Phase, name)
	}
	n := 1
	for same(at - n) {
		n++
	}
	return figurePath("cost_lines", line.Code, line.Site, line.Phase, strconv.Itoa(n), name)
}

// line draws a cost line: a line of the cost book at a site, in a phase.
func (b *treeBuilder) line(at int) treeRow {
	l, r := b.v.L, b.v.Plan.Result
	line := r.CostLines[at]
	won := func(krw planner.KRW, name string) charts.Cell {
		return charts.Cell{Text: l.Won(krw), Figure: lineFigure(r, at, name)}
	}
	phase := line.Phase
	for _, site := range r.Sites {
		for _, p := range site.Phases {
			if site.Name == line.Site && p.Name == line.Phase {
				phase = l.Text(p.Title, p.Name)
			}
		}
	}
	t := treeRow{
		Level: 3, Title: l.Place(r, line.Site) + " · " + phase, Class: l.Month(line.Ordered), Swatch: charts.Swatches(r)[line.Site],
		Quantity: charts.Cell{Text: trimZeros(l.Number(line.Quantity, 2)), Small: l.Name("unit", line.Unit), Figure: lineFigure(r, at, "quantity")},
		Currency: l.T("tree.factors", "number", l.Int(len(line.Factors))),
		Cells:    []charts.Cell{won(line.ForecastKRW, "forecast_krw"), won(line.LowKRW, "low_krw"), won(line.HighKRW, "high_krw"), won(line.PaidKRW, "paid_krw")},
	}
	if !line.InBudget {
		t.Cells[0] = charts.Cell{Text: "–", Class: "quiet"}
	}
	t.Cells = append(t.Cells, make([]charts.Cell, len(b.columns())-len(t.Cells))...)
	if !line.InBudget {
		t.Cells[len(t.Cells)-1] = won(line.ForecastKRW, "forecast_krw")
	}
	return t
}

// foot sums the groups, which is what the budget says of itself.
func (b *treeBuilder) foot(title string) []charts.Cell {
	l, budget := b.v.L, b.v.Plan.Result.Budget
	won := func(krw planner.KRW, names ...string) charts.Cell {
		return charts.Cell{Text: l.Won(krw), Figure: figurePath(append([]string{"budget"}, names...)...)}
	}
	foot := []charts.Cell{cell(title), won(budget.ForecastKRW, "forecast_krw"), won(budget.LowKRW, "low_krw"), won(budget.HighKRW, "high_krw"), {}, {}, {}, won(budget.PaidKRW, "paid_krw")}
	for range b.v.Plan.Result.Sites {
		foot = append(foot, charts.Cell{})
	}
	if b.before {
		foot = append(foot, won(budget.BeforeKRW, "before_horizon_krw"))
	}
	for _, i := range b.years {
		foot = append(foot, won(budget.Years[i].PaidKRW, "years", strconv.Itoa(budget.Years[i].Year), "paid_krw"))
	}
	if b.after {
		foot = append(foot, won(budget.AfterKRW, "after_horizon_krw"))
	}
	return append(foot, won(budget.OutsideKRW, "outside_krw"))
}

// QuantityCells is the quantity as a cell to draw.
func (r treeRow) QuantityCells() []charts.Cell { return []charts.Cell{r.Quantity} }

// FootCells is the cells of the sums without their head.
func (t budgetTree) FootCells() []charts.Cell { return t.Foot[1:] }
