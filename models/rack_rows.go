package models

import "buildout/planner"

// rackRow is a rack in a hall, without its feeds: Position is its place in the
// plan's list, RowPosition its place in the row of racks.
type rackRow struct {
	PlanID        int64  `gorm:"primaryKey"`
	SitePosition  int    `gorm:"primaryKey"`
	PhasePosition int    `gorm:"primaryKey"`
	HallPosition  int    `gorm:"primaryKey"`
	Position      int    `gorm:"primaryKey"`
	Name          string `gorm:"unique"`
	RackType      string
	RackRow       string
	RowPosition   int
	FromMonth     month
}

func (rackRow) TableName() string { return "racks" }

// rackFeedRow is a feed of a rack.
type rackFeedRow struct {
	PlanID        int64 `gorm:"primaryKey"`
	SitePosition  int   `gorm:"primaryKey"`
	PhasePosition int   `gorm:"primaryKey"`
	HallPosition  int   `gorm:"primaryKey"`
	RackPosition  int   `gorm:"primaryKey"`
	Position      int   `gorm:"primaryKey"`
	Side          string
	Panel         string
	Phase         string
	planner.Circuit
}

func (rackFeedRow) TableName() string { return "rack_feeds" }

func (r *rows) addRacks(plan int64, site, phase, hall int, list []planner.Rack) {
	for i, k := range list {
		r.Racks = append(r.Racks, rackRow{plan, site, phase, hall, i, k.Name, k.RackType, k.Row, k.Position, month(k.From)})
		for j, f := range k.Feeds {
			r.RackFeeds = append(r.RackFeeds, rackFeedRow{plan, site, phase, hall, i, j, f.Side, f.Panel, f.Phase, f.Circuit})
		}
	}
}

// makeRoomForRacks makes room for what is nearly all of a large plan.
func (r *rows) makeRoomForRacks(p planner.Plan) {
	racks, feeds := 0, 0
	for _, s := range p.Sites {
		for _, phase := range s.Phases {
			for _, h := range phase.Halls {
				racks += len(h.Racks)
				for _, k := range h.Racks {
					feeds += len(k.Feeds)
				}
			}
		}
	}
	r.Racks, r.RackFeeds = make([]rackRow, 0, racks), make([]rackFeedRow, 0, feeds)
}

func (r *rows) racksTo(plans plansByID) {
	for _, k := range r.Racks {
		h := plans.hall(k.PlanID, k.SitePosition, k.PhasePosition, k.HallPosition)
		h.Racks = append(h.Racks, planner.Rack{
			Name: k.Name, RackType: k.RackType, Row: k.RackRow, Position: k.RowPosition, From: planner.Month(k.FromMonth),
		})
	}
	for _, f := range r.RackFeeds {
		k := &plans.hall(f.PlanID, f.SitePosition, f.PhasePosition, f.HallPosition).Racks[f.RackPosition]
		k.Feeds = append(k.Feeds, planner.RackFeed{Side: f.Side, Panel: f.Panel, Phase: f.Phase, Circuit: f.Circuit})
	}
}
