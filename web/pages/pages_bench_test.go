package pages_test

import (
	"io"
	"testing"
	"testing/fstest"

	"buildout/web/pages"
)

// BenchmarkOverview draws the Overview of the two-site plan.
func BenchmarkOverview(b *testing.B) {
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		b.Fatal(err)
	}
	row := exampleRow(b, "two-sites-460")
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Overview(io.Discard, pages.Frame{Lang: "ko", Path: "/plans/1"}, pages.OverviewView{Plan: row}); err != nil {
			b.Fatal(err)
		}
	}
}
