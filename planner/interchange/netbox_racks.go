package interchange

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"buildout/planner"
	"buildout/planner/table"
)

const netboxRackUnheld = "group facility_id tenant role form_factor type serial asset_tag outer_width outer_height outer_depth outer_unit mounting_depth airflow " +
	"cooling_capability cooling_capacity weight max_weight weight_unit description owner comments tags desc_units"

// netboxRacks brings NetBox's racks in. NetBox knows cabinets and not what they
// draw, nor a row, a position and a month: a rack that the plan has keeps these;
// for another they are read from custom fields, or follow from what NetBox says.
type netboxRacks struct {
	*importer
	types   map[string]int // height of each rack type
	byU     map[int][]string
	waiting []waitingRack
}

// waitingRack is a rack that stands in the first free place.
type waitingRack struct {
	hall *hall
	rack int
}

func readNetBoxRacks(m *importer) {
	n := &netboxRacks{importer: m, types: map[string]int{}, byU: map[int][]string{}}
	for _, list := range [][]planner.RackType{m.plan.RackTypes, m.ref.RackTypes} {
		for _, t := range list {
			if _, known := n.types[t.Name]; !known {
				n.types[t.Name] = t.HeightU
				n.byU[t.HeightU] = append(n.byU[t.HeightU], t.Name)
			}
		}
	}
	m.read(netboxRackColumns, n.row)
	free := map[*hall]func() (string, int){}
	for _, w := range n.waiting {
		if free[w.hall] == nil {
			free[w.hall] = w.hall.FreePlaces()
		}
		r := &w.hall.Racks[w.rack]
		r.Row, r.Position = free[w.hall]()
	}
}

func (n *netboxRacks) row(row table.Row) {
	h := n.hallOf(row, "location")
	name, named := row.Given("name")
	status, stated := row.Given("status")
	if !netboxRackChoices.choose(row) || h == nil || !named || !stated {
		return
	}
	n.unheld(row, netboxRackUnheld)
	if width := row.Text("width"); width != "" && width != "19" {
		n.flag(row.Number(), "a width other than 19 inches is not taken; a plan has no place for it")
	}
	if status != "active" && status != "planned" {
		n.skip(row.Number(), "a rack that is "+status+" carries no load of the plan and is left out; planned and active ones count")
		return
	}
	h.ownRacks()
	var r planner.Rack
	i, known := h.racks[name]
	if known {
		r = h.Racks[i]
	}
	r.Name = name
	n.rackType(row, &r)
	waits := n.place(row, &r)
	n.from(row, h, &r, status)
	if i = n.putRack(h, row, r); waits && i >= 0 {
		n.waiting = append(n.waiting, waitingRack{h, i})
	}
}

// rackType finds the rack type of a row: by its name, else that which the plan
// has for the rack, else the only one of its height.
func (n *netboxRacks) rackType(row table.Row, r *planner.Rack) {
	height, _ := row.Whole("u_height")
	own, cabinet := row.Text("cf_rack_type"), row.Text("rack_type")
	_, known := n.types[cabinet]
	switch {
	case own != "":
		r.RackType = own
		return
	case known:
		r.RackType = cabinet
		return
	case r.RackType != "" && (height == 0 || n.types[r.RackType] == height):
		return
	case height > 0 && len(n.byU[height]) == 1:
		r.RackType = n.byU[height][0]
		n.flag(row.Number(), fmt.Sprintf("the rack type is %s, the only one of %d U; NetBox does not say what a cabinet draws", r.RackType, height))
		return
	}
	r.RackType = ""
	says := "name a rack type of the plan in cf_rack_type"
	if of := n.byU[height]; len(of) > 1 {
		says = fmt.Sprintf("rack types of %d U are %s; name one in cf_rack_type", height, strings.Join(of, ", "))
	} else if height > 0 {
		says = fmt.Sprintf("no rack type is of %d U; name one in cf_rack_type", height)
	}
	row.Fault("rack_type", cabinet, "NetBox does not say what the cabinet draws: %s", says)
}

// place reads the row and position of a rack. It reports whether it waits for a
// free one.
func (n *netboxRacks) place(row table.Row, r *planner.Rack) (waits bool) {
	if text := row.Text("cf_row"); text != "" {
		r.Row = text
	}
	if row.Text("cf_position") != "" {
		r.Position, _ = row.Whole("cf_position")
	}
	switch {
	case r.Row != "" && r.Position != 0 || row.Text("cf_position") != "" && r.Row != "":
		return false
	case r.Row != "":
		row.Fault("cf_position", "", "cf_row and cf_position go together; give both or none")
		return false
	case r.Position != 0:
		row.Fault("cf_row", "", "cf_row and cf_position go together; give both or none")
		return false
	}
	n.flag(row.Number(), "the rack stands in the first free place; NetBox knows no row and position (cf_row, cf_position)")
	return true
}

// from reads the month from which a rack draws power.
func (n *netboxRacks) from(row table.Row, h *hall, r *planner.Rack, status string) {
	switch {
	case row.Text("cf_from") != "":
		r.From = monthOf(row, "cf_from")
	case !r.From.IsZero():
	case status == "active":
		r.From = n.plan.Horizon.Start
		n.flag(row.Number(), "the rack is active and draws power from the first month of the plan on; NetBox knows no month (cf_from)")
	case !h.phase.Promised.IsZero():
		r.From = h.phase.Promised
		n.flag(row.Number(), "the rack is planned and draws power from the month its phase is promised for; NetBox knows no month (cf_from)")
	default:
		row.Fault("cf_from", "", "the rack is planned and its phase is promised for no month; give the month from which it draws power")
	}
}

// writeNetBoxRacks writes the racks the plan places. NetBox must have the sites,
// and a location in each for every hall, by their names. It asks for a width,
// which a plan has not: 19 inches. What NetBox has no field for stands in the
// description.
func writeNetBoxRacks(x *exporter) {
	x.columns = []string{"site", "location", "name", "status", "width", "u_height", "description"}
	heights := map[string]int{}
	for _, list := range [][]planner.RackType{x.ref.RackTypes, x.plan.RackTypes} {
		for _, t := range list {
			heights[t.Name] = t.HeightU
		}
	}
	for s, h := range x.halls() {
		for i := range h.Racks {
			r := &h.Racks[i]
			description := fmt.Sprintf("%s; row %s, position %d; from %s", r.RackType, r.Row, r.Position, r.From)
			if utf8.RuneCountInString(description) > 200 {
				description = ""
			}
			x.row(table.Text(s.Name), table.Text(h.Name), table.Text(r.Name), netboxStatus(x.plan, r.From), "19", strconv.Itoa(heights[r.RackType]), table.Text(description))
		}
	}
}

// netboxStatus is active for what draws power in the first month of the plan,
// planned for what does later.
func netboxStatus(plan planner.Plan, from planner.Month) string {
	if from > plan.Horizon.Start {
		return "planned"
	}
	return "active"
}
