package planner

import "buildout/planner/power"

// Reference is what Evaluate knows beside the plan: the shipped values, each
// with its unit and source. Package reference holds the data.
type Reference struct {
	Book       CostBook         `json:"cost_book"`
	Tiers      []RedundancyTier `json:"redundancy_tiers"`
	RackTypes  []RackType       `json:"rack_types"`
	LeadTimes  []LeadTime       `json:"lead_times"`
	Programme  []BuildStage     `json:"programme"`
	Equipment  []Equipment      `json:"equipment"`
	OtherLoad  Value            `json:"other_load"` // kW per kW of IT load: lighting, offices, controls
	Benchmarks []Benchmark      `json:"benchmarks"`
	Tariffs    []Tariff         `json:"tariffs"`
	Circuit    RackCircuit      `json:"rack_circuit"`
	Limits     []PlantLimit     `json:"plant_limits"`
	Downtimes  []TierDowntime   `json:"tier_downtimes"`

	Assumptions []Assumption `json:"assumptions"`
	Climates    []Climate    `json:"climates"`
	GridCarbon  []YearValue  `json:"grid_carbon"` // kg of CO2 equivalent for a kWh
	Assets      []AssetClass `json:"asset_classes"`
	Calendars   []Calendar   `json:"calendars"`
}

// Basis says where a value comes from: a published source with its date, or
// an assumption that says so.
type Basis struct {
	Source     string `json:"source" doc:"Publication, or the reasoning behind an assumption"`
	AsOf       string `json:"as_of" doc:"Year, month or day the value was true, as YYYY, YYYY-MM or YYYY-MM-DD"`
	Assumption bool   `json:"assumption,omitempty" doc:"True where no source publishes the value"`
}

// Value is a number with its unit and basis.
type Value struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Basis
}

// CostBook is the price list and the factors that bring a price to a payment.
type CostBook struct {
	Name        string           `json:"name"`
	Groups      []CostGroup      `json:"groups,omitempty"`
	Escalation  []PriceIndex     `json:"escalation"` // the first that covers a code holds
	Regions     []NamedValue     `json:"regions"`
	Fees        []NamedValue     `json:"fees"`        // shares on top of a price
	Contingency []NamedValue     `json:"contingency"` // by estimate class
	VAT         Value            `json:"vat"`
	Profiles    []PaymentProfile `json:"payment_profiles"`
	Entries     []CostEntry      `json:"entries,omitempty"`
}

// CostGroup is a group of the cost codes' first level, with the subsystems of
// the second.
type CostGroup struct {
	Code       string      `json:"code"`
	Title      Text        `json:"title"`
	Subsystems []Subsystem `json:"subsystems,omitempty"`
}

// Subsystem is a second level of the cost codes.
type Subsystem struct {
	Code  string `json:"code" doc:"Group and subsystem, with a dot between"`
	Title Text   `json:"title"`
}

// PriceIndex is how prices of some cost codes move, by calendar year.
type PriceIndex struct {
	Name   string      `json:"name"`
	Title  Text        `json:"title"`
	Covers []string    `json:"covers,omitempty" doc:"Cost codes, or beginnings of them; all where omitted"`
	Years  []YearValue `json:"years"`
}

// YearValue is a share for a calendar year.
type YearValue struct {
	Year  int     `json:"year"`
	Value float64 `json:"value"`
	Basis
}

// NamedValue is a factor with a name.
type NamedValue struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Basis
}

// PaymentProfile says how a contract is paid; shares sum to 1.
type PaymentProfile struct {
	Name            string             `json:"name"`
	Title           Text               `json:"title,omitzero"`
	Advance         float64            `json:"advance" doc:"Paid at order, as a share"`
	Milestones      []PaymentMilestone `json:"milestones,omitempty" doc:"Paid when a share of the work is done"`
	Progress        float64            `json:"progress" doc:"Paid month by month as the work goes on"`
	Curve           CurveUse           `json:"curve,omitzero" doc:"S-curve of the progress; cubic where omitted"`
	Retention       float64            `json:"retention" doc:"Kept back, as a share"`
	RetentionMonths int                `json:"retention_months" doc:"Months after the work in which the retention is paid"`
	DaysToPay       int                `json:"days_to_pay" doc:"Days from a claim at the end of a month to its payment; advances are paid at once"`
	Basis
}

// PaymentMilestone is a share of a price that falls due when a share of the
// work is done.
type PaymentMilestone struct {
	Done  float64 `json:"done" doc:"Share of the work, above 0 and at most 1"`
	Share float64 `json:"share" doc:"Share of the price"`
}

// CurveUse chooses an S-curve and its parameters.
type CurveUse struct {
	Shape string  `json:"shape" doc:"cubic, beta, dhss or line"`
	A     float64 `json:"a,omitempty" doc:"beta: first shape parameter"`
	B     float64 `json:"b,omitempty" doc:"beta: second shape parameter"`
	C     float64 `json:"c,omitempty" doc:"dhss: parameter C"`
	K     float64 `json:"k,omitempty" doc:"dhss: parameter K, a ratio"`
}

