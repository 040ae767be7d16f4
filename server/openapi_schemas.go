package server

import (
	"reflect"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/finance"
	"buildout/planner/power"

	"github.com/danielgtaylor/huma/v2"
)

// aliasTexts gives the planner's types that are texts in JSON their schemas.
func aliasTexts(registry huma.Registry) {
	for t, alias := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[planner.Month]():        reflect.TypeFor[monthSchema](),
		reflect.TypeFor[power.Arrangement]():    reflect.TypeFor[arrangementSchema](),
		reflect.TypeFor[power.Kind]():           reflect.TypeFor[kindSchema](),
		reflect.TypeFor[planner.StageName]():    reflect.TypeFor[stageSchema](),
		reflect.TypeFor[planner.VAT]():          reflect.TypeFor[vatSchema](),
		reflect.TypeFor[planner.Tenure]():       reflect.TypeFor[tenureSchema](),
		reflect.TypeFor[planner.Severity]():     reflect.TypeFor[severitySchema](),
		reflect.TypeFor[power.Event]():          reflect.TypeFor[eventSchema](),
		reflect.TypeFor[power.Survival]():       reflect.TypeFor[survivalSchema](),
		reflect.TypeFor[power.Path]():           reflect.TypeFor[pathSchema](),
		reflect.TypeFor[power.Cause]():          reflect.TypeFor[causeSchema](),
		reflect.TypeFor[planner.LimitName]():    reflect.TypeFor[limitSchema](),
		reflect.TypeFor[planner.RackLimit]():    reflect.TypeFor[rackLimitSchema](),
		reflect.TypeFor[planner.AnnuityName]():  reflect.TypeFor[annuitySchema](),
		reflect.TypeFor[planner.HoursName]():    reflect.TypeFor[hoursSchema](),
		reflect.TypeFor[planner.Depreciation](): reflect.TypeFor[depreciationSchema](),
		reflect.TypeFor[planner.DriverName]():   reflect.TypeFor[driverSchema](),
		reflect.TypeFor[planner.BasisKind]():    reflect.TypeFor[basisSchema](),
		reflect.TypeFor[compare.Value]():        reflect.TypeFor[valueSchema](),
		reflect.TypeFor[compare.Driver]():       reflect.TypeFor[reasonSchema](),
	} {
		registry.RegisterTypeAlias(t, alias)
	}
}

// The schemas of the planner's types that are texts in JSON.
type (
	monthSchema        struct{}
	arrangementSchema  struct{}
	kindSchema         struct{}
	stageSchema        struct{}
	vatSchema          struct{}
	tenureSchema       struct{}
	severitySchema     struct{}
	eventSchema        struct{}
	survivalSchema     struct{}
	pathSchema         struct{}
	causeSchema        struct{}
	limitSchema        struct{}
	rackLimitSchema    struct{}
	annuitySchema      struct{}
	hoursSchema        struct{}
	depreciationSchema struct{}
	driverSchema       struct{}
	basisSchema        struct{}
	valueSchema        struct{}
	reasonSchema       struct{}
)

func (monthSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: `^(19|20|21)\d\d-(0[1-9]|1[0-2])$`, Examples: []any{"2026-03"}}
}

func (arrangementSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeString, Examples: []any{"N+1", "4N/3", "block 4+1"},
		Pattern: `^(N|2N|N\+[1-9]|2\(N\+[1-9]\)|3N/2|4N/3|5N/4|6N/5|7N/6|8N/7|9N/8|block [2-9]\+1)$`,
	}
}

func (kindSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(append([]power.Kind{power.Feed}, power.Kinds...)...)
}

func (stageSchema) Schema(huma.Registry) *huma.Schema { return oneOf(planner.StageNames...) }

func (vatSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(planner.VATIncluded, planner.VATExcluded)
}

func (tenureSchema) Schema(huma.Registry) *huma.Schema { return oneOf(planner.Bought, planner.Leased) }

func (severitySchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(planner.SeverityError, planner.SeverityWarning, planner.SeverityNotice)
}

func (eventSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(power.SparesOut, power.ModuleOut, power.BusOut, power.SystemOut, power.PathOut,
		power.CompartmentLost, power.FeedLost, power.SubstationLost, power.GridLost)
}

func (survivalSchema) Schema(huma.Registry) *huma.Schema { return oneOf(power.Survivals...) }

func (pathSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(power.Grid, power.OnSite, power.Heat)
}

func (causeSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(power.Dropped, power.Overloaded, power.NoGenerator, power.NoCompartment, power.NotContinuous)
}

func (limitSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(planner.LeastFuelHours, planner.LeastBatteryMinutes, planner.LeastSubstations,
		planner.MostRackBatteryKWh, planner.MostRoomBatteryKWh, planner.LeastBatteryGapM, planner.MostBMSSeconds,
		planner.DisasterDutyM2, planner.DisasterDutyKW, planner.GeneratorLoadShare,
		planner.BatteryRoomApart, planner.BatteryRoomNoCables, planner.BatteryRoomDescribed)
}

func (rackLimitSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(planner.RackFeedOver, planner.RackOneSided, planner.PanelOver, planner.RackTooDense,
		planner.RackTooHeavy, planner.HallOverUsable, planner.PositionsOver)
}

func (annuitySchema) Schema(huma.Registry) *huma.Schema { return oneOf(finance.AnnuityConventions...) }

func (hoursSchema) Schema(huma.Registry) *huma.Schema { return oneOf(finance.HoursConventions...) }

func (depreciationSchema) Schema(huma.Registry) *huma.Schema { return oneOf(planner.Depreciations...) }

func (driverSchema) Schema(huma.Registry) *huma.Schema { return oneOf(planner.DriverNames...) }

func (basisSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(planner.Computed, planner.Published, planner.Assumed, planner.OfPlan)
}

func (valueSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		AnyOf:       []*huma.Schema{{Type: huma.TypeNumber}, {Type: huma.TypeString}, {Type: "null"}},
		Description: "A number in the unit of its measure, a month as YYYY-MM, a tier by its name, or null where there is none",
	}
}

func (reasonSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(compare.Scope, compare.Quantity, compare.Tier, compare.Price, compare.Contingency, compare.ExchangeRate,
		compare.Escalation, compare.Timing, compare.Demand, compare.Operation, compare.Finance, compare.Books)
}

// plainTexts lets the texts of a type that say so be numbers too.
func plainTexts(registry huma.Registry, t reflect.Type) {
	schema := registry.SchemaFromRef(registry.Schema(t, true, "").Ref)
	either := []*huma.Schema{{Type: huma.TypeString}, {Type: huma.TypeNumber}}
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("plain") != "true" {
			continue
		}
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		property := schema.Properties[key]
		if property.Items != nil {
			property.Items = &huma.Schema{AnyOf: either}
		} else {
			schema.Properties[key] = &huma.Schema{AnyOf: either, Description: property.Description}
		}
	}
}

func oneOf[T ~string](values ...T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}
