package planner

// FundingLine is money that pays for a part of the budget: approved in a month,
// for a purpose.
type FundingLine struct {
	Name      string   `json:"name"`
	Title     Text     `json:"title,omitzero"`
	AmountKRW KRW      `json:"amount_krw"`
	From      Month    `json:"from" doc:"Month it is approved in, the first it may be drawn"`
	Until     Month    `json:"until,omitzero" doc:"Last month it may be drawn; no end where omitted"`
	Covers    []string `json:"covers,omitempty" doc:"Cost codes, or beginnings of them, that it pays for; all of the budget's where omitted"`
	Source    string   `json:"source,omitempty"`
}

// ConstructionInterest asks for interest on what is paid before a phase is
// energised.
type ConstructionInterest struct {
	RatePerYear float64 `json:"rate_per_year" doc:"Share a year, such as 0.05"`
	Source      string  `json:"source,omitempty"`
}

// Actuals is what was committed and paid up to a month, in place of what the
// plan foresaw for those months.
type Actuals struct {
	Through Month    `json:"through" doc:"Last month whose books are closed"`
	Entries []Actual `json:"entries"`
}

// IsZero reports whether no books are closed.
func (a Actuals) IsZero() bool { return a.Through.IsZero() && len(a.Entries) == 0 }

// Actual is what was committed and paid for a cost code in a month, without
// VAT. What is committed before it is paid is entered in its own month.
type Actual struct {
	Code         string `json:"code" doc:"Line of the cost book"`
	Site         string `json:"site"`
	Phase        string `json:"phase,omitempty" doc:"Phase of the site; its first where omitted"`
	Month        Month  `json:"month"`
	CommittedKRW KRW    `json:"committed_krw,omitempty" doc:"Ordered in the month; negative takes an order back"`
	PaidKRW      KRW    `json:"paid_krw,omitempty" doc:"Paid in the month; negative is a refund"`
	Final        bool   `json:"final,omitempty" doc:"Whether the line is settled: nothing more will be paid"`
	Source       string `json:"source,omitempty" doc:"Such as the number of the voucher"`
}

// ValueOverride puts a number of the plan's own in place of a shipped one.
// ReferenceValues names those there are.
type ValueOverride struct {
	Name   string  `json:"name" doc:"Name of a reference value, such as assumptions.discount_rate"`
	Value  float64 `json:"value" doc:"In the unit of the reference value"`
	Source string  `json:"source,omitempty"`
}

// Calendar says how much of a month's work is done in each month of the year.
type Calendar struct {
	Name  string    `json:"name"`
	Title Text      `json:"title,omitzero"`
	Work  []float64 `json:"work" doc:"Of January to December: share of a full month's work, 0 to 1"`
	Basis
}

// Worth is by which conventions a plan's money is valued.
type Worth struct {
	Annuity AnnuityName `json:"annuity,omitempty" doc:"How capital is spread over months; monthly where omitted"`
	Hours   HoursName   `json:"hours,omitempty" doc:"Hours counted to a month; real where omitted"`
}

// IsZero reports whether no convention is chosen.
func (w Worth) IsZero() bool { return w == Worth{} }

// LeaseReturn is space that is given back from a month on.
type LeaseReturn struct {
	Month         Month `json:"month" doc:"First month without it"`
	ITKW          KW    `json:"it_kw" doc:"Given back, in kW of IT load"`
	RackPositions int   `json:"rack_positions" doc:"Given back"`
}
