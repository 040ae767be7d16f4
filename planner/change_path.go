package planner

import (
	"encoding"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"buildout/planner/power"
)

// place is a value of a plan that a path leads to, and what it passed there.
type place struct {
	value    reflect.Value
	key      string
	optional bool
	site     *Site
	stage    *PowerStage
}

// parts splits the path of the change at its slashes.
func (c *changer) parts() (parts []string, ok bool) {
	for part := range strings.SplitSeq(c.change.Path, "/") {
		name, err := url.PathUnescape(part)
		if err != nil || name == "" || !utf8.ValidString(name) {
			c.fault(part, "a path is names joined by /, such as sites/ansan/tier; in a name a / is written %%2F and a %% is written %%25")
			return nil, false
		}
		parts = append(parts, name)
	}
	return parts, true
}

func (c *changer) fault(found, message string, args ...any) {
	c.add(strconv.Quote(clip(found)), fmt.Sprintf(message, args...))
}

func (c *changer) add(found, message string) {
	if len(c.faults) < maxFaults {
		c.faults = append(c.faults, Fault{Path: c.change.Path, Found: found, Message: message})
	}
}

// walk goes from the plan along the parts of a path.
func (c *changer) walk(parts []string) (place, bool) {
	at := place{value: reflect.ValueOf(&c.plan).Elem()}
	for _, part := range parts {
		var ok bool
		if at, ok = c.step(at, part); !ok {
			return at, false
		}
	}
	return at, true
}

func (c *changer) step(at place, part string) (place, bool) {
	switch t := at.value.Type(); {
	case t.Kind() == reflect.Pointer:
		if at.value.IsNil() {
			at.value = c.make(at.value)
		}
		at.value = at.value.Elem()
		return c.step(at, part)
	case isScalar(t):
		c.fault(part, "the path goes too far: %s is a single value", at.key)
		return at, false
	case t.Kind() == reflect.Slice:
		return c.element(at, part)
	}
	return c.field(at, part)
}

// make makes what a pointer of the plan that is nil may point to: the shipped rack
// circuit, or nothing yet. It stays in the plan unless that is only read.
func (c *changer) make(at reflect.Value) reflect.Value {
	value := reflect.New(at.Type().Elem())
	if circuit, is := value.Interface().(*Circuit); is {
		*circuit = c.ref.Circuit.Circuit
	} else {
		c.made = true
	}
	if !c.reading {
		at.Set(value)
	}
	return value
}

// isScalar reports whether a type is written as one text.
func isScalar(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) ||
		t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Pointer
}

// field steps from a structure to the value of a key, or of one of the short
// words below sites and halls.
func (c *changer) field(at place, part string) (place, bool) {
	var short []string
	switch owner := at.value.Addr().Interface().(type) {
	case *Site:
		at.site = owner
		if part == "halls" {
			return place{value: reflect.ValueOf(owner.halls()), key: part, site: owner}, true
		}
		if isKind(part) {
			return c.element(place{value: reflect.ValueOf(owner.Plant), site: owner}, part)
		}
		short = append(kindsOf(owner.Plant), "halls")
	case *Hall:
		if isKind(part) {
			return c.element(place{value: reflect.ValueOf(owner.Train), site: at.site}, part)
		}
		short = kindsOf(owner.Train)
	case *PowerStage:
		at.stage = owner
	case *RedundancyTier:
		short = append(kindNames(), "copy")
	}
	fields := fieldsOf(at.value.Type())
	f, ok := findField(fields, part)
	if !ok {
		for _, word := range short {
			fields = append(fields, field{name: word})
		}
		c.fault(part, "%s", suggest(part, fields))
		return at, false
	}
	at.value, at.key, at.optional = at.value.FieldByIndex(f.index), part, f.optional
	return at, true
}

// halls lists the halls of all phases.
func (s *Site) halls() (list []*Hall) {
	for i := range s.Phases {
		for j := range s.Phases[i].Halls {
			list = append(list, &s.Phases[i].Halls[j])
		}
	}
	return list
}

func isKind(part string) bool { return slices.Contains(power.Kinds, power.Kind(part)) }

