package server

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
	"buildout/web/charts"
)

const chartsOfFirst = "/api/v1/plans/1/charts"

// chartBody is what the tests look at of a chart.
type chartBody struct {
	Name, Title, Unit, Label, Theme string
	Legend                          []ChartKey
	Option                          json.RawMessage
	Palette                         map[string]charts.Shade
	Functions                       []charts.Function
}

func TestChartsAreListed(t *testing.T) {
	h := newHouse(t)
	list := decode[ChartList](t, h.want(200, "GET", chartsOfFirst, "").Body)
	if list.Count != len(charts.Kinds) || len(list.Results) != list.Count {
		t.Fatalf("%d charts of %d", len(list.Results), list.Count)
	}
	for i, c := range list.Results {
		if c.Name != charts.Kinds[i].Name || c.Title == "" || strings.Contains(c.Title, ".") || c.NeedsBaseline != (c.Name == "bridge") || (c.Label == "" || c.Unit == "") != c.NeedsBaseline {
			t.Errorf("chart %+v", c)
		}
	}
	compared := decode[ChartList](t, h.want(200, "GET", chartsOfFirst+"?baseline=2", "").Body)
	if last := compared.Results[len(compared.Results)-1]; last.Label == "" || last.Unit != "KRW" {
		t.Errorf("with a baseline: %+v", last)
	}
}

func TestEveryChartAsAnOption(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	for _, kind := range charts.Kinds {
		address := chartsOfFirst + "/" + kind.Name + "?baseline=2"
		for _, theme := range []string{"", "light", "dark", "page"} {
			w := h.want(200, "GET", address+"&theme="+theme, "")
			c := decode[chartBody](t, w.Body)
			if c.Name != kind.Name || c.Unit == "" || c.Label == "" || !strings.Contains(string(c.Option), `"series"`) {
				t.Errorf("%s %s: %+v", kind.Name, theme, c)
			}
			if page := theme == "page"; (len(c.Palette) > 0) != page || (len(c.Functions) > 0) != page || strings.Contains(string(c.Option), `"@`) != page {
				t.Errorf("%s %s: palette %d, functions %d", kind.Name, theme, len(c.Palette), len(c.Functions))
			}
			for _, f := range c.Functions {
				if f.What == "" {
					t.Errorf("%s: nothing says what %s does", kind.Name, f.Name)
				}
			}
			for name, shade := range c.Palette {
				if len(shade.Light) != 7 || len(shade.Dark) != 7 {
					t.Errorf("%s: the colour %s is %+v", kind.Name, name, shade)
				}
			}
			h.want(304, "GET", address+"&theme="+theme, "", "If-None-Match", w.Header().Get("ETag"))
		}
	}
	if p := h.wantProblem(404, "GET", chartsOfFirst+"/cas", ""); !strings.Contains(p.Detail, "did you mean cash?") {
		t.Errorf("%+v", p)
	}
	h.wantProblem(404, "GET", "/api/v1/plans/none/charts/cash", "")
	h.wantProblem(404, "GET", "/api/v1/plans/none/charts", "")
	h.wantProblem(404, "GET", chartsOfFirst+"/bridge?baseline=none", "")
	if p := h.wantProblem(422, "GET", chartsOfFirst+"/bridge", ""); len(p.Errors) != 1 || p.Errors[0].Location != "query.baseline" {
		t.Errorf("%+v", p)
	}
	for _, query := range []string{"theme=pink", "lang=de", "unit=usd"} {
		h.wantProblem(422, "GET", chartsOfFirst+"/cash?"+query, "")
	}
}

