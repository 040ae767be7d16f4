package planner_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// explained walks down from figures to where numbers are given, and holds of
// every figure on the way what must hold of an explanation.
type explained struct {
	t    *testing.T
	r    planner.Result
	seen map[string]planner.Explanation
	on   map[string]bool // on the way down to the figure
}

func newExplained(t *testing.T, r planner.Result) *explained {
	return &explained{t, r, map[string]planner.Explanation{}, map[string]bool{}}
}

// byWords are the rules whose formula is said in words, for no arithmetic of
// operands gives the value.
var byWords = []string{
	"order_by", "ordered_at_start", "energised", "first_hall", "survives_failures", "load_per_it", "until_complete", "placed", "stranded", "part_by_kw",
	"facility_draw", "chiller_heat", "outside_sites", "benchmark_of_year", "irr", "payback", "depreciation",
	"terminal_year", "paid_without_vat", "mean_price", "annuity_without_end", "mean_of_year",
	"share_of_books", "committed_by_books", "drawn_in_order",
}

func (w *explained) walk(figure string) planner.Explanation {
	w.t.Helper()
	if w.on[figure] {
		w.t.Errorf("%s is explained by itself", figure)
		return w.seen[figure]
	}
	if x, ok := w.seen[figure]; ok {
		return x
	}
	x, err := planner.Explain(w.r, figure)
	if err != nil {
		w.t.Errorf("%s: %v", figure, err)
		return x
	}
	w.seen[figure], w.on[figure] = x, true
	w.holds(x)
	for _, o := range slices.Concat(x.Operands, x.Below) {
		w.operand(x, o)
	}
	w.on[figure] = false
	return x
}

// operand holds that an operand has the value that its own explanation has, and
// that one without explanation is given.
func (w *explained) operand(x planner.Explanation, o planner.Operand) {
	if o.Figure == "" {
		if o.Basis == planner.Computed {
			w.t.Errorf("%s: operand %s is computed and nothing says how", x.Figure, o.Name)
		}
		if o.Source == "" && o.Basis != planner.OfPlan {
			w.t.Errorf("%s: operand %s is %s without a source", x.Figure, o.Name, o.Basis)
		}
		return
	}
	below := w.walk(o.Figure)
	if below.Value != o.Value || below.Text != o.Text || below.Unit != o.Unit {
		w.t.Errorf("%s: operand %s is %v %q %s, its own explanation says %v %q %s", x.Figure, o.Name, o.Value, o.Text, o.Unit, below.Value, below.Text, below.Unit)
	}
}

func (w *explained) holds(x planner.Explanation) {
	if !slices.Contains(planner.ExplanationRules(), x.Rule) {
		w.t.Errorf("%s follows the rule %q; add it to ExplanationRules and to the locales", x.Figure, x.Rule)
	}
	switch {
	case x.Rule == "" || x.Unit == "" || x.Operands == nil || x.Below == nil:
		w.t.Errorf("%s is not whole: %+v", x.Figure, x)
	case x.Rule == "given":
		if x.Basis == planner.Computed || x.Formula != "" || len(x.Operands)+len(x.Below) > 0 {
			w.t.Errorf("%s is given: %+v", x.Figure, x)
		}
		if x.Source == "" && x.Basis != planner.OfPlan {
			w.t.Errorf("%s is %s without a source", x.Figure, x.Basis)
		}
		return
	case x.Basis != planner.Computed:
		w.t.Errorf("%s has rule %s and basis %s", x.Figure, x.Rule, x.Basis)
	case slices.Contains(byWords, x.Rule):
		return
	}
	value, err := evaluateFormula(x)
	if err != nil {
		w.t.Errorf("%s: %s: %v", x.Figure, x.Formula, err)
		return
	}
	if math.Abs(value-x.Value) > tolerance(x) {
		w.t.Errorf("%s = %v %s, its formula gives %v: %s %+v", x.Figure, x.Value, x.Unit, value, x.Formula, x.Operands)
	}
}

