package compare

import (
	"math"
	"reflect"
)

// apart is what elements that are the same may have of their own.
func apart(field string) bool { return field == "Name" || field == "Title" || field == "Source" }

// equal reports whether two elements of a type set the same values, and any at
// all. Name, title and source of the elements themselves do not count.
func equal(a, b reflect.Value) bool {
	var o overlap
	return o.elements(a, b) && o.same > 0
}

// alike returns the share of values that two elements of a type have in common,
// of those that either sets; lists are held place by place. Name, title and
// source of the elements themselves do not count. It is 0 where that is less than
// four of five, and where none is set.
func alike(a, b reflect.Value) float64 {
	n, m := content(a), content(b)
	least := min(n, m)
	o := overlap{most: least / 4}
	if least == 0 || max(n, m)-least > o.most || !o.elements(a, b) || o.same < 4*o.other {
		return 0
	}
	return float64(o.same) / float64(o.same+o.other)
}

// overlap counts values that are the same and others, as long as those are few.
type overlap struct{ same, other, most int }

func (o *overlap) elements(a, b reflect.Value) bool {
	for i := range a.NumField() {
		if !apart(a.Type().Field(i).Name) && !o.values(a.Field(i), b.Field(i)) {
			return false
		}
	}
	return true
}

// values holds values of a type against each other; false where too many differ.
func (o *overlap) values(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if !o.values(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return o.only(a) && o.only(b)
		}
		return o.values(a.Elem(), b.Elem())
	case reflect.Slice:
		both := min(a.Len(), b.Len())
		for i := range both {
			if !o.values(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return o.only(a.Slice(both, a.Len())) && o.only(b.Slice(both, b.Len()))
	}
	switch {
	case a.IsZero() && b.IsZero():
	case a.Equal(b):
		o.same++
	default:
		o.other++
	}
	return o.other <= o.most
}

// only counts the values that one has alone.
func (o *overlap) only(v reflect.Value) bool {
	o.other += setIn(v)
	return o.other <= o.most
}

// content counts the values that an element sets beside what it has of its own.
func content(element reflect.Value) (n int) {
	for i := range element.NumField() {
		if !apart(element.Type().Field(i).Name) {
			n += setIn(element.Field(i))
		}
	}
	return n
}

// setIn counts the values that are set.
func setIn(v reflect.Value) (n int) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			n += setIn(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			n += setIn(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			n = setIn(v.Elem())
		}
	default:
		if !v.IsZero() {
			n = 1
		}
	}
	return n
}

// digest is FNV-1a, 64 bits, over the values of an element beside what it has of
// its own. Elements that are equal, list by list as long, have the same one.
func digest(element reflect.Value) uint64 {
	d := fnv(14695981039346656037)
	for i := range element.NumField() {
		if !apart(element.Type().Field(i).Name) {
			d.value(element.Field(i))
		}
	}
	return uint64(d)
}

type fnv uint64

func (d *fnv) byte(c byte) { *d = (*d ^ fnv(c)) * 1099511628211 }

func (d *fnv) word(w uint64) {
	for range 8 {
		d.byte(byte(w))
		w >>= 8
	}
}

func (d *fnv) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			d.value(v.Field(i))
		}
	case reflect.Slice:
		d.word(uint64(v.Len()))
		for i := range v.Len() {
			d.value(v.Index(i))
		}
	case reflect.Pointer:
		if v.IsNil() {
			d.byte(0)
			return
		}
		d.byte(1)
		d.value(v.Elem())
	case reflect.String:
		d.word(uint64(v.Len()))
		for i := range v.Len() {
			d.byte(v.String()[i])
		}
	case reflect.Bool:
		if d.byte(0); v.Bool() {
			d.byte(1)
		}
	case reflect.Float64:
		d.word(math.Float64bits(v.Float() + 0)) // of both zeros one
	default:
		d.word(uint64(v.Int()))
	}
}
