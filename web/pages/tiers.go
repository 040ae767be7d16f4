package pages

import (
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/web/charts"
	"buildout/web/locales"
)

// tierLine is a site, or halls of it that are alike, against the tier claimed.
type tierLine struct {
	Title    string
	Swatch   charts.Colour // of a site
	All      string        // names of the halls
	Claimed  string
	Tier     *field // of a site: the tier claimed
	Achieved figure
	Met      bool
	Reason   string
	Change   *tierChange
}

// tierChange is the cheapest change that reaches the tier claimed.
type tierChange struct {
	Where, What, From, To string
	Cost, Usable          string
	Href                  string // address with the change made
}

func (v planPage) tierLines(e editor) []tierLine {
	l := v.L
	var names []choice
	for _, tier := range tiersOf(v.Plan.Document, v.Plan.Tiers) {
		names = append(names, choice{Name: tier.Name, Title: tier.Name})
	}
	var lines []tierLine
	for i, r := range v.Plan.Result.Sites {
		was := siteResult(savedResult(v.Plan), r.Name)
		line := tierLine{
			Title: l.Text(r.Title, r.Name), Swatch: charts.Site(i), Met: r.TierMet, Reason: l.TierReason(r.TierBreak),
			Tier:     e.field(l.Text(r.Title, r.Name)+", "+l.T("tiers.claimed"), "select", names, sitePath(r.Name)+"/tier"),
			Achieved: figureOf(l, tierName(l, r.TierAchieved), tierName(l, was.TierAchieved)),
		}
		if c := r.TierChange; c != nil {
			line.Change = &tierChange{
				From: said(l, c.Path, c.From), To: said(l, c.Path, c.To), Cost: l.WonSigned(c.AmountKRW), Usable: l.KW(c.UsableKW),
				Href: v.with(c.Changes),
			}
			line.Change.Where, line.Change.What = l.ChangePath(v.Plan.Result, c.Path)
		}
		lines = append(lines, line)
		for _, group := range hallGroups(siteIn(v.Plan.Document, r.Name), r) {
			hall, saved := group[0], hallResult(was, group[0].Name)
			lines = append(lines, tierLine{
				Title: group.title(l), All: strings.Join(group.names(), ", "), Met: hall.TierMet, Reason: l.TierReason(hall.TierBreak),
				Claimed: hall.TierClaimed, Achieved: figureOf(l, tierName(l, hall.TierAchieved), tierName(l, saved.TierAchieved)),
			})
		}
	}
	return lines
}

// tierName is the name of a tier, in words where none is achieved.
func tierName(l *locales.Locale, name string) string {
	if name == "" {
		return l.T("tiers.none")
	}
	return name
}

// tierTable is the redundancy tiers: what each asks of every kind of stage and
// what it survives.
type tierTable struct {
	Kinds []string
	Rows  []tierRow
}

type tierRow struct {
	Name, Title string
	Own         bool // the plan's own, not the shipped one
	Cells       []*field
	Survives    *field
	Continuous  *field
	Used        bool // claimed by a site
	Downtime    string
	Source      string // of the downtime
}

// tierOptions are the arrangements a tier may ask for; the first asks none.
var tierOptions = plain("", "N+1", "N+2", "2N", "2(N+1)", "3N/2", "4N/3")

// tierKinds are the kinds of stage that a tier may ask an arrangement of.
var tierKinds = power.Kinds

func tierPath(tier, key string) string { return "redundancy_tiers/" + escaped(tier) + "/" + key }