func kindsOf(stages []PowerStage) (kinds []string) {
	for i := range stages {
		kinds = append(kinds, string(stages[i].Kind))
	}
	return kinds
}

// element steps from a list to one of its elements: by name where they have
// one, by index otherwise.
func (c *changer) element(at place, part string) (place, bool) {
	list, i := at.value, -1
	if key, named := nameField(list.Type().Elem()); named {
		for i = list.Len() - 1; i >= 0 && nameAt(list, i, key) != part; {
			i--
		}
		if i < 0 {
			c.unknown(part, namesOf(list, key))
			return at, false
		}
	} else if n, err := strconv.Atoi(part); err == nil && strconv.Itoa(n) == part && n >= 0 && n < list.Len() {
		i = n
	} else if ceilings, is := list.Interface().([]YearCeiling); is && err == nil {
		i = slices.IndexFunc(ceilings, func(y YearCeiling) bool { return y.Year == n })
	}
	if i < 0 {
		c.fault(part, "%s is a list of %d; an index from 0 is wanted", at.key, list.Len())
		return at, false
	}
	at.value, at.optional = list.Index(i), false
	return at, true
}

// nameField returns the field by which the elements of a list are told apart;
// none where it is their place.
func nameField(element reflect.Type) (key field, named bool) {
	if element.Kind() == reflect.Pointer {
		element = element.Elem()
	}
	if element.Kind() != reflect.Struct || element == reflect.TypeFor[Actual]() { // a code has many actuals
		return field{}, false
	}
	fields := fieldsOf(element)
	for _, name := range []string{"name", "kind", "code"} {
		if key, named = findField(fields, name); named {
			break
		}
	}
	return key, named
}

func nameAt(list reflect.Value, i int, key field) string {
	return reflect.Indirect(list.Index(i)).FieldByIndex(key.index).String()
}

func namesOf(list reflect.Value, key field) (names []string) {
	for i := range list.Len() {
		names = append(names, nameAt(list, i, key))
	}
	return names
}

// set gives the place the value of the change and reports whether it fits.
func (c *changer) set(at place) bool {
	t, text := at.value.Type(), c.change.Value
	key := path{key: at.key}
	n := &node{text: text}
	switch {
	case text == "" && at.optional:
		at.value.SetZero()
		return true
	case text == "":
		c.add("", "a value is wanted here"+unitOf(&key)+"; only an optional one can be taken away")
		return false
	case !utf8.ValidString(text):
		c.fault(text, "the value is not valid UTF-8")
		return false
	case t.Kind() == reflect.Slice && isScalar(t.Elem()):
		n.kind = listNode
		for item := range strings.SplitSeq(text, ",") {
			n.items = append(n.items, node{text: strings.TrimSpace(item)})
		}
	case !isScalar(t):
		c.fault(text, "%s", onward(t))
		return false
	}
	value := reflect.New(t).Elem()
	d := decoder{}
	d.value(n, value, &key)
	if len(d.faults) > 0 && t == reflect.TypeFor[KRW]() {
		d.faults = readWon(text, value, d.faults)
	}
	for _, f := range d.faults {
		c.add(f.Found, f.Message)
	}
	if len(d.faults) > 0 {
		return false
	}
	at.value.Set(value)
	return true
}

// onward says how a path goes on from a place of a type that holds many values.
func onward(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct {
		return "many values stand here; let the path go on with one of " + strings.Join(fieldNames(t), ", ")
	}
	if _, named := nameField(t.Elem()); named {
		return "many values stand here; let the path go on with the name of one"
	}
	return "many values stand here; let the path go on with the index of one, from 0"
}

// Clone returns a plan that shares nothing with plan.
func Clone(plan Plan) Plan {
	detach(reflect.ValueOf(&plan).Elem())
	return plan
}

// detach gives a value, which was copied by assignment, lists and structures
// that it shares with no other.
func detach(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			detach(v.Field(i))
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		for i := range v.Len() {
			detach(v.Index(i))
		}
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		own := reflect.New(v.Type().Elem())
		own.Elem().Set(v.Elem())
		v.Set(own)
		detach(own.Elem())
	}
}
