package planner

import "buildout/planner/power"

// Site is a place with its grid feeds, the plant its halls share, and the
// halls, built in phases.
type Site struct {
	Name            string            `json:"name"`
	Title           Text              `json:"title,omitzero"`
	Tier            string            `json:"tier" doc:"Redundancy tier claimed, such as III"`
	Region          string            `json:"region" doc:"Cost region of the cost book"`
	Climate         string            `json:"climate,omitempty" doc:"Climate that cooling works in; the first shipped one where omitted"`
	Tariff          string            `json:"tariff,omitempty" doc:"Electricity tariff; the first shipped one where omitted"`
	Plot            Plot              `json:"plot"`
	Feeds           []Feed            `json:"feeds"`
	FeedArrangement power.Arrangement `json:"feed_arrangement,omitzero" doc:"Redundancy of the grid feeds; the tier's where omitted"`
	Plant           []PowerStage      `json:"plant,omitempty" doc:"Stages shared by all halls, from the grid inwards"`
	Phases          []Phase           `json:"phases"`
	Source          string            `json:"source,omitempty"`
}

// Plot is the land of a site.
type Plot struct {
	AreaM2 float64 `json:"area_m2"`
	Tenure Tenure  `json:"tenure"`
}

// Tenure is how the land is held.
type Tenure string

// How land is held.
const (
	Bought Tenure = "bought"
	Leased Tenure = "leased"
)

// Rating is what one module carries, in kW or, for transformers, switchgear
// and grid feeds, in kVA at a power factor.
type Rating struct {
	RatingKW    KW      `json:"rating_kw,omitempty"`
	RatingKVA   KVA     `json:"rating_kva,omitempty"`
	PowerFactor float64 `json:"power_factor,omitempty" doc:"With rating_kva: kW per kVA, above 0 and at most 1"`
}

// Real returns the rating in kW.
func (r Rating) Real() KW {
	if r.RatingKVA > 0 {
		return r.RatingKVA.Real(r.PowerFactor)
	}
	return r.RatingKW
}

// Feed is a grid feed.
type Feed struct {
	Name       string `json:"name"`
	Substation string `json:"substation"`
	Rating
	CableKM   float64 `json:"cable_km" doc:"Length of the line to the substation"`
	Available Month   `json:"available" doc:"First month the grid operator delivers"`
	Source    string  `json:"source,omitempty"`
}

// PowerStage is a stage of a power or cooling train.
type PowerStage struct {
	Kind        power.Kind        `json:"kind"`
	Arrangement power.Arrangement `json:"arrangement,omitzero" doc:"N, N+r, 2N, 2(N+r), distributed such as 4N/3, or block redundant such as block 4+1; the tier's where omitted"`
	Modules     int               `json:"modules" doc:"Modules installed, spare ones and both systems included"`
	Rating
	Buses          int              `json:"buses,omitempty" doc:"Output buses, or pipe loops, of each system, any of which carries it all; 1 where omitted. An air_handler has none"`
	Pairs          []LoadPair       `json:"pairs,omitempty" doc:"Distributed arrangements: how the load is corded; evenly over every pair of systems where omitted"`
	Compartments   []string         `json:"compartments,omitempty" doc:"Fire compartments in which its systems, or the modules of a single system, stand in turn"`
	Efficiency     float64          `json:"efficiency,omitempty" doc:"Power stages: kW out per kW in at full load; the shipped one where omitted"`
	NoLoadLoss     float64          `json:"no_load_loss,omitempty" doc:"Power stages: share of the rating that a module loses at any load, part of what efficiency says it loses at full load; the shipped one where efficiency is omitted"`
	COP            float64          `json:"cop,omitempty" doc:"Cooling stages: kW of heat moved per kW of electricity; the shipped one where omitted"`
	BatteryMinutes float64          `json:"battery_minutes,omitempty" doc:"UPS: minutes at rated load; required"`
	Battery        *Battery         `json:"battery,omitempty" doc:"UPS: how its batteries stand"`
	FuelHours      float64          `json:"fuel_hours,omitempty" doc:"Generators: hours at rated load in all tanks together; required"`
	FuelTanks      int              `json:"fuel_tanks,omitempty" doc:"Generators: tanks that hold the fuel; 1 where omitted"`
	Continuous     bool             `json:"continuous,omitempty" doc:"Cooling stages: runs on while power is interrupted, on UPS or from stored cooling"`
	Phase          string           `json:"phase,omitempty" doc:"Site plant: the phase that installs it; the first where omitted"`
	Added          []ModuleAddition `json:"added,omitempty" doc:"Site plant: modules added by later phases"`
	Source         string           `json:"source,omitempty"`
}

// LoadPair is the share of a hall's IT load that is corded to two systems of a
// distributed stage, counted from 1.
type LoadPair struct {
	First  int     `json:"first" doc:"Number of a system" minimum:"1" maximum:"9"`
	Second int     `json:"second" doc:"Number of a system" minimum:"1" maximum:"9"`
	Share  float64 `json:"share" doc:"Share of the load, above 0; the shares of a stage sum to 1"`
}

// Battery is how the batteries of a UPS stage stand, for the rules of battery
// rooms.
type Battery struct {
	Rooms              int     `json:"rooms" doc:"Battery rooms of the stage" minimum:"1"`
	Racks              int     `json:"racks" doc:"Battery racks of the stage, in all rooms" minimum:"1"`
	RackGapM           float64 `json:"rack_gap_m" doc:"Metres between battery racks"`
	ApartFromUPS       bool    `json:"apart_from_ups" doc:"Whether the rooms hold no UPS and no other electrical gear"`
	CablesThrough      bool    `json:"cables_through" doc:"Whether power cables of others run through the rooms"`
	BMSSamplingSeconds float64 `json:"bms_sampling_seconds" doc:"Seconds between two readings of a cell"`
}

