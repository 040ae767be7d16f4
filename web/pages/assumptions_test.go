package pages_test

import (
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
	"buildout/web/locales"
	"buildout/web/pages"
)

// planOf is a plan as the Assumptions page is given it.
func planOf(t testing.TB, plan planner.Plan) pages.PlanRow {
	t.Helper()
	row := evaluated(t, 1, plan)
	row.Document, row.Reference = plan, exampletest.Reference(t)
	row.Tiers = row.Reference.Tiers
	return row
}

func assumptionsOf(t testing.TB, query string, row pages.PlanRow) string {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	lang := values.Get("lang")
	if lang == "" {
		lang = "en"
	}
	v := pages.AssumptionsView{Plan: row, Section: values.Get("section"), Only: values.Get("only"), Query: values.Get("q"), Page: 1}
	if values.Get("page") == "2" {
		v.Page = 2
	}
	return draw(t, func(p *pages.Pages, w *strings.Builder) error {
		return p.Assumptions(w, pages.Frame{Lang: lang, Path: "/plans/1/assumptions", Query: values}, v)
	})
}

// valueNames are the names of the values that a page lists.
func valueNames(page string) []string { return words(page, `<tr role="row" id="value-([^"]+)"`) }

func TestAssumptionsAnswerFirst(t *testing.T) {
	row := planOf(t, exampletest.Plan(t, "two-sites-460"))
	l, resting := english(t), planner.Resting(row.Result)
	page := assumptionsOf(t, "", row)
	holds(t, page, "Of the forecast of "+l.WonProse(resting.ForecastKRW)+", ", " rests on published prices and ", `aria-current="page">Assumptions`, `class="resting-assumed"`, ">"+l.Won(resting.AssumedKRW)+"<")
	if strings.Index(page, `class="answer`) > strings.Index(page, `id="classes"`) || strings.Index(page, `id="largest"`) > strings.Index(page, `id="values"`) {
		t.Error("the answer does not stand before its reason, or that after the inputs")
	}
	var largest []string
	for _, price := range resting.Prices {
		if price.Basis == planner.Assumed && len(largest) < 5 {
			largest = append(largest, price.Code)
		}
	}
	if got := words(page, `data-load id="largest-([^"]+)"`); strings.Join(got, " ") != strings.Join(largest, " ") {
		t.Errorf("the largest assumptions are %v, want %v", got, largest)
	}
	korean := assumptionsOf(t, "lang=ko", row)
	holds(t, korean, "공표된 단가에", "영향이 큰 가정", "모든 기준값")
	if left := regexp.MustCompile(`>(assumptions|value|basis|class)\.[a-z_.]+<`).FindString(korean); left != "" {
		t.Errorf("%s stands on the page for its text", left)
	}
}

// Unit prices stand in the order of what rests on them; every other section in
// its own.
func TestAssumptionsAreInOrder(t *testing.T) {
	row := planOf(t, exampletest.Plan(t, "two-sites-460"))
	names := valueNames(assumptionsOf(t, "", row))
	if len(names) != len(row.Reference.Book.Entries) {
		t.Fatalf("%d unit prices are listed, want %d", len(names), len(row.Reference.Book.Entries))
	}
	resting := map[string]planner.KRW{}
	for _, p := range planner.Resting(row.Result).Prices {
		resting["cost_book.entries."+p.Code] = p.ForecastKRW
	}
	for i := 1; i < len(names); i++ {
		if resting[names[i]] > resting[names[i-1]] {
			t.Errorf("%s stands after %s, on which less rests", names[i], names[i-1])
		}
	}
	all := map[string]bool{}
	for _, page := range []string{"", "&page=2"} {
		for _, name := range valueNames(assumptionsOf(t, "section=all"+page, row)) {
			if all[name] {
				t.Errorf("%s is listed twice", name)
			}
			all[name] = true
		}
	}
	if len(all) != 400 {
		t.Errorf("two pages list %d values, want 400", len(all))
	}
}

