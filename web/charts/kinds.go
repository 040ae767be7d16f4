package charts

import (
	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/locales"
)

// Subject is what charts are drawn of.
type Subject struct {
	Result    planner.Result
	RackTypes map[string]planner.Text // titles of rack types by their names
	Bridge    *compare.BridgeResult   // from the forecast of a baseline; nil without one
}

// Kind is a chart that can be asked for by its name.
type Kind struct {
	Name     string
	Title    string // key of its title in the catalogue
	Compares bool   // it is drawn of a plan and a baseline
	Draw     func(Subject, *locales.Locale) (Chart, error)
}

// Kinds are all charts.
var Kinds = []Kind{
	{"rollout", "rollout.title", false, of(Rollout)},
	{"cash", "cash.title", false, of(Cash)},
	{"gantt", "gantt.title", false, of(Gantt)},
	{"heat", "heat.title", false, func(s Subject, l *locales.Locale) (Chart, error) { return Heat(s.Result, l, s.RackTypes) }},
	{"yearly", "yearly.title", false, func(s Subject, l *locales.Locale) (Chart, error) { return Yearly(s.Result, s.Result, l) }},
	{"treemap", "treemap.title", false, of(Treemap)},
	{"opex", "operation.chart", false, of(Operation)},
	{"own-lease", "worth.chart", false, of(Worth)},
	{"bridge", "bridge.title.forecast_krw", true, func(s Subject, l *locales.Locale) (Chart, error) { return Bridge(*s.Bridge, l, s.Result) }},
}

func of(draw func(planner.Result, *locales.Locale) (Chart, error)) func(Subject, *locales.Locale) (Chart, error) {
	return func(s Subject, l *locales.Locale) (Chart, error) { return draw(s.Result, l) }
}

// RackTypes are the titles of the rack types that a plan can name.
func RackTypes(plan planner.Plan, ref planner.Reference) map[string]planner.Text {
	titles := map[string]planner.Text{}
	for _, list := range [][]planner.RackType{ref.RackTypes, plan.RackTypes} {
		for _, t := range list {
			titles[t.Name] = t.Title
		}
	}
	return titles
}
