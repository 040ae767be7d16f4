package models

import (
	"strings"

	"gorm.io/gorm"

	"buildout/planner"
)

// rows is the lists of plans as the tables hold them. The key of every row
// starts with its plan and ends with its place in its list, so that each table
// is one query, in the order of its key. The key is the first fields of a row. A
// field that is unique in its list, by itself or with others, is marked so.
type rows struct {
	ExchangeRates    []exchangeRateRow
	YearCeilings     []yearCeilingRow
	Services         []serviceRow
	Sites            []siteRow
	Feeds            []feedRow
	Phases           []phaseRow
	BuildStages      []buildStageRow
	Halls            []hallRow
	Panels           []panelRow
	Reservations     []reservationRow
	Racks            []rackRow
	RackFeeds        []rackFeedRow
	PowerStages      []powerStageRow
	ModuleAdditions  []moduleAdditionRow
	Links            []linkRow
	Leases           []leaseRow
	LeaseReturns     []leaseReturnRow
	RedundancyTiers  []redundancyTierRow
	TierArrangements []tierArrangementRow
	RackTypes        []rackTypeRow
	CostOverrides    []costOverrideRow
	FundingLines     []fundingLineRow
	Actuals          []actualRow
	ValueOverrides   []valueOverrideRow
	Calendars        []calendarRow
	Tariffs          []tariffRow
	Climates         []climateRow
}

// tables lists pointers to the rows of each table, after those that its foreign
// keys point to.
func (r *rows) tables() []any {
	return []any{
		&r.ExchangeRates,
		&r.YearCeilings,
		&r.Services,
		&r.Sites,
		&r.Feeds,
		&r.Phases,
		&r.BuildStages,
		&r.Halls,
		&r.Panels,
		&r.Reservations,
		&r.Racks,
		&r.RackFeeds,
		&r.PowerStages,
		&r.ModuleAdditions,
		&r.Links,
		&r.Leases,
		&r.LeaseReturns,
		&r.RedundancyTiers,
		&r.TierArrangements,
		&r.RackTypes,
		&r.CostOverrides,
		&r.FundingLines,
		&r.Actuals,
		&r.ValueOverrides,
		&r.Calendars,
		&r.Tariffs,
		&r.Climates,
	}
}

// rowsOf returns the lists of a plan as rows.
func rowsOf(id int64, p planner.Plan) *rows {
	r := &rows{}
	r.makeRoomForRacks(p)
	r.addCosts(id, p.ExchangeRates, p.CostBook.Overrides)
	r.addCeilings(id, p.Budget.Ceilings)
	r.addServices(id, p.Demand.Services)
	r.addSites(id, p.Sites)
	r.addNetwork(id, p.Links, p.Leases)
	r.addTiers(id, p.RedundancyTiers)
	r.addRackTypes(id, p.RackTypes)
	r.addMoney(id, p)
	r.addOperation(id, p)
	return r
}

// plansOf joins plan rows, in their order, with the rows of their lists.
func plansOf(heads []planRow, r *rows) []planner.Plan {
	list := make([]planner.Plan, len(heads))
	plans := make(plansByID, len(heads))
	for i, head := range heads {
		list[i] = head.plan()
		plans[head.ID] = &list[i]
	}
	r.costsTo(plans)
	r.ceilingsTo(plans)
	r.servicesTo(plans)
	r.sitesTo(plans)
	r.phasesTo(plans)
	r.hallsTo(plans)
	r.racksTo(plans)
	r.trainsTo(plans)
	r.networkTo(plans)
	r.tiersTo(plans)
	r.rackTypesTo(plans)
	r.moneyTo(plans)
	r.operationTo(plans)
	for i := range list {
		list[i] = normal(list[i])
	}
	return list
}

// plansByID is plans being put together.
type plansByID map[int64]*planner.Plan

func (p plansByID) site(plan int64, site int) *planner.Site { return &p[plan].Sites[site] }

func (p plansByID) phase(plan int64, site, phase int) *planner.Phase {
	return &p.site(plan, site).Phases[phase]
}

func (p plansByID) hall(plan int64, site, phase, hall int) *planner.Hall {
	return &p.phase(plan, site, phase).Halls[hall]
}

// readRows reads the lists of plans.
func readRows(tx *gorm.DB, plans []int64) (*rows, error) {
	r := &rows{}
	for _, t := range r.tables() {
		statement := &gorm.Statement{DB: tx}
		if err := statement.Parse(t); err != nil {
			return nil, err
		}
		key := strings.Join(statement.Schema.PrimaryFieldDBNames, ", ")
		if err := tx.Where("plan_id IN ?", plans).Order(key).Find(t).Error; err != nil {
			return nil, err
		}
	}
	return r, nil
}
