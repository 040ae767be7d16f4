package compare

import (
	"encoding/json"
	"math"
	"strconv"

	"buildout/planner/finance"
)

// Value is what a measure says: a number, a month, a tier, or none.
type Value struct {
	Kind   ValueKind
	Number float64 // the number; months since year 0 of a month; rank of a tier, 1 for the least and 0 where none is reached
	Text   string  // a month as YYYY-MM, a tier's name
}

// ValueKind is what a value is.
type ValueKind int

// The kinds of values.
const (
	None ValueKind = iota // written as null
	Number
	MonthValue
	TierValue
)

// MarshalJSON writes a number as a number, a month or a tier as a text, none as
// null. A tier that none reaches is an empty text.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.Kind {
	case Number:
		return strconv.AppendFloat(nil, v.Number, 'f', -1, 64), nil
	case None:
		return []byte("null"), nil
	}
	return json.Marshal(v.Text)
}

// UnmarshalJSON reads what MarshalJSON writes. A text that is a month is one, any
// other a tier, whose rank is not written and reads as 0.
func (v *Value) UnmarshalJSON(document []byte) error {
	*v = Value{}
	switch {
	case string(document) == "null":
		return nil
	case len(document) == 0 || document[0] != '"':
		v.Kind = Number
		return json.Unmarshal(document, &v.Number)
	}
	if err := json.Unmarshal(document, &v.Text); err != nil {
		return err
	}
	m, err := finance.ParseMonth(v.Text)
	if err != nil {
		v.Kind = TierValue
		return nil
	}
	*v = monthValue(m)
	return nil
}

// difference is a value less that of a baseline; none where either has none. Won
// are exact: whole numbers below 2^53 are. Others are told to nine decimals, which
// is what is left of kW and shares after their subtraction.
func (v Value) difference(base Value) *float64 {
	if v.Kind == None || base.Kind != v.Kind {
		return nil
	}
	d := v.Number - base.Number
	if d != math.Trunc(d) && math.Abs(d) < 1e6 {
		d = math.Round(d*1e9) / 1e9
	}
	return &d
}

// relative is a difference over the size of the baseline; none where that is 0,
// or no number.
func (v Value) relative(base Value) *float64 {
	d := v.difference(base)
	if d == nil || base.Kind != Number || base.Number == 0 {
		return nil
	}
	share := *d / math.Abs(base.Number)
	return &share
}
