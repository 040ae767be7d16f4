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
	Checks    []BenchmarkCheck `json:"benchmarks"`
	Findings  []Finding        `json:"findings"`
}

// PlanRef says which plan a result is of.
type PlanRef struct {
	Name      string  `json:"name"`
	Title     Text    `json:"title,omitzero"`
	Hash      string  `json:"hash" doc:"SHA-256 over the plan's JSON, in hex"`
	PriceBase Month   `json:"price_base"`
	Horizon   Horizon `json:"horizon"`
}

// BudgetResult is the forecast against the budget.
type BudgetResult struct {
	TotalKRW    KRW          `json:"total_krw"`
	ForecastKRW KRW          `json:"forecast_krw" doc:"Sum of the cost lines the budget covers, with VAT where the budget carries it"`
	VarianceKRW KRW          `json:"variance_krw" doc:"Total less forecast; negative is over budget"`
	VAT         VAT          `json:"vat"`
	VATKRW      KRW          `json:"vat_krw" doc:"VAT on the covered lines, whether the budget carries it or not"`
	OutsideKRW  KRW          `json:"outside_krw" doc:"Sum of the cost lines the budget does not cover, without VAT"`
	BeforeKRW   KRW          `json:"before_horizon_krw" doc:"Covered payments due before the horizon"`
	AfterKRW    KRW          `json:"after_horizon_krw" doc:"Covered payments due after the horizon"`
	Years       []BudgetYear `json:"years"`
	Groups      []GroupCost  `json:"groups"`
}

// BudgetYear is a calendar year of the budget.
type BudgetYear struct {
	Year         int  `json:"year"`
	HasCeiling   bool `json:"has_ceiling"`
	CeilingKRW   KRW  `json:"ceiling_krw" doc:"Ceiling of the year; 0 where there is none"`
	CarriedKRW   KRW  `json:"carried_krw" doc:"Carried over from the years before"`
	PaidKRW      KRW  `json:"paid_krw"`
	CommittedKRW KRW  `json:"committed_krw"`
	LeftKRW      KRW  `json:"left_krw" doc:"Ceiling and carry-over less paid; 0 where there is no ceiling"`
}

// GroupCost is a cost group's part of the forecast.
type GroupCost struct {
	Code       string `json:"code"`
	Title      Text   `json:"title"`
	AmountKRW  KRW    `json:"amount_krw" doc:"Covered by the budget, with VAT where the budget carries it"`
	OutsideKRW KRW    `json:"outside_krw" doc:"Not covered, without VAT"`
}

// DemandResult is what must be powered, by month.
type DemandResult struct {
	Services    []ServiceResult `json:"services"`
	Racks       []int           `json:"racks"`
	PeakKW      []KW            `json:"peak_kw"`
	AverageKW   []KW            `json:"average_kw"`
	Priority1KW []KW            `json:"priority_1_kw" doc:"Peak of the services of priority 1"`
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

// LeaseResult is what leased space can power.
type LeaseResult struct {
	Name       string `json:"name"`
	Title      Text   `json:"title,omitzero"`
	UsableITKW []KW   `json:"usable_it_kw"`
}

// SiteLossResult is what is left, month by month, when the largest site or
// lease is lost, against the peak demand of priority 1.
type SiteLossResult struct {
	Lost        []string  `json:"lost" doc:"The largest site or lease of the month"`
	RemainingKW []KW      `json:"remaining_it_kw" doc:"Usable less the largest"`
	Coverage    []float64 `json:"coverage" doc:"Remaining over priority-1 demand, at most 1; 1 where there is no such demand"`
	CoveredFrom Month     `json:"covered_from" doc:"Month from which coverage stays 1 to the end; empty where it does not"`
	Final       float64   `json:"final" doc:"Coverage in the last month"`
}

// CostLine is a priced line: the atom of the budget.
//
//	amount_krw = round(quantity * unit_price_krw * product of the factors)
type CostLine struct {
	Code         string    `json:"code"`
	Title        Text      `json:"title"`
	Group        string    `json:"group"`
	Site         string    `json:"site"`
	Phase        string    `json:"phase"`
	Quantity     float64   `json:"quantity"`
	Unit         string    `json:"unit"`
	UnitPrice    float64   `json:"unit_price" doc:"In the currency it was given in"`
	Currency     string    `json:"currency"`
	ExchangeRate *Factor   `json:"exchange_rate,omitempty" doc:"Won for one unit of the currency, where that is not won"`
	UnitPriceKRW float64   `json:"unit_price_krw" doc:"Unit price times exchange rate, not rounded"`
	Factors      []Factor  `json:"factors"`
	AmountKRW    KRW       `json:"amount_krw"`
	VATKRW       KRW       `json:"vat_krw" doc:"VAT on the amount, not part of it"`
	LowKRW       KRW       `json:"low_krw"`
	HighKRW      KRW       `json:"high_krw"`
	InBudget     bool      `json:"in_budget"`
	Stage        StageName `json:"stage"`
	Ordered      Month     `json:"ordered" doc:"Month the whole amount is committed"`
	Source       string    `json:"source"`
	Assumption   bool      `json:"assumption" doc:"True where the unit price has no published source"`
	Overridden   bool      `json:"overridden" doc:"True where the plan set the unit price"`
}

// Factor is one of the numbers a unit price is multiplied by.
type Factor struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	Source string  `json:"source"`
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

// CashMonth is the money of a month. Amounts are what the budget covers, with
// VAT where the budget carries it.
type CashMonth struct {
	Month              Month `json:"month"`
	PaidKRW            KRW   `json:"paid_krw"`
	CommittedKRW       KRW   `json:"committed_krw" doc:"Ordered in the month"`
	PaidToDateKRW      KRW   `json:"paid_to_date_krw"`
	CommittedToDateKRW KRW   `json:"committed_to_date_krw"`
	PaidByGroupKRW     []KRW `json:"paid_by_group_krw" doc:"In the order of budget.groups"`
	PaidOutsideKRW     KRW   `json:"paid_outside_krw" doc:"Paid in the month for what the budget does not cover, without VAT"`
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
