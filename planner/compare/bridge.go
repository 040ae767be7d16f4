package compare

import (
	"cmp"
	"context"
	"slices"

	"buildout/planner"
)

// BridgeOptions is what a bridge is asked for.
type BridgeOptions struct {
	Of          Figure // forecast_krw where empty
	Detail      Detail // by driver where empty
	Evaluations int    // most of them; 4,096 where 0. Only a bridge by change that has more than ExactSteps may need more than there are
}

// Figure is what a bridge leads from one plan's to another's.
type Figure string

// The figures that have bridges.
const (
	ForecastKRW Figure = "forecast_krw" // what the budget counts, by cost line
	NPVKRW      Figure = "npv_krw"      // by present capex, opex, residual and lease
	UsableITKW  Figure = "usable_it_kw" // with all energised, by site
)

// Figures are the figures that have bridges, in the order they are offered.
var Figures = []Figure{ForecastKRW, NPVKRW, UsableITKW}

// Detail is how fine the steps are.
type Detail string

// The details.
const (
	ByDriver Detail = "driver" // a step for each driver
	ByChange Detail = "change" // a step for each driver and place: a site, a phase, a cost code, a currency
)

// Details are the details, in the order they are offered.
var Details = []Detail{ByDriver, ByChange}

// Driver is a kind of reason. Every value of a plan belongs to one.
type Driver string

// The drivers, in the order their steps are told.
const (
	Scope        Driver = "scope"         // sites, phases, links and leases there are; what the budget covers
	Quantity     Driver = "quantity"      // areas, halls, modules, ratings, racks
	Tier         Driver = "tier"          // tiers claimed, arrangements, and the modules that follow from them
	Price        Driver = "price"         // prices of the plan's own, fees, regions
	Contingency  Driver = "contingency"   // estimate classes and their contingency
	ExchangeRate Driver = "exchange_rate" // won for a unit of a currency
	Escalation   Driver = "escalation"    // price base and yearly price moves
	Timing       Driver = "timing"        // starts, stages, calendars, lead times, horizon
	Demand       Driver = "demand"        // services and their racks
	Operation    Driver = "operation"     // tariffs, climates, what running takes
	Finance      Driver = "finance"       // VAT, interest, discounting, lives of assets
	Books        Driver = "books"         // what the books paid and settled
)

// ExactSteps is the most steps whose every order is taken.
const ExactSteps = 12

// BridgeResult leads from a figure of one plan to that of another. Steps sum to
// the difference exactly, and the lines of a step to the step.
type BridgeResult struct {
	From        BridgeEnd     `json:"from"`
	To          BridgeEnd     `json:"to"`
	Of          Figure        `json:"of" enum:"forecast_krw,npv_krw,usable_it_kw"`
	Unit        string        `json:"unit" doc:"KRW, or W of usable IT load"`
	Detail      Detail        `json:"detail" enum:"driver,change"`
	Difference  int64         `json:"difference" doc:"To less from"`
	Exact       bool          `json:"exact" doc:"Whether every order of the steps was taken; else orders were drawn, and steps have a standard error"`
	Evaluations int           `json:"evaluations" doc:"Plans that were evaluated for it"`
	Steps       []BridgeStep  `json:"steps" nullable:"false"`
	Lines       []BridgeTotal `json:"lines" nullable:"false" doc:"Lines of the figure that differ, in the order of the plans"`
}

// BridgeEnd is one of the two plans.
type BridgeEnd struct {
	Name   string       `json:"name"`
	Title  planner.Text `json:"title,omitzero"`
	Hash   string       `json:"hash"`
	Amount int64        `json:"amount" doc:"In the unit of the bridge"`
}

// BridgeStep is what a driver, or the changes of a driver at a place, do to the
// figure: the mean, over all orders in which the steps may be taken, of what the
// figure moves when this one is.
type BridgeStep struct {
	Driver   Driver       `json:"driver"`
	With     []Driver     `json:"with,omitempty" doc:"Drivers it cannot be taken apart from, for no plan has the one without the other"`
	Place    string       `json:"place,omitempty" doc:"By change: where, such as sites/ansan; empty by driver"`
	Amount   int64        `json:"amount" doc:"In the unit of the bridge"`
	StdError float64      `json:"std_error,omitempty" doc:"Standard error of the amount where orders were drawn, in the unit of the bridge"`
	Count    int          `json:"count" doc:"Values of the plans that differ in it"`
	Changes  []Difference `json:"changes" nullable:"false" doc:"The first of them"`
	Lines    []BridgeLine `json:"lines" nullable:"false" doc:"Those that it moves, by cost code, site and phase; parts of the NPV; sites"`
}

// BridgeLine is a part of a step.
type BridgeLine struct {
	Name   string       `json:"name" doc:"Cost code, part of the NPV or site"`
	Title  planner.Text `json:"title,omitzero"`
	Site   string       `json:"site,omitempty"`
	Phase  string       `json:"phase,omitempty"`
	Amount int64        `json:"amount" doc:"In the unit of the bridge"`
}

