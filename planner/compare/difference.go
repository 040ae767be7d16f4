package compare

import (
	"reflect"
	"slices"

	"buildout/planner"
)

// Kind is in what a difference consists.
type Kind string

// The kinds of differences. What holds many values, such as a rack, is added or
// removed whole.
const (
	Changed Kind = "changed" // a value, one of which may be none
	Added   Kind = "added"
	Removed Kind = "removed"
	Moved   Kind = "moved"   // the order of a list, or a hall to another phase
	Renamed Kind = "renamed" // an element that is alike but for its name
)

// DifferenceKinds is the kinds of differences.
var DifferenceKinds = []Kind{Changed, Added, Removed, Moved, Renamed}

// Difference is what two plans do not share: a path by names in the grammar of
// planner.Change, and the value in each as text; empty where one has none.
type Difference struct {
	Path string `json:"path" doc:"Path by names, such as sites/ansan/halls/DH-1/ups/modules"`
	Kind Kind   `json:"kind" enum:"changed,added,removed,moved,renamed" doc:"A value that is changed, an element that is added, removed or has another name, or a list in another order"`
	Was  string `json:"was" doc:"Value as text, beginning of the JSON of an element, its name, or names in the order of a list; empty where there is none"`
	Is   string `json:"is" doc:"The same in the other plan"`
}

// Differences lists in what two plans differ, in the order of the plan; at most
// limit of it, and how much there is in all. Differences of is and was are as
// many as those of was and is.
//
// Elements of lists are matched by their names, kinds or codes, ceilings by
// their years, exchange rates by currency and month, all others by their place.
// Of what is left over, an element of each plan that are alike but for name,
// title and source are the same one renamed, as pairing says; that is one
// difference at its old path with both names, and what else differs in it stands
// below its new path. Values that name it, such as those of a budget's sites, are
// changed as any other. What only one plan has is one difference, whatever it
// holds; its text is the beginning of its JSON. A list whose common elements
// stand in another order is one difference at its path, with their names from
// the first to the last that moved. A hall that another phase builds is one at
// phase below its path.
//
// Values of changed differences are those of planner.Change: made to was by
// planner.Apply in their order, the values in is give is, as far as no element
// is added, removed, moved or renamed. A change of arrangement gives a stage other
// modules; where their number did not change, it must be set again. Texts of a
// list are joined by commas; one that has a comma itself cannot be set so.
func Differences(was, is planner.Plan, limit int) (list []Difference, count int) {
	c := comparison{limit: limit, newNames: true}
	c.plans(&was, &is)
	return c.differences(), c.count
}

// differences lists the rows of two plans.
func (c *comparison) differences() (list []Difference) {
	for _, row := range c.rows {
		list = append(list, Difference{row.Path, row.Cells[1].Kind, row.Cells[0].Text, row.Cells[1].Text})
	}
	return list
}

// comparison collects in what plans differ from the first of them. Where it goes
// through a part of them, it has one value a plan, which is none where the plan
// has no such part; the first has it.
type comparison struct {
	rows     []InputRow
	count    int
	limit    int
	newNames bool            // whether paths lead on by the new name of what is renamed, of two plans
	into     sorting         // nil where all rows are the comparison's own
	spare    []reflect.Value // for the values of a part
}

// sorting says which comparison counts a row in place of the one that found it;
// none where it returns nil.
type sorting func(at *step, cell func(k int) InputCell) *comparison

func (c *comparison) plans(plans ...*planner.Plan) {
	c.spare = make([]reflect.Value, 0, 32*len(plans)) // parts within parts
	all := make([]reflect.Value, len(plans))
	for k := range plans {
		all[k] = reflect.ValueOf(plans[k]).Elem()
	}
	c.structure(nil, planShape, all, false)
}

// step is a part of a path with those before it.
type step struct {
	up   *step
	name string
}

func (s *step) below(name string) *step { return &step{s, name} }

func (s *step) String() string {
	if s.up == nil {
		return planner.PathName(s.name)
	}
	return s.up.String() + "/" + planner.PathName(s.name)
}

// add counts a row of n cells, which are worked out where it is listed.
func (c *comparison) add(at *step, n int, cell func(k int) InputCell) {
	if c.into != nil {
		if c = c.into(at, cell); c == nil {
			return
		}
	}
	c.count++
	if len(c.rows) >= c.limit {
		return
	}
	row := InputRow{Path: at.String(), Cells: make([]InputCell, n)}
	for k := range row.Cells {
		row.Cells[k] = cell(k)
	}
	c.rows = append(c.rows, row)
}

