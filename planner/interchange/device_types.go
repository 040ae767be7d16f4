package interchange

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"buildout/planner"
)

// communityType is a device type or a rack type of the community library.
//
// Source: netbox-community/devicetype-library, schema/devicetype.json,
// schema/racktype.json and schema/components.json.
type communityType struct {
	Manufacturer string   `json:"manufacturer"`
	Model        string   `json:"model"`
	Slug         string   `json:"slug"`
	UHeight      float64  `json:"u_height"`
	PartNumber   string   `json:"part_number,omitempty"`
	FullDepth    bool     `json:"is_full_depth,omitempty"`
	Airflow      string   `json:"airflow,omitempty"`
	Weight       *float64 `json:"weight,omitempty"`
	MaxWeight    *float64 `json:"max_weight,omitempty"`
	WeightUnit   string   `json:"weight_unit,omitempty"`
	FrontImage   bool     `json:"front_image,omitempty"`
	RearImage    bool     `json:"rear_image,omitempty"`
	Subdevice    string   `json:"subdevice_role,omitempty"`
	Powered      *bool    `json:"is_powered,omitempty"`
	Description  string   `json:"description,omitempty"`
	Comments     string   `json:"comments,omitempty"`

	FormFactor    string  `json:"form_factor,omitempty"` // rack types from here
	Width         float64 `json:"width,omitempty"`
	StartingUnit  float64 `json:"starting_unit,omitempty"`
	DescUnits     bool    `json:"desc_units,omitempty"`
	OuterWidth    float64 `json:"outer_width,omitempty"`
	OuterHeight   float64 `json:"outer_height,omitempty"`
	OuterDepth    float64 `json:"outer_depth,omitempty"`
	OuterUnit     string  `json:"outer_unit,omitempty"`
	MountingDepth float64 `json:"mounting_depth,omitempty"`

	PowerPorts     []powerPort     `json:"power-ports,omitempty"`
	ConsolePorts   []communityPart `json:"console-ports,omitempty"`
	ConsoleServers []communityPart `json:"console-server-ports,omitempty"`
	PowerOutlets   []communityPart `json:"power-outlets,omitempty"`
	Interfaces     []communityPart `json:"interfaces,omitempty"`
	FrontPorts     []communityPart `json:"front-ports,omitempty"`
	RearPorts      []communityPart `json:"rear-ports,omitempty"`
	PortMappings   []communityPart `json:"port-mappings,omitempty"`
	ModuleBays     []communityPart `json:"module-bays,omitempty"`
	DeviceBays     []communityPart `json:"device-bays,omitempty"`
	InventoryItems []communityPart `json:"inventory-items,omitempty"`
}

// powerPort is an inlet of a device, with its draw in watts.
type powerPort struct {
	Name          string   `json:"name"`
	Label         string   `json:"label,omitempty"`
	Type          string   `json:"type,omitempty"`
	MaximumDraw   *float64 `json:"maximum_draw,omitempty"`
	AllocatedDraw *float64 `json:"allocated_draw,omitempty"`
	Description   string   `json:"description,omitempty"`
}

// communityPart is a part of a device that bears on none of a plan's figures.
type communityPart struct {
	Name          string  `json:"name,omitempty"`
	Label         string  `json:"label,omitempty"`
	Type          string  `json:"type,omitempty"`
	Description   string  `json:"description,omitempty"`
	PowerSource   bool    `json:"_is_power_source,omitempty"`
	PowerPort     string  `json:"power_port,omitempty"`
	FeedLeg       string  `json:"feed_leg,omitempty"`
	Enabled       bool    `json:"enabled,omitempty"`
	Management    bool    `json:"mgmt_only,omitempty"`
	Bridge        string  `json:"bridge,omitempty"`
	PoEMode       string  `json:"poe_mode,omitempty"`
	PoEType       string  `json:"poe_type,omitempty"`
	RadioRole     string  `json:"rf_role,omitempty"`
	Color         string  `json:"color,omitempty"`
	Position      string  `json:"position,omitempty"`
	Positions     float64 `json:"positions,omitempty"`
	FrontPort     string  `json:"front_port,omitempty"`
	FrontPosition float64 `json:"front_port_position,omitempty"`
	RearPort      string  `json:"rear_port,omitempty"`
	RearPosition  float64 `json:"rear_port_position,omitempty"`
	Manufacturer  string  `json:"manufacturer,omitempty"`
	PartID        string  `json:"part_id,omitempty"`
}

