// Package workbook writes a plan as a workbook that is the same model twice:
// every number that the program works out stands there as a formula that goes
// back to the inputs, and as the program's own value.
//
// Build is the table of contents: one stage after another lays its sheet and
// leaves the cells that later stages refer to. A formula is written with package
// formula, so that its value comes with it. Inputs are cells with a name, by
// their path in the plan; everything else refers to cells.
package workbook

import (
	"context"
	"fmt"
	"io"
	"time"

	"buildout/planner"
	"buildout/planner/formula"
	"buildout/web/locales"
)

// Source is a plan with what is known of it.
type Source struct {
	Plan      planner.Plan
	Reference planner.Reference
	Result    planner.Result // of Evaluate
	Revision  Revision
	Version   string // of the program
	Locale    *locales.Locale
	Progress  func(share float64) // told now and then how much is done, 0 to 1; nil for nobody
}

// Revision is the stored revision that a workbook is made of; the zero value is a
// plan that is not stored.
type Revision struct {
	Number   int
	Saved    time.Time
	Author   string
	Message  string
	Approval string // its name, where it is approved
	Approver string
	Approved time.Time
}

// Write writes the workbook of a plan. The error is that of the context where it
// ends, or of the writer.
func Write(ctx context.Context, w io.Writer, s Source) error {
	defer spareHeap()()
	b, err := build(ctx, s)
	if err != nil {
		return err
	}
	return b.write(ctx, w)
}

// book is a workbook that is being made.
type book struct {
	Source
	ctx    context.Context
	w      planner.Working
	of     string   // revision that it is of, above every page; empty where it is of several
	sheets []*sheet // in the order of their tabs
	in     *inputs
	ext    []planner.Month // every month that is reckoned in
	hs     int             // index into ext of the first month of the horizon

	// What stages leave for those after them.
	levels    levels
	terms     terms
	schedule  [][]phaseCells // by site and phase
	calendars map[string]calendarCells
	states    []siteCells
	demand    demandCells
	placement placementCells
	capacity  capacityCells
	lines     []lineCells // of w.Lines
	sizes     sizes
	planned   block // what the estimates of lines pay, by line and month of ext; unset where they stand in no block
	cash      cashCells
	budget    budgetCells
	growths   growths
	groups    []assetCells // by site, phase, class and VAT
	netRow    int          // of the first group's payments without VAT on the sheet Assets
	operation operationCells
	off       writtenOff
	worth     worthCells
	checks    []check
	names     []namedCell // beside those of inputs
}

// build makes the workbook in memory.
func build(ctx context.Context, s Source) (*book, error) {
	w, ok := s.Result.Working()
	if !ok {
		return nil, fmt.Errorf("workbook of plan %s: its result was not worked out by Evaluate", s.Plan.Name)
	}
	b := &book{Source: s, ctx: ctx, w: w}
	b.of = b.revisionName()
	b.openSheets()
	b.in = newInputs(b)
	b.reach()
	for i, stage := range []func(*book){
		(*book).layLevels, (*book).laySchedule, (*book).layStates, (*book).layDemand, (*book).layPlacement, (*book).layCapacity,
		(*book).layQuantities, (*book).layPayments, (*book).layLines, (*book).layCash, (*book).layCommitments, (*book).layBudget,
		(*book).layOperation, (*book).layDepreciation, (*book).layWorth,
		(*book).laySummary, (*book).layAssumptions, (*book).layInputs, (*book).layChecks, (*book).layCover,
	} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		stage(b)
		b.progress(0.5 * float64(i+1) / 20)
	}
	b.seal()
	return b, nil
}

func (b *book) progress(share float64) {
	if b.Progress != nil {
		b.Progress(share)
	}
}

// month is a month as the number that formulas reckon with: months from January
// of year 0, as planner.Month counts them.
func month(m planner.Month) formula.Num { return formula.Of(float64(m)) }

// check is a line of the sheet Checks: figures that must be what the program says
// as long as the inputs are as they were exported, or two that must be alike
// whatever the inputs are.
type check struct {
	key     string // of its words in the catalogues, below workbook.check
	subject string // what it is of
	style   format
	list    []formula.Num // cells, summed where there are several
	months  months        // or those of a line in a block
	want    []float64     // what the program says of each; nil where other says what must be alike
	other   formula.Num
	near    float64 // by how much a cell may differ; 0 for won and months
}

// agrees checks cells against the program: one, or several in a row that are
// whole numbers and are told by their sum. Each is a reference to a cell.
func (b *book) agrees(key, subject string, style format, cells []formula.Num, want []float64) {
	b.checks = append(b.checks, check{key: key, subject: subject, style: style, list: cells, want: want})
}

// agreesByMonth is agrees for what a line has by month in a block.
func (b *book) agreesByMonth(key, subject string, style format, of months, want []float64) {
	b.checks = append(b.checks, check{key: key, subject: subject, style: style, months: of, want: want})
}

// cells lists what is checked.
func (c *check) cells() []formula.Num {
	if c.list != nil {
		return c.list
	}
	list := make([]formula.Num, c.months.n)
	for k := range list {
		list[k] = c.months.at(c.months.line, c.months.from+k)
	}
	return list
}

// nears is agrees for cells that may differ by so much, as they are no sums of
// whole numbers.
func (b *book) nears(key, subject string, style format, cells []formula.Num, want []float64, near float64) {
	b.checks = append(b.checks, check{key: key, subject: subject, style: style, list: cells, want: want, near: near})
}

// foots checks that two figures of the workbook are alike, whatever its inputs.
func (b *book) foots(key, subject string, style format, found, want formula.Num) {
	b.checks = append(b.checks, check{key: key, subject: subject, style: style, list: []formula.Num{found}, other: want})
}

// floats turns what the program says into the numbers of cells.
func floats[T ~int | ~int64 | ~float64](list []T) []float64 {
	out := make([]float64, len(list))
	for i, v := range list {
		out[i] = float64(v)
	}
	return out
}
