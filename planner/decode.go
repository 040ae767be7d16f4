package planner

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Decode reads a JSON or YAML document into a value of type T, strictly: every
// key must be a field, every field that JSON may not omit must be there, every
// value must be of its field's kind and every number finite. It reads on after
// a fault; the error is *Invalid with all of them.
func Decode[T any](document []byte) (T, error) {
	var value T
	root, err := parse(document)
	if err != nil {
		return value, &Invalid{[]Fault{{Message: err.Error()}}}
	}
	d := decoder{fields: map[reflect.Type][]field{}}
	if d.value(root, reflect.ValueOf(&value).Elem(), &path{}); len(d.faults) > 0 {
		return value, &Invalid{d.faults}
	}
	return value, nil
}

// DecodePlan reads a plan and validates it against ref. The error is *Invalid
// with every fault of form and of meaning, in the order of their lines.
func DecodePlan(document []byte, ref Reference) (Plan, error) {
	root, err := parse(document)
	if err != nil {
		return Plan{}, &Invalid{[]Fault{{Message: err.Error()}}}
	}
	plan, faults := planOf(root, &path{}, ref)
	if len(faults) > 0 {
		return Plan{}, sorted(faults)
	}
	return plan, nil
}

// DecodePlans reads a plan or a list of plans, validates each against ref, and
// says whether it was one plan. Faults are those of DecodePlan; in a list their
// paths begin with the place in it.
func DecodePlans(document []byte, ref Reference) (plans []Plan, one bool, err error) {
	root, err := parse(document)
	if err != nil {
		return nil, false, &Invalid{[]Fault{{Message: err.Error()}}}
	}
	items, top := root.items, &path{}
	if one = root.kind != listNode; one {
		items = []node{*root}
	}
	var faults []Fault
	for i := range items {
		at := *top
		if !one {
			at = top.at(i)
		}
		plan, found := planOf(&items[i], &at, ref)
		plans, faults = append(plans, plan), append(faults, found...)
		if len(faults) >= maxFaults {
			break
		}
	}
	if len(faults) > 0 {
		return nil, one, sorted(faults)
	}
	return plans, one, nil
}

// planOf reads a plan at a place of a document, and lists its faults of form and
// those of meaning that do not follow from them.
func planOf(n *node, at *path, ref Reference) (plan Plan, faults []Fault) {
	d := decoder{fields: map[reflect.Type][]field{}}
	d.value(n, reflect.ValueOf(&plan).Elem(), at)
	ofForm := d.faults
	above := at.String()
	malformed := func(path string) bool {
		return slices.ContainsFunc(ofForm, func(g Fault) bool {
			return g.Path == above || path == g.Path || strings.HasPrefix(path, g.Path+".") || strings.HasPrefix(path, g.Path+"[")
		})
	}
	faults = ofForm
	for _, f := range validate(plan, ref) {
		line := n.lineOf(f.Path)
		if above != "" {
			f.Path = above + "." + f.Path
		}
		if !malformed(f.Path) {
			f.Line = line
			faults = append(faults, f)
		}
	}
	return plan, faults
}

// sorted is the error of faults in the order of their lines.
func sorted(faults []Fault) *Invalid {
	slices.SortStableFunc(faults, func(a, b Fault) int { return a.Line - b.Line })
	if len(faults) >= maxFaults {
		faults = append(faults, Fault{Found: "more faults than are told at once", Message: "mend these first"})
	}
	return &Invalid{faults}
}

type decoder struct {
	faults []Fault
	fields map[reflect.Type][]field // of the struct types met
	plain  bool                     // whether texts are read that JSON has without quotes
}

func (d *decoder) fault(n *node, p *path, message string, args ...any) {
	d.add(p, int(n.line), n.describe(), fmt.Sprintf(message, args...))
}

func (d *decoder) add(p *path, line int, found, message string) {
	if len(d.faults) < maxFaults {
		d.faults = append(d.faults, Fault{Path: p.String(), Line: line, Found: found, Message: message})
	}
}