// tolerance is nothing where won are summed, a won where a product is rounded,
// and the error of the arithmetic elsewhere; kW are rounded to the watt.
func tolerance(x planner.Explanation) float64 {
	switch {
	case x.Unit == "KRW" && !strings.ContainsAny(x.Formula, "*/"):
		return 0
	case x.Unit == "KRW":
		return 1
	case x.Unit == "kW" || x.Unit == "kWh" || x.Unit == "tCO2e":
		return 0.0011
	}
	return 1e-9 * math.Max(1, math.Abs(x.Value))
}

// evaluateFormula works a formula out from the operands of an explanation.
func evaluateFormula(x planner.Explanation) (value float64, err error) {
	_, right, ok := strings.Cut(x.Formula, "=")
	if !ok {
		return 0, errors.New("no formula")
	}
	expr, err := parser.ParseExpr(right)
	if err != nil {
		return 0, err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return worth(x, expr), nil
}

func worth(x planner.Explanation, expr ast.Expr) float64 {
	switch v := expr.(type) {
	case *ast.BasicLit:
		f, _ := strconv.ParseFloat(v.Value, 64)
		return f
	case *ast.ParenExpr:
		return worth(x, v.X)
	case *ast.UnaryExpr:
		return -worth(x, v.X)
	case *ast.Ident:
		i := slices.IndexFunc(x.Operands, func(o planner.Operand) bool { return o.Name == v.Name })
		if i < 0 {
			panic("no operand " + v.Name)
		}
		return x.Operands[i].Value
	case *ast.BinaryExpr:
		a, b := worth(x, v.X), worth(x, v.Y)
		switch v.Op {
		case token.ADD:
			return a + b
		case token.SUB:
			return a - b
		case token.MUL:
			return a * b
		case token.QUO:
			return a / b
		}
	case *ast.CallExpr:
		return call(x, v)
	}
	panic(fmt.Sprintf("cannot work out %T", expr))
}

func call(x planner.Explanation, v *ast.CallExpr) float64 {
	var args []float64
	for _, arg := range v.Args {
		if name, ok := arg.(*ast.Ident); ok && name.Name == "below" {
			for _, o := range x.Below {
				args = append(args, o.Value)
			}
			continue
		}
		args = append(args, worth(x, arg))
	}
	total := 0.0
	switch name := v.Fun.(*ast.Ident).Name; name {
	case "sum":
		for _, a := range args {
			total += a
		}
		return total
	case "product":
		total = 1
		for _, a := range args {
			total *= a
		}
		return total
	case "min":
		return slices.Min(args)
	case "max":
		return slices.Max(args)
	case "round":
		return math.Round(args[0])
	case "ceil":
		return math.Ceil(args[0] - 1e-9)
	case "pow":
		return math.Pow(args[0], args[1])
	case "exp":
		return math.Exp(args[0])
	default:
		panic("no function " + name)
	}
}

// heads lists every figure of a result that pages show.
func heads(r planner.Result) []string {
	list := planner.Figures(r)
	for _, field := range []string{"before_horizon_krw", "after_horizon_krw", "low_krw", "high_krw", "estimate_krw", "paid_krw", "committed_krw", "unfunded_krw"} {
		list = append(list, "budget/"+field)
	}
	for _, y := range r.Budget.Years {
		for _, field := range []string{"paid_krw", "committed_krw", "ceiling_krw", "carried_krw", "left_krw", "paid_by_books_krw",
			"approved_krw", "approved_to_date_krw", "uncommitted_krw", "unfunded_krw"} {
			list = append(list, fmt.Sprintf("budget/years/%d/%s", y.Year, field))
		}
	}
	for _, g := range r.Budget.Groups {
		list = append(list, "budget/groups/"+g.Code+"/amount_krw", "budget/groups/"+g.Code+"/outside_krw")
	}
	for _, f := range r.Budget.Funding {
		for _, field := range []string{"amount_krw", "drawn_krw", "left_krw", "unspent_krw"} {
			list = append(list, "budget/funding/"+f.Name+"/"+field)
		}
		for _, y := range r.Budget.Years {
			list = append(list, fmt.Sprintf("budget/funding/%s/years/%d", f.Name, y.Year))
		}
	}
	for _, row := range r.Budget.Rows {
		at := "budget/rows/" + row.Code
		for _, field := range []string{"forecast_krw", "outside_krw", "low_krw", "high_krw", "paid_krw", "before_horizon_krw", "after_horizon_krw"} {
			list = append(list, at+"/"+field)
		}
		for _, s := range r.Sites {
			list = append(list, at+"/sites/"+s.Name)
		}
		for _, y := range r.Budget.Years {
			list = append(list, fmt.Sprintf("%s/years/%d", at, y.Year))
		}
	}
	for _, m := range r.Cash {
		for _, field := range []string{"paid_krw", "committed_krw", "paid_to_date_krw", "committed_to_date_krw", "paid_outside_krw", "approved_to_date_krw", "left_krw", "unfunded_krw"} {
			list = append(list, "cash/"+m.Month.String()+"/"+field)
		}
	}
	return slices.Concat(list, lineHeads(r), siteHeads(r), operationHeads(r), worthHeads(r))
}

func siteHeads(r planner.Result) (list []string) {
	for _, m := range r.Months {
		for _, figure := range []string{"capacity/%s/usable_it_kw", "capacity/%s/headroom_kw", "site_loss/%s/remaining_it_kw", "site_loss/%s/coverage",
			"demand/%s/racks", "demand/%s/peak_kw", "demand/%s/average_kw", "demand/%s/priority_1_kw"} {
			list = append(list, fmt.Sprintf(figure, m))
		}
	}
	stages := func(at string, stages []planner.StageResult) {
		for i, g := range stages {
			if slices.ContainsFunc(stages[:i], func(o planner.StageResult) bool { return o.Kind == g.Kind }) {
				continue
			}
			for _, field := range []string{"usable_it_kw", "usable_kw", "load_per_it_kw", "installed_kw", "redundant_kw", "amount_krw", "stranded_it_kw", "stranded_krw"} {
				list = append(list, at+"/stages/"+string(g.Kind)+"/"+field)
			}
		}
	}
	for _, s := range r.Sites {
		at := "sites/" + s.Name
		stages(at, s.Stages)
		for _, h := range s.Halls {
			stages(at+"/halls/"+h.Name, h.Stages)
		}
		list = append(list, at+"/stranded_krw", at+"/feed_kw")
		for _, ph := range s.Phases {
			list = append(list, at+"/phases/"+ph.Name+"/energised")
		}
	}
	return list
}

func operationHeads(r planner.Result) (list []string) {
	o := r.Operation
	add := func(at string, fields ...string) {
		for _, field := range fields {
			list = append(list, at+"/"+field)
		}
	}
	for i, m := range r.Months {
		if len(r.Months) > 24 && i%17 > 0 {
			continue // months are alike
		}
		for _, s := range o.Sites {
			add("operation/"+s.Name+"/"+m.String(), "total_krw", "energy_krw", "demand_krw", "surcharge_krw", "water_krw", "carbon_krw", "maintenance_krw", "staff_krw",
				"facility_krw", "insurance_krw", "tax_krw", "average_it_kw", "peak_it_kw", "load_share", "pue", "energy_kwh", "billed_kw", "carbon_t", "staff_heads")
		}
		for _, l := range o.Leases {
			add("operation/leases/"+l.Name+"/"+m.String(), "it_kw", "used_it_kw", "given_back_it_kw", "energy_kwh", "rent_krw", "energy_krw", "total_krw")
		}
		add("operation/all/"+m.String(), "total_krw", "energy_kwh", "carbon_t")
	}
	for _, y := range o.Years {
		add(fmt.Sprintf("operation/years/%d", y.Year), "energy_kwh", "pue", "carbon_t", "electricity_krw", "other_krw", "rent_krw", "lease_energy_krw", "total_krw")
	}
	return list
}

func worthHeads(r planner.Result) (list []string) {
	for _, field := range []string{"npv_krw", "capex_krw", "opex_krw", "lease_krw", "residual_krw", "present_capex_krw", "present_opex_krw", "present_residual_krw",
		"present_lease_krw", "irr", "payback", "discounted_payback", "krw_per_usable_kw", "krw_per_kw_month", "krw_per_used_kw_month", "lease_krw_per_kw_month",
		"discount_rate", "annuity_rate", "cost_krw_per_month", "cost_krw_per_kw_month"} {
		list = append(list, "worth/"+field)
	}
	last := r.Months[len(r.Months)-1].String()
	list = append(list, "worth/own_krw/"+last, "worth/lease_by_month_krw/"+last)
	for _, c := range r.Worth.Costs {
		for _, field := range []string{"", "/month_krw", "/capital_krw", "/share"} {
			list = append(list, "worth/costs/"+c.Name+field)
		}
	}
	for _, a := range r.Worth.Assets {
		for _, y := range r.Budget.Years {
			list = append(list, fmt.Sprintf("worth/assets/%s/by_year_krw/%d", a.Name, y.Year), fmt.Sprintf("worth/assets/%s/book_krw/%d", a.Name, y.Year))
		}
	}
	return list
}

func lineHeads(r planner.Result) (list []string) {
	count := map[string]int{}
	for _, l := range r.CostLines {
		count[l.Code+"/"+l.Site+"/"+l.Phase]++
	}
	number := map[string]int{}
	for i, l := range r.CostLines {
		at := l.Code + "/" + l.Site + "/" + l.Phase
		number[at]++
		if len(r.CostLines) > 60 && i%4 > 0 {
			continue // the budget leads on to all of them
		}
		path := "cost_lines/" + at
		if count[at] > 1 {
			path += "/" + strconv.Itoa(number[at])
		}
		for _, field := range []string{"amount_krw", "quantity", "unit_price_krw", "low_krw", "high_krw", "forecast_krw", "vat_krw", "budget_krw", "ordered", "paid_krw", "rest_krw", "estimate_krw"} {
			list = append(list, path+"/"+field)
		}
		for _, f := range l.Factors {
			list = append(list, path+"/factors/"+f.Name)
		}
		for _, y := range r.Budget.Years {
			list = append(list, fmt.Sprintf("%s/years/%d", path, y.Year))
		}
	}
	return list
}

// TestExplainGoesDownToSources explains every figure of the cases and of the
// two-site example, down to where numbers are given.
func TestExplainGoesDownToSources(t *testing.T) {
	results := map[string]planner.Result{"two-sites-460": exampletest.Evaluate(t, exampletest.Plan(t, "two-sites-460"))}
	ref := smallReference(t)
	files, _ := filepath.Glob("testdata/cases/*.yaml")
	for _, file := range files {
		results[filepath.Base(file)] = evaluateFile(t, file, ref)
	}
	for name, r := range results {
		t.Run(name, func(t *testing.T) {
			w := newExplained(t, r)
			for _, figure := range heads(r) {
				w.walk(figure)
			}
			if len(w.seen) < len(heads(r)) {
				t.Errorf("%d figures explained of %d heads", len(w.seen), len(heads(r)))
			}
		})
	}
}

// FuzzExplain holds that any text is explained or refused. Its seeds are the
// figures of cases, cut short and gone too far.
func FuzzExplain(f *testing.F) {
	ref := smallReference(f)
	var results []planner.Result
	for _, name := range []string{"one-hall", "books", "funding", "lease-site-loss", "fee-calendar-milestones-interest"} {
		r, err := planner.Evaluate(casePlan(f, name, ref), ref)
		if err != nil {
			f.Fatal(err)
		}
		results = append(results, r)
		shapes := map[int]bool{}
		for _, figure := range heads(r) {
			if parts := strings.Count(figure, "/"); !shapes[parts*100+len(figure)] {
				shapes[parts*100+len(figure)] = true
				for at := range figure {
					if figure[at] == '/' {
						f.Add(figure[:at])
					}
				}
				f.Add(figure)
				f.Add(figure + "/x")
			}
		}
	}
	f.Fuzz(func(t *testing.T, figure string) {
		for _, r := range results {
			x, err := planner.Explain(r, figure)
			var invalid *planner.Invalid
			if err != nil && !errors.As(err, &invalid) || err == nil && (x.Rule == "" || x.Figure != figure) {
				t.Fatalf("%q: %+v, error %v", figure, x, err)
			}
		}
	})
}

// BenchmarkExplain explains a head figure of the two-site example, and the
// deepest kinds of figure.
func BenchmarkExplain(b *testing.B) {
	r := exampletest.Evaluate(b, exampletest.Plan(b, "two-sites-460"))
	line := r.CostLines[len(r.CostLines)/2]
	at := "cost_lines/" + line.Code + "/" + line.Site + "/" + line.Phase
	for name, figure := range map[string]string{
		"forecast": "budget/forecast_krw", "year": "budget/years/2023/paid_krw", "month": "cash/2023-06/paid_krw", "line": at + "/amount_krw",
		"escalation": at + "/factors/escalation", "capacity": "sites/ansan/complete_it_kw", "energy": "operation/ansan/2025-06/energy_krw",
		"insured": "operation/ansan/2025-06/insured_krw", "npv": "worth/npv_krw", "capex": "worth/present_capex_krw", "reference": "reference/cost_book.vat",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := planner.Explain(r, figure); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestExplainRefuses holds that a figure that is not there is answered with
// those that are.
func TestExplainRefuses(t *testing.T) {
	r := evaluateFile(t, "testdata/cases/one-hall.yaml", smallReference(t))
	for figure, want := range map[string]string{
		"":                                  "such as budget/forecast_krw",
		"budget":                            "below budget are budget/forecast_krw",
		"budget/forcast_krw":                "did you mean budget/forecast_krw?",
		"budgets/forecast_krw":              "did you mean budget/forecast_krw?",
		"budget/forecast_krw/2023":          "goes too far: budget/forecast_krw is a single value",
		"budget//forecast_krw":              "%2F",
		"budget/%zz":                        "%25",
		"budget/years/1999/paid_krw":        "there are budget/years/2022, budget/years/2023",
		"budget/groups/structur/amount_krw": "did you mean budget/groups/structure/amount_krw?",
		"cash/2022-11/paid_krw":             "from 2022-12 to 2023-11",
		"cash/May/paid_krw":                 `"May" is no month`,
		"cash":                              "below cash are the months from 2022-12 to 2023-11",
		"cost_lines/structure.frame":        "below cost_lines/structure.frame are cost_lines/structure.frame/alpha",
		"cost_lines/structure.frame/alpha/p1/factors/none":     "cost_lines/structure.frame/alpha/p1/factors/escalation",
		"cost_lines/structure.frame/alpha/p1/payments/2022-12": "payments/2023-10?",
		"cost_lines/structure.fame/alpha/p1/amount_krw":        "did you mean cost_lines/structure.frame/alpha/p1/amount_krw?",
		"sites/beta/amount_krw":                                "there are sites/alpha",
		"sites/alpha/usable_it_kw":                             "the months from 2022-12",
		"sites/alpha/halls/h1/stages/upss/usable_it_kw":        "did you mean sites/alpha/halls/h1/stages/ups/usable_it_kw?",
		"indexes/all":                      "indexes/all/2023-01",
		"demand/chat/1999-01":              "from 2022-12",
		"leases/none/usable_it_kw/2023-01": "nothing below leases",
		"benchmarks/none":                  "benchmarks",
		"reference/cost_book.vta":          "did you mean reference/cost_book.vat?",
		"operation/alpha/2023-07/energy":   "operation/alpha/2023-07/",
		"worth/npv":                        "worth/npv_krw",
		"worth/flows/capex/2090-01":        "did you mean worth/flows/capex/2023-01?",
	} {
		x, err := planner.Explain(r, figure)
		var invalid *planner.Invalid
		if !errors.As(err, &invalid) || len(invalid.Faults) != 1 || !strings.Contains(invalid.Faults[0].Message, want) || x.Rule != "" {
			t.Errorf("%q: %v, want %q", figure, err, want)
		}
	}
	if _, err := planner.Explain(planner.Result{}, "budget/forecast_krw"); err == nil || !strings.Contains(err.Error(), "evaluate its plan") {
		t.Errorf("a result of no plan: %v", err)
	}
	if planner.Figures(planner.Result{}) == nil || len(planner.Figures(planner.Result{})) != 0 {
		t.Error("a result of no plan has head figures")
	}
}