// ModuleAddition is modules that a later phase adds to a stage.
type ModuleAddition struct {
	Phase   string `json:"phase"`
	Modules int    `json:"modules"`
}

// Phase is a part of a site that is built and energised together.
type Phase struct {
	Name        string       `json:"name"`
	Title       Text         `json:"title,omitzero"`
	Start       Month        `json:"start" doc:"First month of the first stage"`
	Promised    Month        `json:"promised,omitzero" doc:"Month by which it must be energised"`
	GrossAreaM2 float64      `json:"gross_area_m2" doc:"Floor area built in this phase, all storeys; 0 for fit-out of a standing shell"`
	Stages      []BuildStage `json:"stages,omitempty" doc:"The programme; the shipped one where omitted"`
	Halls       []Hall       `json:"halls,omitempty"`
}

// BuildStage is a stage of the programme of a phase.
type BuildStage struct {
	Stage     StageName     `json:"stage"`
	Months    int           `json:"months" doc:"Duration in months of full work"`
	Calendar  string        `json:"calendar,omitempty" doc:"Calendar the work keeps; every month is a full one where omitted"`
	After     []Predecessor `json:"after,omitempty"`
	NotBefore Month         `json:"not_before,omitzero"`
	Source    string        `json:"source,omitempty"`
}

// Predecessor is a stage that must end before another starts.
type Predecessor struct {
	Stage     StageName `json:"stage"`
	LagMonths int       `json:"lag_months,omitempty" doc:"Months between the end and the start; negative where they overlap"`
}

// StageName names a stage of the programme.
type StageName string

// The stages of a programme.
const (
	Design         StageName = "design"
	Permits        StageName = "permits"
	GridConnection StageName = "grid_connection"
	Civil          StageName = "civil"
	FitOut         StageName = "fit_out"
	Commissioning  StageName = "commissioning"
)

// StageNames lists the stages in the order they are shown in.
var StageNames = []StageName{Design, Permits, GridConnection, Civil, FitOut, Commissioning}

// PlantHall stands for a hall where stages of a site's plant are told apart from
// those of its halls. No hall has the name.
const PlantHall = "-"

// Hall is a data hall.
type Hall struct {
	Name             string        `json:"name"`
	AreaM2           float64       `json:"area_m2" doc:"White space"`
	RackPositions    int           `json:"rack_positions"`
	DensityKWPerRack float64       `json:"density_kw_per_rack" doc:"Most IT load in kW that one position may take"`
	DesignITKW       KW            `json:"design_it_kw" doc:"IT load the hall is designed for"`
	FloorLoadKGPerM2 float64       `json:"floor_load_kg_per_m2,omitempty" doc:"What the floor carries under a rack; not held where omitted"`
	Train            []PowerStage  `json:"train" doc:"The hall's own power stages from source to rack, then cooling stages from plant to room"`
	RackCircuit      *Circuit      `json:"rack_circuit,omitempty" doc:"Circuit that a position has on each side; the shipped one where omitted"`
	Panels           []Panel       `json:"panels,omitempty" doc:"Panels between the PDUs and the racks"`
	Racks            []Rack        `json:"racks,omitempty" doc:"Racks already placed"`
	Reservations     []Reservation `json:"reservations,omitempty" doc:"Capacity kept for racks that are not placed yet"`
	Source           string        `json:"source,omitempty"`
}

// Circuit is a breaker and the line behind it.
type Circuit struct {
	Volts        float64 `json:"volts" doc:"Between phases on three-phase circuits, phase to neutral on single-phase ones"`
	Amps         float64 `json:"amps" doc:"Rating of the breaker"`
	Phases       int     `json:"phases" doc:"1 or 3"`
	BreakerShare float64 `json:"breaker_share" doc:"Share of the breaker's rating that may be drawn for long, above 0 and at most 1"`
}

// Panel is a panel that feeds circuits of racks or other panels.
type Panel struct {
	Name string `json:"name"`
	Side string `json:"side" doc:"A or B"`
	From string `json:"from,omitempty" doc:"Panel that feeds it; the PDUs of its side where omitted"`
	Circuit
}

// Rack is a rack in a position of a hall.
type Rack struct {
	Name     string     `json:"name"`
	RackType string     `json:"rack_type"`
	Row      string     `json:"row"`
	Position int        `json:"position" minimum:"1"`
	From     Month      `json:"from" doc:"First month it draws power"`
	Feeds    []RackFeed `json:"feeds,omitempty" doc:"Its feeds; the hall's rack_circuit on sides A and B where omitted"`
}

// RackFeed is a feed of a rack: a circuit of a panel.
type RackFeed struct {
	Side  string `json:"side" doc:"A or B"`
	Panel string `json:"panel,omitempty" doc:"Panel that feeds it; none of those the hall lists where omitted"`
	Phase string `json:"phase,omitempty" doc:"Single-phase feeds: L1, L2 or L3; in turn by position where omitted"`
	Circuit
}

// Reservation is capacity of a hall kept for later.
type Reservation struct {
	Name          string `json:"name"`
	ITKW          KW     `json:"it_kw" doc:"Peak IT load kept"`
	RackPositions int    `json:"rack_positions"`
	From          Month  `json:"from"`
	Until         Month  `json:"until" doc:"Last month it is kept"`
}
