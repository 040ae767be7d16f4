package locales_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/finance"
	"buildout/web/locales"

	"go.yaml.in/yaml/v4"
)

func catalogue(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(lang + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if err := yaml.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

func locale(t *testing.T, lang, unit string) *locales.Locale {
	t.Helper()
	c, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Locale(lang, unit)
}

var named = regexp.MustCompile(`\{\w+\}`)

func TestCataloguesHaveTheSameKeysAndNames(t *testing.T) {
	en, ko := catalogue(t, "en"), catalogue(t, "ko")
	known := map[string]bool{}
	for key, text := range en {
		if ko[key] == "" {
			t.Errorf("ko.yaml lacks %s", key)
		}
		for _, name := range named.FindAllString(text, -1) {
			known[key+name] = true
		}
	}
	for key, text := range ko {
		if strings.HasPrefix(key, "finding.") {
			continue // in English it is the planner that says them
		}
		if en[key] == "" {
			t.Errorf("en.yaml lacks %s", key)
		}
		if strings.HasPrefix(key, "prose.") {
			continue // the Korean sentence may use other values
		}
		for _, name := range named.FindAllString(text, -1) {
			if !known[key+name] {
				t.Errorf("%s: the Korean text names %s, the English does not", key, name)
			}
		}
	}
}

// A key in a template or in the code is in the catalogues, and no key is in
// the catalogues for nothing.
func TestEveryKeyIsKnownAndUsed(t *testing.T) {
	en := catalogue(t, "en")
	var code strings.Builder
	for _, pattern := range []string{"../pages/*.go", "../charts/*.go", "../locales/*.go", "../export/*.go", "../export/*/*.go", "../pages/templates/*.html", "../pages/templates/parts/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no files like %s: %v", pattern, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(data)
		}
	}
	for _, m := range regexp.MustCompile(`\.T\(? ?"([a-z0-9_.]+[a-z0-9])"[,) }]`).FindAllStringSubmatch(code.String(), -1) {
		if en[m[1]] == "" {
			t.Errorf("key %s is used and not in the catalogues", m[1])
		}
	}
	composed := regexp.MustCompile(`^(count|tab|kind|short|event|failure|field|survives|tier|line\.class|stage|where|finding|problem\.\d|severity|unit|unit\.choice|won|lang|measure|answer|explain|driver|bridge\.(title|of|detail|place|line|answer)|opex|basis|vat|annuity|hours|method|cost|class|value|worth|difference|ask|capacity\.answer|compare\.(group|note|unlike|answer)|sweep\.(method|how|preset)|change\.(start|promised)|workbook|export)\.?`)
	for key := range en {
		if !composed.MatchString(key) && !strings.Contains(code.String(), `"`+key+`"`) {
			t.Errorf("key %s is in the catalogues and not used", key)
		}
	}
}

func TestEveryRuleOfAnExplanationHasItsText(t *testing.T) {
	rules := planner.ExplanationRules()
	for _, lang := range []string{"en", "ko"} {
		texts := catalogue(t, lang)
		for _, rule := range rules {
			if texts["explain.rule."+rule] == "" {
				t.Errorf("%s.yaml lacks explain.rule.%s", lang, rule)
			}
		}
		for key := range texts {
			if rule, ok := strings.CutPrefix(key, "explain.rule."); ok && !slices.Contains(rules, rule) {
				t.Errorf("%s.yaml has %s, and no explanation follows that rule", lang, key)
			}
		}
	}
}

func TestEveryFindingHasKoreanText(t *testing.T) {
	ko := locale(t, "ko", "eok")
	for _, code := range planner.FindingCodes() {
		f := planner.Finding{Code: code, Message: "English", Remedy: "English", Unit: "kW", Month: finance.MonthOf(2024, 3), Subject: "x"}
		message, remedy := ko.Finding(planner.Result{}, f)
		for _, text := range []string{message, remedy} {
			if !regexp.MustCompile(`\p{Hangul}`).MatchString(text) {
				t.Errorf("%s: %q is not Korean", code, text)
			}
			if left := named.FindString(text); left != "" {
				t.Errorf("%s: %s is not filled in: %q", code, left, text)
			}
		}
	}
	message, _ := ko.Finding(planner.Result{}, planner.Finding{Code: "new_code", Message: "In English"})
	if message != "In English" {
		t.Errorf("a code without Korean text says %q", message)
	}
}

func TestFindingIsSaidFromItsFields(t *testing.T) {
	r := planner.Result{Sites: []planner.SiteResult{{Name: "ansan", Title: planner.Text{EN: "Ansan", KO: "안산"}}}}
	message, remedy := locale(t, "ko", "eok").Finding(r, planner.Finding{
		Code: planner.SiteLossUncovered, Where: "sites/ansan", Subject: "ansan", Month: finance.MonthOf(2024, 1), Found: 4200, Limit: 5736, Unit: "kW",
	})
	if want := "2024년 1월부터 안산 상실 시 남는 전력은 4,200 kW로, 1순위 수요 5,736 kW에 못 미칩니다."; message != want {
		t.Errorf("message %q, want %q", message, want)
	}
	if want := "안산 이외의 사이트에 1,536 kW를 추가하거나 1순위 부하를 더 작은 사이트로 옮기십시오."; remedy != want {
		t.Errorf("remedy %q, want %q", remedy, want)
	}
}

// 460,000,000,000 won is 460,000 million and 4,600 eok.
func TestWonUnits(t *testing.T) {
	for _, c := range []struct{ lang, unit, won, prose, head string }{
		{"en", "won", "460,000,000,000", "460,000,000,000 won", "won"},
		{"en", "million", "460,000", "460 bn won", "M won"},
		{"en", "eok", "4,600.0", "4,600 eok won", "eok won"},
		{"ko", "won", "460,000,000,000", "460,000,000,000원", "원"},
		{"ko", "million", "460,000", "460,000백만원", "백만원"},
		{"ko", "eok", "4,600.0", "4,600억원", "억원"},
	} {
		l := locale(t, c.lang, c.unit)
		if got := l.Won(460_000_000_000); got != c.won {
			t.Errorf("%s %s: won %q, want %q", c.lang, c.unit, got, c.won)
		}
		if got := l.WonProse(460_000_000_000); got != c.prose {
			t.Errorf("%s %s: prose %q, want %q", c.lang, c.unit, got, c.prose)
		}
		if got := l.WonUnit(); got != c.head {
			t.Errorf("%s %s: unit %q, want %q", c.lang, c.unit, got, c.head)
		}
	}
}

func TestUnknownLanguageAndUnit(t *testing.T) {
	if l := locale(t, "fr", "yen"); l.Lang != "en" || l.Unit != "million" {
		t.Errorf("got %s %s", l.Lang, l.Unit)
	}
	if l := locale(t, "ko", ""); l.Unit != "eok" {
		t.Errorf("Korean is in %s", l.Unit)
	}
}

func TestNumbers(t *testing.T) {
	l := locale(t, "en", "million")
	for _, c := range []struct{ got, want string }{
		{l.Number(-1234567.5, 1), "−1,234,567.5"},
		{l.Number(-0.04, 1), "0.0"},
		{l.Number(999, 0), "999"},
		{l.Number(1000, 0), "1,000"},
		{l.IntSigned(3), "+3"},
		{l.IntSigned(0), "0"},
		{l.KWSigned(-12), "−12"},
		{l.WonSigned(400_000), "0"},
		{l.Share(0.7349), "73.5%"},
		{l.MW(22_400), "22.4"},
		{l.Month(0), "–"},
		{l.Month(finance.MonthOf(2023, 9)), "2023-09"},
		{l.MonthProse(finance.MonthOf(2023, 9)), "Sep 2023"},
		{locale(t, "ko", "").MonthProse(finance.MonthOf(2023, 9)), "2023년 9월"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// A value that looks like a name is not filled in again.
func TestValuesAreNotSearchedForNames(t *testing.T) {
	l := locale(t, "en", "million")
	if got := l.T("answer.short", "kw", "{month}", "month", "May"); strings.Contains(got, "May kW") {
		t.Errorf("got %q", got)
	}
}

func TestEveryKindOfMeasureHasItsTitle(t *testing.T) {
	kinds := compare.Kinds()
	for _, lang := range []string{"en", "ko"} {
		texts := catalogue(t, lang)
		for _, kind := range kinds {
			if texts["measure."+kind] == "" {
				t.Errorf("%s.yaml lacks measure.%s", lang, kind)
			}
		}
		for _, kind := range compare.DifferenceKinds {
			if texts["difference."+string(kind)] == "" {
				t.Errorf("%s.yaml lacks difference.%s", lang, kind)
			}
		}
		for _, code := range compare.NoteCodes() {
			if texts["compare.note."+code] == "" {
				t.Errorf("%s.yaml lacks compare.note.%s", lang, code)
			}
		}
		for key := range texts {
			kind, ok := strings.CutPrefix(key, "measure.")
			if ok && strings.ContainsAny(kind, "_/") && !slices.Contains(kinds, kind) {
				t.Errorf("%s.yaml has %s, and no measure is of that kind", lang, key)
			}
		}
	}
}