// changed tells of values that are not as in the first plan.
func (c *comparison) changed(at *step, of []reflect.Value, same func(k int) bool, text func(k int) string) {
	differs := false
	for k := 1; k < len(of) && !differs; k++ {
		differs = of[k].IsValid() && !same(k)
	}
	if !differs {
		return
	}
	c.add(at, len(of), func(k int) InputCell {
		switch {
		case !of[k].IsValid():
			return InputCell{Kind: Removed}
		case k == 0 || same(k):
			return InputCell{Text: text(k)}
		}
		return InputCell{Changed, text(k)}
	})
}

// text tells of values by their texts.
func (c *comparison) text(at *step, of []reflect.Value, text func(k int) string) {
	was := text(0)
	c.changed(at, of, func(k int) bool { return text(k) == was }, text)
}

// structure compares structures of a type, field by field. Those that are renamed
// are told so already.
func (c *comparison) structure(at *step, s *shape, of []reflect.Value, renamed bool) {
	parts := c.values(len(of))
	for i := range s.fields {
		f := &s.fields[i]
		if renamed && f.name == "name" {
			continue
		}
		for k := range of {
			if parts[k] = of[k]; of[k].IsValid() {
				parts[k] = of[k].FieldByIndex(f.index)
			}
		}
		c.field(at, f, parts)
	}
	c.release(len(of))
	if s.hall != nil {
		c.halls(at, s, of)
	}
}

func (c *comparison) field(at *step, f *field, of []reflect.Value) {
	switch f.kind {
	case single:
		if !alikeIn(of, reflect.Value.Equal) {
			c.changed(at.below(f.name), of, func(k int) bool { return of[k].Equal(of[0]) }, func(k int) string { return f.text(of[k]) })
		}
	case texts:
		if !alikeIn(of, sameTexts) {
			c.changed(at.below(f.name), of, func(k int) bool { return sameTexts(of[k], of[0]) }, func(k int) string { return joined(of[k]) })
		}
	case inner:
		c.structure(at.below(f.name), f.of, of, false)
	case pointer:
		c.pointer(at.below(f.name), f.of, of)
	case elements:
		c.elements(at, f, of)
	}
}

// alikeIn reports whether every plan that has a part has it as the first. Most
// parts are, so that this is asked before a closure is made of them.
func alikeIn(of []reflect.Value, same func(a, b reflect.Value) bool) bool {
	for k := 1; k < len(of); k++ {
		if of[k].IsValid() && !same(of[k], of[0]) {
			return false
		}
	}
	return true
}

// pointer compares structures that a plan may lack.
func (c *comparison) pointer(at *step, s *shape, of []reflect.Value) {
	if !slices.ContainsFunc(of, func(v reflect.Value) bool { return v.IsValid() && !v.IsNil() }) {
		return
	}
	parts := c.values(len(of))
	for k := range of {
		if parts[k] = (reflect.Value{}); of[k].IsValid() {
			parts[k] = of[k].Elem()
		}
	}
	if c.whole(at, of, parts, nil); parts[0].IsValid() {
		c.structure(at, s, parts, false)
	}
	c.release(len(of))
}

// whole tells of parts that are added, removed or renamed. owners are what has
// them; what is removed with its owner is told there. names are those of parts
// that are renamed, empty where one is not; none at all where none is.
func (c *comparison) whole(at *step, owners, parts []reflect.Value, names []string) {
	lacking := lacks(owners, parts)
	if !lacking && names == nil {
		return
	}
	c.add(at, len(parts), func(k int) InputCell {
		switch {
		case !parts[k].IsValid() && parts[0].IsValid():
			return InputCell{Kind: Removed}
		case !parts[k].IsValid():
			return InputCell{}
		case !parts[0].IsValid():
			return InputCell{Added, elementText(parts[k])}
		case names != nil && names[k] != "":
			return InputCell{Renamed, names[k]}
		case lacking:
			return InputCell{Text: elementText(parts[k])}
		}
		return InputCell{Text: at.name}
	})
}

// lacks reports whether one of the owners lacks a part that the first has, or has
// one that it lacks.
func lacks(owners, parts []reflect.Value) bool {
	for k := range parts {
		if owners[k].IsValid() && parts[k].IsValid() != parts[0].IsValid() {
			return true
		}
	}
	return false
}

// values lends n values, until they are released in turn.
func (c *comparison) values(n int) []reflect.Value {
	from := len(c.spare)
	c.spare = append(c.spare, make([]reflect.Value, n)...)
	return c.spare[from : from+n : from+n]
}

func (c *comparison) release(n int) { c.spare = c.spare[:len(c.spare)-n] }
