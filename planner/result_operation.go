package planner

// OperationResult is what running sites and leases takes, by month, from the
// month a site is energised. Amounts are won of their month, without VAT.
type OperationResult struct {
	Sites     []SiteOperation  `json:"sites"`
	Leases    []LeaseOperation `json:"leases"`
	EnergyKWh []float64        `json:"energy_kwh" doc:"Of the sites"`
	CarbonT   []float64        `json:"carbon_t" doc:"Tonnes of CO2 equivalent for the energy of sites and leases"`
	TotalKRW  []KRW            `json:"total_krw" doc:"Of sites and leases"`
	Years     []OperationYear  `json:"years"`
}

// OperatingCosts is what running a site takes by month. Items sum to the
// total.
type OperatingCosts struct {
	EnergyKRW      []KRW `json:"energy_krw" doc:"Energy by season and hours"`
	DemandKRW      []KRW `json:"demand_krw" doc:"Demand charge"`
	SurchargeKRW   []KRW `json:"surcharge_krw"`
	WaterKRW       []KRW `json:"water_krw"`
	CarbonKRW      []KRW `json:"carbon_krw"`
	MaintenanceKRW []KRW `json:"maintenance_krw"`
	StaffKRW       []KRW `json:"staff_krw"`
	FacilityKRW    []KRW `json:"facility_krw" doc:"Cleaning, guarding, landscape"`
	InsuranceKRW   []KRW `json:"insurance_krw"`
	TaxKRW         []KRW `json:"tax_krw" doc:"Property tax"`
	TotalKRW       []KRW `json:"total_krw"`
}

// SiteOperation is how a site runs by month; nothing before it is energised.
type SiteOperation struct {
	Name       string    `json:"name"`
	Title      Text      `json:"title,omitzero"`
	Tariff     string    `json:"tariff"`
	Climate    string    `json:"climate"`
	AverageKW  []KW      `json:"average_it_kw" doc:"Average draw of the racks in it"`
	PeakKW     []KW      `json:"peak_it_kw" doc:"Peak draw of the racks in it"`
	LoadShare  []float64 `json:"load_share" doc:"Average draw over usable IT load"`
	PUE        []float64 `json:"pue" doc:"Facility load over IT load at the average draw; 0 without load"`
	EnergyKWh  []float64 `json:"energy_kwh"`
	BilledKW   []KW      `json:"billed_kw" doc:"Demand that is billed"`
	CarbonT    []float64 `json:"carbon_t"`
	StaffHeads []float64 `json:"staff_heads"`
	OperatingCosts
}

// LeaseOperation is what leased space takes by month.
type LeaseOperation struct {
	Name        string    `json:"name"`
	Title       Text      `json:"title,omitzero"`
	ITKW        []KW      `json:"it_kw" doc:"Contracted"`
	UsedITKW    []KW      `json:"used_it_kw" doc:"Average draw of what found no room in own sites"`
	GivenBackKW []KW      `json:"given_back_it_kw" doc:"Of what was contracted at the beginning"`
	EnergyKWh   []float64 `json:"energy_kwh"`
	RentKRW     []KRW     `json:"rent_krw"`
	EnergyKRW   []KRW     `json:"energy_krw" doc:"Billed on by the landlord"`
	TotalKRW    []KRW     `json:"total_krw"`
}

// OperationYear is a calendar year of operation, of the months in the horizon.
type OperationYear struct {
	Year           int     `json:"year"`
	Months         int     `json:"months" doc:"Months of it in the horizon"`
	EnergyKWh      float64 `json:"energy_kwh" doc:"Of the sites"`
	PUE            float64 `json:"pue" doc:"Energy of the sites over that of their IT; 0 without load"`
	CarbonT        float64 `json:"carbon_t"`
	ElectricityKRW KRW     `json:"electricity_krw" doc:"Energy, demand charge and surcharges of the sites"`
	OtherKRW       KRW     `json:"other_krw" doc:"Of the sites, all but electricity"`
	RentKRW        KRW     `json:"rent_krw" doc:"Of leases"`
	LeaseEnergyKRW KRW     `json:"lease_energy_krw"`
	TotalKRW       KRW     `json:"total_krw"`
}

// LeaseResult is what leased space can power.
type LeaseResult struct {
	Name       string `json:"name"`
	Title      Text   `json:"title,omitzero"`
	UsableITKW []KW   `json:"usable_it_kw"`
}
