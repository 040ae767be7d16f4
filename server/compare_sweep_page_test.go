package server

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/pages"
)

// rates is a sweep of an exchange rate over so many values, from 1,001 won.
func rates(n int) url.Values {
	return url.Values{
		"plan": {"two-sites-460", "ansan-460"}, "sweep": {"two-sites-460"}, "path": {"exchange_rates/0/krw"}, "how": {"range"},
		"values": {fmt.Sprintf("1001..%d/1", 1000+n)}, "pareto": {"forecast_krw", "npv_krw"},
	}
}

// sweptLine is what the tests look at of a line that the page is told.
type sweptLine struct {
	Rows []struct {
		I int
		T []string
		N []*float64
	}
	Progress *struct {
		Done, Of, Kept int
		Words          string
	}
	Result  string
	Ended   bool
	Problem string
}

func sweptLinesOf(t *testing.T, body string) (lines []sweptLine) {
	t.Helper()
	for text := range strings.Lines(body) {
		var line sweptLine
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%v: %.200s", err, text)
		}
		lines = append(lines, line)
	}
	return lines
}

// toldBy is what the engine itself says of a sweep of a form.
func toldBy(t *testing.T, h *house, form url.Values) (variants []compare.Variant, end compare.SweepEnd) {
	t.Helper()
	sweep, faults := pages.SweepFormOf(form).Sweep()
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	plan := shipped().examples[slices.IndexFunc(shipped().examples, func(p planner.Plan) bool { return p.Name == "two-sites-460" })]
	err := h.evaluator().Sweep(t.Context(), plan, sweep, func(r compare.Record) error {
		if r.Variant != nil {
			variants = append(variants, *r.Variant)
		}
		if r.End != nil {
			end = *r.End
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return variants, end
}

// pointsIn lists the variants that the Pareto chart in a part of a page draws as
// beaten by none.
func pointsIn(t *testing.T, part string) (list []int) {
	t.Helper()
	m := regexp.MustCompile(`(?s)data-chart="pareto".*?class="option">(.*?)</script>`).FindStringSubmatch(part)
	if m == nil {
		t.Fatalf("no Pareto chart in %.300s", part)
	}
	var option struct {
		Series []struct {
			Name, Type string
			Data       []struct{ Value []any }
		}
	}
	if err := json.Unmarshal([]byte(m[1]), &option); err != nil {
		t.Fatal(err)
	}
	for _, s := range option.Series {
		for _, d := range s.Data {
			if s.Name == "beaten by none" && s.Type == "scatter" {
				list = append(list, int(d.Value[2].(float64)))
			}
		}
	}
	slices.Sort(list)
	return list
}

// The page is told the variants that the engine tells, in their order, and at the
// end the chart of the same front.
func TestSweepOfThePageTellsWhatTheEngineDoes(t *testing.T) {
	h := newHouse(t)
	form := rates(300)
	variants, end := toldBy(t, h, form)
	w := h.want(200, "POST", "/compare/sweep?lang=en", form.Encode(), "Content-Type", asForm, "Accept", mediaNDJSON)
	if got := w.Header().Get("Content-Type"); got != mediaNDJSON {
		t.Errorf("Content-Type %q", got)
	}
	lines := sweptLinesOf(t, w.Body.String())
	at := 0
	for _, line := range lines {
		for _, row := range line.Rows {
			want := variants[at]
			if row.I != want.Index || *row.N[0] != want.Results[0].Number || len(row.T) != 1+len(want.Results) || row.T[0] != want.Values[0] {
				t.Fatalf("row %+v, the engine told %+v", row, want)
			}
			at++
		}
	}
	last := lines[len(lines)-1]
	if at != len(variants) || !last.Ended || last.Progress.Done != 300 || last.Progress.Of != 300 || !strings.Contains(last.Progress.Words, "300 of 300 variants") {
		t.Errorf("%d rows, last %+v", at, last.Progress)
	}
	if got := pointsIn(t, last.Result); !slices.Equal(got, end.Pareto) || len(got) == 0 {
		t.Errorf("front %v, the engine found %v", got, end.Pareto)
	}
	for _, text := range []string{"/compare/sweep.csv?", "/api/v1/sweeps", "plan=ansan-460"} {
		if !strings.Contains(last.Result, text) {
			t.Errorf("the result lacks %s", text)
		}
	}
}

// A sweep of 10,000 variants says how far it is long before its end, and the one
// who leaves gives back all that it held.
func TestSweepOfThePageStreamsAndStops(t *testing.T) {
	h := newHouse(t)
	site := httptest.NewServer(h)
	defer site.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	r, err := http.NewRequestWithContext(ctx, "POST", site.URL+"/compare/sweep", strings.NewReader(rates(compare.MaxVariants).Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", asForm)
	r.Header.Set("Accept", mediaNDJSON)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := bufio.NewReader(answer.Body).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	line := sweptLinesOf(t, text)[0]
	if line.Progress == nil || line.Progress.Of != compare.MaxVariants || line.Progress.Done > compare.MaxVariants/10 || line.Ended {
		t.Fatalf("the first line is %+v", line)
	}
	stop()
	for _, held := range []chan struct{}{h.sweeps, h.slots} {
		for range cap(held) {
			select {
			case held <- struct{}{}:
			case <-time.After(20 * time.Second):
				t.Fatal("the sweep goes on after its client left")
			}
		}
	}
}

// What is wrong with a form is said before anything runs, in the language of the
// page.
func TestSweepOfThePageIsChecked(t *testing.T) {
	h := newHouse(t)
	check := func(status int, lang string, form url.Values) pages.SweepCheck {
		t.Helper()
		w := h.want(status, "POST", "/compare/sweep?lang="+lang, form.Encode(), "Content-Type", asForm, "Accept", mediaNDJSON)
		return decode[pages.SweepCheck](t, w.Body)
	}
	with := func(key, value string) url.Values {
		form := rates(3)
		form.Set(key, value)
		return form
	}
	form := with("do", "check")
	if c := check(200, "ko", form); c.Variants != 3 || c.Count != "변형 3개" || len(c.Faults) > 0 || !strings.HasPrefix(c.Words[0], "계수") && c.Words[0] == "" {
		t.Errorf("%+v", c)
	} else if query, err := url.ParseQuery(c.Query); err != nil || query.Get("vary") != "exchange_rates/0/krw=1001..1003/1" || len(query["plan"]) != 2 || query.Get("lang") != "ko" {
		t.Errorf("address %s", c.Query)
	}
	if c := check(422, "en", with("path", "exchange_rates/krw")); c.Faults["path-0"] == "" || c.Variants != 0 {
		t.Errorf("%+v", c)
	}
	if c := check(422, "en", rates(compare.MaxVariants+1)); !strings.Contains(c.Faults["vary"], "10000") && !strings.Contains(c.Faults["vary"], "10,000") && c.Faults["values-0"] == "" {
		t.Errorf("%+v", c)
	}
	if c := check(422, "en", url.Values{"sweep": {"two-sites-460"}}); c.Count != "Choose an input and its values." {
		t.Errorf("%+v", c)
	}
	if p := h.wantProblem(422, "POST", "/compare/sweep", "path=a", "Content-Type", asForm); !strings.Contains(p.Detail, "name the plan") {
		t.Errorf("%+v", p)
	}
	h.wantProblem(422, "POST", "/compare/sweep", "sweep=none&path=a", "Content-Type", asForm)
}

// A browser without a script gets the page with what came, where it is small.
func TestSweepWithoutScript(t *testing.T) {
	h := newHouse(t)
	w := h.want(200, "POST", "/compare/sweep?lang=en", rates(250).Encode(), "Content-Type", asForm, "Accept", "text/html")
	has(t, w, "250 of 250 variants", `id="pareto"`, "the first 200 of 250", `id="summary"`, `action="/compare/sweep?lang=en"`)
	if n := strings.Count(w.Body.String(), "variant=199"); n == 0 {
		t.Error("the last variant of the list cannot be opened")
	}
	has(t, h.want(422, "POST", "/compare/sweep?lang=en", rates(pages.MostWithoutScript+1).Encode(), "Content-Type", asForm, "Accept", "text/html"), "more than the 500 that are drawn without JavaScript")
	alone := rates(2)
	alone.Set("method", "one_at_a_time")
	has(t, h.want(200, "POST", "/compare/sweep?lang=en", alone.Encode(), "Content-Type", asForm, "Accept", "text/html"), "What moves: Forecast", `id="tornado-forecast_krw"`)
}

// A variant that is opened as a what-if of its plan comes to what the sweep said.
func TestVariantOpensAsAWhatIf(t *testing.T) {
	h := newHouse(t)
	form := rates(9)
	variants, _ := toldBy(t, h, form)
	query := pages.SweepFormOf(form).Query()
	query["plan"], query["variant"], query["lang"] = form["plan"], []string{"5"}, []string{"en"}
	page := h.want(200, "GET", "/compare?"+query.Encode(), "", "Accept", "text/html").Body.String()
	m := regexp.MustCompile(`id="sweep-open" href="([^"]+)"`).FindStringSubmatch(page)
	if m == nil || !strings.Contains(page, "Variant 5") {
		t.Fatal("the variant cannot be opened")
	}
	at, err := url.Parse(html.UnescapeString(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	h.want(200, "GET", at.String(), "", "Accept", "text/html")
	var changes []planner.Change
	for _, set := range at.Query()["set"] {
		path, value, _ := strings.Cut(set, "=")
		changes = append(changes, planner.Change{Path: path, Value: value})
	}
	body, err := json.Marshal(ChangeList{Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	got := decode[struct {
		Budget struct {
			ForecastKRW float64 `json:"forecast_krw"`
		}
	}](t, h.want(200, "POST", "/api/v1/plans/two-sites-460/evaluation", string(body), "Content-Type", asJSON).Body)
	if want := variants[5].Results[0].Number; got.Budget.ForecastKRW != want || changes[0].Value != "1006" {
		t.Errorf("%v comes to %v, the sweep said %v", changes, got.Budget.ForecastKRW, want)
	}
	query.Set("variant", "9")
	has(t, h.want(200, "GET", "/compare?"+query.Encode(), "", "Accept", "text/html"), "the sweep has 9 variants")
}

// The CSV has every variant, also those that the page does not list.
func TestSweepCSVOfThePage(t *testing.T) {
	h := newHouse(t)
	w := h.want(200, "GET", "/compare/sweep.csv?"+rates(230).Encode(), "")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 231 || rows[230][1] != "1230" {
		t.Errorf("%v: %d rows", err, len(rows))
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="sweep.csv"` {
		t.Error(got)
	}
	h.want(422, "GET", "/compare/sweep.csv?sweep=two-sites-460&vary=x", "")
}
