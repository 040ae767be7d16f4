package compare

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/finance"
)

// Measure is a result that plans are compared by. Its name is also what sweeps
// choose as a column and conditions speak of.
//
//	forecast_krw, variance_krw, npv_krw, usable_it_kw, energised, tier_achieved, ...   of the plan
//	groups/CODE/cost_krw, years/YEAR/paid_krw                                          of the budget
//	sites/SITE/cost_krw, sites/SITE/usable_it_kw, sites/SITE/tier_achieved, ...        of a site
//	usable_it_kw/MONTH, sites/SITE/usable_it_kw/MONTH                                  in a month
//
// A slash in a name is written %2F, a percent sign %25. The table of measures is
// in measure_table.go.
type Measure struct {
	Name   string       `json:"name" example:"forecast_krw"`
	Group  MeasureGroup `json:"group" enum:"budget,cost,capacity,schedule,resilience,operation,worth,findings"`
	Unit   string       `json:"unit" doc:"KRW, kW, kWh, t, month, months, tier, share, share/year, kW/kW, KRW/kW, KRW/kW/month, positions or findings"`
	Better Direction    `json:"better" enum:"lower,higher,neither"`
	Figure string       `json:"figure,omitempty" doc:"What explain takes for it; none where that is another in each plan, or it has no explanation"`

	Kind    string       `json:"-"` // name without its subject, such as sites/usable_it_kw: the key of its title
	Subject planner.Text `json:"-"` // title of the site or group, the year or the month; none of the plan
	rule    *measureRule
	subject subject
}

// MeasureGroup is a section of the matrix.
type MeasureGroup string

// The groups of measures in the order they are shown.
const (
	GroupBudget     MeasureGroup = "budget"
	GroupCost       MeasureGroup = "cost"
	GroupCapacity   MeasureGroup = "capacity"
	GroupSchedule   MeasureGroup = "schedule"
	GroupResilience MeasureGroup = "resilience"
	GroupOperation  MeasureGroup = "operation"
	GroupWorth      MeasureGroup = "worth"
	GroupFindings   MeasureGroup = "findings"
)

// Direction is which of two values is the better one.
type Direction string

// The directions.
const (
	Lower   Direction = "lower"
	Higher  Direction = "higher"
	Neither Direction = "neither"
)

// subject is what a measure is of beside the plan.
type subject struct {
	site, phase, group string
	year               int
	month              planner.Month
}

// Of returns the measure of a result; none where the result has no such site,
// year or month.
func (m Measure) Of(r *planner.Result) Value {
	if m.rule == nil {
		return Value{}
	}
	return m.rule.of(r, m.subject)
}

// FigureOf returns what planner.Explain takes for the measure of a result; nothing
// where the result has no such value, or nothing explains it.
func (m Measure) FigureOf(r *planner.Result) string {
	switch {
	case m.rule == nil || m.Of(r).Kind == None:
		return ""
	case m.rule.at != nil:
		return strings.Replace(m.rule.figure, "@", m.rule.at(r, m.subject), 1)
	}
	return m.Figure
}

// Measures lists what the results may be compared by, in the order they are
// shown: those of the plan, and those of every group, site and year that any of
// them has. By month it lists usable kW at the ends of years, where that is
// another than a year before in any of them, and at the ends of the horizons.
func Measures(results ...*planner.Result) []Measure {
	var list []Measure
	for i := range measureRules {
		rule := &measureRules[i]
		if rule.shown == onRequest {
			continue
		}
		for _, s := range subjects(rule, results) {
			m := rule.measure(s)
			if rule.shown == whereAny && !slices.ContainsFunc(results, func(r *planner.Result) bool { return m.Of(r).Number != 0 }) {
				continue
			}
			list = append(list, m.titled(results))
		}
	}
	return list
}

// Kinds lists the kinds of measures, each once, in the order they are shown.
func Kinds() []string {
	list := make([]string, len(measureRules))
	for i := range measureRules {
		list[i] = measureRules[i].kind()
	}
	return list
}

