package locales_test

import (
	"testing"

	"buildout/planner"
)

func TestFiguresAreSaidInWords(t *testing.T) {
	r := planner.Result{
		Sites:     []planner.SiteResult{{Name: "ansan", Title: planner.Text{EN: "Ansan", KO: "안산"}}},
		CostLines: []planner.CostLine{{Code: "a.ups.modules", Title: planner.Text{EN: "UPS modules", KO: "무정전전원장치"}}},
	}
	for _, c := range []struct{ lang, figure, title, where string }{
		{"en", "budget/forecast_krw", "forecast", "Budget"},
		{"ko", "budget/forecast_krw", "예상 사업비", "예산"},
		{"ko", "budget/rows/a.ups.modules/sites/ansan", "안산", "예산 · 무정전전원장치"},
		{"en", "budget/years/2023/left_krw", "left", "Budget · 2023"},
		{"en", "cost_lines/a.ups.modules/ansan/building/amount_krw", "amount", "Cost lines · UPS modules · Ansan · building"},
		{"en", "sites/ansan/halls/DH%2F1/ups/modules", "modules", "Ansan · DH/1 · UPS"},
		{"en", "cash/2023-04/paid_krw", "paid", "Cash · Apr 2023"},
		{"en", "cash/2023-04/unheard_of_krw", "unheard of", "Cash · Apr 2023"},
	} {
		if title, where := locale(t, c.lang, "").FigureTitle(r, c.figure); title != c.title || where != c.where {
			t.Errorf("%s %s: %q in %q, want %q in %q", c.lang, c.figure, title, where, c.title, c.where)
		}
	}
	for name, want := range map[string]string{
		"sites/ansan/halls/DH-1/ups/modules": "안산 · DH-1 · UPS · 모듈 수", "end of fit_out": "설비 공사 완료", "usable_it_kw 2029-01": "가용 전력 2029년 1월",
		"2023-04": "2023년 4월", "a.ups.modules": "무정전전원장치", "ansan": "안산", "quantity": "수량",
	} {
		if got := locale(t, "ko", "").OperandName(r, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// 0.055 is 5.5 %; won stand in the unit chosen, what is no number as it is.
func TestFigureValues(t *testing.T) {
	l := locale(t, "en", "million")
	for _, c := range []struct {
		v                float64
		text, unit       string
		value, unitWords string
	}{
		{1_500_000_000, "", "KRW", "1,500", "M won"},
		{0.055, "", "share", "5.5", "%"},
		{1.0179399, "", "price ratio", "1.01794", "times the price"},
		{849383.52, "", "KRW/each", "849,383.5", "KRW/each"},
		{16, "", "each", "16", "each"},
		{0, "2023-09", "month", "Sep 2023", ""},
	} {
		if value, unit := l.Figure(c.v, c.text, c.unit); value != c.value || unit != c.unitWords {
			t.Errorf("%v %s: %q %q, want %q %q", c.v, c.unit, value, unit, c.value, c.unitWords)
		}
	}
}
