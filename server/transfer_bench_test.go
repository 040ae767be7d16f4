package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"buildout/models"
	"buildout/planner"
)

// manyRacks is a table of n racks for a hall with as many positions, and a plan
// that has such a hall.
func manyRacks(tb testing.TB, n int) (plan planner.Plan, csv string) {
	plan = planner.Clone(shipped().examples[0])
	plan.Name = "many racks"
	s := &plan.Sites[0]
	h := &s.Phases[0].Halls[0]
	h.RackPositions, h.Racks = n, nil
	var b strings.Builder
	b.WriteString("site,hall,name,rack_type,row,position,from\n")
	types := shipped().ref.RackTypes
	for i := range n {
		fmt.Fprintf(&b, "%s,%s,rack-%06d,%s,R%04d,%d,%s\n", s.Name, h.Name, i, types[i%len(types)].Name, i/20, i%20+1, plan.Horizon.End())
	}
	return plan, b.String()
}

// BenchmarkImportRacks brings 100,000 racks into a plan on SQLite, from the
// request to the answer: decoded, merged, validated, evaluated and stored.
func BenchmarkImportRacks(b *testing.B) {
	h := newHouse(b, func(o *Options) {
		o.MaxImportBytes, o.RequestTimeout, o.EvaluationTimeout = 64<<20, time.Minute, time.Minute
	})
	plan, csv := manyRacks(b, 100_000)
	for b.Loop() {
		b.StopTimer()
		stored, err := h.Store.CreatePlan(b.Context(), plan, models.Change{})
		if err != nil {
			b.Fatal(err)
		}
		address := fmt.Sprintf("/api/v1/plans/%d", stored.ID)
		b.StartTimer()
		h.want(http.StatusOK, "POST", address+"/imports/racks", csv, "Content-Type", "text/csv", "If-Match", planTag(stored))
		b.StopTimer()
		if err := h.Store.DeletePlans(b.Context(), []string{fmt.Sprint(stored.ID)}, func([]models.PlanHead) error { return nil }); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "racks/s")
}
