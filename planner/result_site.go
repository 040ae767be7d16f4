package planner

import "buildout/planner/power"

// SiteResult is what a site can power.
type SiteResult struct {
	Name          string        `json:"name"`
	Title         Text          `json:"title,omitzero"`
	TierClaimed   string        `json:"tier_claimed"`
	TierAchieved  string        `json:"tier_achieved" doc:"Least of its halls when all is energised; empty where no tier is"`
	TierMet       bool          `json:"tier_met" doc:"Whether every hall survives what the tier claimed asks"`
	TierReason    string        `json:"tier_reason" doc:"What keeps it from the next tier"`
	TierBreak     *TierBreak    `json:"tier_break,omitempty" doc:"The same in parts"`
	TierChange    *TierChange   `json:"tier_change,omitempty" doc:"Cheapest single change that reaches the tier claimed, where it is not met and one exists"`
	Energised     Month         `json:"energised" doc:"Month the first hall may carry load; empty where none does"`
	InstalledITKW []KW          `json:"installed_it_kw"`
	UsableITKW    []KW          `json:"usable_it_kw"`
	RackPositions []int         `json:"rack_positions"`
	CompleteITKW  KW            `json:"complete_it_kw" doc:"Usable IT load when all is energised"`
	Binding       string        `json:"binding" doc:"What limits the site when all is energised"`
	PeakPUE       float64       `json:"peak_pue" doc:"Facility load over IT load with every hall at full load"`
	FeedKW        KW            `json:"feed_kw" doc:"Usable kW of the grid feeds when all is energised"`
	AmountKRW     KRW           `json:"amount_krw" doc:"All cost lines of the site, without VAT"`
	StrandedKRW   KRW           `json:"stranded_krw" doc:"Won in what its stages, and those of its halls, could carry and the site may not"`
	Stages        []StageResult `json:"stages" doc:"Feeds and shared plant, when all is energised"`
	Plant         []PlantCheck  `json:"plant_checks" doc:"Generators, fuel, batteries, feeds and disaster duties against their limits"`
	Phases        []PhaseResult `json:"phases"`
	Halls         []HallResult  `json:"halls"`

	draws []siteDraw // what it draws from the grid, state by state
}

// TierBreak is what keeps a hall or a site from a tier.
type TierBreak struct {
	Tier     string         `json:"tier" doc:"Tier that is not reached for it"`
	Cause    power.Cause    `json:"cause"`
	Kind     power.Kind     `json:"kind" doc:"Stage of the element"`
	Hall     string         `json:"hall" doc:"Hall the element belongs to; empty for plant of the site"`
	Failure  *power.Failure `json:"failure,omitempty" doc:"Failure that is not survived"`
	LoadKW   KW             `json:"load_kw,omitempty" doc:"Overloads: load on the element in kW"`
	RatingKW KW             `json:"rating_kw,omitempty" doc:"Overloads: what is left of the element's rating in kW"`
}

