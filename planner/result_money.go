package planner

import "buildout/planner/power"

// BudgetResult is the forecast against the budget. Amounts of the budget are
// what it covers, with VAT where it carries it.
//
//	forecast = paid by the books + what is still to pay
//	variance = total - forecast
type BudgetResult struct {
	TotalKRW     KRW             `json:"total_krw"`
	ForecastKRW  KRW             `json:"forecast_krw" doc:"Sum of the cost lines the budget covers, with VAT where the budget carries it"`
	VarianceKRW  KRW             `json:"variance_krw" doc:"Total less forecast; negative is over budget"`
	LowKRW       KRW             `json:"low_krw" doc:"The forecast with every line at its low estimate; what is paid by the books stays"`
	HighKRW      KRW             `json:"high_krw" doc:"The forecast with every line at its high estimate"`
	EstimateKRW  KRW             `json:"estimate_krw" doc:"The forecast if nothing were in the books"`
	Through      Month           `json:"through" doc:"Last month whose books are closed; empty where none is"`
	PaidKRW      KRW             `json:"paid_krw" doc:"Paid by the books"`
	CommittedKRW KRW             `json:"committed_krw" doc:"Committed by the end of the closed books; 0 where none is"`
	VAT          VAT             `json:"vat"`
	VATKRW       KRW             `json:"vat_krw" doc:"VAT on the covered lines, whether the budget carries it or not"`
	OutsideKRW   KRW             `json:"outside_krw" doc:"Sum of the cost lines the budget does not cover, without VAT"`
	BeforeKRW    KRW             `json:"before_horizon_krw" doc:"Covered payments due before the horizon"`
	AfterKRW     KRW             `json:"after_horizon_krw" doc:"Covered payments due after the horizon"`
	UnfundedKRW  KRW             `json:"unfunded_krw" doc:"Covered payments for which no funding line had money left in their month; 0 without funding lines"`
	Funding      []FundingResult `json:"funding"`
	Years        []BudgetYear    `json:"years"`
	Groups       []GroupCost     `json:"groups"`
	Rows         []BudgetRow     `json:"rows" doc:"Groups, subsystems and lines of the cost book, each above those within it; those without cost are left out"`

	unfundedFrom Month // first month with a payment that is unfunded
}

// FundingResult is what a funding line pays.
type FundingResult struct {
	Name       string `json:"name"`
	Title      Text   `json:"title,omitzero"`
	AmountKRW  KRW    `json:"amount_krw"`
	DrawnKRW   KRW    `json:"drawn_krw"`
	LeftKRW    KRW    `json:"left_krw"`
	ByYearKRW  []KRW  `json:"by_year_krw" doc:"Drawn, in the order of budget.years; what is drawn outside the horizon counts in its first or last year"`
	Exhausted  Month  `json:"exhausted" doc:"Month that draws the last of it; empty where some is left"`
	From       Month  `json:"from"`
	Until      Month  `json:"until"`
	UnspentKRW KRW    `json:"unspent_krw" doc:"What its last month leaves undrawn; 0 where it has no end"`
}

// BudgetYear is a calendar year of the budget.
type BudgetYear struct {
	Year              int  `json:"year"`
	HasCeiling        bool `json:"has_ceiling"`
	CeilingKRW        KRW  `json:"ceiling_krw" doc:"Ceiling of the year; 0 where there is none"`
	CarriedKRW        KRW  `json:"carried_krw" doc:"Carried over from the years before"`
	ApprovedKRW       KRW  `json:"approved_krw" doc:"Approved in the year: funding lines by their first month, all of the budget in the first year without them"`
	PaidKRW           KRW  `json:"paid_krw" doc:"By the books, and foreseen after them"`
	PaidByBooksKRW    KRW  `json:"paid_by_books_krw" doc:"Of it, what the closed books say"`
	CommittedKRW      KRW  `json:"committed_krw"`
	LeftKRW           KRW  `json:"left_krw" doc:"Ceiling and carry-over less paid; 0 where there is no ceiling"`
	ApprovedToDateKRW KRW  `json:"approved_to_date_krw"`
	UncommittedKRW    KRW  `json:"uncommitted_krw" doc:"Approved to date less committed to date"`
	UnfundedKRW       KRW  `json:"unfunded_krw"`
}

// GroupCost is a cost group's part of the forecast.
type GroupCost struct {
	Code       string `json:"code"`
	Title      Text   `json:"title"`
	AmountKRW  KRW    `json:"amount_krw" doc:"Covered by the budget, with VAT where the budget carries it"`
	OutsideKRW KRW    `json:"outside_krw" doc:"Not covered, without VAT"`
}

