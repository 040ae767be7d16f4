package interchange

import (
	"slices"
	"strconv"

	"buildout/planner"
	"buildout/planner/table"
)

var rackColumns = []table.Column{
	{Name: "site", Required: true}, {Name: "hall", Required: true}, {Name: "name", Required: true}, {Name: "rack_type", Required: true},
	{Name: "row", Required: true}, {Name: "position", Required: true}, {Name: "from", Required: true},
}

func readRacks(m *importer) {
	m.read(rackColumns, func(row table.Row) {
		h := m.hallOf(row, "hall")
		var r planner.Rack
		var named bool
		r.Name, named = row.Given("name")
		r.RackType, _ = row.Given("rack_type")
		r.Row, _ = row.Given("row")
		r.Position, _ = row.GivenWhole("position")
		r.From = givenMonth(row, "from")
		if h != nil && named {
			m.putRack(h, row, r)
		}
	})
}

// putRack puts a rack in place of the one of its name, whose feeds it takes
// over, or at the end. It returns its index, or -1 where a row before had it.
func (m *importer) putRack(h *hall, row table.Row, r planner.Rack) int {
	h.ownRacks()
	if !once(h.rows, row, "name", r.Name) {
		return -1
	}
	i, known := h.racks[r.Name]
	if known {
		r.Feeds = h.Racks[i].Feeds
		m.count(true, sameRack(r, h.Racks[i]))
		h.Racks[i] = r
	} else {
		i = len(h.Racks)
		h.racks[r.Name] = i
		h.Racks = append(h.Racks, r)
		m.count(false, false)
	}
	m.origins = append(m.origins, origin{row.Number(), h.path + ".racks", i, noFeed})
	return i
}

// ownRacks gives the hall a list of racks of its own, and their index.
func (h *hall) ownRacks() {
	if h.racks != nil {
		return
	}
	h.Racks = slices.Clone(h.Racks)
	h.racks = make(map[string]int, len(h.Racks))
	for i := range h.Racks {
		h.racks[h.Racks[i].Name] = i
	}
}

func sameRack(a, b planner.Rack) bool {
	return a.RackType == b.RackType && a.Row == b.Row && a.Position == b.Position && a.From == b.From && slices.Equal(a.Feeds, b.Feeds)
}

func writeRacks(x *exporter) {
	x.columns = []string{"site", "hall", "name", "rack_type", "row", "position", "from"}
	for s, h := range x.halls() {
		for i := range h.Racks {
			r := &h.Racks[i]
			x.row(table.Text(s.Name), table.Text(h.Name), table.Text(r.Name), table.Text(r.RackType), table.Text(r.Row), strconv.Itoa(r.Position), r.From.String())
		}
	}
}
