package interchange

import (
	"strings"

	"buildout/planner"
	"buildout/planner/table"
)

// readNetBoxPanels brings NetBox's power panels in. NetBox gives a panel neither
// a side nor ratings, without which it limits nothing: these stay as the plan has
// them, or come from custom fields. A panel without either is left out.
func readNetBoxPanels(m *importer) {
	m.read(netboxPanelColumns, func(row table.Row) {
		h := m.hallOf(row, "location")
		name, named := row.Given("name")
		if h == nil || !named {
			return
		}
		m.unheld(row, "description owner comments tags")
		h.ownPanels()
		name = m.panelNamed(h, name)
		panel := planner.Panel{Name: name}
		i, known := h.panels[name]
		if known {
			panel = h.Panels[i]
		}
		if !custom(row, &panel) && !known {
			m.skip(row.Number(), "the panel is left out: NetBox gives it no side and no rating; give cf_side, cf_volts, cf_amps, cf_phases and cf_breaker_share")
			return
		}
		m.putPanel(h, row, panel)
	})
}

// custom reads the custom fields of a panel over what it has. It reports whether
// any is given.
func custom(row table.Row, panel *planner.Panel) (given bool) {
	text := func(column string, into *string) {
		if cell := row.Text(column); cell != "" {
			*into, given = cell, true
		}
	}
	number := func(column string, into *float64) {
		if row.Text(column) != "" {
			*into, _ = row.Real(column)
			given = true
		}
	}
	text("cf_side", &panel.Side)
	text("cf_from", &panel.From)
	number("cf_volts", &panel.Volts)
	number("cf_amps", &panel.Amps)
	number("cf_breaker_share", &panel.BreakerShare)
	if row.Text("cf_phases") != "" {
		panel.Phases, _ = row.Whole("cf_phases")
		given = true
	}
	return given
}

// panelNamed returns the panel of a hall that NetBox calls by a name, which may
// have the hall's name before it; the name itself where there is none.
func (m *importer) panelNamed(h *hall, name string) string {
	h.ownPanels()
	if _, known := h.panels[name]; known {
		return name
	}
	if rest, ok := strings.CutPrefix(name, h.Name+" "); ok {
		if _, known := h.panels[rest]; known {
			return rest
		}
	}
	return name
}

// writeNetBoxPanels writes the panels of halls, and those that stand for the
// PDUs of a side where feeds come from no panel that a hall lists. NetBox must
// have the sites and locations.
func writeNetBoxPanels(x *exporter) {
	x.columns = []string{"site", "location", "name"}
	for i := range x.plan.Sites {
		s := &x.plan.Sites[i]
		names := netboxPanels(s)
		for j := range s.Phases {
			for k := range s.Phases[j].Halls {
				h := &s.Phases[j].Halls[k]
				for _, p := range h.Panels {
					x.row(table.Text(s.Name), table.Text(h.Name), x.netboxName(s.Name+"/"+h.Name+"/"+p.Name, names(h.Name, p.Name, p.Side)))
				}
				for _, side := range sidesWithoutPanel(h) {
					x.row(table.Text(s.Name), table.Text(h.Name), x.netboxName(s.Name+"/"+h.Name, names(h.Name, "", side)))
				}
			}
		}
	}
}

// sidesWithoutPanel lists the sides on which racks of a hall have feeds that
// come from none of its panels.
func sidesWithoutPanel(h *planner.Hall) (sides []string) {
	has := map[string]bool{}
	for i := range h.Racks {
		for _, f := range h.Racks[i].Feeds {
			has[f.Side] = has[f.Side] || f.Panel == ""
		}
	}
	for _, side := range []string{"A", "B"} {
		if has[side] {
			sides = append(sides, side)
		}
	}
	return sides
}
