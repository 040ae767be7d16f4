package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/web/locales"
)

// FieldPrefix stands before the path of a value in the names of the fields
// that a browser sends without a script.
const FieldPrefix = "edit:"

// The fields of a form that adds a redundancy tier: its name, and the tier it
// is a copy of.
const (
	NewTier   = "new-tier"
	NewTierOf = "new-tier-of"
)

// field is a value of the plan that is changed in its place. It may be the
// value of several halls that are alike.
type field struct {
	paths   []string // of planner.Apply; the first is the field's own
	Label   string
	Type    string // select, number, amount or text
	Value   string
	Saved   string // value of the stored plan in words; empty where it is the same
	Was     string // value of the stored plan
	Fault   string // why the value cannot be
	Options []choice
	Step    string
}

// ID is the same on every drawing of the page, so that the focus stays.
func (f field) ID() string { return "f-" + url.PathEscape(f.paths[0]) }

// Name is what a browser sends the value under.
func (f field) Name() string { return FieldPrefix + f.paths[0] }

// Paths are the paths that the field sets, one a line.
func (f field) Paths() string { return strings.Join(f.paths, "\n") }

var slashes = strings.NewReplacer("%", "%25", "/", "%2F")

// escaped is a name as a part of a path.
func escaped(name string) string { return slashes.Replace(name) }

func sitePath(site string) string { return "sites/" + escaped(site) }

// stagePath is the path of a value of a stage.
func stagePath(site, hall string, kind power.Kind, name string) string {
	path := sitePath(site)
	if hall != "" {
		path += "/halls/" + escaped(hall)
	}
	if kind == power.Feed {
		return path + "/feed_" + name
	}
	return path + "/" + string(kind) + "/" + name
}

// stageValues are the values of a stage by their names in the plan's format.
// Those of grid feeds are their arrangement alone: each has its own rating.
func stageValues(r planner.StageResult, g planner.PowerStage) map[string]string {
	values := map[string]string{"arrangement": r.Arrangement.String()}
	if r.Kind == power.Feed {
		return values
	}
	values["modules"] = strconv.Itoa(g.Modules)
	values[ratingName(g)] = strconv.FormatFloat(ratingValue(g), 'f', -1, 64)
	if r.Kind != power.AirHandler {
		values["buses"] = strconv.Itoa(max(1, g.Buses))
	}
	values["compartments"] = strings.Join(g.Compartments, ", ")
	return values
}

func ratingName(g planner.PowerStage) string {
	if g.RatingKVA > 0 || g.Kind.Apparent() {
		return "rating_kva"
	}
	return "rating_kw"
}

func ratingValue(g planner.PowerStage) float64 {
	if ratingName(g) == "rating_kva" {
		return float64(g.RatingKVA)
	}
	return float64(g.RatingKW)
}

// stageIn is the stage of a kind in a train.
func stageIn(train []planner.PowerStage, kind power.Kind) planner.PowerStage {
	for _, g := range train {
		if g.Kind == kind {
			return g
		}
	}
	return planner.PowerStage{Kind: kind}
}

// valuesOf is every value of a plan that a field may change, by its path.
func valuesOf(s State, shipped []planner.RedundancyTier) map[string]string {
	all := map[string]string{}
	add := func(site, hall string, stages []planner.StageResult, train []planner.PowerStage) {
		for _, r := range stages {
			for name, value := range stageValues(r, stageIn(train, r.Kind)) {
				all[stagePath(site, hall, r.Kind, name)] = value
			}
		}
	}
	for _, r := range s.Result.Sites {
		site := siteIn(s.Document, r.Name)
		all[sitePath(r.Name)+"/tier"] = site.Tier
		add(r.Name, "", r.Stages, site.Plant)
		for _, hall := range r.Halls {
			add(r.Name, hall.Name, hall.Stages, hallIn(site, hall.Name).Train)
		}
	}
	moneyValues(s, func(path, value string) { all[path] = value })
	for _, tier := range tiersOf(s.Document, shipped) {
		for _, kind := range tierKinds {
			all[tierPath(tier.Name, string(kind))] = asked(tier, kind)
		}
		all[tierPath(tier.Name, "survives")] = survivesText(tier.Survives)
		all[tierPath(tier.Name, "continuous_cooling")] = strconv.FormatBool(tier.ContinuousCooling)
	}
	return all
}

// said is a value as words would say it.
func said(l *locales.Locale, path, value string) string {
	if value == "" {
		return l.T("change.none")
	}
	if text, ok := saidMoney(l, path, value); ok {
		return text
	}
	switch {
	case strings.HasSuffix(path, "/survives"):
		return survivesWords(l, value)
	case strings.HasSuffix(path, "/continuous_cooling"):
		return l.T("redundancy." + value)
	case isReferencePath(path):
		return apart(value)
	}
	if name := path[strings.LastIndex(path, "/")+1:]; name == "rating_kw" || name == "rating_kva" || name == "modules" {
		if v, err := strconv.ParseFloat(value, 64); err == nil && v < 1e12 && v > -1e12 {
			return trimZeros(l.Number(v, 2))
		}
	}
	return value
}

