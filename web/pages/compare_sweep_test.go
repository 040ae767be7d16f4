package pages_test

import (
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
	"buildout/web/pages"

	"github.com/google/go-cmp/cmp"
)

// A sweep stands in an address as on the command line, and as fields of rows in a
// form; both are the same sweep.
func TestSweepFormOfAddressAndFields(t *testing.T) {
	address, err := url.ParseQuery("sweep=two-sites-460@2&vary=exchange_rates/0/krw,exchange_rates/1/krw*%3D0.9,1.1&vary=sites/ansan/phases/building/start%2B%3D3" +
		"&vary=budget/total_krw%3D4,400억%3B4,600억&vary=exchange_rates/0/krw%3D1200..1600/100&column=npv_krw&where=forecast_krw+<%3D+460e9&pareto=npv_krw&pareto=forecast_krw&plan=a&lang=ko")
	if err != nil {
		t.Fatal(err)
	}
	fields := url.Values{
		"sweep": {"two-sites-460@2"}, "method": {"grid"}, "samples": {" "},
		"path":   {"exchange_rates/0/krw,exchange_rates/1/krw", "sites/ansan/phases/building/start", "budget/total_krw", "exchange_rates/0/krw"},
		"how":    {"scale", "shift", "list", "range"},
		"values": {"0.9,1.1", "3", "4,400억;4,600억", "1200..1600/100"},
		"column": {"npv_krw"}, "where": {"forecast_krw <= 460e9\n\n"}, "pareto": {"npv_krw", "forecast_krw", ""},
	}
	want := compare.Sweep{
		Method: compare.Grid, Columns: []string{"npv_krw", "forecast_krw"}, Where: []string{"forecast_krw <= 460e9"}, Pareto: []string{"npv_krw", "forecast_krw"},
		Vary: []compare.Axis{
			{Paths: []string{"exchange_rates/0/krw", "exchange_rates/1/krw"}, Scale: []float64{0.9, 1.1}},
			{Paths: []string{"sites/ansan/phases/building/start"}, Shift: []float64{3}},
			{Paths: []string{"budget/total_krw"}, Values: []string{"4,400억", "4,600억"}},
			{Paths: []string{"exchange_rates/0/krw"}, From: "1200", To: "1600", Step: 100},
		},
	}
	for name, query := range map[string]url.Values{"address": address, "fields": fields, "back": pages.SweepFormOf(fields).Query()} {
		form := pages.SweepFormOf(query)
		sweep, faults := form.Sweep()
		if diff := cmp.Diff(want, sweep); diff != "" || len(faults) > 0 || form.Plan != "two-sites-460@2" {
			t.Errorf("%s: faults %v (-want +got):\n%s", name, faults, diff)
		}
	}
	back := pages.SweepFormOf(fields).Query()
	if back.Has("path") || back.Has("method") || len(back["vary"]) != 4 {
		t.Errorf("the address is %s", back.Encode())
	}
}

// What nobody chose is not in the address, and what somebody took away is.
func TestSweepFormLeavesOutWhatIsUsual(t *testing.T) {
	form := pages.SweepFormOf(url.Values{"column": {"usable_it_kw", "forecast_krw", "energised", "tier_achieved", "least_headroom_kw"}, "pareto": {"forecast_krw", "usable_it_kw"}, "samples": {"7"}})
	if got := form.Query().Encode(); got != "" {
		t.Errorf("address %q", got)
	}
	none := pages.SweepFormOf(url.Values{"pareto": {"", ""}})
	if again := pages.SweepFormOf(none.Query()); len(again.Pareto) > 0 {
		t.Errorf("Pareto chart of %v", again.Pareto)
	}
	sweep, _ := pages.SweepFormOf(url.Values{"method": {"latin_hypercube"}}).Sweep()
	if sweep.Samples != 200 {
		t.Errorf("%d samples", sweep.Samples)
	}
	if sweep, _ := pages.SweepFormOf(url.Values{"method": {"one_at_a_time"}}).Sweep(); sweep.Pareto != nil {
		t.Errorf("one at a time with a Pareto set of %v", sweep.Pareto)
	}
}

