package pages

import (
	"fmt"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/web/charts"
	"buildout/web/locales"
)

// elevation is a rack seen from the front, with its feeds at its sides.
type elevation struct {
	Name, Type, Service, Where string
	Class, Mark, Share         string
	Height                     int // of the drawing
	Units                      []rackUnit
	Sides                      []sideBar
	Label                      string
	Facts                      []rackFact
	Feeds                      charts.Table
}

// rackUnit is a line of the drawing at a U; the label is empty where none is
// written.
type rackUnit struct {
	Y, Base int // of the line, and of the label beneath it
	Label   string
}

// sideBar is the feeds of a side as a bar beside the rack, whole at the limit:
// what is drawn now, and after the loss of the other side.
type sideBar struct {
	Side           string
	X              int
	Y, Height      int // of what is drawn after the loss
	NowY, NowH     int
	OverH          int // of what is above the limit
	LimitY, LabelY int
}

// rackSides are the sides that feed racks.
var rackSides = []string{"A", "B"}

type rackFact struct{ Title, Value, Unit, Limit, Class, Mark string }

// The drawing: height of a U, and the room above and below the rack.
const (
	unitHeight = 7
	rackTop    = 22
	rackFoot   = 8
)

// elevationOf draws the chosen rack.
func elevationOf(l *locales.Locale, v RacksView, rack *planner.RackState) *elevation {
	e := &elevation{
		Name: rack.Name, Service: rack.Service, Type: rackTypeTitle(l, v, rack.RackType),
		Where: l.T("racks.where", "row", rack.Row, "position", l.Int(rack.Position)),
		Share: l.Share(rack.FailoverShare), Class: bandOf(rack),
	}
	if !rack.From.IsZero() {
		e.Where += ", " + l.T("racks.from", "from", l.Month(rack.From))
	}
	switch e.Class {
	case "load-over":
		e.Mark = "▲"
	case "load-single":
		e.Mark = "◐"
	}
	units := min(max(rack.HeightU, 1), 60)
	body := units * unitHeight
	e.Height = rackTop + body + rackFoot
	for u := 0; u <= units; u++ {
		y := rackTop + body - u*unitHeight
		line := rackUnit{Y: y, Base: y + unitHeight + 2}
		if u%5 == 0 && u > 0 || u == units && units%5 > 1 {
			line.Label = l.Int(u)
		}
		e.Units = append(e.Units, line)
	}
	for i, side := range rackSides {
		if feed, _ := worstFeed(rack, side); feed != nil {
			e.Sides = append(e.Sides, sideBarOf(*feed, i, body))
		}
	}
	e.Label = l.T("racks.elevation.label", "rack", rack.Name, "height", l.Int(rack.HeightU), "share", e.Share)
	e.Facts = rackFigures(l, v, rack)
	e.Feeds = rackFeedsTable(l, rack)
	return e
}

// sideBarOf scales a feed so that its limit stands at four fifths of the rack.
func sideBarOf(feed planner.FeedState, at, body int) sideBar {
	full := body * 4 / 5
	height := func(amps float64) int { return min(body, int(shareOf(amps, feed.LimitA)*float64(full))) }
	s := sideBar{Side: feed.Side, X: 4 + at*148, LimitY: rackTop + body - full, LabelY: rackTop - 8}
	s.Height, s.NowH = height(feed.AfterA), height(feed.NowA)
	s.Y, s.NowY = rackTop+body-s.Height, rackTop+body-s.NowH
	if power.Over(feed.AfterA, feed.LimitA) {
		s.OverH = max(2, s.LimitY-s.Y)
	}
	return s
}

// rackTypeTitle is how the page calls a rack type: the plan's own title where
// it has one, else its name.
func rackTypeTitle(l *locales.Locale, v RacksView, name string) string {
	for _, t := range v.Plan.Document.RackTypes {
		if t.Name == name {
			return l.Text(t.Title, name)
		}
	}
	return name
}

func rackFigures(l *locales.Locale, v RacksView, rack *planner.RackState) []rackFact {
	kw := func(p planner.KW) string { return l.Number(float64(p), 1) }
	facts := []rackFact{
		{Title: l.T("racks.col.nameplate"), Value: kw(rack.NameplateKW), Unit: "kW"},
		{Title: l.T("racks.col.peak"), Value: kw(rack.PeakKW), Unit: "kW", Limit: l.T("racks.of", "limit", l.Number(v.Hall.DensityKWPerRack, 1))},
		{Title: l.T("racks.col.average"), Value: kw(rack.AverageKW), Unit: "kW"},
		{Title: l.T("racks.col.weight"), Value: l.Number(rack.WeightKG, 0), Unit: "kg"},
		{Title: l.T("racks.col.floor"), Value: l.Number(rack.KGPerM2, 0), Unit: "kg/m²", Limit: l.T("racks.fact.unheld")},
		{Title: l.T("racks.col.usable_va"), Value: l.Number(rack.UsableVA, 0), Unit: "VA"},
		{Title: l.T("racks.col.netbox_va"), Value: l.Number(rack.NetBoxVA, 0), Unit: "VA"},
	}
	if float64(rack.PeakKW) > v.Hall.DensityKWPerRack {
		facts[1].Class, facts[1].Mark = "over", "▲"
	}
	if floor := v.Hall.FloorLoadKGPerM2; floor > 0 {
		facts[4].Limit = l.T("racks.of", "limit", l.Number(floor, 0))
		if rack.KGPerM2 > floor {
			facts[4].Class, facts[4].Mark = "over", "▲"
		}
	}
	return facts
}

// rackFeedsTable is every feed of a rack.
func rackFeedsTable(l *locales.Locale, rack *planner.RackState) charts.Table {
	t := charts.Table{Caption: l.T("racks.feeds.of", "rack", rack.Name), Columns: []charts.Column{
		{Title: l.T("racks.col.side"), Text: true}, {Title: l.T("racks.col.panel"), Text: true}, {Title: l.T("racks.col.phase"), Text: true},
		{Title: l.T("racks.col.now"), Unit: "A"}, {Title: l.T("racks.col.after"), Unit: "A"}, {Title: l.T("racks.col.limit"), Unit: "A"},
	}}
	for i := range rack.Feeds {
		f := &rack.Feeds[i]
		t.Rows = append(t.Rows, []charts.Cell{
			{Text: f.Side, Class: "strong"}, cell(orDash(f.Panel)), cell(orDash(f.Phase)), cell(l.Number(f.NowA, 1)), afterCell(l, f), cell(l.Number(f.LimitA, 1)),
		})
	}
	return t
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// worstFeed is the feed of a side that is nearest its limit, or most above it,
// after the loss of the other side, and how many feeds the side has.
func worstFeed(rack *planner.RackState, side string) (worst *planner.FeedState, count int) {
	for i := range rack.Feeds {
		feed := &rack.Feeds[i]
		if feed.Side != side {
			continue
		}
		count++
		if worst == nil || shareOf(feed.AfterA, feed.LimitA) > shareOf(worst.AfterA, worst.LimitA) {
			worst = feed
		}
	}
	return worst, count
}

// ViewBox is the extent of the drawing.
func (e elevation) ViewBox() string { return fmt.Sprintf("0 0 168 %d", e.Height) }

// Body is the height of the rack in the drawing.
func (e elevation) Body() int { return e.Height - rackTop - rackFoot }
