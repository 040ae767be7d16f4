package workbook

import (
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// lineKeys are the checks of cost lines and what they pay.
var lineKeys = []string{
	"line_quantity", "line_unit_price_krw", "line_amount", "line_low", "line_high", "line_ordered", "line_vat", "line_scale", "line_price_base",
	"line_escalation", "line_region", "line_fee", "line_contingency", "line_planned", "one_size", "lines_foot", "payments_across", "payments_down",
}

// TestLinesFollowInputs changes what decides the rate, the order and the
// payments of lines, so that other months and other rates hold.
func TestLinesFollowInputs(t *testing.T) {
	inTurn(t)
	changed(t, exampletest.Plan(t, "two-sites-460"), []planner.Change{
		{Path: "exchange_rates/0/month", Value: "2023-06"},
		{Path: "exchange_rates/0/krw", Value: "1500"},
		{Path: "sites/siheung/phases/building/start", Value: "2023-03"},
		{Path: "values/cost_book.profiles.works.retention_months", Value: "5"},
		{Path: "values/cost_book.profiles.equipment.days_to_pay", Value: "75"},
		{Path: "values/lead_times.generator", Value: "21"},
		{Path: "values/cost_book.escalation.construction.2023", Value: "-0.03"},
		{Path: "links/ansan-siheung/built", Value: "2025-08"},
		{Path: "budget/vat", Value: "included"},
	}, lineKeys...)
}

// TestLinesThatCountNothingYet gives a phase without floor area some: its lines
// stand in the workbook at 0 before.
func TestLinesThatCountNothingYet(t *testing.T) {
	inTurn(t)
	plan := exampletest.Plan(t, "ansan-460")
	plan.Sites[0].Phases[0].GrossAreaM2 = 0
	path := "sites/" + plan.Sites[0].Name + "/phases/" + plan.Sites[0].Phases[0].Name + "/gross_area_m2"
	changed(t, plan, []planner.Change{{Path: path, Value: "45000"}}, lineKeys...)
}