func survivesText(survives []power.Survival) string {
	names := make([]string, len(survives))
	for i, s := range survives {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

// survivesWords says what a tier survives, of its names parted by commas.
func survivesWords(l *locales.Locale, text string) string {
	if text == "" {
		return l.T("survives.none")
	}
	var words []string
	for name := range strings.SplitSeq(text, ",") {
		words = append(words, l.Name("survives", strings.TrimSpace(name)))
	}
	return strings.Join(words, ", ")
}

// survivesOptions are the classes of failure, each with all milder ones.
func survivesOptions(l *locales.Locale) []choice {
	options := []choice{{Title: l.T("survives.none")}}
	for i := range power.Survivals {
		text := survivesText(power.Survivals[:i+1])
		options = append(options, choice{Name: text, Title: l.T("survives.to", "last", l.T("survives."+string(power.Survivals[i])))})
	}
	options[1].Title = l.T("survives." + string(power.Survivals[0]))
	return options
}

// tierTable lists the plan's own tiers in place of the shipped ones of their
// names, then those that are the plan's alone.
func (e editor) tierTable(row PlanRow) tierTable {
	l := e.l
	var t tierTable
	for _, kind := range tierKinds {
		t.Kinds = append(t.Kinds, l.Kind(kind))
	}
	for _, tier := range tiersOf(row.Document, row.Tiers) {
		r := tierRow{Name: tier.Name, Title: l.Text(tier.Title, tier.Name)}
		r.Own = slices.ContainsFunc(row.Document.RedundancyTiers, func(own planner.RedundancyTier) bool { return own.Name == tier.Name })
		r.Used = slices.ContainsFunc(row.Document.Sites, func(site planner.Site) bool { return site.Tier == tier.Name })
		for _, d := range row.Downtimes {
			if d.Tier == tier.Name && !r.Own {
				r.Downtime, r.Source = l.T("redundancy.hours", "hours", l.Number(d.Hours(), 1), "share", l.Availability(d.Availability())), d.Source
			}
		}
		label := l.T("change.tier", "tier", tier.Name) + ", "
		r.Survives = e.field(label+l.T("redundancy.survives"), "select", survivesOptions(l), tierPath(tier.Name, "survives"))
		r.Continuous = e.field(label+l.T("redundancy.continuous"), "select",
			[]choice{{Name: "true", Title: l.T("redundancy.true")}, {Name: "false", Title: l.T("redundancy.false")}}, tierPath(tier.Name, "continuous_cooling"))
		for i, kind := range tierKinds {
			r.Cells = append(r.Cells, e.field(label+t.Kinds[i], "select", tierOptions, tierPath(tier.Name, string(kind))))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func tiersOf(plan planner.Plan, shipped []planner.RedundancyTier) []planner.RedundancyTier {
	all := slices.Clone(shipped)
	for _, own := range plan.RedundancyTiers {
		if at := slices.IndexFunc(all, func(t planner.RedundancyTier) bool { return t.Name == own.Name }); at >= 0 {
			all[at] = own
			continue
		}
		all = append(all, own)
	}
	return all
}

// asked is the arrangement a tier asks of a kind; empty where it asks none.
func asked(tier planner.RedundancyTier, kind power.Kind) string {
	for _, a := range tier.Arrangements {
		if a.Kind == kind {
			return a.Arrangement.String()
		}
	}
	return ""
}

// checksTable holds the plant of every site against published limits.
func checksTable(l *locales.Locale, r planner.Result) charts.Table {
	t := charts.Table{Caption: l.T("checks.title"), Columns: []charts.Column{
		{Title: l.T("col.check"), Text: true}, {Title: l.T("col.where"), Text: true}, {Title: l.T("col.found")}, {Title: l.T("col.limit")},
		{Title: l.T("col.unit"), Text: true}, {Title: l.T("col.verdict_limit"), Text: true}, {Title: l.T("col.source"), Text: true},
	}}
	for i, site := range r.Sites {
		for _, c := range site.Plant {
			where := l.Text(site.Title, site.Name)
			if c.Hall != "" {
				where += " · " + c.Hall
			}
			verdict := charts.Cell{Text: l.T("checks.holds"), Class: "fine", Mark: "✓"}
			if !c.Holds {
				verdict = charts.Cell{Text: l.T("checks.broken"), Class: "over", Mark: "▲"}
			}
			t.Rows = append(t.Rows, []charts.Cell{
				cell(l.Text(c.Title, string(c.Name))), {Text: where, Swatch: charts.Site(i)},
				cell(plainNumber(l, c.Found)), cell(plainNumber(l, c.Limit)), cell(l.Name("unit", c.Unit)), verdict, {Text: c.Source, Class: "quiet words"},
			})
		}
	}
	return t
}

// plainNumber has as many decimals as a reader needs, two at most.
func plainNumber(l *locales.Locale, v float64) string {
	text := l.Number(v, 2)
	if v >= 1000 || v <= -1000 {
		return l.Number(v, 0)
	}
	return trimZeros(text)
}
