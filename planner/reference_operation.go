package planner

// Tariff is the price of electricity of a large customer.
type Tariff struct {
	Name                string         `json:"name"`
	Title               Text           `json:"title,omitzero"`
	DemandKRWPerKWMonth float64        `json:"demand_krw_per_kw_month" doc:"Demand charge for a billed kW and month"`
	RatchetMonths       []int          `json:"ratchet_months,omitempty" doc:"Months of the year, 1 to 12, whose peak is billed in the eleven months that follow as well"`
	LeastBilledShare    float64        `json:"least_billed_share,omitempty" doc:"Least that is billed, as a share of the contracted kW of the grid feeds in normal use"`
	Seasons             []TariffSeason `json:"seasons" doc:"Each month of the year stands in one"`
	Holidays            []float64      `json:"holidays,omitempty" doc:"Of January to December: public holidays that fall on Monday to Saturday; none where omitted"`
	Surcharges          []Surcharge    `json:"surcharges,omitempty"`
	Basis
}

// TariffSeason is the months of a year that share prices.
type TariffSeason struct {
	Name    string         `json:"name"`
	Title   Text           `json:"title,omitzero"`
	Months  []int          `json:"months" doc:"1 to 12"`
	Periods []TariffPeriod `json:"periods"`
}

// TariffPeriod is the hours of a day that share a price. Hours of a kind of day
// sum to 24 over the periods of a season.
type TariffPeriod struct {
	Name          string  `json:"name"`
	Title         Text    `json:"title,omitzero"`
	KRWPerKWh     float64 `json:"krw_per_kwh"`
	WeekdayHours  float64 `json:"weekday_hours" doc:"Hours of a Monday to Friday"`
	SaturdayHours float64 `json:"saturday_hours"`
	HolidayHours  float64 `json:"holiday_hours" doc:"Hours of a Sunday or public holiday"`
}

// Surcharge is what comes on top of energy and demand charges.
type Surcharge struct {
	Name        string  `json:"name"`
	Title       Text    `json:"title,omitzero"`
	KRWPerKWh   float64 `json:"krw_per_kwh,omitempty"`
	ShareOfBill float64 `json:"share_of_bill,omitempty" doc:"Share of energy and demand charges and of surcharges per kWh"`
	Basis
}

// Climate is the air that cooling works in.
type Climate struct {
	Name  string    `json:"name"`
	Title Text      `json:"title,omitzero"`
	MeanC []float64 `json:"mean_c" doc:"Of January to December: mean temperature in degrees Celsius"`
	Basis
}

// Assumption is a number of operation or worth that a plan may put its own in
// place of.
type Assumption struct {
	Name  AssumptionName `json:"name"`
	Title Text           `json:"title"`
	Value float64        `json:"value"`
	Unit  string         `json:"unit"`
	Low   float64        `json:"low" doc:"Least that a plan may give"`
	High  float64        `json:"high" doc:"Most that a plan may give"`
	Basis
}

// AssumptionName names an assumption.
type AssumptionName string

// The assumptions of operation and worth.
const (
	StaffPerSite          AssumptionName = "staff_per_site"           // heads, from the month a site is energised
	StaffPerMW            AssumptionName = "staff_per_mw"             // heads for each MW of usable IT load
	StaffKRWPerYear       AssumptionName = "staff_krw_per_year"       // won a head and year, on-cost included
	FacilityKRWPerM2Year  AssumptionName = "facility_krw_per_m2_year" // cleaning, guarding, landscape
	WaterKRWPerKWhIT      AssumptionName = "water_krw_per_kwh"        // make-up water of towers, for a kWh of heat the chillers move
	InsuranceSharePerYear AssumptionName = "insurance_share_per_year" // of what was paid to date, but for IT equipment
	PropertyTaxPerYear    AssumptionName = "property_tax_per_year"    // share of what was paid for land and building
	OpexGrowthPerYear     AssumptionName = "opex_growth_per_year"     // of wages, maintenance and facility
	EnergyGrowthPerYear   AssumptionName = "energy_growth_per_year"   // of the tariff after its date
	RentGrowthPerYear     AssumptionName = "rent_growth_per_year"     // of rents from the price base
	RentKRWPerKWMonth     AssumptionName = "rent_krw_per_kw_month"    // leased space, energy apart
	LeasePUE              AssumptionName = "lease_pue"                // of leased space, whose energy is billed on
	EconomiserFullC       AssumptionName = "economiser_full_c"        // mean degrees Celsius up to which air cools alone
	EconomiserNoneC       AssumptionName = "economiser_none_c"        // mean degrees Celsius from which chillers cool alone
	CarbonKRWPerTonne     AssumptionName = "carbon_krw_per_tonne"     // price of emissions that the operator bears
	DiscountRate          AssumptionName = "discount_rate"            // share a year, nominal
	AnnuityRate           AssumptionName = "annuity_rate"             // share a year that annuities bear
	TerminalYears         AssumptionName = "terminal_years"           // years of operation after the horizon that worth counts; 0 stops at its end
)

// AssetClass is assets that are depreciated alike.
type AssetClass struct {
	Name                    string       `json:"name"`
	Title                   Text         `json:"title"`
	Covers                  []string     `json:"covers" doc:"Cost codes, or beginnings of them; the first class that covers a code holds"`
	LifeYears               float64      `json:"life_years" doc:"Service life for accounts; 0 is never depreciated"`
	Method                  Depreciation `json:"method"`
	ResidualShare           float64      `json:"residual_share" doc:"Of the cost, left at the end of the life"`
	MaintenanceSharePerYear float64      `json:"maintenance_share_per_year" doc:"Of the cost"`
	Basis
}
