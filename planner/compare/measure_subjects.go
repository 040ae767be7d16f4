package compare

import (
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
)

// subjects lists what a rule is of in the results.
func subjects(rule *measureRule, results []*planner.Result) []subject {
	list := []subject{{}}
	for part := range strings.SplitSeq(rule.name, "/") {
		var next []subject
		for _, s := range list {
			switch part {
			case site:
				next = append(next, sitesOf(results)...)
			case phase:
				next = append(next, phasesAt(results, s)...)
			case group:
				next = append(next, groupsOf(results)...)
			case year:
				next = append(next, yearsOf(results)...)
			case month:
				next = append(next, turnsOf(rule, results, s)...)
			default:
				next = append(next, s)
			}
		}
		list = next
	}
	return list
}

// sitesOf lists the sites of any of the results, in the order of the first that
// has them.
func sitesOf(results []*planner.Result) (list []subject) {
	for _, r := range results {
		for i := range r.Sites {
			list = include(list, subject{site: r.Sites[i].Name})
		}
	}
	return list
}

func include(list []subject, s subject) []subject {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// phasesAt lists the phases of a site; none where it has only one in every
// result, which is energised when the site is.
func phasesAt(results []*planner.Result, of subject) (list []subject) {
	several := false
	for _, r := range results {
		n := 0
		for _, ph := range phasesOf(r, of.site) {
			list = include(list, subject{site: of.site, phase: ph.Name})
			n++
		}
		several = several || n > 1
	}
	if !several {
		return nil
	}
	return list
}

func groupsOf(results []*planner.Result) (list []subject) {
	for _, r := range results {
		for i := range r.Budget.Groups {
			list = include(list, subject{group: r.Budget.Groups[i].Code})
		}
	}
	return list
}

// yearsOf lists the years of any of the results, in their order.
func yearsOf(results []*planner.Result) (list []subject) {
	for _, r := range results {
		for i := range r.Budget.Years {
			list = include(list, subject{year: r.Budget.Years[i].Year})
		}
	}
	slices.SortFunc(list, func(a, b subject) int { return a.year - b.year })
	return list
}

// turnsOf lists the months of a measure by month that are shown: the last of a
// year or horizon, where a result has something other then than at the one
// before, and the last of all.
func turnsOf(rule *measureRule, results []*planner.Result, of subject) (list []subject) {
	var ends []planner.Month
	for _, r := range results {
		for i, m := range r.Months {
			if (m.Number() == 12 || i == len(r.Months)-1) && !slices.Contains(ends, m) {
				ends = append(ends, m)
			}
		}
	}
	slices.Sort(ends)
	before := make([]float64, len(results))
	for i, m := range ends {
		of.month = m
		turns := i == len(ends)-1
		for k, r := range results {
			if v := rule.of(r, of); v.Kind != None && v.Number != before[k] {
				turns, before[k] = true, v.Number
			}
		}
		if turns {
			list = append(list, of)
		}
	}
	return list
}

// titled gives the measure the title of its subject in the first of the results
// that has one; its name where none has.
func (m Measure) titled(results []*planner.Result) Measure {
	s := m.subject
	var parts []planner.Text
	switch {
	case s.group != "":
		parts = append(parts, titleOf(s.group, results, groupTitle))
	case s.phase != "":
		parts = append(parts, titleOf(s.site, results, siteTitle), titleOf(s.phase, results, func(r *planner.Result, _ string) planner.Text { return phaseTitle(r, s) }))
	case s.site != "":
		parts = append(parts, titleOf(s.site, results, siteTitle))
	case s.year != 0:
		parts = append(parts, plain(strconv.Itoa(s.year)))
	}
	if !s.month.IsZero() {
		parts = append(parts, plain(s.month.String()))
	}
	var en, ko []string
	for _, p := range parts {
		en, ko = append(en, p.EN), append(ko, p.KO)
	}
	m.Subject = planner.Text{EN: strings.Join(en, " · "), KO: strings.Join(ko, " · ")}
	return m
}

func plain(text string) planner.Text { return planner.Text{EN: text, KO: text} }

// titleOf is the title of a name in the first of the results that has one; where a
// language has none, the name.
func titleOf(name string, results []*planner.Result, title func(*planner.Result, string) planner.Text) planner.Text {
	text := plain(name)
	for _, r := range results {
		if t := title(r, name); !t.IsZero() {
			if text = t; text.EN == "" {
				text.EN = name
			}
			if text.KO == "" {
				text.KO = name
			}
			break
		}
	}
	return text
}

func siteTitle(r *planner.Result, name string) planner.Text {
	if s := siteOf(r, name); s != nil {
		return s.Title
	}
	return planner.Text{}
}

func groupTitle(r *planner.Result, code string) planner.Text {
	for i := range r.Budget.Groups {
		if r.Budget.Groups[i].Code == code {
			return r.Budget.Groups[i].Title
		}
	}
	return planner.Text{}
}

func phaseTitle(r *planner.Result, of subject) planner.Text {
	for _, ph := range phasesOf(r, of.site) {
		if ph.Name == of.phase {
			return ph.Title
		}
	}
	return planner.Text{}
}
