package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
)

// SweepForm is a sweep as it is typed.
type SweepForm struct {
	Plan    string // ref of the plan that is varied; the first that can be where empty
	Axes    []SweepAxis
	Method  string
	Samples string
	Seed    string
	Columns []string // measures
	Where   []string
	Pareto  []string // measures
}

// SweepAxis is an input that is varied, as it is typed.
type SweepAxis struct{ Path, How, Values string }

// SweepKeys are the parts of a query that hold a sweep.
var SweepKeys = []string{"sweep", "vary", "method", "samples", "seed", "column", "where", "pareto", "path", "how", "values", "variant"}

// hows are the ways to say the values of an input: the name of each, and what
// stands between path and values in the text of an axis.
var hows = []struct{ name, sign, example string }{
	{"list", "=", "1300; 1400; 1500"}, {"range", "=", "1200..1600/100"}, {"scale", "*=", "0.9, 1, 1.1"}, {"shift", "+=", "-3, 0, 3"},
}

func exampleOf(how string) string { return SweepAxis{How: how}.how().example }

func (a SweepAxis) how() struct{ name, sign, example string } {
	for _, how := range hows {
		if how.name == a.How {
			return how
		}
	}
	return hows[0]
}

// Text is the axis as compare.ParseAxis reads it.
func (a SweepAxis) Text() string {
	return strings.TrimSpace(a.Path) + a.how().sign + strings.TrimSpace(a.Values)
}

// axisOfText is the axis of a text, which need not be a right one.
func axisOfText(text string) SweepAxis {
	path, values, _ := strings.Cut(text, "=")
	a := SweepAxis{Path: strings.TrimSpace(path), How: "list", Values: strings.TrimSpace(values)}
	switch {
	case strings.HasSuffix(path, "*"):
		a.Path, a.How = strings.TrimSpace(strings.TrimSuffix(path, "*")), "scale"
	case strings.HasSuffix(path, "+"):
		a.Path, a.How = strings.TrimSpace(strings.TrimSuffix(path, "+")), "shift"
	case strings.Contains(values, ".."):
		a.How = "range"
	}
	return a
}

// SweepFormOf reads a query or a form: axes each as a text, or as fields of path,
// how and values in one order.
func SweepFormOf(query url.Values) SweepForm {
	f := SweepForm{
		Plan: query.Get("sweep"), Method: query.Get("method"), Samples: strings.TrimSpace(query.Get("samples")), Seed: strings.TrimSpace(query.Get("seed")),
		Columns: filled(query["column"]), Pareto: filled(query["pareto"]),
	}
	if !query.Has("pareto") {
		f.Pareto = defaultPareto
	}
	for _, text := range query["vary"] {
		f.Axes = append(f.Axes, axisOfText(text))
	}
	for i, path := range query["path"] {
		f.Axes = append(f.Axes, SweepAxis{Path: path, How: nth(query["how"], i), Values: nth(query["values"], i)})
	}
	for _, text := range query["where"] {
		f.Where = append(f.Where, filled(strings.Split(text, "\n"))...)
	}
	return f
}

// filled are the texts that are not empty.
func filled(texts []string) []string {
	var list []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			list = append(list, text)
		}
	}
	return list
}

func nth(texts []string, i int) string {
	if i < len(texts) {
		return texts[i]
	}
	return ""
}

// Query is the form as the address of the page holds it.
func (f SweepForm) Query() url.Values {
	query := url.Values{}
	put := func(key, value string) {
		if value != "" {
			query.Add(key, value)
		}
	}
	put("sweep", f.Plan)
	for _, a := range f.Axes {
		query.Add("vary", a.Text())
	}
	if f.method() != compare.Grid {
		put("method", f.Method)
	}
	if f.method() == compare.LatinHypercube {
		put("samples", f.Samples)
		put("seed", f.Seed)
	}
	if !sameNames(f.columns(), defaultColumns) {
		query["column"] = f.Columns
	}
	for _, text := range f.Where {
		put("where", text)
	}
	switch {
	case len(f.Pareto) == 0:
		query.Set("pareto", "")
	case !slices.Equal(f.Pareto, defaultPareto):
		query["pareto"] = f.Pareto
	}
	return query
}

// sameNames reports whether two lists hold the same names in whatever order.
func sameNames(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// Blank reports whether nothing is varied.
func (f SweepForm) Blank() bool {
	return !slices.ContainsFunc(f.Axes, func(a SweepAxis) bool { return a.Path != "" || a.Values != "" })
}

func (f SweepForm) method() compare.Method {
	if f.Method == "" {
		return compare.Grid
	}
	return compare.Method(f.Method)
}

// defaultColumns are reported where the form chooses none.
var defaultColumns = []string{"forecast_krw", "usable_it_kw", "energised", "tier_achieved", "least_headroom_kw"}

// defaultPareto is drawn where the form does not say.
var defaultPareto = []string{"forecast_krw", "usable_it_kw"}

// defaultSamples are drawn where the form does not say how many.
const defaultSamples = 200

func (f SweepForm) columns() []string {
	if len(f.Columns) == 0 {
		return defaultColumns
	}
	return f.Columns
}

// Sweep is the form as a sweep, and the faults of what cannot be read, each at
// the field it stands in. Rows without a path and values are left out. The
// measures of the Pareto chart and of the conditions are among the columns.
func (f SweepForm) Sweep() (compare.Sweep, []planner.Fault) {
	s := compare.Sweep{Method: f.method(), Where: f.Where, Columns: slices.Clone(f.columns())}
	var faults []planner.Fault
	if s.Method != compare.OneAtATime {
		s.Pareto = f.Pareto
	}
	for _, name := range s.Pareto {
		if !slices.Contains(s.Columns, name) {
			s.Columns = append(s.Columns, name)
		}
	}
	if s.Method == compare.LatinHypercube {
		faults = append(faults, f.draw(&s)...)
	}
	for i, a := range f.Axes {
		if a.Path == "" && a.Values == "" {
			continue
		}
		axis, err := compare.ParseAxis(a.Text())
		if err != nil {
			faults = append(faults, axisFaults(i, err)...)
		}
		s.Vary = append(s.Vary, axis)
	}
	return s, faults
}

// draw reads how many variants are drawn, and from which seed.
func (f SweepForm) draw(s *compare.Sweep) (faults []planner.Fault) {
	s.Samples = defaultSamples
	if f.Samples != "" {
		n, err := strconv.Atoi(f.Samples)
		if err != nil {
			faults = append(faults, planner.NewFault("samples", f.Samples, "is not a whole number"))
		}
		s.Samples = n
	}
	if f.Seed != "" {
		n, err := strconv.ParseInt(f.Seed, 10, 64)
		if err != nil {
			faults = append(faults, planner.NewFault("seed", f.Seed, "is not a whole number"))
		}
		s.Seed = n
	}
	return faults
}

// places are the rows of the form that the axes of its sweep stand in.
func (f SweepForm) places() []int {
	var at []int
	for i, a := range f.Axes {
		if a.Path != "" || a.Values != "" {
			at = append(at, i)
		}
	}
	return at
}
