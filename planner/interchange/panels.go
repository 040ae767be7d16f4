package interchange

import (
	"slices"

	"buildout/planner"
	"buildout/planner/table"
)

var panelColumns = []table.Column{
	{Name: "site", Required: true}, {Name: "hall", Required: true}, {Name: "name", Required: true}, {Name: "side", Required: true}, {Name: "from"},
	{Name: "volts", Required: true}, {Name: "amps", Required: true}, {Name: "phases", Required: true}, {Name: "breaker_share", Required: true},
}

func readPanels(m *importer) {
	m.read(panelColumns, func(row table.Row) {
		h := m.hallOf(row, "hall")
		panel := planner.Panel{From: row.Text("from")}
		var named bool
		panel.Name, named = row.Given("name")
		panel.Side, _ = row.Given("side")
		panel.Circuit = circuitOf(row)
		if h != nil && named {
			m.putPanel(h, row, panel)
		}
	})
}

// putPanel puts a panel in place of the one of its name, or at the end.
func (m *importer) putPanel(h *hall, row table.Row, panel planner.Panel) {
	h.ownPanels()
	if !once(h.rows, row, "name", panel.Name) {
		return
	}
	i, known := h.panels[panel.Name]
	if known {
		m.count(true, h.Panels[i] == panel)
		h.Panels[i] = panel
	} else {
		i = len(h.Panels)
		h.panels[panel.Name] = i
		h.Panels = append(h.Panels, panel)
		m.count(false, false)
	}
	m.origins = append(m.origins, origin{row.Number(), h.path + ".panels", i, noFeed})
}

// ownPanels gives the hall a list of panels of its own, and their index.
func (h *hall) ownPanels() {
	if h.panels != nil {
		return
	}
	h.Panels = slices.Clone(h.Panels)
	h.panels = make(map[string]int, len(h.Panels))
	for i := range h.Panels {
		h.panels[h.Panels[i].Name] = i
	}
}

func writePanels(x *exporter) {
	x.columns = []string{"site", "hall", "name", "side", "from", "volts", "amps", "phases", "breaker_share"}
	for s, h := range x.halls() {
		for _, p := range h.Panels {
			x.row(slices.Concat([]string{table.Text(s.Name), table.Text(h.Name), table.Text(p.Name), p.Side, table.Text(p.From)}, circuitCells(p.Circuit))...)
		}
	}
}
