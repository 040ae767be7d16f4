package query

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxCursor is the most characters of a cursor.
const maxCursor = 64 << 10

// cursorText is a cursor as JSON, with the ordering it is a place in.
type cursorText struct {
	Ordering string `json:"o,omitempty"`
	Values   []any  `json:"v,omitempty"`
	ID       string `json:"i"`
	At       []int  `json:"a"`
}

// Mark writes a cursor as the text by which the next page is asked for.
func (q Query) Mark(c Cursor) string {
	text, err := json.Marshal(cursorText{orderingOf(q.Order), c.Values, c.ID, c.At})
	if err != nil {
		panic("query: a cursor is always JSON: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// orderingOf writes an order as the parameter does.
func orderingOf(order []Order) string {
	names := make([]string, len(order))
	for i, o := range order {
		names[i] = o.Field.Name
		if o.Descending {
			names[i] = "-" + names[i]
		}
	}
	return strings.Join(names, ",")
}

var errCursor = errors.New("is no cursor of this list; take it from next as it is, or leave it empty for the first page")

// readCursor reads what Mark writes for an order.
func readCursor(text string, order []Order) (*Cursor, error) {
	if len(text) > maxCursor {
		return nil, errCursor
	}
	document, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, errCursor
	}
	var c cursorText
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return nil, errCursor
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errCursor
	}
	if now := orderingOf(order); c.Ordering != now {
		return nil, fmt.Errorf("is of a list ordered by %s; ask with that ordering, or anew without the cursor", orNothing(c.Ordering))
	}
	if c.ID == "" || !sound(c.ID) || !places(c.At) || len(c.Values) != len(order) {
		return nil, errCursor
	}
	for i, o := range order {
		if c.Values[i], err = cursorValue(c.Values[i], o.Field.Kind); err != nil {
			return nil, errCursor
		}
	}
	return &Cursor{Values: c.Values, ID: c.ID, At: c.At}, nil
}

func orNothing(ordering string) string {
	if ordering == "" {
		return "nothing"
	}
	return clip(ordering)
}

// places reports whether a cursor may have them: the place of an element, or
// those of what holds it first.
func places(at []int) bool {
	for _, n := range at {
		if n < 0 {
			return false
		}
	}
	return len(at) >= 1 && len(at) <= 4
}

// cursorValue returns a value out of JSON as one of a field.
func cursorValue(v any, kind Kind) (any, error) {
	if v == nil && kind != Text {
		return nil, nil
	}
	switch v := v.(type) {
	case string:
		if kind == Text && sound(v) {
			return v, nil
		}
	case bool:
		if kind == Boolean {
			return v, nil
		}
	case json.Number:
		switch kind {
		case Integer:
			return strconv.ParseInt(v.String(), 10, 64)
		case Number:
			return v.Float64()
		}
	}
	return nil, errCursor
}
