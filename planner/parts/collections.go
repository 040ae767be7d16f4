package parts

import (
	"strconv"

	"buildout/planner"
)

// The collections of a plan.
var (
	Sites = collection("sites", []string{"name"}, kind[Site, planner.Site]{
		lists: ofPlan("sites", func(p *planner.Plan) *[]planner.Site { return &p.Sites }, required),
		own:   func(e *planner.Site, _ int) string { return planner.PathName(e.Name) },
		open:  func(t *Site) view[planner.Site] { return view[planner.Site]{id: &t.ID, e: &t.Site} },
	})

	Phases = collection("phases", []string{"site", "name"}, kind[Phase, planner.Phase]{
		lists: ofSites("phases", func(s *planner.Site) *[]planner.Phase { return &s.Phases }, required),
		own:   func(e *planner.Phase, _ int) string { return planner.PathName(e.Name) },
		open:  func(t *Phase) view[planner.Phase] { return view[planner.Phase]{id: &t.ID, site: &t.Site, e: &t.Phase} },
	})

	Halls = collection("halls", []string{"site", "name"}, kind[Hall, planner.Hall]{
		lists: ofPhases,
		own:   func(e *planner.Hall, _ int) string { return planner.PathName(e.Name) },
		open: func(t *Hall) view[planner.Hall] {
			return view[planner.Hall]{id: &t.ID, site: &t.Site, phase: &t.Phase, e: &t.Hall}
		},
	})

	Racks = collection("racks", []string{"site", "hall", "name"}, kind[Rack, planner.Rack]{
		lists: ofHalls("racks", func(h *planner.Hall) *[]planner.Rack { return &h.Racks }, optional),
		own:   func(e *planner.Rack, _ int) string { return planner.PathName(e.Name) },
		open: func(t *Rack) view[planner.Rack] {
			return view[planner.Rack]{id: &t.ID, site: &t.Site, hall: &t.Hall, e: &t.Rack}
		},
	})

	Panels = collection("panels", []string{"site", "hall", "name"}, kind[Panel, planner.Panel]{
		lists: ofHalls("panels", func(h *planner.Hall) *[]planner.Panel { return &h.Panels }, optional),
		own:   func(e *planner.Panel, _ int) string { return planner.PathName(e.Name) },
		open: func(t *Panel) view[planner.Panel] {
			return view[planner.Panel]{id: &t.ID, site: &t.Site, hall: &t.Hall, e: &t.Panel}
		},
	})

	Reservations = collection("reservations", []string{"site", "hall", "name"}, kind[Reservation, planner.Reservation]{
		lists: ofHalls("reservations", func(h *planner.Hall) *[]planner.Reservation { return &h.Reservations }, optional),
		own:   func(e *planner.Reservation, _ int) string { return planner.PathName(e.Name) },
		open: func(t *Reservation) view[planner.Reservation] {
			return view[planner.Reservation]{id: &t.ID, site: &t.Site, hall: &t.Hall, e: &t.Reservation}
		},
	})

	PowerStages = collection("power-stages", []string{"site", "hall", "kind"}, kind[PowerStage, planner.PowerStage]{
		lists: stages,
		own:   func(e *planner.PowerStage, _ int) string { return planner.PathName(string(e.Kind)) },
		open: func(t *PowerStage) view[planner.PowerStage] {
			return view[planner.PowerStage]{id: &t.ID, site: &t.Site, hall: &t.Hall, e: &t.PowerStage}
		},
	})

	Feeds = collection("feeds", []string{"site", "name"}, kind[Feed, planner.Feed]{
		lists: ofSites("feeds", func(s *planner.Site) *[]planner.Feed { return &s.Feeds }, required),
		own:   func(e *planner.Feed, _ int) string { return planner.PathName(e.Name) },
		open:  func(t *Feed) view[planner.Feed] { return view[planner.Feed]{id: &t.ID, site: &t.Site, e: &t.Feed} },
	})

	Services = collection("services", []string{"name"}, kind[Service, planner.Service]{
		lists: ofPlan("demand.services", func(p *planner.Plan) *[]planner.Service { return &p.Demand.Services }, required),
		own:   func(e *planner.Service, _ int) string { return planner.PathName(e.Name) },
		open:  func(t *Service) view[planner.Service] { return view[planner.Service]{id: &t.ID, e: &t.Service} },
	})

	Leases = collection("leases", []string{"name"}, kind[Lease, planner.Lease]{
		lists: ofPlan("leases", func(p *planner.Plan) *[]planner.Lease { return &p.Leases }, optional),
		own:   func(e *planner.Lease, _ int) string { return planner.PathName(e.Name) },
		open:  func(t *Lease) view[planner.Lease] { return view[planner.Lease]{id: &t.ID, e: &t.Lease} },
	})

	Links = collection("links", []string{"name"}, kind[Link, planner.Link]{
		lists: ofPlan("links", func(p *planner.Plan) *[]planner.Link { return &p.Links }, optional),
		own:   func(e *planner.Link, _ int) string { return planner.PathName(e.Name) },
		open:  func(t *Link) view[planner.Link] { return view[planner.Link]{id: &t.ID, e: &t.Link} },
	})

	RackTypes = collection("rack-types", []string{"name"}, kind[RackType, planner.RackType]{
		lists: ofPlan("rack_types", func(p *planner.Plan) *[]planner.RackType { return &p.RackTypes }, optional),
		own:   func(e *planner.RackType, _ int) string { return planner.PathName(e.Name) },
		open:  func(t *RackType) view[planner.RackType] { return view[planner.RackType]{id: &t.ID, e: &t.RackType} },
	})

	RedundancyTiers = collection("redundancy-tiers", []string{"name"}, kind[RedundancyTier, planner.RedundancyTier]{
		lists: ofPlan("redundancy_tiers", func(p *planner.Plan) *[]planner.RedundancyTier { return &p.RedundancyTiers }, optional),
		own:   func(e *planner.RedundancyTier, _ int) string { return planner.PathName(e.Name) },
		open: func(t *RedundancyTier) view[planner.RedundancyTier] {
			return view[planner.RedundancyTier]{id: &t.ID, e: &t.RedundancyTier}
		},
	})

	Values = collection("values", []string{"name"}, kind[Value, planner.ValueOverride]{
		lists: ofPlan("values", func(p *planner.Plan) *[]planner.ValueOverride { return &p.Values }, optional),
		own:   func(e *planner.ValueOverride, _ int) string { return planner.PathName(e.Name) },
		open: func(t *Value) view[planner.ValueOverride] {
			return view[planner.ValueOverride]{id: &t.ID, e: &t.ValueOverride}
		},
	})

	Calendars = collection("calendars", []string{"name"}, kind[Calendar, planner.Calendar]{
		lists: ofPlan("calendars", func(p *planner.Plan) *[]planner.Calendar { return &p.Calendars }, optional),
		own:   func(e *planner.Calendar, _ int) string { return planner.PathName(e.Name) },
		open:  func(t *Calendar) view[planner.Calendar] { return view[planner.Calendar]{id: &t.ID, e: &t.Calendar} },
	})

	Tariffs = collection("tariffs", []string{"name"}, kind[Tariff, planner.Tariff]{
		lists: ofPlan("tariffs", func(p *planner.Plan) *[]planner.Tariff { return &p.Tariffs }, optional),
		own:   func(e *planner.Tariff, _ int) string { return planner.PathName(e.Name) },
		open:  func(t *Tariff) view[planner.Tariff] { return view[planner.Tariff]{id: &t.ID, e: &t.Tariff} },
	})

	Climates = collection("climates", []string{"name"}, kind[Climate, planner.Climate]{
		lists: ofPlan("climates", func(p *planner.Plan) *[]planner.Climate { return &p.Climates }, optional),
		own:   func(e *planner.Climate, _ int) string { return planner.PathName(e.Name) },
		open:  func(t *Climate) view[planner.Climate] { return view[planner.Climate]{id: &t.ID, e: &t.Climate} },
	})
)

