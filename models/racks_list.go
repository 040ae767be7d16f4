package models

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"buildout/models/query"
	"buildout/planner"
	"buildout/planner/parts"
)

// Racks answers a query of the racks of a plan, in SQL, and says which state of
// the plan it saw. The answer is that of query.Select over parts.Racks. Pages by
// cursor in the order of the plan or by name are read from an index, whatever
// their depth; those in another order look at all racks that pass.
func (s *Store) Racks(ctx context.Context, ref string, q query.Query) (head PlanHead, page query.Page[parts.Rack], err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		plan, err := find(tx, ref)
		if err != nil {
			return err
		}
		head = plan.head()
		halls, err := readHallNames(tx, plan.ID)
		if err != nil {
			return err
		}
		l := rackList{tx: tx, postgres: s.dialect == dialectPostgres, plan: plan.ID, halls: halls, query: q}
		page, err = l.page()
		return err
	})
	if err != nil {
		return PlanHead{}, query.Page[parts.Rack]{}, fmt.Errorf("racks of plan %q: %w", ref, err)
	}
	return head, page, nil
}

// rackList is the racks of a plan and what is asked of them.
type rackList struct {
	tx       *gorm.DB
	postgres bool
	plan     int64
	halls    []hallName // of the plan, in its order
	passing  []hallName // those that filters of sites and halls let through
	query    query.Query
}

func (l *rackList) page() (query.Page[parts.Rack], error) {
	page := query.Page[parts.Rack]{Items: []parts.Rack{}, Count: -1}
	conditions, err := l.conditions()
	if err != nil {
		return page, err
	}
	if !l.query.Keyset && l.query.Cursor == nil {
		var count int64
		if err := l.from(conditions, l.within()).Count(&count).Error; err != nil {
			return page, err
		}
		page.Count = int(count)
	}
	rows, err := l.rows(conditions)
	if err != nil {
		return page, err
	}
	more := len(rows) > l.query.Limit
	if more {
		rows = rows[:l.query.Limit]
	}
	between := len(conditions) == 0 && len(l.query.Order) == 0 && len(l.runs()) == 1
	if page.Items, err = l.racks(rows, between); err != nil {
		return page, err
	}
	if last := len(rows) - 1; more && last >= 0 && l.query.Goes() {
		page.Next = l.query.Mark(l.cursorAt(rows[last].place(), page.Items[last]))
	}
	return page, nil
}

// rows reads the rows of the page, and the one after it where there is one.
func (l *rackList) rows(conditions []condition) ([]rackRow, error) {
	var from rackPlace
	than := ">="
	if c := l.query.Cursor; c != nil {
		at, there, err := l.placeOf(*c)
		if err != nil {
			return nil, err
		}
		if from = at; there {
			than = ">"
		}
	}
	if len(l.query.Order) == 0 && l.query.Offset == 0 && !slices.ContainsFunc(l.query.Filters, names) {
		return l.inOrder(conditions, from, than)
	}
	if l.query.Cursor != nil {
		conditions = append(conditions[:len(conditions):len(conditions)], l.behind(from, than)...)
	}
	var rows []rackRow
	err := l.from(conditions, l.within()).Select("racks.*").Order(l.order()).
		Limit(l.query.Limit + 1).Offset(l.query.Offset).Find(&rows).Error
	return rows, err
}

// inOrder reads them in the order of the plan, from a place on. It reads halls
// that lie together at once, so that the key of the table gives all in order.
func (l *rackList) inOrder(conditions []condition, from rackPlace, than string) ([]rackRow, error) {
	var rows []rackRow
	for _, run := range l.runs() {
		want := l.query.Limit + 1 - len(rows)
		if want == 0 {
			break
		}
		if run.last.compare(from.hallPlace) < 0 {
			continue
		}
		start := condition{"(" + rackPlaceSQL + ") >= (?, ?, ?, ?)", rackPlace{run.first, 0}.values()}
		if run.first.compare(from.hallPlace) <= 0 {
			start = condition{"(" + rackPlaceSQL + ") " + than + " (?, ?, ?, ?)", from.values()}
		}
		end := condition{"(" + hallPlaceSQL + ") <= (?, ?, ?)", run.last.values()}
		var some []rackRow
		if err := l.from(conditions, start, end).Select("racks.*").Order(rackPlaceSQL).Limit(want).Find(&some).Error; err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	return rows, nil
}

// from is the racks of the plan that meet conditions, and more of them, with the
// names of their halls where the query compares these in SQL.
func (l *rackList) from(conditions []condition, more ...condition) *gorm.DB {
	tx := l.tx.Model(&rackRow{}).Where("racks.plan_id = ?", l.plan)
	if !l.postgres && slices.ContainsFunc(l.query.Filters, names) {
		tx = tx.Table("racks INDEXED BY racks_name") // SQLite would go over all racks to have them in order
	}
	if l.joins() {
		tx = tx.Joins(joinSites).Joins(joinHalls)
	}
	for _, c := range slices.Concat(conditions, more) {
		tx = tx.Where(c.sql, c.values...)
	}
	return tx
}

// racks puts the rows of a page together with their feeds and halls; between
// says that they are all racks from the first to the last.
func (l *rackList) racks(rows []rackRow, between bool) ([]parts.Rack, error) {
	feeds, err := l.feeds(rows, between)
	if err != nil {
		return nil, err
	}
	names := make(map[hallPlace]hallName, len(l.halls))
	for _, h := range l.halls {
		names[h.Place] = h
	}
	racks := make([]parts.Rack, len(rows))
	for i, r := range rows {
		h := names[r.place().hallPlace]
		racks[i] = parts.Rack{ID: parts.ID(h.Site, h.Hall, r.Name), Site: h.Site, Hall: h.Hall, Rack: planner.Rack{
			Name: r.Name, RackType: r.RackType, Row: r.RackRow, Position: r.RowPosition, From: planner.Month(r.FromMonth), Feeds: feeds[r.place()],
		}}
	}
	return racks, nil
}

// feeds reads the feeds of the racks of a page.
func (l *rackList) feeds(rows []rackRow, between bool) (map[rackPlace][]planner.RackFeed, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	const place = "site_position, phase_position, hall_position, rack_position"
	places := make([][]any, len(rows))
	for i, r := range rows {
		places[i] = r.place().values()
	}
	of := among(place, places)
	if between {
		of = condition{"(" + place + ") >= (?, ?, ?, ?) AND (" + place + ") <= (?, ?, ?, ?)", append(places[0], places[len(places)-1]...)}
	}
	var list []rackFeedRow
	err := l.tx.Where("plan_id = ?", l.plan).Where(of.sql, of.values...).Order(place + ", position").Find(&list).Error
	feeds := make(map[rackPlace][]planner.RackFeed, len(rows))
	for _, f := range list {
		at := rackPlace{hallPlace{f.SitePosition, f.PhasePosition, f.HallPosition}, f.RackPosition}
		feeds[at] = append(feeds[at], planner.RackFeed{Side: f.Side, Panel: f.Panel, Phase: f.Phase, Circuit: f.Circuit})
	}
	return feeds, err
}
