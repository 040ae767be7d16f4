package pages

import (
	"cmp"
	"slices"
	"strconv"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// tile is a figure of the score strip. It leads to the section of the page
// that explains it.
type tile struct {
	Name  string
	Title string
	Page  string // page of the plan that explains it
	Href  string // address of the explanation
	Value string
	Unit  string
	Note  string
	Class string // over, near or fine
	Mark  string
	Delta string // in words; empty without anything to differ from
	Bar   *bar
	Lines []tileLine
	More  string // says how many lines were left out
}

type tileLine struct {
	Swatch charts.Colour
	Name   string
	Text   string
	Small  string
	Class  string
	Mark   string
}

// bar is a share drawn as a bar 100 wide; Limit is where the budget stands.
type bar struct{ Used, Over, Limit string }

const mostLines = 3

// score is the score strip of a result, with differences to another one, where
// there is one, in words of the key given.
func score(l *locales.Locale, r planner.Result, base *planner.Result, key string) []tile {
	tiles := []tile{budgetTile(l, r), energisedTile(l, r), headroomTile(l, r), tierTile(l, r), lossTile(l, r), findingsTile(l, r)}
	if base == nil {
		return tiles
	}
	for i, delta := range []string{
		l.WonSigned(r.Budget.ForecastKRW - base.Budget.ForecastKRW),
		l.T("score.months", "number", l.IntSigned(monthsLate(r)-monthsLate(*base))),
		l.KWSigned(r.Capacity.Least.KW-base.Capacity.Least.KW) + " kW",
		l.IntSigned(tiersMet(r) - tiersMet(*base)),
		l.PointsSigned(r.SiteLoss.Final-base.SiteLoss.Final) + l.T("score.points"),
		l.IntSigned(len(r.Findings) - len(base.Findings)),
	} {
		tiles[i].Delta = l.T(key, "delta", delta)
	}
	return tiles
}

func budgetTile(l *locales.Locale, r planner.Result) tile {
	b := r.Budget
	t := tile{
		Name: "budget", Title: l.T("score.budget"), Page: "budget", Href: "#yearly",
		Value: l.Won(b.ForecastKRW), Unit: l.WonUnit(), Class: "fine", Mark: "✓",
		Note: l.T("score.budget.left", "budget", l.Won(b.TotalKRW), "difference", l.Won(b.VarianceKRW)),
		Bar:  budgetBar(b),
	}
	if b.VarianceKRW < 0 {
		t.Class, t.Mark = "over", "▲"
		t.Note = l.T("score.budget.over", "budget", l.Won(b.TotalKRW), "difference", l.Won(-b.VarianceKRW))
	}
	return t
}

// budgetBar scales forecast and budget to the larger of the two.
func budgetBar(b planner.BudgetResult) *bar {
	most := float64(max(b.ForecastKRW, b.TotalKRW, 1))
	share := func(v planner.KRW) string { return strconv.FormatFloat(100*float64(v)/most, 'f', 2, 64) }
	return &bar{Used: share(min(b.ForecastKRW, b.TotalKRW)), Over: share(max(0, -b.VarianceKRW)), Limit: share(b.TotalKRW)}
}

// promise is a phase against its promise.
type promise struct {
	hue    charts.Colour
	title  string
	phase  planner.PhaseResult
	late   int // months; never within the horizon counts as very many
	inTime bool
}

const never = 1 << 20

func promises(l *locales.Locale, r planner.Result) []promise {
	var all []promise
	for i, site := range r.Sites {
		for _, phase := range site.Phases {
			p := promise{hue: charts.Site(i), phase: phase, title: l.Text(site.Title, site.Name)}
			if len(site.Phases) > 1 {
				p.title += " " + l.Text(phase.Title, phase.Name)
			}
			switch {
			case phase.Energised.IsZero() || phase.Energised > r.Plan.Horizon.End():
				p.late = never
			case !phase.Promised.IsZero():
				p.late = int(phase.Energised - phase.Promised)
			}
			p.inTime = p.late <= 0
			all = append(all, p)
		}
	}
	return all
}

// monthsLate is the months the phases are energised after their promises,
// summed.
func monthsLate(r planner.Result) (months int) {
	for _, site := range r.Sites {
		for _, phase := range site.Phases {
			if !phase.Promised.IsZero() {
				months += max(0, int(phase.Energised-phase.Promised))
			}
		}
	}
	return months
}

func energisedTile(l *locales.Locale, r planner.Result) tile {
	all := promises(l, r)
	inTime := 0
	for _, p := range all {
		if p.inTime {
			inTime++
		}
	}
	t := tile{
		Name: "energised", Title: l.T("score.energised"), Page: "overview", Href: "#gantt",
		Value: l.Int(inTime) + "/" + l.Int(len(all)), Unit: l.T("score.energised.unit"), Class: "fine", Mark: "✓",
	}
	if inTime < len(all) {
		t.Class, t.Mark = "over", "▲"
	}
	slices.SortStableFunc(all, func(a, b promise) int { return cmp.Compare(max(0, b.late), max(0, a.late)) })
	for _, p := range all {
		line := tileLine{Swatch: p.hue, Name: p.title, Text: l.Month(p.phase.Energised), Small: l.Month(p.phase.Promised)}
		if !p.inTime {
			line.Class, line.Mark = "over", "▲"
		}
		t.Lines = append(t.Lines, line)
	}
	return t.cut(l)
}

func headroomTile(l *locales.Locale, r planner.Result) tile {
	least := r.Capacity.Least
	t := tile{
		Name: "headroom", Title: l.T("score.headroom"), Page: "overview", Href: "#rollout",
		Value: l.KW(least.KW), Unit: "kW", Note: l.MonthProse(least.Month), Class: "fine", Mark: "✓",
	}
	if least.Month.IsZero() {
		t.Value, t.Unit, t.Note = "–", "", l.T("score.headroom.none")
	}
	if least.KW < 0 {
		t.Class, t.Mark = "over", "▲"
		t.Note = l.T("score.headroom.short", "month", l.MonthProse(least.Month))
	}
	return t
}

// stageFault is a stage whose arrangement is less than its tier asks.
type stageFault struct {
	site, place string
	stage       planner.StageResult
}

func belowTier(r planner.Result) []stageFault {
	var all []stageFault
	for _, site := range r.Sites {
		for _, stage := range site.Stages {
			if !stage.MeetsTierAsk {
				all = append(all, stageFault{site.Name, site.Name, stage})
			}
		}
		for _, hall := range site.Halls {
			for _, stage := range hall.Stages {
				if !stage.MeetsTierAsk {
					all = append(all, stageFault{site.Name, hall.Name, stage})
				}
			}
		}
	}
	return all
}

// tiersMet counts the sites that reach the tier they claim.
func tiersMet(r planner.Result) (met int) {
	for _, site := range r.Sites {
		if site.TierMet {
			met++
		}
	}
	return met
}

func tierTile(l *locales.Locale, r planner.Result) tile {
	t := tile{
		Name: "tier", Title: l.T("score.tier"), Page: "capacity", Href: "#tiers", Class: "fine", Mark: "✓",
		Value: l.Int(tiersMet(r)) + "/" + l.Int(len(r.Sites)), Unit: l.T("score.tier.unit"),
	}
	for i, site := range r.Sites {
		line := tileLine{Swatch: charts.Site(i), Name: l.Text(site.Title, site.Name), Text: tierName(l, site.TierAchieved), Small: site.TierClaimed, Mark: "✓"}
		if !site.TierMet {
			t.Class, t.Mark = "over", "▲"
			line.Class, line.Mark = "over", "▲"
		}
		t.Lines = append(t.Lines, line)
	}
	return t.cut(l)
}

func lossTile(l *locales.Locale, r planner.Result) tile {
	t := tile{
		Name: "loss", Title: l.T("score.loss"), Page: "overview", Href: "#rollout",
		Value: l.Share(r.SiteLoss.Final), Unit: l.T("score.loss.unit"), Class: "fine", Mark: "✓",
		Note: l.T("score.loss.from", "month", l.MonthProse(r.SiteLoss.CoveredFrom)),
	}
	if r.SiteLoss.CoveredFrom.IsZero() {
		t.Class, t.Mark, t.Note = "over", "▲", l.T("score.loss.never")
	}
	return t
}

var severities = []struct {
	severity    planner.Severity
	mark, class string
}{
	{planner.SeverityError, "✕", "over"},
	{planner.SeverityWarning, "▲", "near"},
	{planner.SeverityNotice, "●", "quiet"},
}

func findingsTile(l *locales.Locale, r planner.Result) tile {
	t := tile{Name: "findings", Title: l.T("score.findings"), Page: "overview", Href: "#findings", Value: l.Int(len(r.Findings)), Class: "fine", Mark: "✓"}
	t.Lines = severityLines(l, r)
	for i := len(t.Lines) - 1; i >= 0; i-- {
		if t.Lines[i].Text != "0" && t.Lines[i].Class != "quiet" {
			t.Class, t.Mark = t.Lines[i].Class, t.Lines[i].Mark
		}
	}
	return t
}

// severityLines counts the findings by severity.
func severityLines(l *locales.Locale, r planner.Result) []tileLine {
	var lines []tileLine
	for _, s := range severities {
		count := 0
		for _, f := range r.Findings {
			if f.Severity == s.severity {
				count++
			}
		}
		line := tileLine{Name: l.T("severity." + string(s.severity)), Text: l.Int(count), Class: s.class, Mark: s.mark}
		if count == 0 {
			line.Class = "quiet"
		}
		lines = append(lines, line)
	}
	return lines
}

// cut keeps the first lines and says how many more there are.
func (t tile) cut(l *locales.Locale) tile {
	if more := len(t.Lines) - mostLines; more > 0 {
		t.Lines, t.More = t.Lines[:mostLines], l.T("score.more", "number", l.Int(more))
	}
	return t
}
