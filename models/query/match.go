package query

import (
	"cmp"
	"slices"
	"strings"
)

// Denies reports whether the operator is the contrary of another, and of which.
func (o Operator) Denies() (of Operator, denies bool) {
	switch o {
	case Not:
		return Is, true
	case HoldsNot:
		return Holds, true
	case BeginsNot:
		return Begins, true
	case EndsNot:
		return Ends, true
	case SameNot:
		return Same, true
	}
	return o, false
}

// Passes reports whether a value of the field passes the filter: a string,
// int64, float64 or bool by the kind of the field, or nil for nothing, for which
// no comparison holds.
func (f Filter) Passes(value any) bool {
	op, denied := f.Op.Denies()
	return denied != slices.ContainsFunc(f.Values, func(v any) bool { return holds(op, value, v) })
}

func holds(op Operator, value, want any) bool {
	if op == Empty {
		return (value == nil || value == "") == want
	}
	if value == nil {
		return false
	}
	switch op {
	case Is:
		return value == want
	case Above:
		return compare(value, want) > 0
	case AtLeast:
		return compare(value, want) >= 0
	case Below:
		return compare(value, want) < 0
	case AtMost:
		return compare(value, want) <= 0
	}
	text, part := Fold(value.(string)), Fold(want.(string))
	switch op {
	case Holds:
		return strings.Contains(text, part)
	case Begins:
		return strings.HasPrefix(text, part)
	case Ends:
		return strings.HasSuffix(text, part)
	}
	return text == part // Same
}

// Fold returns a text with A to Z in lower case and all else as it is, as
// lower() of SQLite does, and that of PostgreSQL under COLLATE "C".
func Fold(text string) string {
	first := strings.IndexFunc(text, func(r rune) bool { return 'A' <= r && r <= 'Z' })
	if first < 0 {
		return text
	}
	folded := []byte(text)
	for i, c := range folded[first:] {
		if 'A' <= c && c <= 'Z' {
			folded[first+i] += 'a' - 'A'
		}
	}
	return string(folded)
}

// compare orders two values of a field; nothing comes before all.
func compare(a, b any) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case int64:
		return cmp.Compare(a, b.(int64))
	case float64:
		return cmp.Compare(a, b.(float64))
	}
	switch {
	case a == b:
		return 0
	case b == true:
		return -1
	}
	return 1
}
