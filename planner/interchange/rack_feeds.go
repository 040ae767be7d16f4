package interchange

import (
	"slices"
	"strconv"

	"buildout/planner"
	"buildout/planner/table"
)

var rackFeedColumns = []table.Column{
	{Name: "site", Required: true}, {Name: "hall", Required: true}, {Name: "rack", Required: true}, {Name: "side", Required: true}, {Name: "panel"}, {Name: "phase"},
	{Name: "volts", Required: true}, {Name: "amps", Required: true}, {Name: "phases", Required: true}, {Name: "breaker_share", Required: true},
}

// replacedFeeds is the feeds of a rack that a file gives new ones.
type replacedFeeds struct {
	was []planner.RackFeed
}

func readRackFeeds(m *importer) {
	m.read(rackFeedColumns, func(row table.Row) {
		h := m.hallOf(row, "hall")
		name, named := row.Given("rack")
		feed := planner.RackFeed{Panel: row.Text("panel"), Phase: row.Text("phase")}
		feed.Side, _ = row.Given("side")
		feed.Circuit = circuitOf(row)
		if h == nil || !named {
			return
		}
		if i, ok := m.rackNamed(h, row, "rack", name); ok {
			m.putRackFeed(h, i, row, feed)
		}
	})
	m.countFeeds()
}

// circuitOf reads the ratings of a circuit. A blank one is missing, never 0.
func circuitOf(row table.Row) (c planner.Circuit) {
	c.Volts = rating(row, "volts")
	c.Amps = rating(row, "amps")
	if text := row.Text("phases"); text == "" {
		row.Fault("phases", "", missingRating)
	} else {
		c.Phases, _ = row.Whole("phases")
	}
	c.BreakerShare = rating(row, "breaker_share")
	return c
}

const missingRating = "the rating is missing; give one above 0"

func rating(row table.Row, column string) float64 {
	if row.Text(column) == "" {
		row.Fault(column, "", missingRating)
		return 0
	}
	x, _ := row.Real(column)
	return x
}

// rackNamed finds a rack of a hall.
func (m *importer) rackNamed(h *hall, row table.Row, column, name string) (index int, ok bool) {
	h.ownRacks()
	if index, ok = h.racks[name]; !ok {
		row.Fault(column, name, "hall %s has no such rack%s", h.Name, m.offer(name, func() []string { return namesOf(h.Racks, func(r *planner.Rack) string { return r.Name }) }))
	}
	return index, ok
}

// putRackFeed gives a rack a feed. Those it had before the file go with the
// first.
func (m *importer) putRackFeed(h *hall, rack int, row table.Row, feed planner.RackFeed) {
	m.replaceFeeds(h, rack, row)
	r := &h.Racks[rack]
	r.Feeds = append(r.Feeds, feed)
	m.origins = append(m.origins, origin{row.Number(), h.path + ".racks", rack, len(r.Feeds) - 1})
}

// replaceFeeds takes the feeds away that a rack had before the file.
func (m *importer) replaceFeeds(h *hall, rack int, row table.Row) {
	if h.feeds == nil {
		h.feeds = map[int]*replacedFeeds{}
	}
	if h.feeds[rack] == nil {
		h.feeds[rack] = &replacedFeeds{was: h.Racks[rack].Feeds}
		h.Racks[rack].Feeds = nil
		m.origins = append(m.origins, origin{row.Number(), h.path + ".racks", rack, noFeed})
	}
}

// countFeeds says what the feeds of the file changed, feed by feed of a rack.
func (m *importer) countFeeds() {
	for _, s := range m.sites {
		for _, h := range s.halls {
			for rack, old := range h.feeds {
				now := h.Racks[rack].Feeds
				for i, feed := range now {
					m.count(i < len(old.was), i < len(old.was) && old.was[i] == feed)
				}
				m.report.Removed += max(0, len(old.was)-len(now))
			}
		}
	}
}

func writeRackFeeds(x *exporter) {
	x.columns = []string{"site", "hall", "rack", "side", "panel", "phase", "volts", "amps", "phases", "breaker_share"}
	for s, h := range x.halls() {
		for i := range h.Racks {
			for _, f := range h.Racks[i].Feeds {
				x.row(slices.Concat([]string{table.Text(s.Name), table.Text(h.Name), table.Text(h.Racks[i].Name), f.Side, table.Text(f.Panel), f.Phase}, circuitCells(f.Circuit))...)
			}
		}
	}
}

func circuitCells(c planner.Circuit) []string {
	return []string{table.Number(c.Volts), table.Number(c.Amps), strconv.Itoa(c.Phases), table.Number(c.BreakerShare)}
}
