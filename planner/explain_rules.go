package planner

// ExplanationRules lists the rules that explanations name, by their keys.
func ExplanationRules() []string {
	return []string{
		"given", "variance", "sum_of_groups", "sum_of_rows", "sum_of_lines", "sum_of_payments", "sum_of_orders", "sum_of_months", "sum_of_draws",
		"sum_of_halls", "sum_of_sites", "sum_of_leases", "sum_of_services", "sum_of_phases", "sum_of_items", "sum_of_shares", "sum_of_costs",
		"sum_of_books", "cost_line", "counted", "modules_times", "racks_in_use", "paid_months", "paid_by_then", "as_given", "in_won", "low_estimate",
		"high_estimate", "estimate_of_phase", "scale", "price_base", "escalation", "price_level", "price_base_level", "year_of_index", "region", "fee",
		"contingency", "vat_rate", "weights", "share_at_level", "vat", "vat_exempt", "with_vat", "without_vat", "as_estimated", "books_and_rest",
		"settled_by_books", "by_books", "share_of_books", "rest", "order_by", "ordered_at_start", "payment", "planned", "rest_as_planned",
		"rest_after_books", "committed_whole", "committed_by_books", "to_date", "approved_to_date", "approved_whole", "uncommitted", "end_of_year",
		"approved", "first_approved", "carried_over", "left_of_year", "unfunded", "no_funding", "drawn_in_order", "left_of_funding", "unspent", "no_end",
		"least_of", "space", "share_of_site", "until_complete", "not_energised", "survives_failures", "usable_over_load", "load_per_it", "installed",
		"redundant", "facility_over_it", "first_hall", "energised", "placed", "headroom", "less_largest", "coverage", "nothing_to_cover", "racks_times",
		"line", "compound", "logistic", "leased", "lease_not_running", "contracted", "given_back", "outside_sites", "benchmark", "benchmark_of_year",
		"energy", "demand_charge", "surcharges", "electricity", "but_electricity", "water", "carbon", "carbon_price", "maintenance", "maintenance_of_line",
		"staff", "heads", "facility", "insurance", "property_tax", "load_share", "facility_draw", "chiller_heat", "economised", "no_climate", "pue",
		"pue_of_year", "energy_kwh", "billed_demand", "least_billed", "not_running", "energised_m2", "paid_to_date", "paid_without_vat", "growth",
		"at_level", "hours_at_prices", "period_of_tariff", "flat_price", "rent", "lease_energy", "npv", "present_value", "discounted", "irr", "payback",
		"net", "per_usable_kw", "levelised", "nothing_to_divide_by", "operation_of_all", "terminal_year", "after_horizon", "peak_demand", "leasing",
		"mean_price", "cost_of_assets", "no_capital", "part_of_cost", "sum_of_stages", "usable_feeds", "part_by_kw", "stranded", "stranded_won", "annuity",
		"annuity_without_end", "interest_without_end", "mean_of_year", "mean_of_months", "depreciation",
	}
}
