package interchange

import (
	"slices"

	"buildout/planner"
	"buildout/planner/table"
)

var feedColumns = []table.Column{
	{Name: "site", Required: true}, {Name: "name", Required: true}, {Name: "substation", Required: true}, {Name: "rating_kw"}, {Name: "rating_kva"}, {Name: "power_factor"},
	{Name: "cable_km", Required: true}, {Name: "available", Required: true}, {Name: "source"},
}

func readFeeds(m *importer) {
	m.read(feedColumns, func(row table.Row) {
		s := m.siteOf(row)
		f := planner.Feed{Source: row.Text("source"), Available: givenMonth(row, "available")}
		var named bool
		f.Name, named = row.Given("name")
		f.Substation, _ = row.Given("substation")
		kw, _ := row.Real("rating_kw")
		kva, _ := row.Real("rating_kva")
		f.RatingKW, f.RatingKVA = planner.KW(kw), planner.KVA(kva)
		f.PowerFactor, _ = row.Real("power_factor")
		f.CableKM, _ = row.GivenReal("cable_km")
		if s != nil && named {
			m.putFeed(s, row, f)
		}
	})
}

// putFeed puts a grid feed in place of the one of its name, or at the end.
func (m *importer) putFeed(s *site, row table.Row, f planner.Feed) {
	s.ownFeeds()
	if !once(s.rows, row, "name", f.Name) {
		return
	}
	i, known := s.feeds[f.Name]
	if known {
		m.count(true, s.Feeds[i] == f)
		s.Feeds[i] = f
	} else {
		i = len(s.Feeds)
		s.feeds[f.Name] = i
		s.Feeds = append(s.Feeds, f)
		m.count(false, false)
	}
	m.origins = append(m.origins, origin{row.Number(), s.path + ".feeds", i, noFeed})
}

// ownFeeds gives the site a list of feeds of its own, and their index.
func (s *site) ownFeeds() {
	if s.feeds != nil {
		return
	}
	s.Feeds = slices.Clone(s.Feeds)
	s.feeds = make(map[string]int, len(s.Feeds))
	for i := range s.Feeds {
		s.feeds[s.Feeds[i].Name] = i
	}
}

func writeFeeds(x *exporter) {
	x.columns = []string{"site", "name", "substation", "rating_kw", "rating_kva", "power_factor", "cable_km", "available", "source"}
	for i := range x.plan.Sites {
		s := &x.plan.Sites[i]
		for _, f := range s.Feeds {
			x.row(table.Text(s.Name), table.Text(f.Name), table.Text(f.Substation), table.Real(float64(f.RatingKW)), table.Real(float64(f.RatingKVA)),
				table.Real(f.PowerFactor), table.Number(f.CableKM), f.Available.String(), table.Text(f.Source))
		}
	}
}