func TestAssumptionsAreFiltered(t *testing.T) {
	row := planOf(t, exampletest.Plan(t, "two-sites-460"))
	values := planner.ReferenceValues(row.Document, row.Reference)
	assumed := map[string]bool{}
	for _, v := range values {
		assumed[v.Name] = v.Assumption
	}
	for _, name := range valueNames(assumptionsOf(t, "only=assumptions&section=factors", row)) {
		if !assumed[name] || !strings.HasPrefix(name, "cost_book.") {
			t.Errorf("%s is no assumed factor", name)
		}
	}
	for query, want := range map[string]string{
		"q=discount":                            "assumptions.discount_rate",
		"q=GYEONGGI":                            "cost_book.regions.gyeonggi",
		"q=" + url.QueryEscape("할인율"):           "assumptions.discount_rate",
		"q=advance+works":                       "cost_book.profiles.works.advance",
		"q=Uptime+topology&section=limits":      "plant_limits.least_fuel_hours",
		"only=plan&q=usd":                       "exchange_rates.USD.2022-10",
		"q=" + url.QueryEscape("cost_book.vat"): "cost_book.vat",
	} {
		if got := valueNames(assumptionsOf(t, query, row)); !strings.Contains(" "+strings.Join(got, " ")+" ", " "+want+" ") || len(got) > 20 {
			t.Errorf("%s lists %v, want %s", query, got, want)
		}
	}
	holds(t, assumptionsOf(t, "q=nothing+like+it&only=plan", row), "No value passes the filter.", `href="/plans/1/assumptions#values"`)
}

// Every value has a name in words in both languages.
func TestEveryValueHasAName(t *testing.T) {
	catalogues, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	en, ko := catalogues.Locale("en", ""), catalogues.Locale("ko", "")
	ref, plan := exampletest.Reference(t), exampletest.Plan(t, "two-sites-460")
	titles := map[string]string{}
	for _, v := range planner.ReferenceValues(plan, ref) {
		title := en.ValueTitle(v)
		if strings.Contains(title, "_") || strings.Contains(title, "value.") || title == "" {
			t.Errorf("%s is called %q", v.Name, title)
		}
		if korean := ko.ValueTitle(v); !regexp.MustCompile(`\p{Hangul}`).MatchString(korean) || strings.Contains(korean, "_") || regexp.MustCompile(`· [a-z]`).MatchString(korean) {
			t.Errorf("%s is called %q in Korean", v.Name, korean)
		}
		if !strings.Contains(v.Name, ".surcharges.") {
			if other := titles[title]; other != "" {
				t.Errorf("%s and %s are both called %q", v.Name, other, title)
			}
			titles[title] = v.Name
		}
		if section := ko.T("value.section." + v.Section); strings.Contains(section, ".") {
			t.Errorf("section %s has no name", v.Section)
		}
		if unit := ko.ValueUnit(v.Unit); unit == "" || strings.Contains(unit, "share") || strings.Contains(unit, "KRW") {
			t.Errorf("%s is in %q, %q in Korean", v.Name, v.Unit, unit)
		}
	}
}

// A value of the plan's own stands beside the shipped one, with the way back.
func TestOwnValuesStandBesideTheShipped(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	plan.Values = []planner.ValueOverride{{Name: "assumptions.discount_rate", Value: 0.0525, Source: "treasury"}, {Name: "other_load", Value: 0.04}}
	row := planOf(t, plan)
	page := assumptionsOf(t, "only=plan", row)
	holds(t, page, `value="0.0525"`, "treasury", "shipped 0.03", "from the plan",
		`href="/plans/1/assumptions?base=3&amp;only=plan&amp;set=values%2Fassumptions.discount_rate%3D"`)
	if got := valueNames(page); !strings.Contains(strings.Join(got, " "), "other_load") {
		t.Errorf("the plan's own values are %v", got)
	}
	holds(t, assumptionsOf(t, "q=other_load", row), "≈</span>assumption", "given by the plan without a source")
}

