package interchange

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"buildout/planner"
	"buildout/planner/table"
)

// What NetBox's importer takes: the fields of its forms, with id, by which it
// changes what it has, and custom fields (cf_) for what Buildout knows beyond
// them. Fields of several releases are here; those that hold nothing a plan has a
// place for are told in the flags of a report.
//
// Source: netbox-community/netbox, netbox/dcim/forms/bulk_import.py, v4.0 to v4.5.
var (
	netboxRackColumns = columnsOf("site! location! name! status! rack_type u_height",
		"id group facility_id tenant role form_factor type serial asset_tag width desc_units outer_width outer_height outer_depth outer_unit mounting_depth airflow "+
			"cooling_capability cooling_capacity weight max_weight weight_unit description owner comments tags",
		"cf_rack_type cf_row cf_position cf_from")
	netboxPanelColumns = columnsOf("site! location! name!", "id description owner comments tags",
		"cf_side cf_from cf_volts cf_amps cf_phases cf_breaker_share")
	netboxFeedColumns = columnsOf("site! power_panel! location rack name! status! type! supply! phase! voltage! amperage! max_utilization!",
		"id mark_connected tenant description owner comments tags", "cf_phase")
)

// What NetBox calls the fields of racks, panels and feeds.
var (
	netboxRackNames  = map[string]string{"row": "cf_row", "position": "cf_position", "from": "cf_from"}
	netboxPanelNames = map[string]string{
		"side": "cf_side", "from": "cf_from", "volts": "cf_volts", "amps": "cf_amps", "phases": "cf_phases", "breaker_share": "cf_breaker_share",
	}
	netboxFeedNames = map[string]string{
		"side": "type", "panel": "power_panel", "volts": "voltage", "amps": "amperage", "breaker_share": "max_utilization", "phases": "phase", "phase": "cf_phase",
	}
)

// columnsOf lists columns by their names; one with an exclamation mark is
// required.
func columnsOf(lists ...string) []table.Column {
	var columns []table.Column
	for name := range strings.FieldsSeq(strings.Join(lists, " ")) {
		name, required := strings.CutSuffix(name, "!")
		columns = append(columns, table.Column{Name: name, Required: required})
	}
	return columns
}

// netboxChoices are the words that NetBox takes in a column; blank is another
// where the column is not required.
//
// Source: netbox-community/netbox, netbox/dcim/choices.py, v4.5: RackStatusChoices,
// RackWidthChoices, RackAirflowChoices, PowerFeedStatusChoices and others.
type netboxChoices map[string][]string

var netboxRackChoices = netboxChoices{
	"status":      {"reserved", "available", "planned", "active", "deprecated"},
	"width":       {"10", "19", "21", "23"},
	"airflow":     {"front-to-rear", "rear-to-front"},
	"desc_units":  netboxBooleans,
	"outer_unit":  {"mm", "in"},
	"weight_unit": {"kg", "g", "lb", "oz"},
}

var netboxFeedChoices = netboxChoices{
	"status":         {"offline", "active", "planned", "failed"},
	"type":           {"primary", "redundant"},
	"supply":         {"ac", "dc"},
	"phase":          {"single-phase", "three-phase"},
	"mark_connected": netboxBooleans,
}

var netboxBooleans = []string{"true", "false", "1", "0"}

// choose holds that the columns of a row have words that NetBox takes. It
// reports whether they do.
func (c netboxChoices) choose(row table.Row) bool {
	sound := true
	for _, column := range slices.Sorted(maps.Keys(c)) {
		text, words := row.Text(column), c[column]
		if column == "mark_connected" || column == "desc_units" {
			text = strings.ToLower(text)
		}
		if text != "" && !slices.Contains(words, text) {
			row.Fault(column, text, "NetBox has no such word here; there are %s", strings.Join(words, ", "))
			sound = false
		}
	}
	return sound
}

// unheld flags what a row says that a plan has no place for.
func (m *importer) unheld(row table.Row, columns string) {
	for column := range strings.FieldsSeq(columns) {
		if text := row.Text(column); text != "" && !strings.EqualFold(text, "false") {
			m.flag(row.Number(), column+" is not taken; a plan has no place for it")
		}
	}
}

// mostNetBoxName is the most characters of a name in NetBox.
const mostNetBoxName = 100

// netboxName holds a name against what NetBox takes.
func (x *exporter) netboxName(where, name string) string {
	if utf8.RuneCountInString(name) > mostNetBoxName {
		x.faults = append(x.faults, planner.Fault{Path: where, Found: strconv.Quote(name), Message: "NetBox takes names of at most 100 characters; shorten the names it is made of"})
	}
	return table.Text(name)
}

// netboxPanels names the panels of a site as NetBox has them, where a name
// stands once at a site and not once in a hall: one that two halls have is
// written after the name of its hall. A feed from no panel that a hall lists
// comes from the PDUs of its side, which have a panel's name as well.
func netboxPanels(s *planner.Site) panelNaming {
	halls := map[string]int{} // that have a panel of a name
	for i := range s.Phases {
		for j := range s.Phases[i].Halls {
			for _, p := range s.Phases[i].Halls[j].Panels {
				halls[p.Name]++
			}
		}
	}
	return func(hall, panel, side string) string {
		switch {
		case panel == "":
			name := hall + pduName + side
			for halls[name] > 0 {
				name += "'"
			}
			return name
		case halls[panel] > 1:
			return hall + " " + panel
		}
		return panel
	}
}

// pduName stands between the hall and the side in the name of the panel that
// stands for the PDUs of a side.
const pduName = " PDU "

// panelNaming returns what NetBox calls a panel of a hall, or the PDUs of a side
// where panel is empty.
type panelNaming func(hall, panel, side string) string
