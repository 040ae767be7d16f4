package models

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"buildout/models/query"
	"buildout/planner/parts"
)

// condition is a demand on rows in SQL, with the values bound to its marks. What
// a request says stands in the values alone.
type condition struct {
	sql    string
	values []any
}

// rackColumn is a field of a rack as SQL.
type rackColumn struct {
	sql   string
	text  bool
	joins bool // whether it needs the names of the hall and the site
	of    func(parts.Rack) any
}

// rackColumns holds every field of parts.Rack that is a single value.
var rackColumns = map[string]rackColumn{
	"id": {
		escaped("sites.name") + " || '/' || " + escaped("halls.name") + " || '/' || " + escaped("racks.name"), true, true,
		func(r parts.Rack) any { return r.ID },
	},
	"site":      {"sites.name", true, true, func(r parts.Rack) any { return r.Site }},
	"hall":      {"halls.name", true, true, func(r parts.Rack) any { return r.Hall }},
	"name":      {"racks.name", true, false, func(r parts.Rack) any { return r.Name }},
	"rack_type": {"racks.rack_type", true, false, func(r parts.Rack) any { return r.RackType }},
	"row":       {"racks.rack_row", true, false, func(r parts.Rack) any { return r.Row }},
	"position":  {"racks.row_position", false, false, func(r parts.Rack) any { return int64(r.Position) }},
	"from":      {"racks.from_month", true, false, func(r parts.Rack) any { return r.From.String() }},
}

// escaped writes a name as parts.ID does.
func escaped(column string) string {
	return "replace(replace(" + column + ", '%', '%25'), '/', '%2F')"
}

const (
	joinSites = "JOIN sites ON sites.plan_id = racks.plan_id AND sites.position = racks.site_position"
	joinHalls = "JOIN halls ON halls.plan_id = racks.plan_id AND halls.site_position = racks.site_position" +
		" AND halls.phase_position = racks.phase_position AND halls.position = racks.hall_position"
	rackPlaceSQL = "racks.site_position, racks.phase_position, racks.hall_position, racks.position"
	hallPlaceSQL = "racks.site_position, racks.phase_position, racks.hall_position"
)

// joins reports whether the query compares names of halls or sites in SQL.
func (l *rackList) joins() bool {
	return slices.ContainsFunc(l.query.Order, func(o query.Order) bool { return rackColumns[o.Field.Name].joins }) ||
		slices.ContainsFunc(l.query.Filters, func(f query.Filter) bool { return f.Field.Name == "id" && !byPlace(f) })
}

// byPlace reports whether a filter names the racks that it is about: those that
// pass, or those that do not.
func byPlace(f query.Filter) bool { return names(f) || f.Field.Name == "id" && f.Op == query.Not }

// names reports whether a filter names the racks that pass.
func names(f query.Filter) bool { return f.Field.Name == "id" && f.Op == query.Is }

// conditions is those of the filters, but for filters of sites and halls: these
// are answered in memory, and leave the halls that pass.
func (l *rackList) conditions() ([]condition, error) {
	var all []condition
	l.passing = slices.Clone(l.halls)
	for _, f := range l.query.Filters {
		column, known := rackColumns[f.Field.Name]
		switch {
		case !known:
			return nil, fmt.Errorf("racks have no column of %s", f.Field.Name)
		case f.Field.Name == "site":
			l.passing = slices.DeleteFunc(l.passing, func(h hallName) bool { return !f.Passes(h.Site) })
		case f.Field.Name == "hall":
			l.passing = slices.DeleteFunc(l.passing, func(h hallName) bool { return !f.Passes(h.Hall) })
		case byPlace(f):
			all = append(all, l.named(f))
		default:
			all = append(all, l.filter(column, f))
		}
	}
	return all, nil
}

// within holds for racks of the halls that pass.
func (l *rackList) within() condition {
	switch {
	case len(l.passing) == 0:
		return never
	case len(l.passing) == len(l.halls):
		return always
	case len(l.passing) == 1:
		return condition{"racks.site_position = ? AND racks.phase_position = ? AND racks.hall_position = ?", l.passing[0].Place.values()}
	}
	places := make([][]any, len(l.passing))
	for i, h := range l.passing {
		places[i] = h.Place.values()
	}
	return among(hallPlaceSQL, places)
}

