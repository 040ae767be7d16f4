package planner

// WorthResult is what the plan is worth over its horizon: what is paid for the
// sites and their operation against leasing the same load, valued at the first
// month of the horizon. Amounts are nominal won without VAT unless they say
// present. What the budget does not cover counts as well, but for IT equipment,
// which either way is needed, and interest during construction, which discounting
// stands for. Where assumptions ask for terminal years, totals and present values
// count them too, the residual is that at their end, and series by month end with
// the horizon.
type WorthResult struct {
	DiscountRate       float64       `json:"discount_rate" doc:"Share a year"`
	CapexKRW           KRW           `json:"capex_krw"`
	OpexKRW            KRW           `json:"opex_krw" doc:"Operation of sites and of leases until they are given back"`
	ResidualKRW        KRW           `json:"residual_krw" doc:"Book value at the end of the horizon"`
	LeaseKRW           KRW           `json:"lease_krw" doc:"Leasing space and its energy for the same load"`
	PresentCapexKRW    KRW           `json:"present_capex_krw"`
	PresentOpexKRW     KRW           `json:"present_opex_krw"`
	PresentResidualKRW KRW           `json:"present_residual_krw"`
	PresentLeaseKRW    KRW           `json:"present_lease_krw"`
	NPVKRW             KRW           `json:"npv_krw" doc:"Present lease less present capex and opex, plus present residual"`
	HasIRR             bool          `json:"has_irr"`
	IRR                float64       `json:"irr" doc:"Share a year at which the NPV is 0; 0 where there is none"`
	Payback            Month         `json:"payback" doc:"First month from which cumulated lease stays above cumulated capex and opex; empty where none"`
	DiscountedPayback  Month         `json:"discounted_payback" doc:"The same of present amounts"`
	OwnKRW             []KRW         `json:"own_krw" doc:"Cumulated capex and opex by month"`
	LeaseByMonthKRW    []KRW         `json:"lease_by_month_krw" doc:"Cumulated lease by month"`
	KRWPerUsableKW     float64       `json:"krw_per_usable_kw" doc:"Capex over usable IT load with all energised"`
	KRWPerKWMonth      float64       `json:"krw_per_kw_month" doc:"Levelised: present capex and opex of sites less residual, over present usable kW-months"`
	KRWPerUsedKWMonth  float64       `json:"krw_per_used_kw_month" doc:"The same over kW-months of peak load carried"`
	LeaseKRWPerKWMonth float64       `json:"lease_krw_per_kw_month" doc:"Rent and energy of leased space for the load carried, levelised alike"`
	Annuity            AnnuityName   `json:"annuity"`
	Hours              HoursName     `json:"hours"`
	AnnuityRate        float64       `json:"annuity_rate" doc:"Share a year"`
	Costs              []MonthlyCost `json:"costs" doc:"What a month costs with all built, at the price of the horizon's last year"`
	CostKRW            KRW           `json:"cost_krw_per_month" doc:"Sum of the costs"`
	CostPerKWMonth     float64       `json:"cost_krw_per_kw_month" doc:"The same over usable IT load with all energised"`
	Assets             []AssetResult `json:"assets"`
}

// MonthlyCost is a part of what a month costs: an annuity of capital, or a part
// of operation.
type MonthlyCost struct {
	Name       string  `json:"name" doc:"An asset class, or energy, people, maintenance or other"`
	Title      Text    `json:"title,omitzero"`
	CapitalKRW KRW     `json:"capital_krw" doc:"0 for operation"`
	Years      float64 `json:"years" doc:"0 for operation"`
	MonthKRW   KRW     `json:"month_krw"`
	Share      float64 `json:"share" doc:"Of the sum"`
}

// AssetResult is how an asset class is depreciated, from the month after its
// phase is energised. Until then its book value is what was paid. Land is kept
// at cost.
type AssetResult struct {
	Name       string       `json:"name"`
	Title      Text         `json:"title"`
	CostKRW    KRW          `json:"cost_krw"`
	LifeYears  float64      `json:"life_years"`
	Method     Depreciation `json:"method"`
	ByYearKRW  []KRW        `json:"by_year_krw" doc:"Depreciation in the order of budget.years"`
	BookKRW    []KRW        `json:"book_krw" doc:"Book value at the end of each"`
	Source     string       `json:"source"`
	Assumption bool         `json:"assumption"`
}
