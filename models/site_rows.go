package models

import (
	"buildout/planner"
	"buildout/planner/power"
)

// siteRow is a site without its lists.
type siteRow struct {
	PlanID          int64        `gorm:"primaryKey"`
	Position        int          `gorm:"primaryKey"`
	Name            string       `gorm:"unique"`
	Title           planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	Tier            string
	Region          string
	Climate         string
	Tariff          string
	Plot            planner.Plot `gorm:"embedded;embeddedPrefix:plot_"`
	FeedArrangement arrangement
	Source          string
}

func (siteRow) TableName() string { return "sites" }

// feedRow is a grid feed of a site.
type feedRow struct {
	PlanID       int64  `gorm:"primaryKey"`
	SitePosition int    `gorm:"primaryKey"`
	Position     int    `gorm:"primaryKey"`
	Name         string `gorm:"unique"`
	Substation   string
	planner.Rating
	CableKM   float64
	Available month
	Source    string
}

func (feedRow) TableName() string { return "feeds" }

func (r *rows) addSites(plan int64, list []planner.Site) {
	for i, s := range list {
		r.Sites = append(r.Sites, siteRow{
			plan, i, s.Name, s.Title, s.Tier, s.Region, s.Climate, s.Tariff, s.Plot, arrangement(s.FeedArrangement), s.Source,
		})
		for j, f := range s.Feeds {
			r.Feeds = append(r.Feeds, feedRow{plan, i, j, f.Name, f.Substation, f.Rating, f.CableKM, month(f.Available), f.Source})
		}
		r.addPhases(plan, i, s.Phases)
		r.addTrain(train{plan: plan, site: i}, s.Plant)
	}
}

func (r *rows) sitesTo(plans plansByID) {
	for _, s := range r.Sites {
		p := plans[s.PlanID]
		p.Sites = append(p.Sites, planner.Site{
			Name: s.Name, Title: s.Title, Tier: s.Tier, Region: s.Region, Climate: s.Climate, Tariff: s.Tariff, Plot: s.Plot,
			FeedArrangement: power.Arrangement(s.FeedArrangement), Source: s.Source,
		})
	}
	for _, f := range r.Feeds {
		s := plans.site(f.PlanID, f.SitePosition)
		s.Feeds = append(s.Feeds, planner.Feed{
			Name: f.Name, Substation: f.Substation, Rating: f.Rating, CableKM: f.CableKM, Available: planner.Month(f.Available), Source: f.Source,
		})
	}
}