func (d *decoder) value(n *node, v reflect.Value, p *path) {
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		d.text(n, u, p)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), p)
	case reflect.Struct:
		d.mapping(n, v, p)
	case reflect.Slice:
		d.list(n, v, p)
	case reflect.String:
		d.string(n, v, p)
	case reflect.Bool:
		d.boolean(n, v, p)
	case reflect.Int, reflect.Int64:
		d.integer(n, v, p)
	case reflect.Float64:
		d.number(n, v, p)
	default:
		panic("planner: no decoding for " + v.Type().String())
	}
}

func (d *decoder) text(n *node, u encoding.TextUnmarshaler, p *path) {
	if n.kind != scalarNode || n.bare || n.text == "" {
		d.fault(n, p, "a text is wanted here")
	} else if err := u.UnmarshalText([]byte(n.text)); err != nil {
		d.fault(n, p, "%s", err)
	}
}

func (d *decoder) list(n *node, v reflect.Value, p *path) {
	if n.kind != listNode {
		d.fault(n, p, "a list is wanted here")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.items), len(n.items)))
	for i := range n.items {
		at := p.at(i)
		d.value(&n.items[i], v.Index(i), &at)
	}
}

func (d *decoder) string(n *node, v reflect.Value, p *path) {
	if n.kind != scalarNode || n.bare && !d.plain {
		d.fault(n, p, "a text is wanted here")
		return
	}
	v.SetString(n.text)
}

func (d *decoder) boolean(n *node, v reflect.Value, p *path) {
	if n.kind != scalarNode || n.quoted || n.text != "true" && n.text != "false" {
		d.fault(n, p, "true or false is wanted here")
		return
	}
	v.SetBool(n.text == "true")
}

func (d *decoder) integer(n *node, v reflect.Value, p *path) {
	f, ok := d.finite(n, p)
	if !ok {
		return
	}
	i, err := strconv.ParseInt(n.text, 10, 64)
	if err != nil {
		if f != math.Trunc(f) || math.Abs(f) > 1<<53 {
			d.fault(n, p, "a whole number is wanted here%s", unitOf(p))
			return
		}
		i = int64(f)
	}
	v.SetInt(i)
}

func (d *decoder) number(n *node, v reflect.Value, p *path) {
	if f, ok := d.finite(n, p); ok {
		v.SetFloat(f)
	}
}

// finite reads a number that is finite and written in digits; units are in the
// names of fields and not in values.
func (d *decoder) finite(n *node, p *path) (float64, bool) {
	if n.kind == scalarNode && !n.quoted {
		f, err := strconv.ParseFloat(n.text, 64)
		if err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) && !strings.ContainsAny(n.text, "xX_pP") {
			return f, true
		}
	}
	d.fault(n, p, "a number without unit or separators is wanted here%s", unitOf(p))
	return 0, false
}

// unitOf says the unit that stands last in a field's name.
func unitOf(p *path) string {
	for _, u := range units {
		if strings.HasSuffix(p.key, u.suffix) {
			return ", in " + u.unit
		}
	}
	return ""
}

var units = []struct{ suffix, unit string }{
	{"_kw_per_rack", "kW per rack"}, {"_kg_per_m2", "kg per m2"}, {"_kw", "kW"}, {"_kva", "kVA"}, {"_krw", "won"}, {"_m2", "m2"}, {"_km", "km"},
	{"_kg", "kg"}, {"_months", "months"}, {"_minutes", "minutes"}, {"_hours", "hours"}, {"_per_year", "share a year"},
}

