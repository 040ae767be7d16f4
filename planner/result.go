package planner

// Result is what Evaluate works out of a plan. Series have one value for each
// month of Months. It is also the JSON of the API and of evaluate --json.
type Result struct {
	Plan      PlanRef          `json:"plan"`
	Months    []Month          `json:"months"`
	Budget    BudgetResult     `json:"budget"`
	Demand    DemandResult     `json:"demand"`
	Capacity  CapacityResult   `json:"capacity"`
	Sites     []SiteResult     `json:"sites"`
	Leases    []LeaseResult    `json:"leases"`
	SiteLoss  SiteLossResult   `json:"site_loss"`
	CostLines []CostLine       `json:"cost_lines"`
	Orders    []Order          `json:"orders"`
	Cash      []CashMonth      `json:"cash"`
	Operation OperationResult  `json:"operation"`
	Worth     WorthResult      `json:"worth"`
	Checks    []BenchmarkCheck `json:"benchmarks"`
	Findings  []Finding        `json:"findings"`

	basis *basis // what Explain goes back to
}

// PlanRef says which plan a result is of.
type PlanRef struct {
	Name      string  `json:"name"`
	Title     Text    `json:"title,omitzero"`
	Hash      string  `json:"hash" doc:"SHA-256 over the plan's JSON, in hex"`
	PriceBase Month   `json:"price_base"`
	Horizon   Horizon `json:"horizon"`
}

// DemandResult is what must be powered, by month.
type DemandResult struct {
	Services    []ServiceResult `json:"services"`
	Racks       []int           `json:"racks"`
	PeakKW      []KW            `json:"peak_kw"`
	AverageKW   []KW            `json:"average_kw"`
	Priority1KW []KW            `json:"priority_1_kw" doc:"Peak of the services of priority 1"`

	outside []roomless // what finds no room in the sites
}

// ServiceResult is a service's demand by month.
type ServiceResult struct {
	Name      string `json:"name"`
	Title     Text   `json:"title,omitzero"`
	Priority  int    `json:"priority"`
	Racks     []int  `json:"racks"`
	PeakKW    []KW   `json:"peak_kw"`
	AverageKW []KW   `json:"average_kw"`
}

// CapacityResult is the capacity of sites and leases together, by month.
type CapacityResult struct {
	UsableITKW    []KW    `json:"usable_it_kw"`
	RackPositions []int   `json:"rack_positions"`
	HeadroomKW    []KW    `json:"headroom_kw" doc:"Usable less peak demand; negative is a shortfall"`
	Least         KWMonth `json:"least_headroom" doc:"Of the months with demand; without month where there is none"`
}

// KWMonth is a number of kW in a month.
type KWMonth struct {
	Month Month `json:"month"`
	KW    KW    `json:"kw"`
}

// SiteLossResult is what is left, month by month, when the largest site or
// lease is lost, against the peak demand of priority 1.
type SiteLossResult struct {
	Lost        []string  `json:"lost" doc:"The largest site or lease of the month"`
	RemainingKW []KW      `json:"remaining_it_kw" doc:"Usable less the largest"`
	Coverage    []float64 `json:"coverage" doc:"Share of the priority-1 demand that remains, at most 1; 1 where there is no such demand"`
	CoveredFrom Month     `json:"covered_from" doc:"Month from which coverage stays 1 to the end; empty where it does not"`
	Final       float64   `json:"final" doc:"Coverage in the last month"`
}

// Order is equipment with a lead time that a phase needs.
type Order struct {
	Site           string `json:"site"`
	Phase          string `json:"phase"`
	LeadTime       string `json:"lead_time" doc:"Kind of equipment"`
	Title          Text   `json:"title"`
	LeadTimeMonths int    `json:"lead_time_months"`
	Needed         Month  `json:"needed" doc:"First month of the stage that installs it"`
	OrderBy        Month  `json:"order_by"`
	AmountKRW      KRW    `json:"amount_krw" doc:"What the order commits, without VAT"`
}

// BenchmarkCheck holds a figure of the plan against a published range.
type BenchmarkCheck struct {
	Name   string  `json:"name"`
	Title  Text    `json:"title"`
	Site   string  `json:"site"`
	Found  float64 `json:"found"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Unit   string  `json:"unit"`
	Inside bool    `json:"inside"`
	Source string  `json:"source"`
}

// Finding is advice: a limit broken or nearly so, with both numbers and what
// would mend it.
type Finding struct {
	Severity  Severity `json:"severity"`
	Code      string   `json:"code"`
	Where     string   `json:"where" doc:"Path into the plan by names, such as sites/ansan/halls/DH-1"`
	Month     Month    `json:"month" doc:"Month it holds from; empty where it holds at all times"`
	Found     float64  `json:"found"`
	Limit     float64  `json:"limit"`
	Unit      string   `json:"unit" doc:"KRW, kW, A, kg/m2, months, racks, sides, share, arrangement or a benchmark's own"`
	FoundText string   `json:"found_text,omitempty" doc:"What was found, where it is no number"`
	LimitText string   `json:"limit_text,omitempty" doc:"The limit, where it is no number"`
	Subject   string   `json:"subject" doc:"Name of what it speaks of; the worst where there are several"`
	Count     int      `json:"count,omitempty" doc:"How many it speaks of, where it may be several"`
	Title     Text     `json:"title,omitzero" doc:"Title of what it speaks of, where it has one"`
	Message   string   `json:"message"`
	Remedy    string   `json:"remedy" doc:"What would mend it"`

	Change *TierChange `json:"change,omitempty" doc:"Cheapest single change that would mend it, where one is known"`
}

// Severity ranks findings.
type Severity string

// The severities. An error is a broken limit, a warning one nearly broken or
// a promise in danger, a notice something to know.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityNotice  Severity = "notice"
)
