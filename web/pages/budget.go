package pages

import (
	"fmt"
	"io"

	"buildout/planner"
	"buildout/web/charts"
)

// BudgetView is what the Budget page is drawn from.
type BudgetView struct {
	Plan      PlanRow
	Baseline  *PlanRow   // plan held against; nil where none is chosen
	Others    []PlanRow  // plans it could be held against; their results may be empty
	Why       *WhyView   // nil without a baseline and without changes
	Explained *Explained // figure that is asked for; nil where none is
	Books     *BooksView // books that were sent and are not saved; nil where none were
}

// budgetPage is what the Budget page shows.
type budgetPage struct {
	planPage
	Sentences [][]span
	Over      bool
	Explain   *explainPanel
	Inputs    []budgetInput
	Yearly    charts.Chart
	Funding   *charts.Table
	Tree      budgetTree
	Treemap   charts.Chart
	Why       why
	Books     books
	Opex      charts.Chart
	Operation charts.Table
	Returned  *charts.Table
	Worth     worthPart
	Checks    charts.Table
}

// Budget draws where the money goes, when, why, and what it is worth.
func (p *Pages) Budget(w io.Writer, f Frame, v BudgetView) error {
	var base *planner.Result
	if v.Baseline != nil && v.Baseline.Fault == "" {
		base = &v.Baseline.Result
	}
	b := budgetPage{planPage: p.planPage(f, v.Plan, "budget", base)}
	if v.Plan.Fault != "" {
		return p.draw(w, "budget", b)
	}
	l, r, e := b.L, v.Plan.Result, editorOf(b.L, v.Plan)
	b.Sentences, b.Over = b.answer(r)
	b.Explain = b.explainPanel(v.Explained)
	b.Inputs = budgetInputs(e, v.Plan)
	b.Tree = b.tree(e)
	var err error
	if b.Yearly, err = charts.Yearly(r, savedResult(v.Plan), l); err != nil {
		return err
	}
	if b.Treemap, err = charts.Treemap(r, l); err != nil {
		return err
	}
	if b.Opex, err = charts.Operation(r, l); err != nil {
		return err
	}
	if b.Why, err = b.why(v); err != nil {
		return err
	}
	if b.Worth, err = b.worth(e); err != nil {
		return err
	}
	b.Yearly, b.Treemap, b.Opex = b.explainedChart(b.Yearly), b.explainedChart(b.Treemap), b.explainedChart(b.Opex)
	b.Funding, b.Returned = b.fundingTable(), returnedTable(l, r)
	b.Operation = b.explains(operationYears(l, v.Plan))
	b.Books = b.books(v.Books)
	b.Checks = b.explains(benchmarksTable(l, r))
	return p.draw(w, "budget", b)
}

// answer is the page in sentences: the forecast against the budget, what the
// books say, what is unfunded and what the plan is worth; over reports that the
// budget does not hold.
func (v planPage) answer(r planner.Result) (sentences [][]span, over bool) {
	l, b := v.L, r.Budget
	amount := func(name string, krw planner.KRW, figure string) spoken {
		return spoken{name, l.WonProse(krw), figure}
	}
	forecast, total := amount("forecast", b.ForecastKRW, "budget/forecast_krw"), amount("budget", b.TotalKRW, "budget/total_krw")
	low, high := amount("low", b.LowKRW, "budget/low_krw"), amount("high", b.HighKRW, "budget/high_krw")
	if b.VarianceKRW < 0 {
		over = true
		sentences = append(sentences, v.sentence("budget.answer.over", forecast, total, amount("variance", -b.VarianceKRW, "budget/variance_krw"), low, high))
	} else {
		sentences = append(sentences, v.sentence("budget.answer.fits", forecast, total, amount("variance", b.VarianceKRW, "budget/variance_krw"), low, high))
	}
	if b.Through.IsZero() {
		sentences = append(sentences, v.sentence("budget.answer.nobooks"))
	} else {
		sentences = append(sentences, v.sentence("budget.answer.books", amount("paid", b.PaidKRW, "budget/paid_krw"),
			amount("committed", b.CommittedKRW, "budget/committed_krw"), spoken{"month", l.MonthProse(b.Through), ""}))
	}
	if b.UnfundedKRW > 0 {
		over = true
		sentences = append(sentences, v.sentence("budget.answer.unfunded", amount("unfunded", b.UnfundedKRW, "budget/unfunded_krw")))
	}
	return append(sentences, v.worthSentence(r)), over
}

// worthSentence says what the plan is worth against leasing, and from when.
func (v planPage) worthSentence(r planner.Result) []span {
	l, worth := v.L, r.Worth
	npv := spoken{"npv", l.WonProse(max(worth.NPVKRW, -worth.NPVKRW)), "worth/npv_krw"}
	rate := spoken{"rate", l.Share(worth.DiscountRate), "worth/discount_rate"}
	key := "budget.answer.worth"
	if worth.NPVKRW < 0 {
		key = "budget.answer.loss"
	}
	spans := v.sentence(key, npv, rate)
	if worth.Payback.IsZero() {
		return append(spans, v.sentence("budget.answer.never")...)
	}
	return append(spans, v.sentence("budget.answer.even", spoken{"month", l.MonthProse(worth.Payback), "worth/payback"})...)
}

// baselines are the plans that this one may be held against.
func (v planPage) baselines(chosen *PlanRow, others []PlanRow) []choice {
	none := "baseline.none"
	if v.Plan.Edit != nil {
		none = "baseline.saved"
	}
	choices := []choice{{Title: v.L.T(none), Current: chosen == nil}}
	for _, other := range others {
		if other.ID != v.Plan.ID {
			choices = append(choices, choice{Name: fmt.Sprint(other.ID), Title: other.Name, Current: chosen != nil && chosen.ID == other.ID})
		}
	}
	return choices
}
