package planner

import "buildout/planner/power"

// Site is a place with its grid feeds, the plant its halls share, and the
// halls, built in phases.
type Site struct {
	Name            string            `json:"name"`
	Title           Text              `json:"title,omitzero"`
	Tier            string            `json:"tier" doc:"Redundancy tier claimed, such as III"`
	Region          string            `json:"region" doc:"Cost region of the cost book"`
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
	Arrangement power.Arrangement `json:"arrangement,omitzero" doc:"N, N+r, 2N or 2(N+r); the tier's where omitted"`
	Modules     int               `json:"modules" doc:"Modules installed, spare ones and both systems included"`
	Rating
	Efficiency     float64          `json:"efficiency,omitempty" doc:"Power stages: kW out per kW in at full load; the shipped one where omitted"`
	COP            float64          `json:"cop,omitempty" doc:"Cooling stages: kW of heat moved per kW of electricity; the shipped one where omitted"`
	BatteryMinutes float64          `json:"battery_minutes,omitempty" doc:"UPS: minutes at rated load; required"`
	FuelHours      float64          `json:"fuel_hours,omitempty" doc:"Generators: hours at rated load; required"`
	Phase          string           `json:"phase,omitempty" doc:"Site plant: the phase that installs it; the first where omitted"`
	Added          []ModuleAddition `json:"added,omitempty" doc:"Site plant: modules added by later phases"`
	Source         string           `json:"source,omitempty"`
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
	Months    int           `json:"months" doc:"Duration in months"`
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

// Hall is a data hall.
type Hall struct {
	Name             string       `json:"name"`
	AreaM2           float64      `json:"area_m2" doc:"White space"`
	RackPositions    int          `json:"rack_positions"`
	DensityKWPerRack float64      `json:"density_kw_per_rack" doc:"Most IT load in kW that one position may take"`
	DesignITKW       KW           `json:"design_it_kw" doc:"IT load the hall is designed for"`
	Train            []PowerStage `json:"train" doc:"The hall's own power stages from source to rack, then cooling stages from plant to room"`
	Racks            []Rack       `json:"racks,omitempty" doc:"Racks already placed"`
	Source           string       `json:"source,omitempty"`
}

// Rack is a rack in a position of a hall.
type Rack struct {
	Name     string `json:"name"`
	RackType string `json:"rack_type"`
	Row      string `json:"row"`
	Position int    `json:"position" minimum:"1"`
	From     Month  `json:"from" doc:"First month it draws power"`
}
