package locales_test

import (
	"regexp"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
)

// Every failure and every cause has words in both languages, with nothing left
// to fill in.
func TestFailuresAndCausesAreSaid(t *testing.T) {
	events := []power.Event{
		power.SparesOut, power.ModuleOut, power.BusOut, power.SystemOut, power.PathOut,
		power.CompartmentLost, power.FeedLost, power.SubstationLost, power.GridLost,
	}
	causes := []power.Cause{power.Dropped, power.Overloaded, power.NoGenerator, power.NoCompartment, power.NotContinuous}
	for _, lang := range []string{"en", "ko"} {
		l := locale(t, lang, "")
		var texts []string
		for _, e := range events {
			for _, system := range []string{"", "A"} {
				for _, planned := range []bool{false, true} {
					f := power.Failure{Event: e, Kind: power.UPS, Hall: "DH-1", System: system, Name: "F1", Planned: planned}
					texts = append(texts, l.Failure(f), l.FailureTitle(f), l.T("event."+string(e)))
				}
			}
		}
		for _, c := range causes {
			texts = append(texts, l.TierReason(&planner.TierBreak{Tier: "III", Cause: c, Kind: power.UPS, Hall: "DH-1", Failure: &power.Failure{Event: power.BusOut}}))
		}
		for _, s := range power.Survivals {
			texts = append(texts, l.T("survives."+string(s)))
		}
		for _, text := range texts {
			if text == "" || named.MatchString(text) || regexp.MustCompile(`^(failure|event|tier|survives)\.`).MatchString(text) {
				t.Errorf("%s: %q", lang, text)
			}
			if lang == "ko" && !regexp.MustCompile(`\p{Hangul}`).MatchString(text) {
				t.Errorf("%q is not Korean", text)
			}
		}
	}
}

func TestFailureIsSaidInASentenceAndByItself(t *testing.T) {
	l := locale(t, "en", "")
	for _, c := range []struct {
		failure     power.Failure
		text, title string
	}{
		{power.Failure{Event: power.ModuleOut, Kind: power.UPS, Hall: "DH-1", System: "A"}, "one module of DH-1 UPS A out", "One module of DH-1 UPS A out"},
		{power.Failure{Event: power.SystemOut, Kind: power.Transformer, System: "B"}, "transformer B out", "Transformer B out"},
		{power.Failure{Event: power.SystemOut, Kind: power.PDU, Hall: "dh-2", System: "B"}, "dh-2 PDU B out", "dh-2 PDU B out"},
		{power.Failure{Event: power.BusOut, Kind: power.Generator, Planned: true}, "one bus of generator out (planned)", "One bus of generator out (planned)"},
		{power.Failure{Event: power.PathOut, System: "A", Name: "heat"}, "cooling path A out", "Cooling path A out"},
	} {
		if text, title := l.Failure(c.failure), l.FailureTitle(c.failure); text != c.text || title != c.title {
			t.Errorf("%q and %q, want %q and %q", text, title, c.text, c.title)
		}
	}
	reason := l.TierReason(&planner.TierBreak{Tier: "III", Cause: power.Overloaded, Kind: power.UPS, Hall: "DH-1", LoadKW: 2841, RatingKW: 1500,
		Failure: &power.Failure{Event: power.ModuleOut, Kind: power.UPS, Hall: "DH-1"}})
	if want := "Not III: one module of DH-1 UPS out leaves DH-1 UPS at 2,841 kW on 1,500 kW."; reason != want {
		t.Errorf("%q, want %q", reason, want)
	}
}

func TestPathsAreSaidInWords(t *testing.T) {
	r := planner.Result{Sites: []planner.SiteResult{{Name: "ansan", Title: planner.Text{EN: "Ansan", KO: "안산"}}}, CostLines: []planner.CostLine{{Code: "a.b.c", Title: planner.Text{EN: "UPS"}}}}
	for _, c := range []struct{ lang, path, where, what string }{
		{"en", "sites/ansan/halls/DH-1/ups/arrangement", "Ansan · DH-1", "UPS, arrangement"},
		{"ko", "sites/ansan/halls/DH-1/ups/arrangement", "안산 · DH-1", "UPS 구성"},
		{"en", "sites/ansan/halls/DH%2F1/ups/modules", "Ansan · DH/1", "UPS, modules"},
		{"en", "sites/ansan/generator/rating_kw", "Ansan", "Generator, rating in kW"},
		{"en", "sites/ansan/feed_arrangement", "Ansan", "grid feeds, arrangement"},
		{"en", "redundancy_tiers/III/ups", "Tier III", "UPS"},
		{"en", "budget/total_krw", "Budget", "total"},
		{"ko", "budget/ceilings/2023/amount_krw", "예산", "2023년 한도"},
		{"en", "budget/construction_interest/rate_per_year", "Budget", "interest during construction"},
		{"en", "values/assumptions.discount_rate", "Values of the plan", "discount rate"},
		{"en", "cost_book/overrides/a.b.c/unit_price", "UPS", "unit price"},
		{"en", "cost_book/unit_price", "", "cost_book/unit_price"},
		{"en", "budget/none", "", "budget/none"},
	} {
		if where, what := locale(t, c.lang, "").ChangePath(r, c.path); where != c.where || what != c.what {
			t.Errorf("%s: %q %q, want %q %q", c.path, where, what, c.where, c.what)
		}
	}
}
