package models

import (
	"fmt"
	"slices"
	"strings"
)

// order is the ORDER BY of the query, which ends in the order of the plan.
func (l *rackList) order() string {
	var terms []string
	for _, o := range l.query.Order {
		term := l.compared(rackColumns[o.Field.Name])
		if o.Descending {
			term += " DESC"
		}
		terms = append(terms, term)
	}
	return strings.Join(append(terms, rackPlaceSQL), ", ")
}

// behind holds for the rows of greater order values than the cursor's, and for
// those of its own at or after a place. Ascending, it is one comparison of
// tuples, for which both databases go by an index. Descending or mixed, the
// bound of the first value alone, which comes first, lets them do so.
func (l *rackList) behind(from rackPlace, than string) []condition {
	place := condition{"(" + rackPlaceSQL + ") " + than + " (?, ?, ?, ?)", from.values()}
	if len(l.query.Order) == 0 {
		return []condition{place}
	}
	var columns []string
	ascending := true
	for _, o := range l.query.Order {
		columns = append(columns, l.compared(rackColumns[o.Field.Name]))
		ascending = ascending && !o.Descending
	}
	values := l.query.Cursor.Values
	if ascending {
		tuple := fmt.Sprintf("(%s, %s) %s (%s?, ?, ?, ?)", strings.Join(columns, ", "), rackPlaceSQL, than, strings.Repeat("?, ", len(columns)))
		return []condition{{tuple, slices.Concat(values, place.values)}}
	}
	chain := place
	for i := len(columns) - 1; i >= 0; i-- {
		than := ">"
		if l.query.Order[i].Descending {
			than = "<"
		}
		chain = condition{
			fmt.Sprintf("(%s %s ? OR (%s = ? AND %s))", columns[i], than, columns[i], chain.sql),
			append([]any{values[i], values[i]}, chain.values...),
		}
	}
	bound := columns[0] + " >= ?"
	if l.query.Order[0].Descending {
		bound = columns[0] + " <= ?"
	}
	return []condition{{bound, values[:1]}, chain}
}
