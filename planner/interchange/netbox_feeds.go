package interchange

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/table"
)

// readNetBoxFeeds brings NetBox's power feeds in as feeds of racks, in place of
// those the racks had. primary is side A, redundant side B; feeds that are
// offline or failed are left out.
func readNetBoxFeeds(m *importer) {
	m.read(netboxFeedColumns, func(row table.Row) {
		feed, count := m.netboxFeed(row)
		s := m.siteOf(row)
		name := row.Text("rack")
		if s == nil {
			return
		}
		m.unheld(row, "mark_connected tenant description owner comments tags")
		if name == "" {
			m.skip(row.Number(), "the feed goes to no rack and is left out; a plan has feeds of racks")
			return
		}
		h := m.hallWith(row, s, name)
		if h == nil {
			return
		}
		i, ok := m.rackNamed(h, row, "rack", name)
		if !ok {
			return
		}
		m.replaceFeeds(h, i, row)
		if !count {
			m.skip(row.Number(), "the feed is "+row.Text("status")+" and is left out; planned and active ones count")
			return
		}
		m.fromPanel(h, row, &feed)
		h.keepPhase(i, &feed)
		m.putRackFeed(h, i, row, feed)
	})
	m.countFeeds()
}

// fromPanel finds the panel of the hall that NetBox's power panel stands for.
func (m *importer) fromPanel(h *hall, row table.Row, feed *planner.RackFeed) {
	name := row.Text("power_panel")
	feed.Panel = m.panelNamed(h, name)
	if _, known := h.panels[feed.Panel]; known {
		return
	}
	feed.Panel = ""
	if !strings.HasPrefix(name, h.Name+pduName) {
		m.flag(row.Number(), "the hall lists no such power panel, so that the feed comes from the PDUs of its side; import the panels first")
	}
}

// keepPhase leaves a feed on the phase that the plan has it on, which NetBox does
// not know.
func (h *hall) keepPhase(rack int, feed *planner.RackFeed) {
	was, j := h.feeds[rack].was, len(h.Racks[rack].Feeds)
	if feed.Phase != "" || j >= len(was) {
		return
	}
	if old := was[j]; old.Side == feed.Side && old.Panel == feed.Panel && old.Phases == feed.Phases {
		feed.Phase = old.Phase
	}
}

// netboxFeed reads the ratings of a feed, and whether its status counts.
func (m *importer) netboxFeed(row table.Row) (feed planner.RackFeed, counts bool) {
	row.Given("name")
	row.Given("power_panel")
	for _, column := range []string{"status", "type", "supply", "phase"} {
		row.Given(column)
	}
	netboxFeedChoices.choose(row)
	if row.Text("supply") == "dc" {
		row.Fault("supply", "dc", "racks of a plan draw alternating current; leave the feed out")
	}
	feed.Volts, feed.Amps = rating(row, "voltage"), rating(row, "amperage")
	feed.BreakerShare = rating(row, "max_utilization") / 100
	if feed.BreakerShare > 1 {
		row.Fault("max_utilization", row.Text("max_utilization"), "must be above 0 and at most 100 per cent")
	}
	feed.Side, feed.Phases, feed.Phase = "A", 1, row.Text("cf_phase")
	if row.Text("type") == "redundant" {
		feed.Side = "B"
	}
	if row.Text("phase") == "three-phase" {
		feed.Phases = 3
	}
	status := row.Text("status")
	return feed, status == "active" || status == "planned"
}

// hallWith finds the hall a feed's rack stands in: its location, or where it
// names none the one hall of the site that has the rack.
func (m *importer) hallWith(row table.Row, s *site, rack string) *hall {
	if row.Text("location") != "" {
		return m.hallOf(row, "location")
	}
	var found *hall
	for _, name := range s.names {
		h := s.halls[name]
		h.ownRacks()
		if _, has := h.racks[rack]; has && found != nil {
			row.Fault("location", "", "halls %s and %s both have a rack %s; name the hall", found.Name, h.Name, rack)
			return nil
		} else if has {
			found = h
		}
	}
	if found == nil {
		row.Fault("rack", rack, "no hall of site %s has such a rack", s.Name)
	}
	return found
}

// writeNetBoxFeeds writes the feeds that racks have of their own; a rack that
// leaves them to its hall has none here. NetBox must have the racks and the power
// panels. It takes whole volts, amps and per cent.
func writeNetBoxFeeds(x *exporter) {
	x.columns = []string{"site", "power_panel", "location", "rack", "name", "status", "type", "mark_connected", "supply", "phase", "voltage", "amperage", "max_utilization"}
	names := map[string]panelNaming{}
	for s, h := range x.halls() {
		if names[s.Name] == nil {
			names[s.Name] = netboxPanels(s)
		}
		for i := range h.Racks {
			r := &h.Racks[i]
			number := map[string]int{}
			for _, f := range r.Feeds {
				number[f.Side]++
				x.netboxFeed(names[s.Name], s, h, r, f, number[f.Side])
			}
		}
	}
}

// netboxFeed writes a feed, the number-th of its side.
func (x *exporter) netboxFeed(names panelNaming, s *planner.Site, h *planner.Hall, r *planner.Rack, f planner.RackFeed, number int) {
	name := r.Name + " " + f.Side
	if number > 1 {
		name += strconv.Itoa(number)
	}
	where := s.Name + "/" + h.Name + "/" + name
	kind, phase := "primary", "single-phase"
	if f.Side == "B" {
		kind = "redundant"
	}
	if f.Phases == 3 {
		phase = "three-phase"
	}
	x.row(table.Text(s.Name), x.netboxName(where, names(h.Name, f.Panel, f.Side)), table.Text(h.Name), table.Text(r.Name), x.netboxName(where, name), netboxStatus(x.plan, r.From),
		kind, "false", "ac", phase, x.wholeRating(where, "volts", f.Volts), x.wholeRating(where, "amps", f.Amps), x.wholeRating(where, "per cent of the breaker's rating", f.BreakerShare*100))
}

// wholeRating writes a rating as the whole number that NetBox takes.
func (x *exporter) wholeRating(where, what string, rating float64) string {
	whole := math.Round(rating)
	if math.Abs(rating-whole) > 1e-9 || whole < 1 {
		x.faults = append(x.faults, planner.Fault{Path: where, Found: fmt.Sprintf("%g %s", rating, what), Message: "NetBox takes whole numbers from 1; give the feed such a rating"})
	}
	return strconv.FormatFloat(whole, 'f', 0, 64)
}