// kilograms is the weight of a unit that the library writes weights in.
var kilograms = map[string]float64{"kg": 1, "g": 0.001, "lb": 0.45359237, "oz": 0.028349523125}

// readDeviceTypes brings types of the community library in as rack types of the
// plan. A rack type of the plan is a cabinet with its load, which the library has
// not: it knows cabinets without load and devices without a cabinet. So
//
//   - a device type becomes a rack type, under its slug, of a rack that holds one
//     such device: its height rounded up to whole units, its weight, the sum of
//     maximum_draw over its power ports as nameplate and peak, that of
//     allocated_draw as average. Ports that stand in for one another are counted
//     each, as NetBox counts them, and flagged;
//   - a cabinet draws nothing and is left out;
//   - a device without one of these is left out, or, where the plan has a rack type
//     of its slug, keeps what that has. Nothing is made up.
func readDeviceTypes(m *importer) {
	m.unit = "document"
	list := slices.Clone(m.plan.RackTypes)
	m.plan.RackTypes = list
	index, rows := map[string]int{}, map[string]int{}
	for i := range list {
		index[list[i].Name] = i
	}
	for d := range documents(m.document) {
		number := d.number
		if m.report.Rows++; m.report.Rows > mostTypes {
			m.typeFault(number, planner.Fault{Message: fmt.Sprintf("at most %d documents are read; split the file", mostTypes)})
			break
		}
		t, sound := m.decodeType(d)
		if !sound || !m.onceType(rows, number, t) {
			continue
		}
		i, known := index[t.Slug]
		var was planner.RackType
		if known {
			was = m.plan.RackTypes[i]
		}
		now, ok := m.rackType(number, t, was)
		if !ok {
			continue
		}
		m.count(known, now == was)
		if !known {
			i = len(m.plan.RackTypes)
			index[now.Name] = i
			m.plan.RackTypes = append(m.plan.RackTypes, now)
		}
		m.plan.RackTypes[i] = now
		m.origins = append(m.origins, origin{number, "rack_types", i, noFeed})
	}
	if m.report.Rows == 0 {
		m.fault(0, planner.Fault{Message: "the file is empty; it has one or more YAML documents"})
	}
}

// mostTypes is the most documents that are read of a file.
const mostTypes = 1_000

// part is a document of a stream.
type part struct {
	number int // from 1
	above  int // lines of the stream above it
	text   []byte
}

// documents splits a stream into its documents that are not empty.
func documents(stream []byte) iter.Seq[part] {
	return func(yield func(part) bool) {
		var document bytes.Buffer
		number, above, lines := 0, 0, 0
		flush := func() bool {
			text := bytes.Clone(document.Bytes())
			document.Reset()
			if len(bytes.TrimSpace(text)) == 0 {
				return true
			}
			number++
			return yield(part{number, above, text})
		}
		for line := range bytes.Lines(bytes.TrimPrefix(stream, []byte("\ufeff"))) {
			lines++
			if mark := string(bytes.TrimRight(line, " \t\r\n")); mark != "---" && mark != "..." {
				document.Write(line)
				continue
			}
			if !flush() {
				return
			}
			above = lines
		}
		flush()
	}
}