func TestWordsOfCharts(t *testing.T) {
	h := newHouse(t)
	const address = chartsOfFirst + "/cash"
	title := func(query string, headers ...string) string {
		w := h.want(200, "GET", address+query, "", headers...)
		c := decode[chartBody](t, w.Body)
		return w.Header().Get("Content-Language") + " " + c.Title + " " + c.Label
	}
	english, korean := title(""), title("?lang=ko")
	if !strings.HasPrefix(english, "en ") || !strings.HasPrefix(korean, "ko ") || english[3:] == korean[3:] {
		t.Errorf("%q and %q", english, korean)
	}
	if title("", "Accept-Language", "ko, en;q=0.5") != korean || title("?lang=en", "Accept-Language", "ko") != english {
		t.Error("Accept-Language counts where lang says nothing, and only there")
	}
	if won := title("?unit=won"); won == english || !strings.Contains(won, "460,000,000,000") {
		t.Errorf("in won: %s", won)
	}
	if vary := strings.Join(h.want(200, "GET", address, "").Header().Values("Vary"), ", "); !strings.Contains(vary, "Accept-Language") || !strings.Contains(vary, "Accept-Encoding") {
		t.Errorf("Vary %s", vary)
	}
}

// The data of the charts are the numbers of the result, not those of a page.
func TestNumbersOfCharts(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	r := exampletest.Evaluate(t, shipped().examples[0])
	site, hall := r.Sites[0], r.Sites[0].Halls[0]
	month := len(r.Months) - 1
	row := r.Budget.Rows[0]
	for _, want := range []struct {
		chart, column string
		row           int
		value         any
	}{
		{"cash", "month", 0, "2020-10"}, {"cash", "paid_to_date_krw", month, int64(r.Cash[month].PaidToDateKRW)},
		{"cash", "groups/" + r.Budget.Groups[0].Code + "/paid_krw", 3, int64(r.Cash[3].PaidByGroupKRW[0])},
		{"rollout", "sites/" + site.Name + "/halls/" + hall.Name + "/usable_it_kw", month, float64(hall.UsableITKW[month])},
		{"rollout", "headroom_kw", month, float64(r.Capacity.HeadroomKW[month])},
		{"heat", "sites/" + site.Name + "/halls/" + hall.Name + "/taken_share", month, float64((hall.UsedITKW[month] + hall.ReservedITKW[month]) / hall.UsableITKW[month])},
		{"heat", "sites/" + site.Name + "/halls/" + hall.Name + "/taken_share", 0, nil},
		{"gantt", "site", 0, site.Name}, {"gantt", "stage", 0, string(site.Phases[0].Stages[0].Stage)}, {"gantt", "start", 0, site.Phases[0].Stages[0].Start.String()},
		{"gantt", "float_months", 0, int64(site.Phases[0].Stages[0].FloatMonths)},
		{"yearly", "year", 1, int64(r.Budget.Years[1].Year)}, {"yearly", "paid_krw", 1, int64(r.Budget.Years[1].PaidKRW)},
		{"treemap", "code", 0, row.Code}, {"treemap", "forecast_krw", 0, int64(row.ForecastKRW)}, {"treemap", "forecast_share", 0, float64(row.ForecastKRW) / float64(r.Budget.ForecastKRW)},
		{"opex", "total_krw", month, int64(r.Operation.TotalKRW[month])}, {"opex", "sites/" + site.Name + "/pue", month, r.Operation.Sites[0].PUE[month]},
		{"own-lease", "own_to_date_krw", month, int64(r.Worth.OwnKRW[month])},
		{"bridge", "step", 0, "from"}, {"bridge", "amount_krw", 6, int64(r.Budget.ForecastKRW)},
	} {
		address := chartsOfFirst + "/" + want.chart + "/data?baseline=2"
		d := decode[struct {
			Name    string
			Columns []charts.DataColumn
			Rows    [][]json.RawMessage
		}](t, h.want(200, "GET", address, "").Body)
		at := slices.IndexFunc(d.Columns, func(c charts.DataColumn) bool { return c.Name == want.column })
		if at < 0 || want.row >= len(d.Rows) || d.Name != want.chart {
			t.Errorf("%s: no column %s and row %d in %v", want.chart, want.column, want.row, d.Columns)
			continue
		}
		text, err := json.Marshal(want.value)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(d.Rows[want.row][at]); got != string(text) {
			t.Errorf("%s, %s, row %d: %s, want %s", want.chart, want.column, want.row, got, text)
		}
		inCSV(t, h, want.chart, want.column, want.row, want.value)
	}
}

