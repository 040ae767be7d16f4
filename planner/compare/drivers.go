package compare

import (
	"slices"
	"strings"

	"buildout/planner"
)

// noDriver is the driver of what moves no figure of a bridge.
const noDriver Driver = ""

// driverOf says which driver a value of a plan belongs to, by its path: * is the
// name of an element, STAGE the kind of a stage. A row of a list holds for its
// order and for what only one plan has of it, a row that ends in ** for all below
// as well. Names, titles, descriptions and sources belong to none, wherever they
// stand. The plan's own values follow driverOfValue.
//
// Modules of a stage are those that the quantity asks for, brought to the
// arrangement that the tier asks for, as planner.Apply does it; where they differ
// by that alone they belong to the tier. So do feeds that come or go with another
// arrangement of them. A hall that moves to or from a phase that one plan alone
// has belongs to the scope, as that phase does.
var driverOf = []struct {
	path   string
	driver Driver
}{
	{"price_base", Escalation},
	{"horizon/**", Timing},
	{"exchange_rates", noDriver}, // their order
	{"exchange_rates/*/**", ExchangeRate},

	// The total, ceilings and funding are what a forecast is held against. Plans
	// between two plans have no ceilings and no funding.
	{"budget/total_krw", noDriver},
	{"budget/ceilings/**", noDriver},
	{"budget/carry_over", noDriver},
	{"budget/funding/**", noDriver},
	{"budget/covers", Scope},
	{"budget/sites", Scope},
	{"budget/vat", Finance},
	{"budget/construction_interest/**", Finance},

	{"demand/services", Demand},
	{"demand/services/*/**", Demand},
	{"rack_types", Demand},
	{"rack_types/*/**", Demand},

	{"sites", Scope},
	{"sites/*/tier", Tier},
	{"sites/*/region", Price},
	{"sites/*/climate", Operation},
	{"sites/*/tariff", Operation},
	{"sites/*/plot/area_m2", Quantity},
	{"sites/*/plot/tenure", Scope},

	{"sites/*/feed_arrangement", Tier},
	{"sites/*/feeds", Quantity},
	{"sites/*/feeds/*/substation", Tier},
	{"sites/*/feeds/*/rating_kw", Quantity},
	{"sites/*/feeds/*/rating_kva", Quantity},
	{"sites/*/feeds/*/power_factor", Quantity},
	{"sites/*/feeds/*/cable_km", Quantity},
	{"sites/*/feeds/*/available", Timing},

	{"sites/*/phases", Scope},
	{"sites/*/phases/*/start", Timing},
	{"sites/*/phases/*/promised", noDriver},
	{"sites/*/phases/*/gross_area_m2", Quantity},
	{"sites/*/phases/*/stages/**", Timing},
	{"sites/*/phases/*/halls", Quantity}, // their order

	{"sites/*/halls", Quantity},
	{"sites/*/halls/*/phase", Timing},
	{"sites/*/halls/*/area_m2", Quantity},
	{"sites/*/halls/*/rack_positions", Quantity},
	{"sites/*/halls/*/density_kw_per_rack", Quantity},
	{"sites/*/halls/*/design_it_kw", Quantity},
	{"sites/*/halls/*/floor_load_kg_per_m2", Quantity},
	{"sites/*/halls/*/rack_circuit/**", Quantity},
	{"sites/*/halls/*/panels/**", Quantity},
	{"sites/*/halls/*/racks/**", Quantity},
	{"sites/*/halls/*/reservations/**", Quantity},

	{"sites/*/plant", Quantity},         // the order of its stages
	{"sites/*/halls/*/train", Quantity}, // the same
	{"*/STAGE", Quantity},
	{"*/STAGE/arrangement", Tier},
	{"*/STAGE/pairs/**", Tier},
	{"*/STAGE/buses", Tier},
	{"*/STAGE/compartments", Tier},
	{"*/STAGE/continuous", Tier},
	{"*/STAGE/modules", Quantity},
	{"*/STAGE/added/**", Quantity},
	{"*/STAGE/phase", Timing},
	{"*/STAGE/rating_kw", Quantity},
	{"*/STAGE/rating_kva", Quantity},
	{"*/STAGE/power_factor", Quantity},
	{"*/STAGE/efficiency", Quantity},
	{"*/STAGE/no_load_loss", Quantity},
	{"*/STAGE/cop", Quantity},
	{"*/STAGE/battery_minutes", Quantity},
	{"*/STAGE/battery/**", Quantity},
	{"*/STAGE/fuel_hours", Quantity},
	{"*/STAGE/fuel_tanks", Quantity},

	{"redundancy_tiers", Tier},
	{"redundancy_tiers/*/**", Tier},

	{"links", Scope},
	{"links/*/from", Scope},
	{"links/*/to", Scope},
	{"links/*/km", Quantity},
	{"links/*/built", Timing},

	{"leases", Scope},
	{"leases/*/it_kw", Quantity},
	{"leases/*/rack_positions", Quantity},
	{"leases/*/from", Timing},
	{"leases/*/until", Timing},
	{"leases/*/returns/**", Timing},
	{"leases/*/krw_per_kw_month", Price},

	{"cost_book/overrides", Price},
	{"cost_book/overrides/*/unit_price", Price},
	{"cost_book/overrides/*/currency", Price},
	{"cost_book/overrides/*/unit", Price},
	{"cost_book/overrides/*/price_month", Price},
	{"cost_book/overrides/*/class", Contingency},
	{"cost_book/overrides/*/low_share", noDriver},
	{"cost_book/overrides/*/high_share", noDriver},

	{"values", noDriver}, // their order
	{"calendars", Timing},
	{"calendars/*/**", Timing},
	{"tariffs", Operation},
	{"tariffs/*/**", Operation},
	{"climates", Operation},
	{"climates/*/**", Operation},
	{"worth/**", Finance},
	{"actuals/**", Books},
}

