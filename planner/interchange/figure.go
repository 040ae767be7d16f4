package interchange

import "buildout/planner"

// Figure is what an import bears on: a plan before or after it.
type Figure struct {
	ForecastKRW planner.KRW `json:"forecast_krw"`
	VarianceKRW planner.KRW `json:"variance_krw" doc:"Total less forecast; negative is over budget"`
	PlacedRacks int         `json:"placed_racks" doc:"Racks that halls place by name"`
	Errors      int         `json:"errors" doc:"Findings of severity error"`
	Warnings    int         `json:"warnings" doc:"Findings of severity warning"`
}

// FigureOf returns the figure of a plan, of which r is the result.
func FigureOf(plan planner.Plan, r planner.Result) Figure {
	f := Figure{ForecastKRW: r.Budget.ForecastKRW, VarianceKRW: r.Budget.VarianceKRW}
	for i := range plan.Sites {
		for j := range plan.Sites[i].Phases {
			for k := range plan.Sites[i].Phases[j].Halls {
				f.PlacedRacks += len(plan.Sites[i].Phases[j].Halls[k].Racks)
			}
		}
	}
	for i := range r.Findings {
		switch r.Findings[i].Severity {
		case planner.SeverityError:
			f.Errors++
		case planner.SeverityWarning:
			f.Warnings++
		}
	}
	return f
}
