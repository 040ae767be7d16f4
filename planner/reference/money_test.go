package reference_test

import (
	"testing"

	"buildout/planner"
)

// TestRowsOfTheExamples holds that every row of the shipped plans' budgets has a
// title in both languages, that groups sum to the forecast, and that the kinds of
// stage which the cost book counts are paid for in the stages.
func TestRowsOfTheExamples(t *testing.T) {
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		_, r := evaluate(t, name)
		var groups planner.KRW
		for _, row := range r.Budget.Rows {
			if row.Title.EN == "" || row.Title.KO == "" {
				t.Errorf("%s: %s is called %+v", name, row.Code, row.Title)
			}
			if row.Level == 0 {
				groups += row.ForecastKRW
			}
		}
		if groups != r.Budget.ForecastKRW || groups == 0 {
			t.Errorf("%s: groups sum to %d of %d", name, groups, r.Budget.ForecastKRW)
		}
		for _, s := range r.Sites {
			stages := s.Stages
			for _, h := range s.Halls {
				stages = append(stages, h.Stages...)
			}
			for _, g := range stages {
				if g.AmountKRW <= 0 || g.StrandedKRW < 0 || g.StrandedKRW > g.AmountKRW {
					t.Errorf("%s: %s of %s costs %d, %d of it stranded", name, g.Kind, s.Name, g.AmountKRW, g.StrandedKRW)
				}
			}
			if s.StrandedKRW > s.AmountKRW {
				t.Errorf("%s: %d of %d stranded at %s", name, s.StrandedKRW, s.AmountKRW, s.Name)
			}
		}
	}
}