// A change that is not saved is told by the name of the value, and undone by
// the link beside it.
func TestUnsavedValues(t *testing.T) {
	saved := planOf(t, exampletest.Plan(t, "two-sites-460"))
	price := saved.Reference.Book.Entries[1]
	changes := []planner.Change{{Path: "values/cost_book.vat", Value: "0.12"}, {Path: "cost_book/overrides/" + price.Code + "/unit_price", Value: "1234567.5"}}
	changed, err := planner.Apply(saved.Document, saved.Reference, changes)
	if err != nil {
		t.Fatal(err)
	}
	row := planOf(t, changed)
	row.Edit = &pages.Edit{Base: 3, Changes: changes, Saved: pages.State{Document: saved.Document, Result: saved.Result}}
	query := url.Values{"base": {"3"}, "section": {"all"}, "q": {"cost_book"}}
	for _, c := range changes {
		query.Add("set", c.Path+"="+c.Value)
	}
	page := assumptionsOf(t, query.Encode(), row)
	holds(t, page, `value="0.12"`, "was 0.1<", `value="1,234,567.5"`, `<span class="change-where">Factors</span> Value added tax <span class="quiet">0.1</span>`, "<b>0.12</b>",
		`<span class="change-where">Unit prices</span> `+price.Title.EN, "<b>1,234,567.5</b>",
		`href="/plans/1/assumptions?base=3&amp;q=cost_book&amp;section=all&amp;set=values%2Fcost_book.vat%3D0.12"`)
}

// A refused value stays in its field with the fault beside it.
func TestRefusedValue(t *testing.T) {
	row := planOf(t, exampletest.Plan(t, "two-sites-460"))
	change := planner.Change{Path: "values/cost_book.vat", Value: "3,000"}
	row.Edit = &pages.Edit{Base: 3, Changes: []planner.Change{change}, Saved: pages.State{Document: row.Document, Result: row.Result},
		Faults: []planner.Fault{{Path: change.Path, Found: "3,000", Message: "must be from 0 to 1 share"}}}
	page := assumptionsOf(t, "section=factors&set=values/cost_book.vat%3D3,000", row)
	holds(t, page, `value="3,000"`, `aria-invalid="true"`, "must be from 0 to 1 share")
}

// A browser without scripts sends every field of the page.
func TestSubmittedValues(t *testing.T) {
	row := planOf(t, exampletest.Plan(t, "two-sites-460"))
	query := url.Values{pages.FieldPrefix + "values/cost_book.vat": {"0.2"}, pages.FieldPrefix + "cost_book/overrides/structure.frame/unit_price": {"1,700,000"}, pages.FieldPrefix + "values/other_load": {"0.03"}}
	changes, found := pages.Submitted(row, query)
	want := []planner.Change{{Path: "cost_book/overrides/structure.frame/unit_price", Value: "1700000"}, {Path: "values/cost_book.vat", Value: "0.2"}}
	if !found || len(changes) != 2 || changes[0] != want[0] || changes[1] != want[1] {
		t.Errorf("changes are %v, want %v", changes, want)
	}
}

func TestHostileValuesAreText(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	row := planOf(t, plan)
	basis := planner.Basis{Source: hostile, AsOf: hostile}
	row.Document.RackTypes = []planner.RackType{{Name: hostile, Title: planner.Text{EN: hostile}, PeakKW: 1, Basis: basis}}
	row.Document.ExchangeRates = []planner.ExchangeRate{{Currency: hostile, KRW: 1, Source: hostile}}
	row.Document.Tariffs = []planner.Tariff{{Name: hostile, Basis: basis, Seasons: []planner.TariffSeason{{Name: hostile, Periods: []planner.TariffPeriod{{Name: hostile}}}}}}
	page := assumptionsOf(t, "section=all&only=plan&q="+url.QueryEscape("alert"), row)
	if len(valueNames(page)) == 0 {
		t.Error("none of the plan's own values is listed")
	}
	for _, markup := range []string{"<script>alert", "<img src=x"} {
		if strings.Contains(page, markup) {
			t.Errorf("%s stands in the page", markup)
		}
	}
	if regexp.MustCompile(`<[^>]+ style=`).MatchString(page) {
		t.Error("inline style")
	}
}

// BenchmarkAssumptions draws a page of all sections: 200 values.
func BenchmarkAssumptions(b *testing.B) {
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		b.Fatal(err)
	}
	row := planOf(b, exampletest.Plan(b, "two-sites-460"))
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Assumptions(io.Discard, pages.Frame{Lang: "ko", Path: "/plans/1/assumptions"}, pages.AssumptionsView{Plan: row, Section: "all", Page: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