func trimZeros(text string) string {
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// arrangements are those a planner is offered beside the one a stage has.
var arrangements = plain("N", "N+1", "N+2", "2N", "2(N+1)", "3N/2", "4N/3", "block 2+1", "block 3+1", "block 4+1")

// feedArrangements are those of grid feeds.
var feedArrangements = plain("N", "N+1", "2N")

// plain is choices that are shown as they are sent.
func plain(values ...string) []choice {
	choices := make([]choice, len(values))
	for i, v := range values {
		choices[i] = choice{Name: v, Title: v}
		if v == "" {
			choices[i].Title = "–"
		}
	}
	return choices
}

// editor makes fields of the values of a plan, with what its changes hold.
type editor struct {
	l      *locales.Locale
	values map[string]string // of the plan shown
	saved  map[string]string // of the plan stored; nil without changes
	faults map[string]planner.Fault
	typed  map[string]string // values that cannot be, as they were typed
}

func editorOf(l *locales.Locale, row PlanRow) editor {
	e := editor{l: l, values: valuesOf(State{row.Document, row.Result}, row.Tiers), faults: map[string]planner.Fault{}, typed: map[string]string{}}
	if row.Edit == nil {
		return e
	}
	e.saved = valuesOf(row.Edit.Saved, row.Tiers)
	e.refuse(row.Edit)
	return e
}

// refuse keeps the changes that cannot be made, as they were typed.
func (e editor) refuse(edit *Edit) {
	for _, f := range edit.Faults {
		e.faults[f.Path] = f
		for _, c := range edit.Changes {
			if c.Path == f.Path {
				e.typed[f.Path] = c.Value
			}
		}
	}
}

// field is the field of a value of a plan at the paths given.
func (e editor) field(label, kind string, options []choice, paths ...string) *field {
	path := paths[0]
	f := &field{paths: paths, Label: label, Type: kind, Value: e.values[path], Was: e.values[path], Options: options, Step: "1"}
	if e.saved != nil {
		if f.Was = e.saved[path]; f.Was != f.Value {
			f.Saved = e.l.T("change.was", "value", said(e.l, path, f.Was))
		}
	}
	if fault, refused := e.faults[path]; refused {
		f.Fault, f.Value = fault.Message, e.typed[path]
	}
	if kind == "select" && !slices.ContainsFunc(f.Options, func(o choice) bool { return o.Name == f.Value }) {
		f.Options = append([]choice{{Name: f.Value, Title: said(e.l, path, f.Value)}}, f.Options...)
	}
	return f
}

// Submitted returns the changes that the fields of a form make to the stored
// plan, beside those the page had already, and whether there is such a form.
func Submitted(row PlanRow, query url.Values) (changes []planner.Change, found bool) {
	if row.Edit != nil {
		changes = slices.Clone(row.Edit.Changes)
	}
	values, saved := valuesOf(State{row.Document, row.Result}, row.Tiers), map[string]string(nil)
	if row.Edit != nil {
		saved = valuesOf(row.Edit.Saved, row.Tiers)
	}
	groups := pathGroups(row)
	addSubmitted(row, query, values, saved, groups)
	for _, name := range slices.Sorted(keys(query)) {
		path, isField := strings.CutPrefix(name, FieldPrefix)
		if !isField {
			continue
		}
		found = true
		value := plainValue(path, query.Get(name))
		if value == values[path] {
			continue
		}
		for _, p := range groups[path] {
			changes = slices.DeleteFunc(changes, func(c planner.Change) bool { return c.Path == p })
			if saved == nil || saved[p] != value {
				changes = append(changes, planner.Change{Path: p, Value: value})
			}
		}
	}
	if name := strings.TrimSpace(query.Get(NewTier)); name != "" {
		changes, found = append(changes, planner.Change{Path: tierPath(name, "copy"), Value: query.Get(NewTierOf)}), true
	}
	return changes, found
}

func keys(query url.Values) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for key := range query {
			if !yield(key) {
				return
			}
		}
	}
}

// pathGroups is the paths that each field of a plan sets, by the first.
func pathGroups(row PlanRow) map[string][]string {
	groups := map[string][]string{}
	for path := range valuesOf(State{row.Document, row.Result}, row.Tiers) {
		groups[path] = []string{path}
	}
	for _, r := range row.Result.Sites {
		for _, group := range hallGroups(siteIn(row.Document, r.Name), r) {
			for path := range groups {
				rest, hall := hallOf(path)
				if hall != group[0].Name || !strings.HasPrefix(rest, sitePath(r.Name)+"/") {
					continue
				}
				groups[path] = groupPaths(path, group)
			}
		}
	}
	return groups
}

// groupPaths is a path through the first hall of a group, through each of them.
func groupPaths(path string, group hallGroup) []string {
	parts := strings.Split(path, "/")
	paths := make([]string, len(group))
	for i, hall := range group {
		parts[3] = escaped(hall.Name)
		paths[i] = strings.Join(parts, "/")
	}
	return paths
}
