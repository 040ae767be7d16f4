package models

import (
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"

	"buildout/planner"
	"buildout/planner/power"
)

// month is a planner.Month in a TEXT column: YYYY-MM, or nothing for a month
// that is not given.
type month planner.Month

// Value returns the column's text.
func (m month) Value() (driver.Value, error) { return planner.Month(m).String(), nil }

// Scan reads the column's text.
func (m *month) Scan(value any) error { return scanText((*planner.Month)(m), value) }

// arrangement is a power.Arrangement in a TEXT column: such as 2(N+1), or
// nothing for one that is not given.
type arrangement power.Arrangement

// Value returns the column's text.
func (a arrangement) Value() (driver.Value, error) { return power.Arrangement(a).String(), nil }

// Scan reads the column's text.
func (a *arrangement) Scan(value any) error {
	*a = arrangement{}
	return scanText((*power.Arrangement)(a), value)
}

func scanText(to encoding.TextUnmarshaler, value any) error {
	text, err := columnText(value)
	if err != nil || len(text) == 0 {
		return err
	}
	return to.UnmarshalText(text)
}

// document is a small structure in a TEXT column, as JSON. It holds what
// nobody asks the database for by itself.
type document[T any] struct{ Of T }

// Value returns the column's JSON.
func (d document[T]) Value() (driver.Value, error) {
	text, err := json.Marshal(d.Of)
	return string(text), err
}

// Scan reads the column's JSON.
func (d *document[T]) Scan(value any) error {
	text, err := columnText(value)
	if err != nil {
		return err
	}
	d.Of = *new(T)
	return json.Unmarshal(text, &d.Of)
}

func columnText(value any) ([]byte, error) {
	switch v := value.(type) {
	case string:
		return []byte(v), nil
	case []byte:
		return v, nil
	}
	return nil, fmt.Errorf("a text column holds %T", value)
}
