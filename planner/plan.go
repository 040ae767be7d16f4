// Package planner is the domain of Buildout: it says of a plan what it can
// power, when, for how many won, and what survives when a site burns.
//
// Evaluate is the way in. It is pure: no I/O, no clock, no randomness; the same
// Plan and Reference give the same Result, byte for byte.
package planner

import (
	"buildout/planner/finance"
	"buildout/planner/power"
)

// The units and conventions of the leaves, under the names the domain uses.
type (
	KW    = power.KW
	KVA   = power.KVA
	KRW   = finance.KRW
	Month = finance.Month

	AnnuityName  = finance.AnnuityConvention
	HoursName    = finance.HoursConvention
	Depreciation = finance.DepreciationMethod
)

// Plan is all that a buildout is decided by. It is also the document of the
// API, of plan files and of the test cases, in JSON or YAML. A field that JSON
// may omit is optional, every other is required.
type Plan struct {
	Name            string           `json:"name" doc:"Name, unique among stored plans"`
	Title           Text             `json:"title,omitzero"`
	Description     Text             `json:"description,omitzero"`
	PriceBase       Month            `json:"price_base" doc:"Month whose prices the cost book is brought to"`
	Horizon         Horizon          `json:"horizon"`
	ExchangeRates   []ExchangeRate   `json:"exchange_rates,omitempty"`
	Budget          Budget           `json:"budget"`
	Demand          Demand           `json:"demand"`
	Sites           []Site           `json:"sites"`
	Links           []Link           `json:"links,omitempty"`
	Leases          []Lease          `json:"leases,omitempty"`
	RedundancyTiers []RedundancyTier `json:"redundancy_tiers,omitempty" doc:"Tiers of the plan's own, beside or in place of the shipped ones"`
	RackTypes       []RackType       `json:"rack_types,omitempty" doc:"Rack types of the plan's own, beside or in place of the shipped ones"`
	CostBook        CostBookUse      `json:"cost_book,omitzero"`
	Values          []ValueOverride  `json:"values,omitempty" doc:"Numbers of the plan's own in place of reference values"`
	Calendars       []Calendar       `json:"calendars,omitempty" doc:"Calendars of the plan's own, beside or in place of the shipped ones"`
	Tariffs         []Tariff         `json:"tariffs,omitempty" doc:"Electricity tariffs of the plan's own, beside or in place of the shipped ones"`
	Climates        []Climate        `json:"climates,omitempty" doc:"Climates of the plan's own, beside or in place of the shipped ones"`
	Worth           Worth            `json:"worth,omitzero"`
	Actuals         Actuals          `json:"actuals,omitzero"`
}

// Text is a text for people in English, Korean or both.
type Text struct {
	EN string `json:"en,omitempty"`
	KO string `json:"ko,omitempty"`
}

// IsZero reports whether no text is given.
func (t Text) IsZero() bool { return t == Text{} }

// Horizon is the months a plan looks at.
type Horizon struct {
	Start  Month `json:"start"`
	Months int   `json:"months" minimum:"1" maximum:"600"`
}

// End returns the last month of the horizon.
func (h Horizon) End() Month { return h.Start + Month(h.Months) - 1 }

// Holds reports whether month m lies in the horizon.
func (h Horizon) Holds(m Month) bool { return m >= h.Start && m <= h.End() }

// ExchangeRate is the price of one unit of a currency in won in a month.
type ExchangeRate struct {
	Currency string  `json:"currency" doc:"ISO 4217 code, such as USD"`
	Month    Month   `json:"month"`
	KRW      float64 `json:"krw" doc:"Won for one unit of the currency"`
	Source   string  `json:"source,omitempty"`
}

// Budget is the money set aside and what it is for.
type Budget struct {
	TotalKRW  KRW           `json:"total_krw"`
	VAT       VAT           `json:"vat" doc:"Whether the budget must also carry value added tax"`
	Covers    []string      `json:"covers" doc:"Cost codes, or beginnings of them, that the budget pays for"`
	Sites     []string      `json:"sites,omitempty" doc:"Sites the budget pays for; all where omitted"`
	Ceilings  []YearCeiling `json:"ceilings,omitempty" doc:"What may be paid in a year"`
	CarryOver bool          `json:"carry_over,omitempty" doc:"Whether what a year leaves unspent may be spent in the next"`
	Funding   []FundingLine `json:"funding,omitempty" doc:"What pays for the budget, in the order it is drawn"`
	Source    string        `json:"source,omitempty"`

	ConstructionInterest *ConstructionInterest `json:"construction_interest,omitempty" doc:"Interest during construction, where it is to be counted"`
}

