package server

import (
	"context"
	"time"

	"buildout/planner"
	"buildout/planner/compare"
)

// addComparisons adds the bodies of operations on comparisons: the example plan
// against itself with a change.
func (s *Server) addComparisons(values map[string]illustrated, result planner.Result) error {
	changed, err := planner.Apply(s.Example, s.Reference, exampleSweep.Vary[0].Patches[0].Changes)
	if err != nil {
		return err
	}
	other, err := planner.Evaluate(changed, s.Reference)
	if err != nil {
		return err
	}
	cases := []compare.Case{{Name: s.Example.Name, Plan: s.Example, Result: result}, {Name: "with spares", Plan: changed, Result: other}}
	if err := s.addMatrix(values, cases); err != nil {
		return err
	}
	if err := s.addBridge(values, cases); err != nil {
		return err
	}
	if err := s.addSweep(values); err != nil {
		return err
	}
	addSaved(values)
	return nil
}

func (s *Server) addMatrix(values map[string]illustrated, cases []compare.Case) error {
	measures, err := resultsOf([]string{"forecast_krw", "usable_it_kw"})
	if err != nil {
		return err
	}
	made := compare.Compare(cases, 0, measures, 2)
	matrix := PlanMatrix{Baseline: made.Baseline, Results: made.Results, Inputs: made.Inputs}
	for _, plan := range made.Plans {
		matrix.Plans = append(matrix.Plans, ComparedPlan{MatrixPlan: plan})
	}
	matrix.Plans[0].Ref, matrix.Plans[0].ID, matrix.Plans[0].Revision, matrix.Plans[0].Newest = s.Example.Name, 1, 1, 1
	table, err := matrix.csv()
	values["matrix"] = illustrated{"Two plans side by side, their lists cut to two", matrix, true}
	values["matrix-as-csv"] = illustrated{"Two plans as CSV", string(table), false}
	values["plans-to-compare"] = illustrated{"Three stored plans, one at a revision", CompareRequest{
		Plans:    []PlanSource{{Plan: "ansan-460"}, {Plan: "two-sites-460", Revision: "1"}, {Plan: "as-it-went", Name: "what was built"}},
		Measures: []string{"forecast_krw", "usable_it_kw", "energised"},
	}, false}
	return err
}

func (s *Server) addBridge(values map[string]illustrated, cases []compare.Case) error {
	alone := compare.Evaluator{Reference: s.Reference, Workers: 1, Evaluate: func(_ context.Context, plan planner.Plan) (planner.Result, error) {
		return planner.Evaluate(plan, s.Reference)
	}}
	made, err := alone.Bridge(context.Background(), cases[0], cases[1], compare.BridgeOptions{})
	if err != nil {
		return err
	}
	table, err := bridgeCSV(made)
	values["bridge"] = illustrated{"Why two plans differ, lists cut to two", made, true}
	values["bridge-as-csv"] = illustrated{"Why two plans differ, as CSV", string(table), false}
	values["plans-to-bridge"] = illustrated{"From one stored plan to another", BridgeRequest{
		From: PlanSource{Plan: "ansan-460"}, To: PlanSource{Plan: "two-sites-460"}, BridgeOf: BridgeOf{Of: compare.ForecastKRW, Detail: compare.ByDriver},
	}, false}
	return err
}

// exampleSweep is the sweep that the API shows.
var exampleSweep = compare.Sweep{
	Vary: []compare.Axis{
		{Name: "spares", Patches: []compare.SweepPatch{
			{Name: "with spares", Changes: []planner.Change{{Path: "sites/ansan/halls/DH-1/ups/arrangement", Value: "N+1"}}},
			{Name: "without", Changes: []planner.Change{{Path: "sites/ansan/halls/DH-1/ups/arrangement", Value: "N"}}},
		}},
		{Paths: []string{"values/assumptions.discount_rate"}, From: "0.05", To: "0.09", Count: 3},
	},
	Columns: []string{"forecast_krw", "npv_krw", "tier_achieved"},
	Where:   []string{"forecast_krw <= 460e9"},
	Pareto:  []string{"forecast_krw", "npv_krw"},
}

// addSweep adds a sweep and the first variant that it tells.
func (s *Server) addSweep(values map[string]illustrated) error {
	columns, err := resultsOf(exampleSweep.Columns)
	if err != nil {
		return err
	}
	plan, err := compare.Evaluator{Reference: s.Reference, Workers: 1}.VariantAt(s.Example, exampleSweep, 0)
	if err != nil {
		return err
	}
	result, err := planner.Evaluate(plan, s.Reference)
	if err != nil {
		return err
	}
	variant := compare.Variant{Values: []string{"with spares", "0.05"}}
	for _, m := range columns {
		variant.Results = append(variant.Results, m.Of(&result))
	}
	values["sweep"] = illustrated{"Two arrangements at three discount rates", SweepRequest{Plan: PlanSource{Plan: s.Example.Name}, Sweep: exampleSweep}, false}
	values["variant"] = illustrated{"One line of many: a variant and its results", SweepRecord{Record: compare.Record{Variant: &variant}}, false}
	values["variants-as-csv"] = illustrated{"Variants as CSV, cut to one", "index,spares,values/assumptions.discount_rate,forecast_krw,npv_krw,tier_achieved,faults\r\n0,with spares,0.05,449517456916,-148000000000,III,\r\n", false}
	return nil
}

// resultsOf reads names of measures that are there.
func resultsOf(names []string) (list []compare.Measure, err error) {
	for _, name := range names {
		m, err := compare.ParseMeasure(name)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// addSaved adds the bodies of operations on saved comparisons.
func addSaved(values map[string]illustrated) {
	at := time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC)
	saved := ComparisonResource{
		ID: 1, Name: "board", Title: planner.Text{EN: "For the board", KO: "이사회 보고"}, Measures: []string{"forecast_krw", "usable_it_kw"},
		Members: []ComparisonMember{{PlanID: 2, Plan: "ansan-460", Revision: 1, Newest: 1}, {PlanID: 1, Plan: "two-sites-460", Revision: 1, Newest: 3}},
		Newer:   1, Version: 1, CreatedAt: at, UpdatedAt: at,
	}
	count := 1
	values["comparison"] = illustrated{"A saved comparison", saved, false}
	values["comparisons"] = illustrated{"A page of saved comparisons", ComparisonList{Count: &count, Results: []ComparisonResource{saved}}, false}
	values["new-comparison"] = illustrated{"Two plans, one at a revision", ComparisonRequest{
		Name: saved.Name, Title: saved.Title, Measures: saved.Measures, Members: []MemberRequest{{Plan: "ansan-460"}, {Plan: "two-sites-460", Revision: "1"}},
	}, false}
	values["patch-of-comparison"] = illustrated{"The other plan as baseline, and a note", map[string]any{"baseline": 1, "note": "As of November"}, false}
}
