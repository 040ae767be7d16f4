package planner

// AssumptionNames lists the assumptions of operation and worth in the order
// they are shown.
var AssumptionNames = []AssumptionName{
	StaffPerSite, StaffPerMW, StaffKRWPerYear, FacilityKRWPerM2Year, WaterKRWPerKWhIT, InsuranceSharePerYear, PropertyTaxPerYear,
	OpexGrowthPerYear, EnergyGrowthPerYear, RentGrowthPerYear, RentKRWPerKWMonth, LeasePUE,
	EconomiserFullC, EconomiserNoneC, CarbonKRWPerTonne, DiscountRate, AnnuityRate, TerminalYears,
}

// assumption returns the value of an assumption of operation or worth; 0 where
// the reference has none of the name.
func assumption(ref Reference, name AssumptionName) float64 {
	for i := range ref.Assumptions {
		if ref.Assumptions[i].Name == name {
			return ref.Assumptions[i].Value
		}
	}
	return 0
}