// The conditions that no row meets, and that every one does.
var (
	never  = condition{sql: "1 = 0"}
	always = condition{sql: "1 = 1"}
)

// named holds for the racks whose ids a filter gives, or for all others. They are
// found by their names.
func (l *rackList) named(f query.Filter) condition {
	var list []string
	c := never
	for _, id := range f.Values {
		if hall, name, ok := l.split(id.(string)); ok {
			list = append(list, name)
			c.sql += " OR racks.site_position = ? AND racks.phase_position = ? AND racks.hall_position = ? AND racks.name = ?"
			c.values = append(append(c.values, hall.values()...), name)
		}
	}
	if f.Op == query.Not {
		return condition{"NOT (" + c.sql + ")", c.values}
	}
	if len(list) == 0 {
		return never
	}
	return condition{l.compared(rackColumns["name"]) + " IN ? AND (" + c.sql + ")", append([]any{list}, c.values...)}
}

// among holds for rows whose columns have the whole numbers of one of the tuples.
// The first says to PostgreSQL what the types are.
func among(columns string, tuples [][]any) condition {
	typed := slices.Repeat([]string{"CAST(? AS BIGINT)"}, len(tuples[0]))
	tuple := ", (" + strings.TrimSuffix(strings.Repeat("?, ", len(typed)), ", ") + ")"
	list := "(" + strings.Join(typed, ", ") + ")" + strings.Repeat(tuple, len(tuples)-1)
	return condition{"(" + columns + ") IN (VALUES " + list + ")", slices.Concat(tuples...)}
}

// compared is a column as texts are compared in memory: by their bytes.
func (l *rackList) compared(c rackColumn) string {
	if c.text && l.postgres {
		return "(" + c.sql + `) COLLATE "C"`
	}
	return "(" + c.sql + ")"
}

// filter holds where a column passes a filter.
func (l *rackList) filter(column rackColumn, f query.Filter) condition {
	op, denied := f.Op.Denies()
	var c condition
	if op == query.Is {
		c = condition{column.sql + " IN ?", []any{f.Values}}
	} else {
		var alternatives []string
		for _, v := range f.Values {
			one := l.comparison(column, op, v)
			alternatives = append(alternatives, one.sql)
			c.values = append(c.values, one.values...)
		}
		c.sql = "(" + strings.Join(alternatives, " OR ") + ")"
	}
	if denied {
		c.sql = "NOT (" + c.sql + ")"
	}
	return c
}

// comparison holds where a column stands to a value as an operator says.
func (l *rackList) comparison(column rackColumn, op query.Operator, value any) condition {
	switch op {
	case query.Above:
		return condition{l.compared(column) + " > ?", []any{value}}
	case query.AtLeast:
		return condition{l.compared(column) + " >= ?", []any{value}}
	case query.Below:
		return condition{l.compared(column) + " < ?", []any{value}}
	case query.AtMost:
		return condition{l.compared(column) + " <= ?", []any{value}}
	case query.Empty:
		return emptiness(column, value.(bool))
	}
	text := "lower(" + l.compared(column) + ")"
	part := query.Fold(value.(string))
	n := utf8.RuneCountInString(part)
	switch {
	case op == query.Same:
		return condition{text + " = ?", []any{part}}
	case n == 0:
		return always
	case op == query.Begins:
		return condition{"substr(" + text + ", 1, ?) = ?", []any{n, part}}
	case op == query.Ends:
		return condition{"length(" + text + ") >= ? AND substr(" + text + ", length(" + text + ") - ?) = ?", []any{n, n - 1, part}}
	case l.postgres:
		return condition{"strpos(" + text + ", ?) > 0", []any{part}}
	}
	return condition{"instr(" + text + ", ?) > 0", []any{part}}
}

func emptiness(column rackColumn, empty bool) condition {
	switch {
	case column.text && empty:
		return condition{sql: column.sql + " = ''"}
	case column.text:
		return condition{sql: column.sql + " <> ''"}
	case empty:
		return never
	}
	return always
}
