package workbook

import (
	"strconv"
	"strings"
	"unicode"

	"buildout/planner"
	"buildout/planner/formula"
)

// inputs is the numbers that the user of the workbook may change, by their path
// in the plan. Formulas refer to them by name, so that where they stand on the
// sheet Inputs does not matter to them: it is laid when all are known.
type inputs struct {
	b      *book
	list   []*inputCell
	byPath map[string]*inputCell
	names  map[string]bool
	values map[string]*planner.ReferenceValue // by name

	editable map[string]*planner.ReferenceValue // by path; made when it is asked for
}

// inputCell is an input.
type inputCell struct {
	path    string // of planner.Change
	kind    planner.ReadingKind
	name    string // of the cell
	v       float64
	given   bool     // whether the plan gives it
	text    string   // of a choice
	options []string // of a choice
	design  bool     // whether capacity does not follow it here
	unit    string
	source  string
	assumed bool
	title   planner.Text
	low     float64 // published or estimated range; 0 where there is none
	high    float64
	asOf    string
	row     int // on the sheet Inputs, once that is laid
}

func newInputs(b *book) *inputs {
	in := &inputs{b: b, byPath: map[string]*inputCell{}, names: map[string]bool{}, values: map[string]*planner.ReferenceValue{}}
	values := planner.ReferenceValues(b.Plan, b.Reference)
	for i := range values {
		if _, twice := in.values[values[i].Name]; !twice {
			in.values[values[i].Name] = &values[i]
		}
	}
	return in
}

// plan returns the number at a path of planner.Change, as an input. A month is
// the number that formulas reckon with, and 0 where the plan gives none.
func (in *inputs) plan(path string) formula.Num {
	c := in.cell(path)
	if c.kind == planner.MonthReading {
		return formula.Ref(c.v, c.name+"_no")
	}
	return formula.Ref(c.v, c.name)
}

// design is plan for what decides capacity: the cost follows it in the workbook,
// while capacity and all that hangs on it stay as they were exported, which the
// workbook then says.
func (in *inputs) design(path string) formula.Num {
	n := in.plan(path)
	in.byPath[path].design = true
	return n
}

// choice returns a text of the plan that is one of some options, as an input.
func (in *inputs) choice(path string, options ...string) formula.Text {
	c := in.cell(path)
	c.options = options
	return formula.TextRef(c.text, c.name)
}

// value returns a reference value by its name in planner.ReferenceValues, as an
// input where a plan may put its own in its place. It is 0 where the reference
// has none of the name.
func (in *inputs) value(name string) formula.Num {
	v, ok := in.values[name]
	if !ok {
		return formula.Of(0)
	}
	if v.Editable == "" {
		return formula.Of(v.Value)
	}
	n := in.plan(v.Editable)
	c := in.byPath[v.Editable]
	c.unit, c.source, c.assumed, c.title = v.Unit, v.Source, v.Assumption, v.Title
	return n
}

func (in *inputs) cell(path string) *inputCell {
	if c, ok := in.byPath[path]; ok {
		return c
	}
	c := &inputCell{path: path, name: in.nameOf(path)}
	if r, err := planner.Read(in.b.Plan, in.b.Reference, path); err == nil {
		c.kind, c.text, c.given = r.Kind, r.Text, r.Text != ""
		c.v = numberOf(r)
	}
	in.byPath[path] = c
	in.list = append(in.list, c)
	return c
}

// numberOf is the number of a reading, 0 where it gives none.
func numberOf(r planner.Reading) float64 {
	if r.Kind == planner.MonthReading {
		var m planner.Month
		if m.UnmarshalText([]byte(r.Text)) != nil {
			return 0
		}
		return float64(m)
	}
	v, _ := strconv.ParseFloat(r.Text, 64)
	return v
}

// nameOf makes a name for the cell of a path that every spreadsheet takes:
// letters, digits and low lines, and no other cell's.
func (in *inputs) nameOf(path string) string {
	words := strings.TrimPrefix(path, "values/")
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, words)
	if len(name) > 200 {
		name = name[:200]
	}
	if !strings.Contains(name, "_") || !unicode.IsLetter([]rune(name)[0]) {
		name = "in_" + name
	}
	unique := name
	for n := 2; in.names[strings.ToLower(unique)] || in.names[strings.ToLower(unique)+"_no"]; n++ {
		unique = name + "_" + strconv.Itoa(n)
	}
	in.names[strings.ToLower(unique)] = true
	in.names[strings.ToLower(unique)+"_no"] = true
	return unique
}

func (c *inputCell) isMonth() bool { return c.kind == planner.MonthReading }