func (d *decoder) mapping(n *node, v reflect.Value, p *path) {
	if n.kind != mapNode {
		d.fault(n, p, "a mapping with the keys %s is wanted here", strings.Join(fieldNames(v.Type()), ", "))
		return
	}
	fields, known := d.fields[v.Type()]
	if !known {
		fields = fieldsOf(v.Type())
		d.fields[v.Type()] = fields
	}
	var seen uint64             // of the fields
	var unknown map[string]bool // keys
	for i := range n.items {
		item := &n.items[i]
		at := p.key1(item.key)
		f := slices.IndexFunc(fields, func(f field) bool { return f.name == item.key })
		switch {
		case len(d.faults) >= maxFaults:
			return
		case f >= 0 && seen&(1<<f) != 0, unknown[item.key]:
			d.add(&at, int(item.keyLine), "the key twice", "a key may stand once; take one away")
		case f < 0:
			d.add(&at, int(item.keyLine), "an unknown key", suggest(item.key, fields))
			if unknown == nil {
				unknown = map[string]bool{}
			}
			unknown[item.key] = true
		case item.kind == nullNode && fields[f].optional:
		default:
			d.plain = fields[f].plain
			d.value(item, v.FieldByIndex(fields[f].index), &at)
			d.plain = false
		}
		if f >= 0 {
			seen |= 1 << f
		}
	}
	for f := range fields {
		if !fields[f].optional && seen&(1<<f) == 0 {
			at := p.key1(fields[f].name)
			d.add(&at, int(n.line), "", "is missing"+unitOf(&at))
		}
	}
}

type field struct {
	name     string
	index    []int
	optional bool
	plain    bool
}

// planFields are the fields of the structures a plan is made of.
var planFields = fieldsWithin(reflect.TypeFor[Plan](), map[reflect.Type][]field{})

// fieldsWithin adds the fields of a type, and of those it is made of, to known.
func fieldsWithin(t reflect.Type, known map[reflect.Type][]field) map[reflect.Type][]field {
	switch {
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice:
		return fieldsWithin(t.Elem(), known)
	case isScalar(t) || known[t] != nil:
		return known
	}
	known[t] = readFields(t)
	for _, f := range known[t] {
		fieldsWithin(t.FieldByIndex(f.index).Type, known)
	}
	return known
}

// fieldsOf lists the JSON fields of a struct type, those of embedded structs
// among them. A field is optional where its tag lets JSON omit it. One whose tag
// is plain:"true" holds texts of values, which JSON may give as the numbers and
// truth values they are.
func fieldsOf(t reflect.Type) []field {
	if fields := planFields[t]; fields != nil {
		return fields
	}
	return readFields(t)
}

func readFields(t reflect.Type) []field {
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous || !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields = append(fields, field{name, f.Index, strings.HasPrefix(options, "omit"), f.Tag.Get("plain") == "true"})
	}
	return slices.Clip(fields) // what is appended goes elsewhere
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for _, f := range fieldsOf(t) {
		names = append(names, f.name)
	}
	return names
}

func findField(fields []field, name string) (field, bool) {
	i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
	if i < 0 {
		return field{}, false
	}
	return fields[i], true
}

// suggest names the known key nearest to an unknown one: the same but for its
// unit, or a few letters away.
func suggest(name string, fields []field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
		if stem, _, ok := cutLast(f.name); ok && strings.HasPrefix(name, stem+"_") {
			return fmt.Sprintf("no such key here; the unit is part of the name: write %s", f.name)
		}
	}
	if best := Nearest(name, names); best != "" {
		return fmt.Sprintf("no such key here; did you mean %s?", best)
	}
	return "no such key here; known are " + strings.Join(names, ", ")
}

// Nearest returns the first of the names that are the fewest letters away from
// one; nothing where all are far.
func Nearest(name string, known []string) string {
	best, distance := "", 1+len(name)/3
	for _, k := range known {
		if d := editDistance(name, k); d < distance {
			best, distance = k, d
		}
	}
	return best
}

func cutLast(name string) (stem, unit string, ok bool) {
	i := strings.LastIndexByte(name, '_')
	if i < 0 || !slices.ContainsFunc(units, func(u struct{ suffix, unit string }) bool { return u.suffix == name[i:] }) {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}

// editDistance is the Levenshtein distance of two keys, in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		previous := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := previous
			if a[i] != b[j] {
				change++
			}
			previous = row[j+1]
			row[j+1] = min(change, row[j]+1, previous+1)
		}
	}
	return row[len(b)]
}