// The collections of money.
var (
	CostOverrides = collection("cost-overrides", []string{"code"}, kind[CostOverride, planner.CostOverride]{
		lists: ofPlan("cost_book.overrides", func(p *planner.Plan) *[]planner.CostOverride { return &p.CostBook.Overrides }, optional),
		own:   func(e *planner.CostOverride, _ int) string { return planner.PathName(e.Code) },
		open: func(t *CostOverride) view[planner.CostOverride] {
			return view[planner.CostOverride]{id: &t.ID, e: &t.CostOverride}
		},
	})

	ExchangeRates = collection("exchange-rates", []string{"currency", "month"}, kind[ExchangeRate, planner.ExchangeRate]{
		lists: ofPlan("exchange_rates", func(p *planner.Plan) *[]planner.ExchangeRate { return &p.ExchangeRates }, optional),
		own:   func(e *planner.ExchangeRate, _ int) string { return ID(e.Currency, e.Month.String()) },
		open: func(t *ExchangeRate) view[planner.ExchangeRate] {
			return view[planner.ExchangeRate]{id: &t.ID, e: &t.ExchangeRate}
		},
	})

	Ceilings = collection("ceilings", []string{"year"}, kind[Ceiling, planner.YearCeiling]{
		lists: ofPlan("budget.ceilings", func(p *planner.Plan) *[]planner.YearCeiling { return &p.Budget.Ceilings }, optional),
		own:   func(e *planner.YearCeiling, _ int) string { return strconv.Itoa(e.Year) },
		open: func(t *Ceiling) view[planner.YearCeiling] {
			return view[planner.YearCeiling]{id: &t.ID, e: &t.YearCeiling}
		},
		order: func(a, b planner.YearCeiling) int { return a.Year - b.Year },
	})

	Funding = collection("funding", []string{"name"}, kind[FundingLine, planner.FundingLine]{
		lists: ofPlan("budget.funding", func(p *planner.Plan) *[]planner.FundingLine { return &p.Budget.Funding }, optional),
		own:   func(e *planner.FundingLine, _ int) string { return planner.PathName(e.Name) },
		open: func(t *FundingLine) view[planner.FundingLine] {
			return view[planner.FundingLine]{id: &t.ID, e: &t.FundingLine}
		},
	})

	Actuals = collection("actuals", []string{"number"}, kind[Actual, planner.Actual]{
		lists: ofPlan("actuals.entries", func(p *planner.Plan) *[]planner.Actual { return &p.Actuals.Entries }, required),
		own:   func(_ *planner.Actual, i int) string { return strconv.Itoa(i + 1) },
		open: func(t *Actual) view[planner.Actual] {
			return view[planner.Actual]{id: &t.ID, number: &t.Number, e: &t.Actual}
		},
	})
)
