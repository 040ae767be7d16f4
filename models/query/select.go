package query

import (
	"iter"
	"reflect"
	"slices"
	"sort"
)

// Select answers a query of a list in memory. id returns the id of an element.
func Select[T any](list iter.Seq[T], id func(T) string, q Query) Page[T] {
	r := readerOf(reflect.TypeFor[T](), q)
	var items []item[T]
	place, last := 0, -1 // last is where the element of the cursor is
	for element := range list {
		if last < 0 && q.Cursor != nil && id(element) == q.Cursor.ID {
			last = place
		}
		if v := reflect.ValueOf(&element).Elem(); r.passes(v) {
			items = append(items, item[T]{element, place, r.keys(v)})
		}
		place++
	}
	if len(q.Order) > 0 {
		slices.SortStableFunc(items, func(a, b item[T]) int { return q.compare(a.keys, b.keys) })
	}
	return pageOf(items, last, id, q)
}

// item is an element that the filters let through.
type item[T any] struct {
	element T
	place   int   // in the list
	keys    []any // its values of Order
}

func pageOf[T any](items []item[T], last int, id func(T) string, q Query) Page[T] {
	page := Page[T]{Items: []T{}, Count: len(items)}
	if q.Keyset || q.Cursor != nil {
		page.Count = -1
	}
	first := min(q.Offset, len(items))
	if q.Cursor != nil {
		first = sort.Search(len(items), func(i int) bool { return q.behind(items[i].keys, items[i].place, last) })
	}
	end := min(first+q.Limit, len(items))
	for _, i := range items[first:end] {
		page.Items = append(page.Items, i.element)
	}
	if end > first && end < len(items) && q.Goes() {
		at := items[end-1]
		page.Next = q.Mark(Cursor{Values: at.keys, ID: id(at.element), At: []int{at.place}})
	}
	return page
}

// Goes reports whether the pages of the query go on by cursor.
func (q Query) Goes() bool { return !q.ByOffset && q.Offset == 0 }

// behind reports whether an element is on the page of the cursor or on a later
// one; last is where the element of the cursor is, -1 where it is gone.
func (q Query) behind(keys []any, place, last int) bool {
	if c := q.compare(keys, q.Cursor.Values); c != 0 {
		return c > 0
	}
	if last >= 0 {
		return place > last
	}
	return place >= q.Cursor.At[0]
}

func (q Query) compare(a, b []any) int {
	for i, o := range q.Order {
		switch c := compare(a[i], b[i]); {
		case c != 0 && o.Descending:
			return -c
		case c != 0:
			return c
		}
	}
	return 0
}

// reader reads the values of elements that a query asks for.
type reader struct {
	filters []Filter
	filtered,
	ordered []value
}

func readerOf(t reflect.Type, q Query) reader {
	all := valuesOf(t)
	find := func(f Field) value {
		i := slices.IndexFunc(all, func(v value) bool { return v.field.Name == f.Name })
		if i < 0 {
			panic("query: " + t.String() + " has no field " + f.Name)
		}
		return all[i]
	}
	r := reader{filters: q.Filters}
	for _, f := range q.Filters {
		r.filtered = append(r.filtered, find(f.Field))
	}
	for _, o := range q.Order {
		r.ordered = append(r.ordered, find(o.Field))
	}
	return r
}

func (r reader) passes(element reflect.Value) bool {
	for i, f := range r.filters {
		if !f.Passes(r.filtered[i].of(element)) {
			return false
		}
	}
	return true
}

func (r reader) keys(element reflect.Value) []any {
	if len(r.ordered) == 0 {
		return nil
	}
	keys := make([]any, len(r.ordered))
	for i, v := range r.ordered {
		keys[i] = v.of(element)
	}
	return keys
}