// decodeType reads a document. A fault stands at its number and its path there.
func (m *importer) decodeType(d part) (t communityType, sound bool) {
	number := d.number
	t, err := planner.Decode[communityType](d.text)
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		for _, f := range invalid.Faults {
			if f.Line > 0 {
				f.Line += d.above
			}
			m.typeFault(number, f)
		}
		return t, false
	}
	before := len(m.faults)
	wrong := func(path, found, message string) {
		m.typeFault(number, planner.Fault{Path: path, Found: found, Message: message})
	}
	if _, known := kilograms[t.WeightUnit]; !known && (t.WeightUnit != "" || t.Weight != nil) {
		wrong("weight_unit", t.WeightUnit, "kg, g, lb or oz is wanted")
	}
	if t.Weight != nil && !(*t.Weight > 0) {
		wrong("weight", fmt.Sprint(*t.Weight), "must be above 0; leave it out where it is not known")
	}
	if !(t.UHeight >= 0 && t.UHeight <= 100) {
		wrong("u_height", fmt.Sprint(t.UHeight), "must be from 0 to 100")
	}
	for i, p := range t.PowerPorts {
		for _, d := range []struct {
			field string
			watts *float64
		}{{"maximum_draw", p.MaximumDraw}, {"allocated_draw", p.AllocatedDraw}} {
			if d.watts != nil && !(*d.watts > 0) {
				wrong(fmt.Sprintf("power-ports[%d].%s", i, d.field), fmt.Sprint(*d.watts), "must be above 0 W; leave it out where it is not known")
			}
		}
	}
	return t, len(m.faults) == before
}

func (m *importer) typeFault(number int, f planner.Fault) {
	place := fmt.Sprintf("document %d", number)
	if f.Path != "" {
		place += ", " + f.Path
	}
	f.Path = place
	m.fault(number, f)
}

func (m *importer) onceType(rows map[string]int, number int, t communityType) bool {
	if before, twice := rows[t.Slug]; twice {
		m.typeFault(number, planner.Fault{Path: "slug", Found: t.Slug, Message: fmt.Sprintf("document %d has it already; leave one out", before)})
		return false
	}
	rows[t.Slug] = number
	return true
}

// rackType makes a rack type of a device type, over what the plan has of it. It
// reports whether all of it is known.
func (m *importer) rackType(number int, t communityType, was planner.RackType) (now planner.RackType, ok bool) {
	if t.FormFactor != "" {
		m.skip(number, "a cabinet, which draws nothing, is left out; a rack type of a plan is a cabinet with its load")
		return was, false
	}
	if t.UHeight == 0 {
		m.skip(number, "a device that takes no height in a rack is left out")
		return was, false
	}
	now = was
	now.Name, now.HeightU = t.Slug, int(math.Ceil(t.UHeight))
	now.Title.EN = strings.TrimSpace(t.Manufacturer + " " + t.Model)
	var missing []string
	if t.Weight != nil {
		now.WeightKG = *t.Weight * kilograms[t.WeightUnit]
	} else if was.WeightKG == 0 {
		missing = append(missing, "weight")
	}
	if watts, known := drawOf(t.PowerPorts, func(p powerPort) *float64 { return p.MaximumDraw }); known {
		now.NameplateKW, now.PeakKW = planner.KW(watts/1000), planner.KW(watts/1000)
	} else if was.NameplateKW == 0 {
		missing = append(missing, "maximum_draw")
	}
	if watts, known := drawOf(t.PowerPorts, func(p powerPort) *float64 { return p.AllocatedDraw }); known {
		now.AverageKW = planner.KW(watts / 1000)
	} else if was.AverageKW == 0 {
		missing = append(missing, "allocated_draw")
	}
	if len(missing) > 0 {
		m.skip(number, t.Slug+" is left out: it gives no "+strings.Join(missing, ", no ")+" (of every power port); add what is missing to the file")
		return was, false
	}
	if len(t.PowerPorts) > 1 {
		m.flag(number, fmt.Sprintf("the draw of %s is the sum over its %d power ports; where one stands in for another it counts both", t.Slug, len(t.PowerPorts)))
	}
	m.flag(number, "a rack of the type holds one such device; where it holds more, multiply the draw and the weight")
	if now != was {
		now.Source, now.Assumption = "device type "+t.Slug+" of the community library (netbox-community/devicetype-library), one to a rack", false
		if now.AsOf = m.options.AsOf; now.AsOf == "" {
			now.AsOf = m.plan.PriceBase.String()
		}
	}
	return now, true
}

// drawOf sums a draw over power ports, in W. It is known where every port gives
// it.
func drawOf(ports []powerPort, of func(powerPort) *float64) (watts float64, known bool) {
	for _, p := range ports {
		draw := of(p)
		if draw == nil {
			return 0, false
		}
		watts += *draw
	}
	return watts, len(ports) > 0
}