// IsZero reports whether no curve is chosen.
func (c CurveUse) IsZero() bool { return c == CurveUse{} }

// CostEntry is a priced line of the cost book.
type CostEntry struct {
	Code       string    `json:"code" doc:"Group, subsystem and line, with dots between"`
	Title      Text      `json:"title"`
	Driver     Driver    `json:"driver"`
	Unit       string    `json:"unit"`
	UnitPrice  float64   `json:"unit_price"`
	Currency   string    `json:"currency"`
	PriceMonth Month     `json:"price_month"`
	LowShare   float64   `json:"low_share" doc:"Low estimate over the unit price"`
	HighShare  float64   `json:"high_share" doc:"High estimate over the unit price"`
	Class      string    `json:"class" doc:"Estimate class that sets the contingency"`
	Fee        string    `json:"fee,omitempty" doc:"Fee on top of the price, such as the contractor's"`
	Stage      StageName `json:"stage" doc:"Stage of the programme in which the work is done and paid"`
	Profile    string    `json:"profile"`
	LeadTime   string    `json:"lead_time,omitempty" doc:"Lead time that sets the order-by month"`
	VATExempt  bool      `json:"vat_exempt,omitempty"`
	Basis
}

// Driver says what quantity of the plan a line counts.
type Driver struct {
	Per      DriverName `json:"per"`
	Kind     power.Kind `json:"kind,omitempty" doc:"For module, rated_kw, rated_kva, battery_kwh and fuel_kwh: the stage counted"`
	RatedKW  float64    `json:"rated_kw,omitempty" doc:"For module: the rating the unit price is for"`
	Exponent float64    `json:"exponent,omitempty" doc:"For module: price scales with (rating/rated_kw)^exponent"`
	Tenure   Tenure     `json:"tenure,omitempty" doc:"For plot_m2: only plots held so"`
	FromFeed KW         `json:"from_feed_kw,omitempty" doc:"For site: only sites whose grid feeds are rated for so much in normal use"`
	Of       []string   `json:"of,omitempty" doc:"For share: codes, or beginnings of them, whose sum the share is taken of"`
}

// DriverName names a quantity that a plan has.
type DriverName string

// The quantities a cost line may count.
const (
	PerModule   DriverName = "module"        // modules of a kind
	PerRatedKW  DriverName = "rated_kw"      // kW rating of all modules of a kind
	PerRatedKVA DriverName = "rated_kva"     // kVA rating of all modules of a kind
	PerBattery  DriverName = "battery_kwh"   // UPS rating times battery minutes
	PerFuel     DriverName = "fuel_kwh"      // generator rating times fuel hours
	PerExtraBus DriverName = "extra_bus_kw"  // kW rating of all modules of a kind, for each bus of their systems beyond the first
	PerGrossM2  DriverName = "gross_m2"      // floor area built
	PerWhiteM2  DriverName = "white_m2"      // white space of halls
	PerPlotM2   DriverName = "plot_m2"       // land
	PerPosition DriverName = "rack_position" // rack positions
	PerRack     DriverName = "rack"          // rack positions in use or reserved in the last month of the horizon
	PerDesignKW DriverName = "design_it_kw"  // design IT load of halls
	PerFeed     DriverName = "feed"          // grid feeds
	PerFeedKW   DriverName = "feed_kw"       // kW of grid feeds
	PerFeedKM   DriverName = "feed_km"       // length of lines to substations
	PerLinkKM   DriverName = "link_km"       // length of routes between sites
	PerSite     DriverName = "site"          // once a site
	PerPhase    DriverName = "phase"         // once a phase
	PerHall     DriverName = "hall"          // halls
	PerShare    DriverName = "share"         // share of other lines

	PerPaidMonth DriverName = "paid_month" // won paid for a phase, for each month until it is energised
)

// RedundancyTier is a tier as data: the failures after which the load must
// stay up, and for each kind of stage the least arrangement it asks for.
type RedundancyTier struct {
	Name              string            `json:"name"`
	Title             Text              `json:"title,omitzero"`
	Survives          []power.Survival  `json:"survives,omitempty" doc:"Failures after which the load stays up; none where omitted"`
	ContinuousCooling bool              `json:"continuous_cooling,omitempty" doc:"Whether cooling must run on while power is interrupted"`
	Arrangements      []TierArrangement `json:"arrangements"`
	Basis
}

// TierArrangement is the least arrangement a tier asks of a kind of stage.
type TierArrangement struct {
	Kind        power.Kind        `json:"kind"`
	Arrangement power.Arrangement `json:"arrangement"`
}

// RackType is a kind of rack.
type RackType struct {
	Name        string  `json:"name"`
	Title       Text    `json:"title,omitzero"`
	HeightU     int     `json:"height_u"`
	NameplateKW KW      `json:"nameplate_kw" doc:"Sum of the nameplates in it"`
	PeakKW      KW      `json:"peak_kw" doc:"Most it draws at once"`
	AverageKW   KW      `json:"average_kw" doc:"What it draws on average"`
	WeightKG    float64 `json:"weight_kg"`
	Basis
}