// ParseMeasure returns the measure of a name. The error is *planner.Invalid and
// names the nearest. Whether a result has the site, year or month is seen when it
// is asked.
func ParseMeasure(name string) (Measure, error) {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimSpace(name), "/") {
		text, err := url.PathUnescape(part)
		if err != nil || text == "" {
			return Measure{}, refuse(name, "a measure is words joined by /, such as sites/ansan/usable_it_kw; in a name a / is written %%2F and a %% is written %%25")
		}
		parts = append(parts, text)
	}
	var names []string
	for i := range measureRules {
		rule := &measureRules[i]
		s, known, err := rule.read(parts)
		if known && err != nil {
			return Measure{}, refuse(name, "%s", err)
		}
		if known {
			return rule.measure(s).titled(nil), nil
		}
		names = append(names, rule.like(parts))
	}
	return Measure{}, refuse(name, "no such measure%s", planner.Offered(strings.TrimSpace(name), names))
}

// refuse is the error of a text that says no measure or condition.
func refuse(found, message string, args ...any) error {
	return &planner.Invalid{Faults: []planner.Fault{planner.NewFault("", found, message, args...)}}
}

// measure is the measure of the rule of a subject.
func (rule *measureRule) measure(s subject) Measure {
	m := Measure{
		Name: rule.fill(rule.name, s), Group: rule.group, Unit: rule.unit, Better: rule.better, Kind: rule.kind(), rule: rule, subject: s,
	}
	if rule.at == nil {
		m.Figure = rule.fill(rule.figure, s)
	}
	return m
}

// kind is the name of the rule without its subject; of a month, that ends in one.
func (rule *measureRule) kind() string {
	var parts []string
	for part := range strings.SplitSeq(rule.name, "/") {
		switch {
		case part == month:
			parts = append(parts, "month")
		case !isSubject(part):
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "/")
}

// The words that stand for subjects in the names of rules.
const (
	site  = "SITE"
	phase = "PHASE"
	group = "GROUP"
	year  = "YEAR"
	month = "MONTH"
)

func isSubject(part string) bool {
	return part == site || part == phase || part == group || part == year || part == month
}

// fill writes a subject in place of the words for it.
func (rule *measureRule) fill(pattern string, s subject) string {
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		switch part {
		case site:
			parts[i] = planner.PathName(s.site)
		case phase:
			parts[i] = planner.PathName(s.phase)
		case group:
			parts[i] = planner.PathName(s.group)
		case year:
			parts[i] = strconv.Itoa(s.year)
		case month:
			parts[i] = s.month.String()
		}
	}
	return strings.Join(parts, "/")
}

// read reads the subject in the parts of a name. known is false where it is the
// name of another rule.
func (rule *measureRule) read(parts []string) (s subject, known bool, err error) {
	words := strings.Split(rule.name, "/")
	if len(words) != len(parts) {
		return s, false, nil
	}
	for i, word := range words {
		switch part := parts[i]; word {
		case site:
			s.site = part
		case phase:
			s.phase = part
		case group:
			s.group = part
		case year:
			if s.year, err = strconv.Atoi(part); err != nil || len(part) != 4 || s.year < 1900 {
				err = fmt.Errorf("%q is no year; write it as YYYY, such as 2024", part)
			}
		case month:
			s.month, err = finance.ParseMonth(part)
		default:
			if part != word {
				return s, false, nil
			}
		}
	}
	return s, true, err
}

// like is the name of the rule with what a name says where the rule has a
// subject, to find what was meant.
func (rule *measureRule) like(parts []string) string {
	words := strings.Split(rule.name, "/")
	for i, word := range words {
		if isSubject(word) && len(words) == len(parts) {
			words[i] = planner.PathName(parts[i])
		}
	}
	return strings.Join(words, "/")
}
