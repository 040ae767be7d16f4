package compare

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"buildout/planner"
)

// shape is how the structures of a type are compared.
type shape struct {
	fields []field
	hall   *field // of sites: their halls, which stand under them without their phases
}

// field is a field of a structure by its key in JSON.
type field struct {
	name     string
	index    []int
	kind     fieldKind
	optional bool
	of       *shape // of the structure, or of the elements

	// Of elements.
	key     func(reflect.Value) string // that tells them apart; nil where their place does
	byIndex bool                       // whether paths name them by their place all the same
	named   bool                       // whether the key is a name, which may change
	own     bool                       // whether they are numbers of the plan's own in place of reference values
	flat    bool                       // whether they stand under the owner without the key of the list
	value   []int                      // the one field that says all beside the key; none where there are more
}

type fieldKind int

const (
	single   fieldKind = iota
	texts              // a list of single values
	inner              // a structure
	pointer            // to a structure
	elements           // a list of structures
)

// planShape is how plans are compared.
var planShape = shapeOf(reflect.TypeFor[planner.Plan](), map[reflect.Type]*shape{})

func shapeOf(t reflect.Type, known map[reflect.Type]*shape) *shape {
	if s := known[t]; s != nil {
		return s
	}
	s := &shape{}
	known[t] = s
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
		case t == reflect.TypeFor[planner.Phase]() && f.Name == "Halls": // compared with those of the whole site
		default:
			s.fields = append(s.fields, fieldOf(t, f, name, strings.HasPrefix(options, "omit"), known))
		}
	}
	if t == reflect.TypeFor[planner.Site]() {
		s.hall = &field{name: "halls", kind: elements, of: shapeOf(reflect.TypeFor[planner.Hall](), known), named: true}
		s.hall.key, _ = keyOf(reflect.TypeFor[planner.Hall]())
	}
	return s
}

func fieldOf(owner reflect.Type, of reflect.StructField, name string, optional bool, known map[reflect.Type]*shape) field {
	f := field{name: name, index: of.Index, optional: optional}
	switch t := of.Type; {
	case isText(t):
	case t.Kind() == reflect.Struct:
		f.kind, f.of = inner, shapeOf(t, known)
	case t.Kind() == reflect.Pointer:
		f.kind, f.of = pointer, shapeOf(t.Elem(), known)
	case t.Kind() == reflect.Slice && (isText(t.Elem()) || t.Elem().Kind() != reflect.Struct):
		f.kind = texts
	case t.Kind() == reflect.Slice:
		f.kind, f.of = elements, shapeOf(t.Elem(), known)
		f.key, f.byIndex = keyOf(t.Elem())
		f.own = t.Elem() == reflect.TypeFor[planner.ValueOverride]()
		_, f.named = t.Elem().FieldByName("Name")
		f.named = f.named && !f.own
		f.flat = slices.Contains(flat, flatField{owner, of.Name})
		if t.Elem() == reflect.TypeFor[planner.TierArrangement]() {
			f.value = []int{1}
		}
	}
	return f
}

// keys returns what tells the elements of a list apart.
func (f *field) keys(list reflect.Value) func(int) string {
	return func(i int) string { return f.key(list.Index(i)) }
}

// nameAt returns what paths call the element at a place of a list.
func (f *field) nameAt(list reflect.Value, i int) string {
	if f.byIndex {
		return strconv.Itoa(i)
	}
	return f.key(list.Index(i))
}

// flatField is a list whose elements stand under its owner.
type flatField struct {
	owner reflect.Type
	name  string
}

var flat = []flatField{
	{reflect.TypeFor[planner.Site](), "Plant"}, {reflect.TypeFor[planner.Hall](), "Train"}, {reflect.TypeFor[planner.RedundancyTier](), "Arrangements"},
}

// keyOf returns what tells elements of a type apart; nil where their place does.
func keyOf(t reflect.Type) (key func(reflect.Value) string, byIndex bool) {
	switch t {
	case reflect.TypeFor[planner.Actual](): // a code has many
		return nil, true
	case reflect.TypeFor[planner.YearCeiling]():
		return func(v reflect.Value) string { return strconv.Itoa(v.Interface().(planner.YearCeiling).Year) }, false
	case reflect.TypeFor[planner.ExchangeRate]():
		return func(v reflect.Value) string {
			r := v.Addr().Interface().(*planner.ExchangeRate)
			return r.Currency + " " + r.Month.String()
		}, true
	}
	for _, name := range []string{"Name", "Kind", "Code"} {
		if f, ok := t.FieldByName(name); ok {
			return func(v reflect.Value) string { return v.FieldByIndex(f.Index).String() }, false
		}
	}
	return nil, true
}

// isText reports whether a type of structure is written as one text.
func isText(t reflect.Type) bool { return t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) }

// text writes a value as planner.Change takes it; nothing where JSON omits it. A
// truth value is always written.
func (f *field) text(v reflect.Value) string {
	if f.optional && v.IsZero() && v.Kind() != reflect.Bool {
		return ""
	}
	return planner.ValueText(v)
}

// joined writes a list of single values as planner.Change takes it.
func joined(list reflect.Value) string {
	texts := make([]string, list.Len())
	for i := range texts {
		texts[i] = planner.ValueText(list.Index(i))
	}
	return strings.Join(texts, ", ")
}

func sameTexts(a, b reflect.Value) bool {
	if a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		if !a.Index(i).Equal(b.Index(i)) {
			return false
		}
	}
	return true
}

// valueText is the text of a field of an element; none where there is no element.
func valueText(element reflect.Value, index []int) string {
	if !element.IsValid() {
		return ""
	}
	return planner.ValueText(element.FieldByIndex(index))
}

// maxText is the most characters of the text of an element or of an order.
const maxText = 200

// elementText is the beginning of the JSON of an element.
func elementText(v reflect.Value) string {
	document, err := json.Marshal(v.Interface())
	if err != nil {
		return v.Type().Name()
	}
	return clip(string(document))
}

func clip(text string) string {
	if utf8.RuneCountInString(text) <= maxText {
		return text
	}
	return string([]rune(text[:min(len(text), 4*maxText)])[:maxText]) + "…"
}