// inCSV holds a value of the CSV of a chart.
func inCSV(t *testing.T, h *house, chart, column string, row int, want any) {
	t.Helper()
	w := h.want(200, "GET", chartsOfFirst+"/"+chart+"/data.csv?baseline=2", "")
	records, err := csv.NewReader(w.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprint(want)
	switch v := want.(type) {
	case nil:
		text = ""
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
	}
	if at := slices.Index(records[0], column); at < 0 || records[row+1][at] != text {
		t.Errorf("%s as CSV: no %q in column %s, row %d", chart, text, column, row)
	}
}

func TestCSVOfCharts(t *testing.T) {
	h := newHouse(t)
	hostile := strings.NewReplacer(`"ansan"`, `"=1+1"`, `"DH-1"`, `"@a, \"b\""`, `"siheung"`, `"-x"`).Replace(examplePlan(t, "hostile"))
	h.want(201, "POST", "/api/v1/plans", hostile, "Content-Type", asJSON)
	const address = "/api/v1/plans/hostile/charts/gantt/data"
	w := h.want(200, "GET", address+".csv", "")
	if header := w.Header(); header.Get("Content-Type") != "text/csv; charset=utf-8; header=present" || header.Get("Content-Disposition") != `attachment; filename="gantt.csv"` {
		t.Errorf("headers %v", header)
	}
	text := w.Body.String()
	lines := strings.Split(text, "\r\n")
	if lines[0] != "site,phase,stage,start,end,float_months" || !strings.HasPrefix(lines[1], "'=1+1,building,") || lines[len(lines)-1] != "" || strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Errorf("CSV %.300q", text)
	}
	if !strings.Contains(text, "\r\n'-x,") {
		t.Error("a name that begins with a minus is a formula")
	}
	for accept, want := range map[string]string{
		"text/csv": "text/csv", "text/csv, application/json;q=0.5": "text/csv", "": asJSON, "*/*": asJSON, "application/json": asJSON, "image/png": asJSON,
	} {
		w := h.want(200, "GET", address, "", "Accept", accept)
		if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, want) {
			t.Errorf("Accept %q: %s", accept, got)
		}
		if vary := strings.Join(w.Header().Values("Vary"), ", "); !strings.Contains(vary, "Accept,") && !strings.HasSuffix(vary, "Accept") {
			t.Errorf("Vary %s", vary)
		}
	}
	json, csv := h.want(200, "GET", address, "").Header().Get("ETag"), w.Header().Get("ETag")
	h.want(304, "GET", address+".csv", "", "If-None-Match", csv)
	h.want(200, "GET", address+".csv", "", "If-None-Match", json)
}

func TestChartsOfARevision(t *testing.T) {
	h := newHouse(t)
	plan := planner.Clone(shipped().examples[0])
	plan.Budget.TotalKRW, plan.Budget.Funding = 500_000_000_000, nil
	body, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	was := h.want(200, "GET", chartsOfFirst+"/cash", "")
	h.want(200, "PUT", "/api/v1/plans/1", string(body), "If-Match", "*")
	is := h.want(200, "GET", chartsOfFirst+"/cash", "")
	again := h.want(200, "GET", chartsOfFirst+"/cash?revision=1", "")
	if was.Body.String() == is.Body.String() || was.Body.String() != again.Body.String() || was.Header().Get("ETag") != again.Header().Get("ETag") {
		t.Error("the first revision is drawn otherwise than before")
	}
	h.wantProblem(404, "GET", chartsOfFirst+"/cash?revision=9", "")
}
