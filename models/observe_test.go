package models

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"buildout/planner"
)

// TestMetrics: reads and writes are counted by kind, table and outcome.
func TestMetrics(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		created(t, s, small("plan"))
		if _, err := s.CreatePlan(t.Context(), small("plan"), Change{}); err == nil {
			t.Fatal("a name was given twice")
		}
		if _, err := s.ReplacePlan(t.Context(), "plan", 7, small("plan"), Change{}); err == nil {
			t.Fatal("a stale revision was replaced")
		}
		if _, err := s.Plan(t.Context(), "none"); err == nil {
			t.Fatal("there is no such plan")
		}
		figures := figuresOf(t, s)
		for figure, want := range map[string]float64{
			"buildout_database_statements_total insert done plans":       1,
			"buildout_database_statements_total insert failed plans":     1,
			"buildout_database_statements_total insert done sites":       1,
			"buildout_database_transactions_total write committed":       1,
			"buildout_database_transactions_total write duplicate":       1,
			"buildout_database_transactions_total write stale":           1,
			"buildout_database_transactions_total read not_found":        1,
			"buildout_database_transaction_duration_seconds write":       3,
			"buildout_plan_cache_requests_total hit":                     1, // for the stale write
			"go_sql_max_open_connections plans":                          float64(s.pool.Stats().MaxOpenConnections),
			"go_sql_in_use_connections plans":                            0,
			"buildout_database_statement_seconds_total insert plans > 0": 1,
			"buildout_database_statement_duration_seconds insert > 0":    1,
			"buildout_database_transaction_duration_seconds read > 0":    1,
			"go_sql_wait_count_total plans":                              0,
			"buildout_database_statements_total select failed plans":     0,
		} {
			name, positive := strings.CutSuffix(figure, " > 0")
			if got := figures[name]; positive && got <= 0 || !positive && got != want {
				t.Errorf("%s: %v, want %v", figure, got, want)
			}
		}
	})
}

// figuresOf reads what a store counts, by the names and labels of the figures;
// of a histogram how many values it has.
func figuresOf(t *testing.T, s *Store) map[string]float64 {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(s.Metrics())
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	figures := map[string]float64{}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			name := family.GetName()
			for _, label := range m.GetLabel() { // by their names: kind, outcome, table
				name += " " + label.GetValue()
			}
			figures[name] = m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return figures
}

// TestSlowStatements: a statement that takes longer than said is a warning with
// its SQL, without what it holds, and the request that asked for it.
func TestSlowStatements(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		var log bytes.Buffer
		watch := func(slow time.Duration) {
			log.Reset()
			s.Watch(Watch{Log: slog.New(slog.NewJSONHandler(&log, nil)), Slow: slow, RequestID: func(ctx context.Context) string {
				id, _ := ctx.Value(requestKey{}).(string)
				return id
			}})
		}
		watch(time.Hour)
		created(t, s, small("quick"))
		if log.Len() > 0 {
			t.Errorf("quick statements are in the log: %s", &log)
		}
		watch(0)
		ctx := context.WithValue(t.Context(), requestKey{}, "request-7")
		secret := small("secret")
		secret.Sites = make([]planner.Site, 500)
		for i := range secret.Sites {
			secret.Sites[i] = small("").Sites[0]
			secret.Sites[i].Name += strings.Repeat("a", i)
		}
		if _, err := s.CreatePlan(ctx, secret, Change{Author: "kim"}); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for text := range strings.Lines(log.String()) {
			var line struct {
				Level, Msg, SQL string
				RequestID       string `json:"request_id"`
				Rows            int64
				DurationMS      *float64 `json:"duration_ms"`
			}
			if err := json.Unmarshal([]byte(text), &line); err != nil {
				t.Fatal(err)
			}
			if line.Level != "WARN" || line.Msg != "slow statement" || line.RequestID != "request-7" || line.DurationMS == nil || len(line.SQL) > maxLogged+len("…") {
				t.Errorf("line %s", text)
			}
			kind, _, _ := strings.Cut(line.SQL, " (")
			seen[strings.NewReplacer("`", "", `"`, "").Replace(kind)] = true
			if strings.Contains(line.SQL, "INTO `sites`") && line.Rows != 500 {
				t.Errorf("%d rows of 500: %s", line.Rows, text)
			}
		}
		for _, kind := range []string{"INSERT INTO plans", "INSERT INTO sites", "INSERT INTO revisions", "COMMIT"} {
			if !seen[kind] {
				t.Errorf("the log lacks %s: %v", kind, seen)
			}
		}
		if strings.Contains(log.String(), "secret") || strings.Contains(log.String(), "kim") {
			t.Errorf("the log shows what is stored: %s", &log)
		}
	})
}

type requestKey struct{}
