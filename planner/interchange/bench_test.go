package interchange_test

import (
	"fmt"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/planner/reference/exampletest"
)

// BenchmarkImportRacks decodes, merges and validates 100,000 racks with two
// feeds each, without a store.
func BenchmarkImportRacks(b *testing.B) {
	const n = 100_000
	plan, ref := exampletest.Plan(b, "two-sites-460"), exampletest.Reference(b)
	s := &plan.Sites[0]
	h := &s.Phases[0].Halls[0]
	h.RackPositions, h.Racks = n, nil
	var racks, feeds strings.Builder
	racks.WriteString("site,hall,name,rack_type,row,position,from\n")
	feeds.WriteString("site,hall,rack,side,volts,amps,phases,breaker_share\n")
	for i := range n {
		fmt.Fprintf(&racks, "%s,%s,rack-%06d,%s,R%04d,%d,2027-01\n", s.Name, h.Name, i, ref.RackTypes[i%len(ref.RackTypes)].Name, i/20, i%20+1)
		fmt.Fprintf(&feeds, "%s,%s,rack-%06d,A,380,32,3,0.8\n%s,%s,rack-%06d,B,380,32,3,0.8\n", s.Name, h.Name, i, s.Name, h.Name, i)
	}
	with, _, err := interchange.Import("racks", []byte(racks.String()), plan, ref, interchange.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		format, document string
		into             planner.Plan
		rows             int
	}{{"racks", racks.String(), plan, n}, {"rack-feeds", feeds.String(), with, 2 * n}} {
		b.Run(c.format, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := interchange.Import(c.format, []byte(c.document), c.into, ref, interchange.Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(c.rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
