package power

import (
	"strconv"
	"strings"
)

// Failure is something that goes out: of the elements of a site, in the site's
// own plant or in a hall.
type Failure struct {
	ID      string `json:"id" doc:"Names it among the failures of a site"`
	Event   Event  `json:"event"`
	Planned bool   `json:"planned" doc:"Taken out on purpose, after its load was moved"`
	Kind    Kind   `json:"kind" doc:"Stage of what goes out; empty for compartments and the grid"`
	Hall    string `json:"hall" doc:"Hall it belongs to; empty for plant of the site"`
	System  string `json:"system" doc:"System it belongs to, such as A or 3; empty where a stage has one"`
	Name    string `json:"name" doc:"Compartment, feed or substation"`
}

// Event is what happens in a failure.
type Event string

// The events.
const (
	SparesOut       Event = "spares"      // as many modules as the arrangement calls spare, and one system where it has several
	ModuleOut       Event = "module"      // one module, the largest of its system
	BusOut          Event = "bus"         // one bus or pipe loop of a system
	SystemOut       Event = "system"      // a whole system
	PathOut         Event = "path"        // one side through all stages that have it
	CompartmentLost Event = "compartment" // all that stands in a fire compartment
	FeedLost        Event = "feed"        // one grid feed
	SubstationLost  Event = "substation"  // all feeds of a substation
	GridLost        Event = "grid"        // all feeds
)

// Survival is a class of failures after which a tier keeps the load up.
type Survival string

// The classes that a tier is made of.
const (
	SurvivesCapacityComponent Survival = "capacity_component" // any one generator, UPS, chiller, pump or air handler out
	SurvivesPlanned           Survival = "planned"            // any one component or path out on purpose
	SurvivesFailure           Survival = "failure"            // any one failure, unplanned
	SurvivesCompartment       Survival = "compartment"        // any one compartment lost
	SurvivesFeed              Survival = "feed"               // any one grid feed lost
	SurvivesSubstation        Survival = "substation"         // all feeds of any one substation lost
)

// Survivals lists the classes, the mildest first.
var Survivals = []Survival{
	SurvivesCapacityComponent, SurvivesPlanned, SurvivesFailure, SurvivesCompartment, SurvivesFeed, SurvivesSubstation,
}

// Path is one of the ways that load takes through a site.
type Path string

// The paths.
const (
	Grid   Path = "grid"    // from the feeds to the racks
	OnSite Path = "on_site" // from the generators to the racks
	Heat   Path = "heat"    // from the rooms to the heat rejection
)

// In returns the same failure in another hall.
func (f *Failure) In(hall string) *Failure {
	g := *f
	g.Hall = hall
	g.ID = g.id()
	return &g
}

// String says the failure in English, such as "one module of ups A in DH-1 out
// (planned)".
func (f *Failure) String() string {
	if f == nil {
		return "sound"
	}
	of := strings.TrimSpace(f.Kind.Words() + " " + f.System)
	if f.Hall != "" {
		of += " in " + f.Hall
	}
	text := ""
	switch f.Event {
	case SparesOut:
		text = "the redundancy of " + of + " used up"
		if f.System != "" {
			text = of + " and every spare module out"
		}
	case ModuleOut:
		text = "one module of " + of + " out"
	case BusOut:
		text = "a bus of " + of + " out"
	case SystemOut:
		text = of + " out"
	case PathOut:
		text = "side " + f.System + " out"
	case CompartmentLost:
		text = "compartment " + f.Name + " lost"
	case FeedLost:
		text = "feed " + f.Name + " lost"
	case SubstationLost:
		text = "substation " + f.Name + " lost"
	case GridLost:
		text = "the grid lost"
	}
	if f.Planned {
		text += " (planned)"
	}
	return text
}

// failure returns an event as it is told. needs is the class it is told of.
func (n *network) failure(e *event, needs Set, hall string) *Failure {
	if e == nil || e.what == "" {
		return nil
	}
	f := &Failure{Event: e.what, Planned: needs == setPlanned, Name: e.name}
	switch e.what {
	case CompartmentLost, SubstationLost, FeedLost, GridLost:
	case PathOut:
		f.System = sideName(e.system)
		if e.path == heat {
			f.Name = string(Heat)
		}
	default:
		layers := n.paths[e.path].shared
		if e.class >= 0 {
			layers, f.Hall = n.paths[e.path].own[e.class], hall
		}
		f.Kind, f.System = layers[e.layer].Kind, layers[e.layer].name(e.system)
	}
	f.ID = f.id()
	return f
}

// name names a system: A and B of two, by number of more, by group and side
// behind a block redundant stage. A single one has no name.
func (l *layer) name(s int) string {
	switch sides := len(l.systems) / l.groups; {
	case len(l.systems) == 1:
		return ""
	case l.groups == 1 && sides == 2:
		return sideName(s)
	case sides == 2:
		return strconv.Itoa(s/2+1) + sideName(s%2)
	}
	return strconv.Itoa(s + 1)
}

func sideName(side int) string { return string(rune('A' + side)) }

// id writes what a failure is of as one text.
func (f *Failure) id() string {
	id := string(f.Event)
	if f.Planned {
		id = "planned-" + id
	}
	for _, part := range [...]string{string(f.Kind), f.System, f.Name} {
		if part != "" {
			id += ":" + part
		}
	}
	if f.Hall != "" {
		id += "@" + f.Hall
	}
	return id
}
