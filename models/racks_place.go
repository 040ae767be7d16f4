package models

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"buildout/models/query"
	"buildout/planner/parts"
)

// hallPlace is the place of a hall in a plan.
type hallPlace struct {
	SitePosition  int
	PhasePosition int
	Position      int
}

func (p hallPlace) compare(q hallPlace) int {
	return cmp.Or(p.SitePosition-q.SitePosition, p.PhasePosition-q.PhasePosition, p.Position-q.Position)
}

func (p hallPlace) values() []any { return []any{p.SitePosition, p.PhasePosition, p.Position} }

// rackPlace is the place of a rack in a plan.
type rackPlace struct {
	hallPlace
	rack int
}

func (p rackPlace) values() []any { return append(p.hallPlace.values(), p.rack) }

func (r rackRow) place() rackPlace {
	return rackPlace{hallPlace{r.SitePosition, r.PhasePosition, r.HallPosition}, r.Position}
}

// hallName is a hall by its place and its names.
type hallName struct {
	Place hallPlace `gorm:"embedded"`
	Site  string
	Hall  string
}

// readHallNames lists the halls of a plan in its order.
func readHallNames(tx *gorm.DB, plan int64) (halls []hallName, err error) {
	err = tx.Model(&hallRow{}).Where("halls.plan_id = ?", plan).
		Joins("JOIN sites ON sites.plan_id = halls.plan_id AND sites.position = halls.site_position").
		Select("halls.site_position, halls.phase_position, halls.position, sites.name AS site, halls.name AS hall").
		Order("halls.site_position, halls.phase_position, halls.position").Find(&halls).Error
	return halls, err
}

// run is halls of which none that does not pass lies between the first and the
// last.
type run struct{ first, last hallPlace }

// runs lists the halls that pass.
func (l *rackList) runs() []run {
	var runs []run
	next, before := 0, -2 // places in passing and, of the last that passed, in halls
	for i, h := range l.halls {
		if next == len(l.passing) || l.passing[next].Place != h.Place {
			continue
		}
		if before == i-1 {
			runs[len(runs)-1].last = h.Place
		} else {
			runs = append(runs, run{h.Place, h.Place})
		}
		next, before = next+1, i
	}
	return runs
}

// cursorAt is the cursor of a rack at a place.
func (l *rackList) cursorAt(at rackPlace, rack parts.Rack) query.Cursor {
	c := query.Cursor{ID: rack.ID, At: []int{at.SitePosition, at.PhasePosition, at.Position, at.rack}}
	for _, o := range l.query.Order {
		c.Values = append(c.Values, rackColumns[o.Field.Name].of(rack))
	}
	return c
}

// placeOf finds where the rack of the cursor is now. Where it is gone, there is
// false and the place is the one it had, or the start of its hall or site where
// that is gone too: what stands there now has come up from behind.
func (l *rackList) placeOf(c query.Cursor) (at rackPlace, there bool, err error) {
	had := append(c.At[:len(c.At):len(c.At)], 0, 0, 0)
	at = rackPlace{hallPlace{had[0], had[1], had[2]}, had[3]}
	hall, name, ok := l.split(c.ID)
	if !ok {
		names, _ := parts.Names(c.ID)
		if slices.ContainsFunc(l.halls, func(h hallName) bool { return len(names) > 0 && h.Site == names[0] }) {
			return rackPlace{at.hallPlace, 0}, false, nil
		}
		return rackPlace{hallPlace{at.SitePosition, 0, 0}, 0}, false, nil
	}
	var found []rackRow
	err = l.tx.Where("plan_id = ? AND site_position = ? AND phase_position = ? AND hall_position = ? AND name = ?",
		l.plan, hall.SitePosition, hall.PhasePosition, hall.Position, name).Limit(1).Find(&found).Error
	if len(found) == 1 {
		return rackPlace{hall, found[0].Position}, true, err
	}
	return at, false, err
}

// split finds the hall that the id of a rack names.
func (l *rackList) split(id string) (hall hallPlace, name string, ok bool) {
	names, ok := parts.Names(id)
	if !ok || len(names) != 3 || parts.ID(names[0], names[1], names[2]) != id {
		return hallPlace{}, "", false
	}
	for _, h := range l.halls {
		if h.Site == names[0] && h.Hall == names[1] {
			return h.Place, names[2], true
		}
	}
	return hallPlace{}, "", false
}
