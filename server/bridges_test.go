package server

import (
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
)

const bridgeOfExamples = "/api/v1/bridge?from=ansan-460&to=two-sites-460"

func TestBridgeLeadsFromOnePlanToTheOther(t *testing.T) {
	h := newHouse(t)
	withRevisions(h)
	w := h.want(200, "GET", bridgeOfExamples+"@1", "")
	there := decode[compare.BridgeResult](t, w.Body)
	if there.From.Name != "ansan-460" || there.To.Name != "two-sites-460@1" || there.Of != compare.ForecastKRW || there.Unit != "KRW" || !there.Exact {
		t.Errorf("from %s to %s of %s in %s", there.From.Name, there.To.Name, there.Of, there.Unit)
	}
	var steps int64
	for _, step := range there.Steps {
		steps += step.Amount
	}
	want := forecastOf(t, h, 0) - forecastOf(t, h, 1)
	if there.Difference != want || steps != want {
		t.Errorf("the steps sum to %d, the bridge to %d, want %d won", steps, there.Difference, want)
	}
	back := decode[compare.BridgeResult](t, h.want(200, "GET", "/api/v1/bridge?from=two-sites-460@1&to=ansan-460", "").Body)
	if len(back.Steps) != len(there.Steps) {
		t.Fatalf("%d steps there, %d back", len(there.Steps), len(back.Steps))
	}
	for i, step := range there.Steps {
		if back.Steps[i].Driver != step.Driver || back.Steps[i].Amount != -step.Amount {
			t.Errorf("%s: %d there, %d back", step.Driver, step.Amount, back.Steps[i].Amount)
		}
	}
	holdsConditions(t, h, bridgeOfExamples+"@1", w.Header().Get("ETag"), bridgeOfExamples+"@1&of=npv_krw", bridgeOfExamples+"@2", "/api/v1/bridge?from=two-sites-460@1&to=ansan-460")
	itself := decode[compare.BridgeResult](t, h.want(200, "GET", "/api/v1/bridge?from=1&to=1@3", "").Body)
	if itself.Difference != 0 || itself.Steps == nil || len(itself.Steps) != 0 {
		t.Errorf("a plan and itself: %+v", itself)
	}
}

// forecastOf is the forecast of an example.
func forecastOf(t *testing.T, h *house, example int) int64 {
	t.Helper()
	result, err := planner.Evaluate(shipped().examples[example], h.Reference)
	if err != nil {
		t.Fatal(err)
	}
	return int64(result.Budget.ForecastKRW)
}

func TestBridgesAreWorkedOutOnce(t *testing.T) {
	h := newHouse(t)
	evaluated := func() string {
		for line := range strings.Lines(h.want(200, "GET", "/metrics", "").Body.String()) {
			if rest, ok := strings.CutPrefix(line, `buildout_evaluations_total{outcome="result"} `); ok {
				return strings.TrimSpace(rest)
			}
		}
		return "0"
	}
	tag := h.want(200, "GET", bridgeOfExamples, "").Header().Get("ETag")
	first, _ := strconv.Atoi(evaluated())
	h.want(200, "GET", "/api/v1/bridge?from=2&to=1", "")
	again, _ := strconv.Atoi(evaluated())
	h.want(304, "GET", bridgeOfExamples, "", "If-None-Match", tag)
	unchanged, _ := strconv.Atoi(evaluated())
	if first < 10 || again != first || unchanged != again {
		t.Errorf("plans evaluated: %d for the bridge, %d after it was asked for by ids, %d after 304", first, again, unchanged)
	}
}

func TestBridgeAsTable(t *testing.T) {
	h := newHouse(t)
	for _, of := range []string{"forecast_krw", "npv_krw", "usable_it_kw"} {
		made := decode[compare.BridgeResult](t, h.want(200, "GET", bridgeOfExamples+"&of="+of, "").Body)
		head, rows := records(t, h.want(200, "GET", bridgeOfExamples+"&of="+of, "", "Accept", "text/csv"))
		if got := strings.Join(head, ","); got != "driver,with,place,line,site,phase,amount,unit" {
			t.Errorf("columns %s", got)
		}
		var sum int64
		for _, row := range rows {
			amount, err := strconv.ParseInt(row[6], 10, 64)
			if err != nil || row[7] != made.Unit || row[0] == "" {
				t.Fatalf("row %q: %v", row, err)
			}
			sum += amount
		}
		if sum != made.Difference || len(rows) < len(made.Steps) {
			t.Errorf("%s: %d rows sum to %d, want %d", of, len(rows), sum, made.Difference)
		}
	}
}

