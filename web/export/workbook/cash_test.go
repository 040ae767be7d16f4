package workbook

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/web/locales"
)

// smallSource is a case of package planner as a workbook takes it, with the small
// reference of the cases.
func smallSource(tb testing.TB, plan planner.Plan) Source {
	tb.Helper()
	ref := smallReference(tb)
	r, err := planner.Evaluate(plan, ref)
	if err != nil {
		tb.Fatal(err)
	}
	c, err := locales.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return Source{Plan: plan, Reference: ref, Result: r, Version: "test", Locale: c.Locale("en", "won")}
}

func smallReference(tb testing.TB) planner.Reference {
	tb.Helper()
	document, err := os.ReadFile("../../../planner/testdata/reference.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	ref, err := planner.Decode[planner.Reference](document)
	if err != nil {
		tb.Fatal(err)
	}
	return ref
}

func smallPlan(tb testing.TB, name string) planner.Plan {
	tb.Helper()
	document, err := os.ReadFile("../../../planner/testdata/cases/" + name + ".yaml")
	if err != nil {
		tb.Fatal(err)
	}
	plan, err := planner.DecodePlan(document, smallReference(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return plan
}

var smallCases = []string{"one-hall", "shared-plant-in-phases", "vat-ceilings-escalation", "lease-site-loss", "books", "funding", "edges", "fee-calendar-milestones-interest"}

// TestCasesAreTheProgram holds the cells of the cases of package planner.
func TestCasesAreTheProgram(t *testing.T) {
	for _, name := range smallCases {
		b, err := build(context.Background(), smallSource(t, smallPlan(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		hold(t, name, b)
	}
}

// TestCashFollowsItsInputs draws money at random, changes it in the workbook, and
// holds the sheets of cash against the program.
func TestCashFollowsItsInputs(t *testing.T) {
	for seed := range uint64(10) {
		random := rand.New(rand.NewPCG(460, seed))
		x := cashTrial(t, random)
		x.recalculated(t)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// cashTrial changes a case at random, its money above all.
func cashTrial(t testing.TB, random *rand.Rand) trial {
	inTurn(t)
	ref := smallReference(t)
	name := smallCases[random.IntN(len(smallCases))]
	plan := smallPlan(t, name)
	drawMoney(t, random, &plan, ref)
	b, err := build(context.Background(), smallSource(t, plan))
	if err != nil {
		t.Fatal(err)
	}
	x := trial{name: name, book: b, want: b}
	changed := plan
	var list []*inputCell
	for _, c := range b.in.list {
		if strings.HasPrefix(c.path, "budget/") || strings.HasPrefix(c.path, "actuals/") {
			list = append(list, c)
		}
	}
	for i := range 16 {
		from := list
		if i%2 > 0 {
			from = b.in.list
		}
		change, ok := moved(from[random.IntN(len(from))], random)
		if !ok || slices.ContainsFunc(x.changes, func(o planner.Change) bool { return o.Path == change.Path }) {
			continue
		}
		next, err := planner.Apply(changed, ref, []planner.Change{change})
		if err != nil {
			continue
		}
		if _, err := planner.Evaluate(next, ref); err != nil {
			continue
		}
		changed = next
		x.changes = append(x.changes, change)
	}
	if x.want, err = build(context.Background(), smallSource(t, changed)); err != nil {
		t.Fatal(err)
	}
	return x
}

// drawMoney draws funding lines, ceilings and books for a plan.
func drawMoney(t testing.TB, random *rand.Rand, p *planner.Plan, ref planner.Reference) {
	start := p.Horizon.Start
	month := func() planner.Month { return start + planner.Month(random.IntN(p.Horizon.Months+12)-6) }
	p.Budget.TotalKRW = planner.KRW(1e8 + random.Int64N(5e9))
	p.Budget.CarryOver = random.IntN(2) == 0
	if random.IntN(2) == 0 {
		p.Budget.VAT = planner.VATIncluded
	}
	p.Budget.Covers = [][]string{{"structure", "services", "fees"}, {"structure"}, {"services.ups", "fees"}, {"structure", "services", "fees", "plant", "administrative_and_finance"}}[random.IntN(4)]
	p.Budget.Funding = nil
	for n := range random.IntN(5) {
		f := planner.FundingLine{
			Name: string(rune('a' + n)), AmountKRW: planner.KRW(1 + random.Int64N(2e9)), From: month(),
			Covers: [][]string{nil, p.Budget.Covers[:1], p.Budget.Covers, p.Budget.Covers[len(p.Budget.Covers)-1:]}[random.IntN(4)],
		}
		if random.IntN(2) == 0 {
			f.Until = f.From + planner.Month(random.IntN(13))
		}
		p.Budget.Funding = append(p.Budget.Funding, f)
	}
	p.Budget.Ceilings = nil
	for y := start.Year(); y <= p.Horizon.End().Year(); y++ {
		if random.IntN(2) == 0 {
			p.Budget.Ceilings = append(p.Budget.Ceilings, planner.YearCeiling{Year: y, AmountKRW: planner.KRW(random.Int64N(2e9))})
		}
	}
	p.Actuals = planner.Actuals{}
	if random.IntN(3) > 0 {
		r, err := planner.Evaluate(*p, ref)
		if err != nil {
			t.Fatal(err)
		}
		drawBooks(random, p, r, month())
	}
}

// drawBooks closes the books of a plan through a month, with entries for some of
// the lines it has, refunds among them.
func drawBooks(random *rand.Rand, p *planner.Plan, r planner.Result, through planner.Month) {
	p.Actuals = planner.Actuals{Through: through, Entries: []planner.Actual{}}
	if len(r.CostLines) == 0 {
		return
	}
	for range random.IntN(9) {
		l := r.CostLines[random.IntN(len(r.CostLines))]
		a := planner.Actual{
			Code: l.Code, Site: l.Site, Phase: l.Phase, Month: through - planner.Month(random.IntN(13)), PaidKRW: planner.KRW(1 + random.Int64N(2*int64(l.AmountKRW)+1)),
			CommittedKRW: planner.KRW(random.Int64N(3*int64(l.AmountKRW)+1)) - l.AmountKRW, Final: random.IntN(6) == 0, Source: fmt.Sprint("voucher ", l.Code),
		}
		p.Actuals.Entries = append(p.Actuals.Entries, a)
		if random.IntN(2) == 0 {
			a.Month, a.CommittedKRW, a.Final = through-planner.Month(random.IntN(13)), 0, false
			a.PaidKRW = -planner.KRW(1 + random.Int64N(int64(a.PaidKRW)))
			p.Actuals.Entries = append(p.Actuals.Entries, a)
		}
	}
}

// TestChoicesAreSwitched switches every choice of the cases, such as whether the
// budget carries VAT, to what it is not.
func TestChoicesAreSwitched(t *testing.T) {
	inTurn(t)
	ref, switched := smallReference(t), 0
	for _, name := range smallCases {
		plan := smallPlan(t, name)
		b, err := build(context.Background(), smallSource(t, plan))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range b.in.list {
			for _, option := range c.options {
				change := planner.Change{Path: c.path, Value: option}
				changed, err := planner.Apply(plan, ref, []planner.Change{change})
				if err != nil || option == c.text {
					continue
				}
				want, err := build(context.Background(), smallSource(t, changed))
				if err != nil {
					continue // such as books that are final and say too little
				}
				trial{name: name, book: b, want: want, changes: []planner.Change{change}}.recalculated(t)
				switched++
			}
		}
	}
	if switched < 2*len(smallCases) {
		t.Errorf("%d choices were switched", switched)
	}
}