// LeadTime is the months from order to delivery of a kind of equipment.
type LeadTime struct {
	Name   string `json:"name"`
	Title  Text   `json:"title"`
	Months int    `json:"months"`
	Low    int    `json:"low_months"`
	High   int    `json:"high_months"`
	Basis
}

// Equipment is what a kind of stage has where a plan does not say.
type Equipment struct {
	Kind       power.Kind `json:"kind"`
	Title      Text       `json:"title"`
	Efficiency float64    `json:"efficiency,omitempty" doc:"Output over input at full load, as a share"`
	NoLoadLoss float64    `json:"no_load_loss,omitempty" doc:"Share of the rating that a module loses at any load"`
	COP        float64    `json:"cop,omitempty"`
	Basis
}

// Benchmark is a published range that a plan's own figure is held against.
type Benchmark struct {
	Name   string     `json:"name"`
	Title  Text       `json:"title"`
	Figure FigureName `json:"figure"`
	Of     []string   `json:"of,omitempty" doc:"Codes, or beginnings of them, of the lines a figure of money sums"`
	Within []string   `json:"within,omitempty" doc:"For share_of_cost: codes of the lines the share is taken of"`
	Low    float64    `json:"low"`
	High   float64    `json:"high"`
	Unit   string     `json:"unit"`
	Basis
}

// FigureName names a figure of a site that benchmarks speak of.
type FigureName string

// The figures a benchmark may hold a site against, once all of it is built.
const (
	KRWPerITKW     FigureName = "krw_per_it_kw"     // won per usable kW of IT load
	KRWPerRack     FigureName = "krw_per_rack"      // won per rack position
	KRWPerGrossM2  FigureName = "krw_per_gross_m2"  // won per m2 of floor area
	GrossM2PerRack FigureName = "gross_m2_per_rack" // m2 of floor area per rack position
	WhiteToGross   FigureName = "white_to_gross"    // white space over floor area
	GridKWPerRack  FigureName = "grid_kw_per_rack"  // usable kW of grid feeds per rack position
	PeakPUE        FigureName = "peak_pue"          // facility load over IT load at full load
	ShareOfCost    FigureName = "share_of_cost"     // won of the codes in of, over those in within
	YearPUE        FigureName = "year_pue"          // energy of the site over that of IT, in the last whole year
	OpexPerKWMonth FigureName = "opex_per_kw_month" // won of operation without energy, per usable kW and month, in the last whole year
)

// RackCircuit is the circuit a rack position has on each side where a plan does
// not say, and the floor a rack stands on.
type RackCircuit struct {
	Circuit
	FootprintM2 float64 `json:"footprint_m2" doc:"Floor under a rack, which carries its weight"`
	Basis
}

// PlantLimit is a published limit that the plant of a site is held against.
type PlantLimit struct {
	Name  LimitName `json:"name"`
	Title Text      `json:"title"`
	Value float64   `json:"value"`
	Unit  string    `json:"unit"`
	Basis
}

// LimitName names a limit of plant.
type LimitName string

// The limits that plant is held against.
const (
	LeastFuelHours       LimitName = "least_fuel_hours"       // at the real load, with one tank out
	LeastBatteryMinutes  LimitName = "least_battery_minutes"  // at the real load
	LeastSubstations     LimitName = "least_substations"      // that the feeds come from
	MostRackBatteryKWh   LimitName = "most_rack_battery_kwh"  // of a battery rack
	MostRoomBatteryKWh   LimitName = "most_room_battery_kwh"  // of a battery room
	LeastBatteryGapM     LimitName = "least_battery_gap_m"    // between battery racks
	MostBMSSeconds       LimitName = "most_bms_seconds"       // between two readings of a cell
	DisasterDutyM2       LimitName = "disaster_duty_m2"       // floor from which disaster duties hold
	DisasterDutyKW       LimitName = "disaster_duty_kw"       // supply from which disaster duties hold
	GeneratorLoadShare   LimitName = "generator_load_share"   // of the usable kW of the generators
	BatteryRoomApart     LimitName = "battery_room_apart"     // 1: apart from UPS and other gear
	BatteryRoomNoCables  LimitName = "battery_room_no_cables" // 1: no power cables through it
	BatteryRoomDescribed LimitName = "battery_room_described" // 1: the plan says how batteries stand
)

// TierDowntime is the downtime once published for a tier. It is history: the
// Uptime Institute ties tiers to no percentages any more, and nothing here is
// worked out from it.
type TierDowntime struct {
	Tier            string  `json:"tier"`
	PlannedHours    float64 `json:"planned_hours_per_year"`
	FailuresPerYear float64 `json:"failures_per_year"`
	HoursPerFailure float64 `json:"hours_per_failure"`
	Basis
}

// Hours returns the downtime in hours a year:
//
//	hours = planned hours + failures a year * hours a failure
func (d TierDowntime) Hours() float64 {
	return d.PlannedHours + float64(d.FailuresPerYear*d.HoursPerFailure)
}

// Availability returns the share of the 8,760 hours of a year that is left.
func (d TierDowntime) Availability() float64 { return 1 - d.Hours()/8760 }