// driverOfValue says which driver a reference value of the plan's own belongs to,
// by the beginning of its name; the first that fits holds.
var driverOfValue = []struct {
	beginning string
	driver    Driver
}{
	{"cost_book.vat", Finance},
	{"cost_book.contingency.", Contingency},
	{"cost_book.escalation.", Escalation},
	{"cost_book.profiles.", Timing}, // when a price is paid
	{"cost_book.", Price},           // fees, regions
	{"programme.", Timing},
	{"lead_times.", Timing},
	{"calendars.", Timing},
	{"equipment.", Quantity},
	{"other_load", Quantity},
	{"rack_types.", Demand},
	{"rack_circuit.", Quantity},
	{"assumptions." + string(planner.DiscountRate), Finance},
	{"assumptions." + string(planner.AnnuityRate), Finance},
	{"assumptions." + string(planner.TerminalYears), Finance},
	{"assumptions.", Operation},
	{"tariffs.", Operation},
	{"climates.", Operation},
	{"grid_carbon.", Operation},
	{"benchmarks.", noDriver},
	{"plant_limits.", noDriver},
}

// driversOfAssets says the same of the last part of the name of a value under
// asset_classes.
var driversOfAssets = map[string]Driver{"life_years": Finance, "residual_share": Finance, "maintenance_share_per_year": Operation}

// drivers lists the drivers in the order their steps are told.
var drivers = []Driver{Scope, Quantity, Tier, Price, Contingency, ExchangeRate, Escalation, Timing, Demand, Operation, Finance, Books}

// told are the keys that move no number, wherever they stand: what things are
// called and told apart by.
var told = []string{"name", "kind", "code", "title", "description", "source", "as_of", "assumption"}

// rule is what driverOf says of a path.
type rule struct {
	driver Driver
	whole  bool // and of all below
}

// rules are the rows of driverOf by their paths.
var rules = func() map[string]rule {
	all := make(map[string]rule, len(driverOf))
	for _, row := range driverOf {
		path, whole := strings.CutSuffix(row.path, "/**")
		all[path] = rule{row.driver, whole}
	}
	return all
}()

// ruleOf returns what driverOf says of a pattern, which is a path with * for
// names and STAGE for kinds.
func ruleOf(pattern []string) (rule, bool) {
	for _, key := range pattern {
		if slices.Contains(told, key) {
			return rule{noDriver, true}, true
		}
	}
	if at := slices.Index(pattern, "STAGE"); at >= 0 && pattern[0] == "sites" {
		pattern = append([]string{"*"}, pattern[at:]...)
	}
	path := strings.Join(pattern, "/")
	if r, ok := rules[path]; ok {
		return r, true
	}
	if list, element := strings.CutSuffix(path, "/*"); element {
		if r, ok := rules[list]; ok {
			return r, true
		}
	}
	for at := len(path); at > 0; at = strings.LastIndexByte(path[:at], '/') {
		if r := rules[path[:at]]; r.whole {
			return r, true
		}
	}
	return rule{}, false
}

// ruleOfValue returns the driver of a reference value of the plan's own.
func ruleOfValue(name string) (Driver, bool) {
	if strings.HasPrefix(name, "asset_classes.") {
		d, ok := driversOfAssets[name[strings.LastIndexByte(name, '.')+1:]]
		return d, ok
	}
	for _, row := range driverOfValue {
		if strings.HasPrefix(name, row.beginning) {
			return row.driver, true
		}
	}
	return noDriver, false
}
