package pages

import (
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/web/charts"
	"buildout/web/locales"
)

// stageTable is the stages of a site: its grid feeds and shared plant, then
// those of its halls.
type stageTable struct {
	Name, Title string
	Swatch      charts.Colour
	Facts       string // usable kW and what binds
	Groups      []stageGroup
}

// stageGroup is the stages of the plant that halls share, or of halls that are
// alike.
type stageGroup struct {
	Title string
	Count int    // halls that are alike; 0 for shared plant
	All   string // their names
	Rows  []stageRow
}

// stageRow is a stage with its numbers.
type stageRow struct {
	Name                                       string
	Binds                                      bool
	Arrangement, Modules, Rating, Buses, Rooms *field
	InAll                                      string // modules with those of later phases, where these add any
	RatingUnit                                 string
	Systems, Installed, Redundant, Usable      figure
	Load, UsableIT, Stranded, Failure, Asks    figure
	Meets                                      bool
}

// figure is a number as it is with the changes, and as it is stored where that
// is different.
type figure struct{ Text, Was string }

func figureOf(l *locales.Locale, changed, saved string) figure {
	if changed == saved {
		return figure{Text: changed}
	}
	if saved == "" {
		saved = l.T("change.none")
	}
	return figure{changed, l.T("change.was", "value", saved)}
}

// stageTables is the stage table of every site.
func (e editor) stageTables(row PlanRow) []stageTable {
	l := e.l
	var tables []stageTable
	for i, r := range row.Result.Sites {
		site := siteIn(row.Document, r.Name)
		t := stageTable{Name: r.Name, Title: l.Text(r.Title, r.Name), Swatch: charts.Site(i), Facts: siteFacts(l, r)}
		was := siteResult(savedResult(row), r.Name)
		shared := stageGroup{Title: l.T("stages.shared")}
		for _, stage := range r.Stages {
			binds := r.Binding == string(stage.Kind) || r.Binding == "site."+string(stage.Kind)
			shared.Rows = append(shared.Rows, e.stageRow(t.Title, stage, stageOf(was.Stages, stage.Kind), stageIn(site.Plant, stage.Kind), binds,
				func(name string) []string { return []string{stagePath(r.Name, "", stage.Kind, name)} }))
		}
		t.Groups = append(t.Groups, shared)
		for _, group := range hallGroups(site, r) {
			t.Groups = append(t.Groups, e.hallStages(site, group, was))
		}
		tables = append(tables, t)
	}
	return tables
}

func (e editor) hallStages(site planner.Site, group hallGroup, was planner.SiteResult) stageGroup {
	hall, document := group[0], hallIn(site, group[0].Name)
	g := stageGroup{Title: group.title(e.l), Count: len(group), All: strings.Join(group.names(), ", ")}
	for _, stage := range hall.Stages {
		saved := stageOf(hallResult(was, hall.Name).Stages, stage.Kind)
		g.Rows = append(g.Rows, e.stageRow(g.Title, stage, saved, stageIn(document.Train, stage.Kind), hall.Binding == string(stage.Kind),
			func(name string) []string {
				return groupPaths(stagePath(site.Name, hall.Name, stage.Kind, name), group)
			}))
	}
	return g
}

// stageRow draws a stage; saved is the same stage of the stored plan and paths
// names what a field of it sets.
func (e editor) stageRow(place string, r, saved planner.StageResult, g planner.PowerStage, binds bool, paths func(name string) []string) stageRow {
	l := e.l
	name := l.Kind(r.Kind)
	label := func(key string) string { return place + " " + name + ": " + l.T(key) }
	row := stageRow{
		Name: name, Binds: binds, Meets: r.MeetsTierAsk,
		Systems:   figureOf(l, l.Int(r.Systems), l.Int(saved.Systems)),
		Installed: figureOf(l, l.KW(r.InstalledKW), l.KW(saved.InstalledKW)),
		Redundant: figureOf(l, l.KW(r.RedundantKW), l.KW(saved.RedundantKW)),
		Usable:    figureOf(l, l.KW(r.UsableKW), l.KW(saved.UsableKW)),
		Load:      figureOf(l, l.Number(r.LoadPerITKW, 3), l.Number(saved.LoadPerITKW, 3)),
		UsableIT:  figureOf(l, l.KW(r.UsableITKW), l.KW(saved.UsableITKW)),
		Stranded:  figureOf(l, l.KW(r.StrandedITKW), l.KW(saved.StrandedITKW)),
		Failure:   figureOf(l, stageFailure(l, r), stageFailure(l, saved)),
		Asks:      figureOf(l, asksText(l, r), asksText(l, saved)),
	}
	if r.Kind == power.Feed {
		row.Arrangement = e.field(label("col.arrangement"), "select", feedArrangements, paths("arrangement")...)
		return row
	}
	row.RatingUnit = "kW"
	if ratingName(g) == "rating_kva" {
		row.RatingUnit = "kVA"
	}
	row.Arrangement = e.field(label("col.arrangement"), "select", arrangements, paths("arrangement")...)
	row.Modules = e.field(label("col.modules"), "number", nil, paths("modules")...)
	if r.Modules != g.Modules {
		row.InAll = l.T("stages.in_all", "count", l.Int(r.Modules))
	}
	row.Rating = e.field(label("col.rating")+", "+row.RatingUnit, "number", nil, paths(ratingName(g))...)
	row.Rating.Step = "any"
	if r.Kind != power.AirHandler {
		row.Buses = e.field(label("col.buses"), "number", nil, paths("buses")...)
	}
	row.Rooms = e.field(label("col.compartments"), "text", nil, paths("compartments")...)
	return row
}

// stageFailure says what failure sets what a stage may carry. Where the
// arrangement has no spare modules, no more than a system goes out.
func stageFailure(l *locales.Locale, r planner.StageResult) string {
	f := r.Failure
	if f != nil && f.Event == power.SparesOut && f.System != "" && r.Arrangement.Spare == 0 {
		alone := *f
		alone.Event = power.SystemOut
		f = &alone
	}
	return failureText(l, f)
}

// failureText says what goes out; its hall stands above the row.
func failureText(l *locales.Locale, f *power.Failure) string {
	if f == nil {
		return l.T("stages.sound")
	}
	nameless := *f
	nameless.Hall = ""
	return l.FailureTitle(nameless)
}

// asksText is the arrangement the tier asks for, and a dash where it asks none.
func asksText(l *locales.Locale, r planner.StageResult) string {
	if r.TierAsks.IsZero() {
		return l.T("stages.none")
	}
	return r.TierAsks.String()
}

func siteFacts(l *locales.Locale, r planner.SiteResult) string {
	return l.T("stages.facts", "kw", l.KW(r.CompleteITKW), "binding", l.Binding(r.Binding))
}

func stageOf(stages []planner.StageResult, kind power.Kind) planner.StageResult {
	if at := slices.IndexFunc(stages, func(s planner.StageResult) bool { return s.Kind == kind }); at >= 0 {
		return stages[at]
	}
	return planner.StageResult{}
}

// savedResult is the result of the plan as it is stored.
func savedResult(row PlanRow) planner.Result {
	if row.Edit != nil {
		return row.Edit.Saved.Result
	}
	return row.Result
}