// BudgetRow is a group, subsystem or line of the cost book over all sites and
// phases. A row's amounts are the sums of the rows within it.
type BudgetRow struct {
	Code        string `json:"code"`
	Title       Text   `json:"title"`
	Level       int    `json:"level" doc:"0 a group, 1 a subsystem, 2 a line"`
	ForecastKRW KRW    `json:"forecast_krw" doc:"Covered by the budget, with VAT where the budget carries it"`
	OutsideKRW  KRW    `json:"outside_krw" doc:"Not covered, without VAT"`
	LowKRW      KRW    `json:"low_krw" doc:"The forecast at the low estimates"`
	HighKRW     KRW    `json:"high_krw" doc:"The forecast at the high estimates"`
	PaidKRW     KRW    `json:"paid_krw" doc:"Of the forecast, paid by the books"`
	BySiteKRW   []KRW  `json:"by_site_krw" doc:"The forecast in the order of sites"`
	ByYearKRW   []KRW  `json:"by_year_krw" doc:"Payments in the order of budget.years"`
	BeforeKRW   KRW    `json:"before_horizon_krw" doc:"Payments due before the horizon"`
	AfterKRW    KRW    `json:"after_horizon_krw" doc:"Payments due after the horizon"`
	Lines       []int  `json:"lines,omitempty" doc:"Of a line: its cost lines, as indices into cost_lines"`
}

// CostLine is a priced line: the atom of the budget.
//
//	amount_krw = round(quantity * unit_price_krw * product of the factors)
type CostLine struct {
	Code         string     `json:"code"`
	Title        Text       `json:"title"`
	Group        string     `json:"group"`
	Site         string     `json:"site"`
	Phase        string     `json:"phase"`
	Quantity     float64    `json:"quantity"`
	Unit         string     `json:"unit"`
	Driver       DriverName `json:"driver" doc:"What the quantity counts"`
	Kind         power.Kind `json:"kind,omitempty" doc:"Stage whose modules it counts"`
	ShareOf      []string   `json:"share_of,omitempty" doc:"Codes, or beginnings of them, of the lines of its phase whose sum is the quantity"`
	UnitPrice    float64    `json:"unit_price" doc:"In the currency it was given in"`
	Currency     string     `json:"currency"`
	PriceMonth   Month      `json:"price_month"`
	ExchangeRate *Factor    `json:"exchange_rate,omitempty" doc:"Won for one unit of the currency, where that is not won"`
	UnitPriceKRW float64    `json:"unit_price_krw" doc:"Unit price times exchange rate, not rounded"`
	Factors      []Factor   `json:"factors"`
	AmountKRW    KRW        `json:"amount_krw" doc:"The estimate"`
	VAT          *Factor    `json:"vat,omitempty" doc:"Where VAT applies"`
	VATKRW       KRW        `json:"vat_krw" doc:"VAT on the forecast, not part of it"`
	Class        string     `json:"class" doc:"Estimate class"`
	LowKRW       KRW        `json:"low_krw"`
	HighKRW      KRW        `json:"high_krw"`
	PaidKRW      KRW        `json:"paid_krw" doc:"By the books"`
	ForecastKRW  KRW        `json:"forecast_krw" doc:"Paid by the books and what is still to pay; the amount where nothing is in the books"`
	Final        bool       `json:"final,omitempty" doc:"Whether the books settle it"`
	InBudget     bool       `json:"in_budget"`
	Stage        StageName  `json:"stage"`
	Ordered      Month      `json:"ordered" doc:"Month the whole amount is committed"`
	Source       string     `json:"source"`
	AsOf         string     `json:"as_of"`
	Assumption   bool       `json:"assumption" doc:"True where the unit price has no published source"`
	Overridden   bool       `json:"overridden" doc:"True where the plan set the unit price"`
}

// Factor is one of the numbers a unit price is multiplied by.
type Factor struct {
	Name       string  `json:"name" doc:"scale, price_base, escalation, region, fee, contingency, exchange_rate or vat"`
	Value      float64 `json:"value"`
	Unit       string  `json:"unit"`
	Source     string  `json:"source"`
	Assumption bool    `json:"assumption,omitempty" doc:"True where no source publishes it"`
}

// CashMonth is the money of a month. Amounts are what the budget covers, with
// VAT where the budget carries it.
type CashMonth struct {
	Month              Month `json:"month"`
	ByBooks            bool  `json:"by_books" doc:"Whether the books of the month are closed"`
	PaidKRW            KRW   `json:"paid_krw"`
	CommittedKRW       KRW   `json:"committed_krw" doc:"Ordered in the month"`
	PaidToDateKRW      KRW   `json:"paid_to_date_krw"`
	CommittedToDateKRW KRW   `json:"committed_to_date_krw"`
	ApprovedToDateKRW  KRW   `json:"approved_to_date_krw"`
	LeftKRW            KRW   `json:"left_krw" doc:"Approved to date less committed to date"`
	UnfundedKRW        KRW   `json:"unfunded_krw" doc:"Paid in the month beyond what funding lines had left"`
	PaidByGroupKRW     []KRW `json:"paid_by_group_krw" doc:"In the order of budget.groups"`
	PaidOutsideKRW     KRW   `json:"paid_outside_krw" doc:"Paid in the month for what the budget does not cover, without VAT"`
}
