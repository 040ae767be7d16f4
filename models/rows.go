package models

import (
	"strings"

	"gorm.io/gorm"

	"buildout/planner"
)

// rows is the lists of plans as the tables hold them. The key of every row
// starts with its plan and ends with its place in its list, so that each table
// is one query, in the order of its key.
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

// table is the rows of one table.
type table struct {
	rows any // pointer to the slice
	len  int
}

// tables lists the tables, each after those its foreign keys point to.
func (r *rows) tables() []table {
	return []table{
		{&r.ExchangeRates, len(r.ExchangeRates)},
		{&r.YearCeilings, len(r.YearCeilings)},
		{&r.Services, len(r.Services)},
		{&r.Sites, len(r.Sites)},
		{&r.Feeds, len(r.Feeds)},
		{&r.Phases, len(r.Phases)},
		{&r.BuildStages, len(r.BuildStages)},
		{&r.Halls, len(r.Halls)},
		{&r.Panels, len(r.Panels)},
		{&r.Reservations, len(r.Reservations)},
		{&r.Racks, len(r.Racks)},
		{&r.RackFeeds, len(r.RackFeeds)},
		{&r.PowerStages, len(r.PowerStages)},
		{&r.ModuleAdditions, len(r.ModuleAdditions)},
		{&r.Links, len(r.Links)},
		{&r.Leases, len(r.Leases)},
		{&r.LeaseReturns, len(r.LeaseReturns)},
		{&r.RedundancyTiers, len(r.RedundancyTiers)},
		{&r.TierArrangements, len(r.TierArrangements)},
		{&r.RackTypes, len(r.RackTypes)},
		{&r.CostOverrides, len(r.CostOverrides)},
		{&r.FundingLines, len(r.FundingLines)},
		{&r.Actuals, len(r.Actuals)},
		{&r.ValueOverrides, len(r.ValueOverrides)},
		{&r.Calendars, len(r.Calendars)},
		{&r.Tariffs, len(r.Tariffs)},
		{&r.Climates, len(r.Climates)},
	}
}

// rowsOf returns the lists of a plan as rows.
func rowsOf(id int64, p planner.Plan) *rows {
	r := &rows{}
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
		if err := statement.Parse(t.rows); err != nil {
			return nil, err
		}
		key := strings.Join(statement.Schema.PrimaryFieldDBNames, ", ")
		if err := tx.Where("plan_id IN ?", plans).Order(key).Find(t.rows).Error; err != nil {
			return nil, err
		}
	}
	return r, nil
}

// maxVariables keeps an INSERT below the values one statement may bind: 32766
// on SQLite, 65535 on PostgreSQL.
const maxVariables = 30_000

func (r *rows) insert(tx *gorm.DB) error {
	for _, t := range r.tables() {
		if t.len == 0 {
			continue
		}
		statement := &gorm.Statement{DB: tx}
		if err := statement.Parse(t.rows); err != nil {
			return err
		}
		if err := tx.CreateInBatches(t.rows, maxVariables/len(statement.Schema.DBNames)).Error; err != nil {
			return err
		}
	}
	return nil
}

// deleteRows deletes the lists of a plan.
func deleteRows(tx *gorm.DB, plan int64) error {
	for _, t := range (&rows{}).tables() {
		if err := tx.Where("plan_id = ?", plan).Delete(t.rows).Error; err != nil {
			return err
		}
	}
	return nil
}