// VAT says whether value added tax counts against the budget.
type VAT string

// Whether value added tax counts against the budget.
const (
	VATIncluded VAT = "included"
	VATExcluded VAT = "excluded"
)

// YearCeiling is what may be paid in a calendar year.
type YearCeiling struct {
	Year      int `json:"year"`
	AmountKRW KRW `json:"amount_krw"`
}

// Demand is what must be powered.
type Demand struct {
	Services []Service `json:"services"`
}

// Service is a service with the racks it needs by month.
type Service struct {
	Name     string `json:"name"`
	Title    Text   `json:"title,omitzero"`
	Priority int    `json:"priority" minimum:"1" maximum:"9" doc:"1 is kept up first"`
	RackType string `json:"rack_type"`
	Racks    Growth `json:"racks"`
	Source   string `json:"source,omitempty"`
}

// Growth gives a number of racks by month in one of four ways.
type Growth struct {
	Table    []GrowthPoint   `json:"table,omitempty" doc:"Steps: each holds until the next; none before the first"`
	Line     *LineGrowth     `json:"line,omitempty"`
	Compound *CompoundGrowth `json:"compound,omitempty"`
	Logistic *LogisticGrowth `json:"logistic,omitempty"`
}

// GrowthPoint is the number of racks from a month on.
type GrowthPoint struct {
	Month Month `json:"month"`
	Racks int   `json:"racks"`
}

// LineGrowth is a straight line between two points, level after the second.
type LineGrowth struct {
	From    Month `json:"from"`
	Racks   int   `json:"racks"`
	To      Month `json:"to"`
	ToRacks int   `json:"to_racks"`
}

// CompoundGrowth is racks that grow by a rate a year from a month on.
type CompoundGrowth struct {
	From  Month   `json:"from"`
	Racks int     `json:"racks"`
	Rate  float64 `json:"rate_per_year" doc:"Share a year, such as 0.12"`
}

// LogisticGrowth is racks that rise from a floor to a ceiling on an S-shaped
// curve about a middle month.
type LogisticGrowth struct {
	From    Month   `json:"from"`
	Racks   int     `json:"racks" doc:"Racks long before the middle"`
	Ceiling int     `json:"ceiling_racks" doc:"Racks long after the middle"`
	Middle  Month   `json:"middle" doc:"Month of half the rise"`
	Rate    float64 `json:"rate_per_year" doc:"Steepness: the log-odds gained in a year"`
}

// Link is a network route between two sites.
type Link struct {
	Name   string  `json:"name"`
	From   string  `json:"from" doc:"A site"`
	To     string  `json:"to" doc:"A site"`
	KM     float64 `json:"km"`
	Built  Month   `json:"built" doc:"Month the route is ready"`
	Source string  `json:"source,omitempty"`
}

// Lease is leased space that carries load until own sites replace it.
type Lease struct {
	Name          string `json:"name"`
	Title         Text   `json:"title,omitzero"`
	ITKW          KW     `json:"it_kw" doc:"Contracted IT load in kW"`
	RackPositions int    `json:"rack_positions"`
	From          Month  `json:"from"`
	Until         Month  `json:"until" doc:"Last month of the lease"`
	Source        string `json:"source,omitempty"`

	Returns       []LeaseReturn `json:"returns,omitempty" doc:"Space given back before the end, in the order of months"`
	KRWPerKWMonth float64       `json:"krw_per_kw_month,omitempty" doc:"Rent in won for a kW of contracted IT load and month, at price_base; the shipped one where omitted"`
}

// CostBookUse is what a plan changes in the shipped cost book.
type CostBookUse struct {
	Overrides []CostOverride `json:"overrides,omitempty"`
}

// IsZero reports whether the shipped cost book is used as it is.
func (u CostBookUse) IsZero() bool { return len(u.Overrides) == 0 }

// CostOverride puts a price of the plan's own in place of a shipped one.
type CostOverride struct {
	Code       string  `json:"code"`
	UnitPrice  float64 `json:"unit_price"`
	Currency   string  `json:"currency"`
	Unit       string  `json:"unit" doc:"Must be the unit of the cost book entry"`
	PriceMonth Month   `json:"price_month"`
	Class      string  `json:"class,omitempty" doc:"Estimate class, which sets the contingency; that of the cost book where omitted"`
	LowShare   float64 `json:"low_share,omitempty" doc:"Low estimate over the unit price; that of the cost book where omitted"`
	HighShare  float64 `json:"high_share,omitempty" doc:"High estimate over the unit price; that of the cost book where omitted"`
	Source     string  `json:"source"`
}
