package planner

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// rowLength is the positions of a row of racks that follow from demand.
const rowLength = 20

// placed lists the racks the plan places by name that stand in month m, by row
// and position. Those without feeds of their own take turns in that order, over
// all months, so that a rack stays on its panels when others come.
func (f *rackFloor) placed(m Month) []standing {
	all := make([]standing, len(f.hall.Racks))
	for i := range f.hall.Racks {
		all[i].Rack = &f.hall.Racks[i]
	}
	sortByPlace(all)
	turn := 0
	for i := range all {
		if len(all[i].Feeds) == 0 {
			all[i].turn = turn
			turn++
		}
	}
	return slices.DeleteFunc(all, func(r standing) bool { return r.From > m })
}

// generated stands the racks that demand puts in the hall in rows of 20, in
// positions in which the plan places no rack in any month.
func (f *rackFloor) generated(demand []placedRacks) []standing {
	n := 0
	for _, d := range demand {
		n += d.racks
	}
	if n == 0 {
		return nil
	}
	taken, names, turn := make(map[spot]bool, len(f.hall.Racks)), make(map[string]bool, len(f.hall.Racks)), 0
	for i := range f.hall.Racks {
		r := &f.hall.Racks[i]
		taken[spot{r.Row, r.Position}], names[r.Name] = true, true
		if len(r.Feeds) == 0 {
			turn++
		}
	}
	racks, next := make([]standing, 0, n), freePlaces(taken)
	for _, d := range demand {
		number := 0
		for range d.racks {
			number++
			name := d.service + "-" + strconv.Itoa(number)
			for names[name] {
				number++
				name = d.service + "-" + strconv.Itoa(number)
			}
			names[name] = true
			at := next()
			racks = append(racks, standing{Rack: &Rack{Name: name, RackType: d.rackType, Row: at.row, Position: at.position}, service: d.service, turn: turn})
			turn++
		}
	}
	return racks
}

// FreePlaces returns a function that gives the free places of a hall in rows of
// 20, R01, R02 and so on, one after the other, in which no rack stands in any
// month.
func (h *Hall) FreePlaces() func() (row string, position int) {
	taken := make(map[spot]bool, len(h.Racks))
	for i := range h.Racks {
		taken[spot{h.Racks[i].Row, h.Racks[i].Position}] = true
	}
	next := freePlaces(taken)
	return func() (string, int) {
		at := next()
		return at.row, at.position
	}
}

// spot is a position in a row.
type spot struct {
	row      string
	position int
}

// freePlaces returns a function that gives the free places of rows R01, R02
// and so on, one after the other.
func freePlaces(taken map[spot]bool) func() spot {
	row, at := 0, spot{position: rowLength}
	return func() spot {
		for {
			if at.position++; at.position > rowLength {
				row++
				at = spot{fmt.Sprintf("R%02d", row), 1}
			}
			if !taken[at] {
				return at
			}
		}
	}
}

// sortByPlace orders racks by row and position, rows by the number they end in.
func sortByPlace(racks []standing) {
	var rows []string
	rank := map[string]int{}
	for _, r := range racks {
		if len(rows) > 0 && r.Row == rows[len(rows)-1] {
			continue
		}
		if _, known := rank[r.Row]; !known {
			rank[r.Row] = 0
			rows = append(rows, r.Row)
		}
	}
	slices.SortFunc(rows, compareRows)
	for i, row := range rows {
		rank[row] = i
	}
	type key struct{ row, position, index int }
	keys := make([]key, len(racks))
	for i, r := range racks {
		if i > 0 && r.Row == racks[i-1].Row {
			keys[i] = key{keys[i-1].row, r.Position, i}
		} else {
			keys[i] = key{rank[r.Row], r.Position, i}
		}
	}
	before := func(a, b key) int { return cmp.Or(a.row-b.row, a.position-b.position, a.index-b.index) }
	if slices.IsSortedFunc(keys, before) {
		return
	}
	slices.SortFunc(keys, before)
	unsorted := slices.Clone(racks)
	for i, k := range keys {
		racks[i] = unsorted[k.index]
	}
}

// compareRows orders names of rows: R2 before R10.
func compareRows(a, b string) int {
	stemA, numberA := cutNumber(a)
	stemB, numberB := cutNumber(b)
	return cmp.Or(strings.Compare(stemA, stemB), len(numberA)-len(numberB), strings.Compare(numberA, numberB), strings.Compare(a, b))
}

// cutNumber splits off the digits a name ends in, without leading zeros.
func cutNumber(name string) (stem, number string) {
	stem = strings.TrimRight(name, "0123456789")
	return stem, strings.TrimLeft(name[len(stem):], "0")
}
