package locales_test

import (
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
)

// 448,200,000,000 won is 448,200 million and 4,482 eok; 0.0727 is 7.3 %; month
// 24288 is 2024 x 12 months after January of year 0.
func TestMeasuresAreSaidInUnits(t *testing.T) {
	won, kw, share := compare.Measure{Unit: "KRW"}, compare.Measure{Unit: "kW"}, compare.Measure{Unit: "share"}
	for _, c := range []struct {
		lang, unit     string
		m              compare.Measure
		v              compare.Value
		text, in, more string // more is the text of the number as a difference
	}{
		{"en", "", won, compare.Value{Kind: compare.Number, Number: 448_200_000_000}, "448,200", "M won", "+448,200"},
		{"ko", "", won, compare.Value{Kind: compare.Number, Number: -448_200_000_000}, "−4,482.0", "억원", "−4,482.0"},
		{"en", "", kw, compare.Value{Kind: compare.Number, Number: 22400}, "22,400", "kW", "+22,400"},
		{"en", "", share, compare.Value{Kind: compare.Number, Number: 0.0727}, "7.3", "%", "+7.3"},
		{"en", "", compare.Measure{Unit: "share/year"}, compare.Value{Kind: compare.Number, Number: -0.0546}, "−5.5", "% a year", "−5.5"},
		{"ko", "", compare.Measure{Unit: "kW/kW"}, compare.Value{Kind: compare.Number, Number: 1.36374}, "1.364", "", "+1.364"},
		{"en", "", compare.Measure{Unit: "KRW/kW/month"}, compare.Value{Kind: compare.Number, Number: 317217.2}, "317,217", "KRW/kW/month", "+317,217"},
		{"en", "", compare.Measure{Unit: "month"}, compare.Value{Kind: compare.MonthValue, Number: 24288, Text: "2024-01"}, "2024-01", "", "+24,288"},
		{"ko", "", compare.Measure{Unit: "tier"}, compare.Value{Kind: compare.TierValue, Number: 3, Text: "III"}, "III", "", "+3"},
		{"en", "", won, compare.Value{}, "–", "M won", "0"},
	} {
		l := locale(t, c.lang, c.unit)
		if text, in := l.MeasureValue(c.m, c.v), l.MeasureUnit(c.m); text != c.text || in != c.in {
			t.Errorf("%s %v: %q %q, want %q %q", c.lang, c.v, text, in, c.text, c.in)
		}
		if more := l.MeasureDifference(c.m, c.v.Number); more != c.more {
			t.Errorf("%s %v: difference %q, want %q", c.lang, c.v, more, c.more)
		}
	}
}

func TestMeasuresAreNamedWithWhatTheyAreOf(t *testing.T) {
	ansan := planner.Text{EN: "Ansan", KO: "안산"}
	for _, c := range []struct {
		lang string
		m    compare.Measure
		want string
	}{
		{"en", compare.Measure{Name: "a/b", Kind: "", Subject: ansan}, "a/b"},
		{"ko", compare.Measure{Name: "sites/ansan/x", Kind: "unheard_of", Subject: ansan}, "안산 · unheard_of"},
		{"en", compare.Measure{Name: "sites/ansan/x/2024-03", Kind: "unheard_of", Subject: planner.Text{EN: "Ansan · 2024-03", KO: "안산 · 2024-03"}}, "Ansan · Mar 2024 · unheard_of"},
		{"en", compare.Measure{Name: "x/2024-03", Kind: "unheard_of", Subject: planner.Text{EN: "2024-03", KO: "2024-03"}}, "Mar 2024 · unheard_of"},
	} {
		if got := locale(t, c.lang, "").MeasureTitle(c.m); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// What is given stays as it is, but for the thousands of large numbers.
func TestGivenValues(t *testing.T) {
	l := locale(t, "ko", "")
	for text, want := range map[string]string{
		"1350000000": "1,350,000,000", "1415.64": "1415.64", "12345.678": "12,345.678", "-20000": "−20,000", "2022-08": "2022-08", "×1.1": "×1.1", "": "", "2N": "2N", "10000.x": "10000.x",
		"99999999999999999999": "99999999999999999999",
	} {
		if got := l.Given(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Starts of phases and values of halls are said in the plan's words.
func TestPathsOfPhasesAndHallsInWords(t *testing.T) {
	r := planner.Result{Sites: []planner.SiteResult{{Name: "ansan", Title: planner.Text{EN: "Ansan", KO: "안산"}, Phases: []planner.PhaseResult{{Name: "b", Title: planner.Text{EN: "Building", KO: "본동"}}}}}}
	for _, c := range []struct{ lang, path, where, what string }{
		{"en", "sites/ansan/phases/b/start", "Ansan", "start of phase Building"},
		{"ko", "sites/ansan/phases/b/promised", "안산", "본동 단계 약속월"},
		{"en", "sites/ansan/halls/DH%2F1/design_it_kw", "Ansan", "design IT power of hall DH/1"},
		{"en", "sites/ansan/phases/b/gross_area_m2", "", "sites/ansan/phases/b/gross_area_m2"},
	} {
		if where, what := locale(t, c.lang, "").ChangePath(r, c.path); where != c.where || what != c.what {
			t.Errorf("%s %s: %q in %q, want %q in %q", c.lang, c.path, what, where, c.what, c.where)
		}
	}
}