// A fault stands at the field it is of; empty rows before it do not move it.
func TestSweepFaultsStandAtTheirFields(t *testing.T) {
	ref := exampletest.Reference(t)
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	plan := exampletest.Plan(t, "two-sites-460")
	column := pages.CompareColumn{Ref: "two-sites-460", Case: compare.Case{Plan: plan, Result: exampletest.Evaluate(t, plan)}}
	for _, c := range []struct {
		name   string
		query  url.Values
		fields []string
	}{
		{"values", url.Values{"path": {"", "exchange_rates/0/krw"}, "how": {"list", "scale"}, "values": {"", "a"}}, []string{"values-1"}},
		{"unreadable", url.Values{"vary": {"exchange_rates/0/krw"}}, []string{"values-0"}},
		{"path", url.Values{"path": {"", "exchange_rates/9/krw"}, "values": {"", "1"}}, []string{"path-1"}},
		{"value", url.Values{"path": {"", "budget/total_krw"}, "values": {"", "much"}}, []string{"values-1"}},
		{"measure", url.Values{"vary": {"budget/total_krw=1억"}, "column": {"forcast_krw"}}, []string{"columns"}},
		{"condition", url.Values{"vary": {"budget/total_krw=1억"}, "where": {"forecast_krw ~ 3"}}, []string{"where"}},
		{"pareto", url.Values{"vary": {"budget/total_krw=1억"}, "pareto": {"forecast_krw"}}, []string{"pareto-0"}},
		{"samples", url.Values{"vary": {"budget/total_krw=1억"}, "method": {"latin_hypercube"}, "samples": {"many"}}, []string{"samples"}},
		{"too many", url.Values{"vary": {"exchange_rates/0/krw=1000..2000/1", "budget/total_krw=1000..2000/1"}}, []string{"vary"}},
		{"method", url.Values{"vary": {"budget/total_krw=1억"}, "method": {"guess"}}, []string{"method"}},
	} {
		form := pages.SweepFormOf(c.query)
		sweep, faults := form.Sweep()
		if len(faults) == 0 {
			e := compare.Evaluator{Reference: ref, Workers: 1}
			err := e.Sweep(t.Context(), plan, sweep, func(compare.Record) error { t.Errorf("%s: it runs", c.name); return t.Context().Err() })
			faults = form.Placed(faultsOf(t, err))
		}
		check := p.SweepCheck(pages.Frame{Lang: "en", Query: url.Values{}}, pages.SweepView{Form: form, Reference: ref, Faults: faults}, column)
		var fields []string
		for field, words := range check.Faults {
			fields = append(fields, field)
			if words == "" || check.Count != "Mend what is marked first." {
				t.Errorf("%s: %q, %q", c.name, words, check.Count)
			}
		}
		if slices.Sort(fields); !slices.Equal(fields, c.fields) {
			t.Errorf("%s: faults at %v, want %v: %v", c.name, fields, c.fields, check.Faults)
		}
	}
}

func faultsOf(t *testing.T, err error) []planner.Fault {
	t.Helper()
	invalid, ok := err.(*planner.Invalid)
	if !ok {
		t.Fatalf("%v names no faults", err)
	}
	return invalid.Faults
}

// Rows say in the plan's words what they lead to.
func TestSweepCheckSaysWhatStandsThere(t *testing.T) {
	ref := exampletest.Reference(t)
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	plan := exampletest.Plan(t, "two-sites-460")
	column := pages.CompareColumn{Case: compare.Case{Plan: plan, Result: exampletest.Evaluate(t, plan)}}
	form := pages.SweepFormOf(url.Values{"vary": {"exchange_rates/0/krw, exchange_rates/1/krw*=1", "sites/ansan/phases/building/start+=1", "sites/siheung/generator/modules=7", "nothing=1", "values/assumptions.discount_rate=0.1"}})
	for lang, want := range map[string][]string{
		"en": {"Exchange rate of USD · now 1,415.64", "Ansan · start of phase Building · now 2020-10", "Siheung · Generator, modules · now 6", "", "Worth · Discount rate · now 8%"},
		"ko": {"USD 환율 · 현재 1,415.64", "안산 · 본동 단계 착수월 · 현재 2020-10", "시흥 · 비상발전기 모듈 수 · 현재 6", "", ""},
	} {
		check := p.SweepCheck(pages.Frame{Lang: lang, Query: url.Values{"plan": {"a"}}}, pages.SweepView{Form: form, Reference: ref, Variants: 1234}, column)
		for i, words := range want {
			if words != "" && check.Words[i] != words || i == 3 && check.Words[i] != "" {
				t.Errorf("%s: %q, want %q", lang, check.Words[i], words)
			}
		}
		if !strings.Contains(check.Count, "1,234") || !strings.Contains(check.Query, "plan=a") {
			t.Errorf("%q %q", check.Count, check.Query)
		}
	}
}

// Whatever stands in a query, the form that is read of it is that of its own
// address.
func FuzzSweepForm(f *testing.F) {
	f.Add("vary=a*%3D1&vary=%3D&pareto=&method=latin_hypercube&samples=3&seed=-1")
	f.Add("path=a%3Db&how=range&values=1..2&where=x+%3C+1%0Ay+%3E+2&column=z")
	f.Add("vary=a%2B%3D1..2&sweep=%40&method=x")
	f.Fuzz(func(t *testing.T, text string) {
		query, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		once := pages.SweepFormOf(query)
		_, faults := once.Sweep()
		once.Placed(faults)
		twice := pages.SweepFormOf(once.Query())
		if again := pages.SweepFormOf(twice.Query()); !cmp.Equal(twice, again) {
			t.Errorf("%q becomes %q", twice.Query().Encode(), again.Query().Encode())
		}
	})
}

// BenchmarkSweepForm draws the Compare page of one plan with and without the form
// that varies it.
func BenchmarkSweepForm(b *testing.B) {
	ref := exampletest.Reference(b)
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		b.Fatal(err)
	}
	plan := exampletest.Plan(b, "two-sites-460")
	result := exampletest.Evaluate(b, plan)
	c := compare.Case{Name: plan.Name, Plan: plan, Result: result}
	with := pages.CompareView{Columns: []pages.CompareColumn{{Ref: plan.Name, Case: c}}, Matrix: compare.Compare([]compare.Case{c}, 0, nil, 100), Sweep: &pages.SweepView{Reference: ref}}
	without := with
	without.Sweep = nil
	for name, view := range map[string]pages.CompareView{"with": with, "without": without} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := p.Compare(io.Discard, pages.Frame{Lang: "en", Path: "/compare", Query: url.Values{}}, view); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