func TestSentPlansAreBridged(t *testing.T) {
	h := newHouse(t)
	plan := planner.Clone(shipped().examples[0])
	plan.Budget.TotalKRW++ // which moves no forecast
	plan.Sites[0].Phases[0].Start++
	body := sent(t, map[string]any{"from": map[string]any{"plan": "two-sites-460"}, "to": map[string]any{"name": "a month later", "document": plan}, "detail": "change"})
	made := decode[compare.BridgeResult](t, h.want(200, "POST", "/api/v1/bridge", body, "Content-Type", asJSON).Body)
	if made.To.Name != "a month later" || made.To.Hash != plan.Hash() || made.Detail != compare.ByChange || len(made.Steps) != 1 || made.Steps[0].Driver != compare.Timing {
		t.Errorf("%+v", made.Steps)
	}
	if made.Difference == 0 || made.Steps[0].Amount != made.Difference {
		t.Errorf("the step is %d of %d won", made.Steps[0].Amount, made.Difference)
	}
}

func TestWrongBridges(t *testing.T) {
	h := newHouse(t)
	withRevisions(h)
	spoilRevision(t, h, 1)
	for _, c := range []struct {
		query    string
		status   int
		location string
		says     string
	}{
		{"from=ansan-461&to=1", 404, "query.from", "did you mean ansan-460?"},
		{"from=1&to=1@9", 404, "query.to", "it has 1 to 3"},
		{"from=1@1&to=2", 422, "query.from", "horizon.months: "},
		{"from=1", 422, "query.to", "required"},
		{"from=1&to=2&of=forecast", 422, "query.of", ""},
		{"from=1&to=2&detail=line", 422, "query.detail", ""},
	} {
		p := h.wantProblem(c.status, "GET", "/api/v1/bridge?"+c.query, "")
		if len(p.Errors) == 0 || p.Errors[0].Location != c.location || !strings.Contains(p.Errors[0].Message, c.says) {
			t.Errorf("%s: %+v", c.query, p)
		}
	}
	for body, want := range map[string]string{
		`{"from":{"plan":"1"}}`:                                   "/to",
		`{"from":{"plan":"none"},"to":{"plan":"1"}}`:              "/from/plan",
		`{"from":{"plan":"1"},"to":{}}`:                           "/to",
		`{"from":{"plan":"1"},"to":{"plan":"2"},"of":"cost"}`:     "/of",
		`{"from":{"plan":"1"},"to":{"plan":"2"},"detail":"all"}`:  "/detail",
		`{"from":{"plan":"1"},"to":{"document":{"name":1}}}`:      "/to/document/name",
		`{"from":{"plan":"1","revision":"9"},"to":{"plan":"2"}}`:  "/from/revision",
		`{"from":{"plan":"1"},"to":{"plan":"2","revision":"1 "}}`: "/to/revision",
		`{"from":{"plan":"1"},"to":{"plan":"2"},"plans":["1"]}`:   "/plans",
	} {
		if p := h.wantProblem(422, "POST", "/api/v1/bridge", body, "Content-Type", asJSON); p.Errors[0].Location != want {
			t.Errorf("%s: %+v, want a fault at %s", body, p.Errors, want)
		}
	}
}

// BenchmarkBridge asks over HTTP for a bridge that nobody asked for before, and
// for one that is kept.
func BenchmarkBridge(b *testing.B) {
	h := newHouse(b)
	for _, of := range []string{"forecast_krw", "npv_krw"} {
		b.Run(of, func(b *testing.B) {
			for b.Loop() {
				h.kept.InvalidateAll()
				h.want(200, "GET", bridgeOfExamples+"&of="+of, "")
			}
		})
	}
	b.Run("kept", func(b *testing.B) {
		for b.Loop() {
			h.want(200, "GET", bridgeOfExamples, "")
		}
	})
}
