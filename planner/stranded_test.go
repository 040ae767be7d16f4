package planner_test

import (
	"testing"

	"buildout/planner"
	"buildout/planner/power"
)

// TestStranded works the stranded won of two halls by hand: 700 M won of UPS are
// shared by the 1,500 and 4,000 kW installed; the first hall's could carry 1,000
// kW of IT load and the second's 2,000, where both are designed for 900. A line
// to the substation of 10 km at 1 M won x 1.1, for a feed of 9,000 kW that could
// carry 9,000 / 1.4 and carries 1,800.
func TestStranded(t *testing.T) {
	ref := smallReference(t)
	e := ref.Book.Entries[0]
	e.Code, e.Driver = "structure.line", planner.Driver{Per: planner.PerFeedKM}
	ref.Book.Entries = append(ref.Book.Entries, e)
	p := casePlan(t, "books", ref)
	p.Actuals = planner.Actuals{}
	p.Sites[0].Feeds[0].CableKM = 10
	s := mustEvaluate(t, p, ref).Sites[0]
	var total planner.KRW
	for i, want := range []struct {
		kind             power.Kind
		amount, stranded planner.KRW
	}{
		{power.Feed, 11e6, 7_920_000},         // 1 - 1,800 x 1.4 / 9,000 = 0.72
		{power.UPS, 190_909_091, 19_090_909},  // 700 M x 1,500 / 5,500; a tenth
		{power.AirHandler, 0, 0},              // no line counts them
		{power.UPS, 509_090_909, 280_000_000}, // 1,100 of 2,000
		{power.AirHandler, 0, 0},
	} {
		g := stagesOf(s)[i]
		if g.Kind != want.kind || g.AmountKRW != want.amount || g.StrandedKRW != want.stranded {
			t.Errorf("stage %d, %s: %d of %d won stranded (%v of %v IT kW), want %s %d of %d", i, g.Kind, g.StrandedKRW, g.AmountKRW, g.StrandedITKW, g.UsableITKW, want.kind, want.stranded, want.amount)
		}
		total += g.StrandedKRW
	}
	if s.StrandedKRW != total {
		t.Errorf("%d stranded at the site, %d in its stages", s.StrandedKRW, total)
	}
}

func stagesOf(s planner.SiteResult) []planner.StageResult {
	stages := append([]planner.StageResult{}, s.Stages...)
	for _, h := range s.Halls {
		stages = append(stages, h.Stages...)
	}
	return stages
}