// BridgeTotal is a line of the figure that is not the same in the two plans.
type BridgeTotal struct {
	Name  string       `json:"name" doc:"Cost code, part of the NPV or site"`
	Title planner.Text `json:"title,omitzero"`
	Site  string       `json:"site,omitempty"`
	Phase string       `json:"phase,omitempty"`
	From  int64        `json:"from" doc:"In the unit of the bridge"`
	To    int64        `json:"to" doc:"In the unit of the bridge"`
}

// Bridge says why the figure of one plan is not that of another. Both must have
// results. A plan against itself has no steps.
//
// The amount of a step is its Shapley value:
//
//	sum over sets S of other steps: |S|! (n-|S|-1)! / n! * (figure with S and the step - figure with S)
//
// where the figure is that of a plan whose changes in S are made and others not.
// Amounts are whole won, or whole watts: rounded line by line so that each line's
// steps sum to its difference. The bridge back is this one with every sign
// turned. Of more than ExactSteps steps, orders are drawn, the same ones each
// time. Source: Shapley, A Value for n-Person Games (1953); Castro, Gomez & Tejada,
// Polynomial calculation of the Shapley value based on sampling (2009).
//
// The error is the fault of a case, *planner.Invalid where the options do not fit,
// or that of ctx.
func (e Evaluator) Bridge(ctx context.Context, from, to Case, o BridgeOptions) (BridgeResult, error) {
	if err := o.fit(from, to); err != nil {
		return BridgeResult{}, err
	}
	start, names := named(&from.Plan, &to.Plan)
	was, is := side{start, &from.Result, names}, side{&to.Plan, &to.Result, nil}
	back := from.Result.Plan.Hash > to.Result.Plan.Hash // worked out in one direction, so that both agree
	if back {
		was, is = is, was
	}
	g := newGame(e, o, was, is)
	r := BridgeResult{From: from.end(sum(g.from)), To: to.end(sum(g.to)), Of: o.Of, Unit: o.Of.unit(), Detail: o.Detail, Exact: true}
	if back {
		r.From.Amount, r.To.Amount = r.To.Amount, r.From.Amount
	}
	r.Difference = r.To.Amount - r.From.Amount
	var amounts [][]int64
	var deviations []float64
	var err error
	if len(g.players) > ExactSteps {
		amounts, deviations, r.Exact, err = g.sampled(ctx, o.Evaluations)
	} else {
		amounts, err = g.exact(ctx)
	}
	if err != nil {
		return BridgeResult{}, err
	}
	if back {
		for _, lines := range amounts {
			for i := range lines {
				lines[i] = -lines[i]
			}
		}
	}
	r.Evaluations = g.evaluations
	r.Steps = g.steps(back, amounts, deviations)
	r.Lines = g.totals(back)
	return r, nil
}

// BridgeSize says how many steps a bridge has and the most plans it evaluates,
// without evaluating any. Steps that turn out to be inseparable are joined later.
func (e Evaluator) BridgeSize(from, to Case, o BridgeOptions) (steps, evaluations int, err error) {
	if err := o.fit(from, to); err != nil {
		return 0, 0, err
	}
	start, _ := named(&from.Plan, &to.Plan)
	b := newBetween(e.Reference, start, &to.Plan, o.Detail)
	for _, moves := range b.moves {
		if moves {
			steps++
		}
	}
	if steps > ExactSteps {
		return steps, o.Evaluations, nil
	}
	return steps, max(0, 1<<steps-2), nil
}

// mostEvaluations is how many plans a bridge may evaluate where nobody says.
const mostEvaluations = 4096

// fit puts the defaults in and holds that the cases have results and the options
// exist.
func (o *BridgeOptions) fit(from, to Case) error {
	for _, c := range []Case{from, to} {
		if c.Fault != nil {
			return c.Fault
		}
	}
	o.Of, o.Detail, o.Evaluations = cmp.Or(o.Of, ForecastKRW), cmp.Or(o.Detail, ByDriver), cmp.Or(o.Evaluations, mostEvaluations)
	var faults []planner.Fault
	if figures := []string{string(ForecastKRW), string(NPVKRW), string(UsableITKW)}; !slices.Contains(figures, string(o.Of)) {
		faults = append(faults, planner.NewFault("of", string(o.Of), "no such figure%s", planner.Offered(string(o.Of), figures)))
	}
	if details := []string{string(ByDriver), string(ByChange)}; !slices.Contains(details, string(o.Detail)) {
		faults = append(faults, planner.NewFault("detail", string(o.Detail), "no such detail%s", planner.Offered(string(o.Detail), details)))
	}
	if o.Evaluations < 0 {
		faults = append(faults, planner.NewFault("evaluations", o.Evaluations, "must be above 0; 4,096 where omitted"))
	}
	if len(faults) > 0 {
		return &planner.Invalid{Faults: faults}
	}
	return nil
}

func (c *Case) end(amount int64) BridgeEnd {
	return BridgeEnd{Name: c.Name, Title: c.Plan.Title, Hash: c.Result.Plan.Hash, Amount: amount}
}