// TierChange is one change to a kind of stage, in every hall that has it, that
// would reach the tier claimed.
type TierChange struct {
	Path      string   `json:"path" doc:"What to change, as a path of Apply, in the first hall"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Changes   []Change `json:"changes" doc:"The change in every hall"`
	AmountKRW KRW      `json:"amount_krw" doc:"What it adds to the cost lines, without VAT"`
	UsableKW  KW       `json:"usable_it_kw" doc:"Usable IT load of the site with it, when all is energised"`
}

// PlantCheck holds a figure of a site's plant against a limit.
type PlantCheck struct {
	Name   LimitName `json:"name"`
	Title  Text      `json:"title"`
	Hall   string    `json:"hall" doc:"Hall whose own stage it is of, the first of those alike; empty for the site"`
	Halls  int       `json:"halls" doc:"Halls alike; 0 for the site"`
	Found  float64   `json:"found"`
	Limit  float64   `json:"limit"`
	Unit   string    `json:"unit"`
	Holds  bool      `json:"holds"`
	Source string    `json:"source"`
}

// StageResult is a stage of a train when all its modules are in.
type StageResult struct {
	Kind         power.Kind        `json:"kind"`
	Arrangement  power.Arrangement `json:"arrangement"`
	Modules      int               `json:"modules"`
	Systems      int               `json:"systems" doc:"Groups of modules, each on buses of its own"`
	Buses        int               `json:"buses" doc:"Buses of each system; 0 for an air_handler"`
	Compartments []string          `json:"compartments" doc:"In which its systems or modules stand in turn; empty where the plan does not say"`
	InstalledKW  KW                `json:"installed_kw" doc:"Ratings of all modules, in kW of the stage"`
	RedundantKW  KW                `json:"redundant_kw" doc:"Installed less usable"`
	UsableKW     KW                `json:"usable_kw" doc:"What it may carry, in kW of the stage"`
	LoadPerITKW  float64           `json:"load_per_it_kw" doc:"kW on the stage for each kW of IT load"`
	UsableITKW   KW                `json:"usable_it_kw" doc:"IT load at which the stage binds"`
	StrandedITKW KW                `json:"stranded_it_kw" doc:"IT load it could carry above what the hall or site may, for what binds there"`
	AmountKRW    KRW               `json:"amount_krw" doc:"Cost lines that count its modules, their ratings or batteries, without VAT"`
	StrandedKRW  KRW               `json:"stranded_krw" doc:"Of the amount, the part of what is stranded"`
	HeadroomITKW []KW              `json:"headroom_it_kw" doc:"By month: IT load at which it binds then, less what the hall, or all halls of the site, have used and reserved; 0 before it carries load"`
	Failure      *power.Failure    `json:"failure,omitempty" doc:"Failure that sets what is usable; none where the sound train does"`
	TierAsks     power.Arrangement `json:"tier_asks" doc:"Least arrangement of the tier claimed; empty where it asks none"`
	MeetsTierAsk bool              `json:"meets_tier_ask"`
}

// PhaseResult is the schedule of a phase.
type PhaseResult struct {
	Name      string             `json:"name"`
	Title     Text               `json:"title,omitzero"`
	Start     Month              `json:"start"`
	Energised Month              `json:"energised" doc:"First month after the last stage in which grid and plant are there"`
	Promised  Month              `json:"promised" doc:"Empty where nothing was promised"`
	Stages    []BuildStageResult `json:"stages"`
}

// BuildStageResult is a stage of a phase's programme with its months.
type BuildStageResult struct {
	Stage       StageName `json:"stage"`
	Start       Month     `json:"start"`
	End         Month     `json:"end" doc:"Last month of the stage"`
	FloatMonths int       `json:"float_months" doc:"Months it may start later without a later end of the phase"`
	Critical    bool      `json:"critical" doc:"Whether it is on the critical path: no float"`
}

// HallResult is what a hall can power.
type HallResult struct {
	Name           string         `json:"name"`
	Phase          string         `json:"phase"`
	Energised      Month          `json:"energised"`
	DesignITKW     KW             `json:"design_it_kw"`
	InstalledITKW  KW             `json:"installed_it_kw" doc:"Least of its stages with nothing held back for a failure, when all is energised"`
	UsableITKW     []KW           `json:"usable_it_kw"`
	UsedITKW       []KW           `json:"used_it_kw" doc:"Peak of the racks in it: those the plan places, and demand"`
	AverageITKW    []KW           `json:"average_it_kw" doc:"Average draw of the same; 0 before it is energised"`
	ReservedITKW   []KW           `json:"reserved_it_kw" doc:"Kept by reservations and for racks placed later"`
	HeadroomITKW   []KW           `json:"headroom_it_kw" doc:"Usable less used and reserved; negative is a shortfall"`
	UsedRacks      []int          `json:"used_racks" doc:"Positions taken or reserved"`
	HeadroomRacks  []TypeHeadroom `json:"headroom_racks" doc:"Racks of each type that still fit: by kW, positions, density, floor and circuit"`
	StrandedITKW   []KW           `json:"stranded_it_kw" doc:"Headroom that no rack type in use can take, for want of positions"`
	RackPositions  int            `json:"rack_positions"`
	PlacedRacks    int            `json:"placed_racks" doc:"Racks the plan places by name, all months"`
	PlacedPeakKW   KW             `json:"placed_peak_kw"`
	Binding        string         `json:"binding" doc:"Stage, design, space or a stage of the site that limits the hall when all is energised"`
	BindingByMonth []string       `json:"binding_by_month" doc:"The same by month; empty before it is energised"`
	BindingFailure *power.Failure `json:"binding_failure,omitempty" doc:"Failure that sets what is usable when all is energised"`
	TierClaimed    string         `json:"tier_claimed"`
	TierAchieved   string         `json:"tier_achieved" doc:"When all is energised; empty where no tier is reached"`
	TierByMonth    []string       `json:"tier_achieved_by_month" doc:"The same by month; empty before it is energised"`
	TierMet        bool           `json:"tier_met" doc:"Whether it survives what the tier claimed asks"`
	TierReason     string         `json:"tier_reason" doc:"What keeps it from the next tier"`
	TierBreak      *TierBreak     `json:"tier_break,omitempty" doc:"The same in parts"`
	Stages         []StageResult  `json:"stages"`
}

// TypeHeadroom is how many more racks of a type fit, by month.
type TypeHeadroom struct {
	RackType string `json:"rack_type"`
	Racks    []int  `json:"racks"`
}
