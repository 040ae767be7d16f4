package planner

import (
	"reflect"
	"slices"
	"strconv"
)

// DocumentPath returns the path in a plan's document of the value at a path of
// Change, such as sites[0].phases[1].start, by which faults name it; empty where
// nothing stands there.
func DocumentPath(plan Plan, ref Reference, change string) string {
	c := readerOf(plan, ref, change)
	parts, ok := c.parts()
	if !ok {
		return ""
	}
	if len(parts) > 1 && parts[0] == "values" {
		i := slices.IndexFunc(plan.Values, func(v ValueOverride) bool { return v.Name == parts[1] })
		if i < 0 {
			return ""
		}
		return "values[" + strconv.Itoa(i) + "].value"
	}
	at, ok := c.find(parts)
	if !ok || !at.value.CanAddr() {
		return ""
	}
	s := placeSearch{at: at.value, fields: map[reflect.Type][]field{}}
	found, _ := s.within(reflect.ValueOf(&c.plan).Elem(), &path{})
	return found
}

// placeSearch looks for a value by where it lies.
type placeSearch struct {
	at     reflect.Value
	fields map[reflect.Type][]field
}

// within returns the path of the value where it lies within v.
func (s *placeSearch) within(v reflect.Value, p *path) (found string, ok bool) {
	if v.CanAddr() && v.Type() == s.at.Type() && v.Addr().UnsafePointer() == s.at.Addr().UnsafePointer() {
		return p.String(), true
	}
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil():
		return s.within(v.Elem(), p)
	case v.Kind() == reflect.Slice && !isScalar(v.Type().Elem()):
		for i := range v.Len() {
			at := p.at(i)
			if found, ok = s.within(v.Index(i), &at); ok {
				return found, true
			}
		}
	case v.Kind() == reflect.Struct && !isScalar(v.Type()):
		t := v.Type()
		if _, known := s.fields[t]; !known {
			s.fields[t] = fieldsOf(t)
		}
		for _, f := range s.fields[t] {
			at := p.key1(f.name)
			if found, ok = s.within(v.FieldByIndex(f.index), &at); ok {
				return found, true
			}
		}
	}
	return "", false
}
