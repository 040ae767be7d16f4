package planner

import (
	"math"
	"slices"

	"buildout/planner/power"
)

// RackLayout is the racks of a hall in a month, on their circuits and panels.
type RackLayout struct {
	Site          string        `json:"site"`
	Hall          string        `json:"hall"`
	Month         Month         `json:"month"`
	RackPositions int           `json:"rack_positions"`
	Racks         []RackState   `json:"racks" doc:"By row and position"`
	Panels        []PanelState  `json:"panels"`
	Faults        []RackFinding `json:"findings" doc:"Every limit broken"`
}

// RackState is a rack on its feeds.
type RackState struct {
	Name          string      `json:"name"`
	RackType      string      `json:"rack_type"`
	Service       string      `json:"service" doc:"Service whose demand put it there; empty where the plan places it by name"`
	Generated     bool        `json:"generated" doc:"Whether it follows from demand"`
	Row           string      `json:"row"`
	Position      int         `json:"position"`
	From          Month       `json:"from" doc:"First month it draws power; empty where it follows from demand"`
	HeightU       int         `json:"height_u"`
	NameplateKW   KW          `json:"nameplate_kw"`
	PeakKW        KW          `json:"peak_kw"`
	AverageKW     KW          `json:"average_kw"`
	WeightKG      float64     `json:"weight_kg"`
	KGPerM2       float64     `json:"kg_per_m2" doc:"Weight over the floor under it"`
	Feeds         []FeedState `json:"feeds"`
	FailoverShare float64     `json:"failover_share" doc:"Peak load after the loss of the other side over what the weakest feed may carry; above 1 is over the limit"`
	NetBoxVA      float64     `json:"netbox_available_va" doc:"Sum of its feeds as NetBox counts them: it counts both sides"`
	UsableVA      float64     `json:"usable_va" doc:"What may be drawn so that the loss of either side leaves the other within its limit; 0 on one side alone"`
}

// FeedState is what a feed of a rack carries.
type FeedState struct {
	Side   string  `json:"side"`
	Panel  string  `json:"panel" doc:"Empty where it comes from none that the hall lists"`
	Phase  string  `json:"phase" doc:"L1, L2 or L3; L1-L2-L3 where three-phase"`
	NowA   float64 `json:"now_amps" doc:"Amps a phase at peak with both sides in"`
	AfterA float64 `json:"after_loss_amps" doc:"Amps a phase at peak with the other side lost"`
	LimitA float64 `json:"limit_amps" doc:"Breaker rating times breaker share: the least of its own circuit and the panels above it"`
}

// PanelState is what a panel carries at the peak of all racks, phase by phase:
// its own circuits and those of the panels below it.
type PanelState struct {
	Name   string     `json:"name"`
	Side   string     `json:"side"`
	From   string     `json:"from"`
	NowA   [3]float64 `json:"now_amps" doc:"Amps on L1, L2 and L3 with both sides in"`
	AfterA [3]float64 `json:"after_loss_amps" doc:"The same with the other side lost"`
	LimitA float64    `json:"limit_amps" doc:"Amps a phase: the least of the panel and those above it"`
	Feeds  int        `json:"feeds" doc:"Circuits of racks on it, without those of panels below"`
}

// RackFinding is a limit that racks break.
type RackFinding struct {
	Code  RackLimit `json:"code"`
	Where string    `json:"where" doc:"Rack or panel"`
	Found float64   `json:"found"`
	Limit float64   `json:"limit"`
	Unit  string    `json:"unit"`
}

// RackLimit names a limit of racks.
type RackLimit string

// The limits that racks are held against.
const (
	RackFeedOver   RackLimit = "rack_feed_over"   // a feed above its breaker after the loss of the other side
	RackOneSided   RackLimit = "rack_one_sided"   // feeds on one side alone
	PanelOver      RackLimit = "panel_over"       // a phase of a panel above its limit after the loss of the other side
	RackTooDense   RackLimit = "rack_too_dense"   // peak above the hall's density
	RackTooHeavy   RackLimit = "rack_too_heavy"   // weight above the hall's floor load
	HallOverUsable RackLimit = "hall_over_usable" // all racks together above what the hall may carry
	PositionsOver  RackLimit = "positions_over"   // more racks than positions
)

// Racks works out the racks of a hall in month m: those the plan places by
// name, then those that demand puts there. The error is *Invalid with every
// fault of the plan, or where there is no such site, hall or month.
func Racks(plan Plan, ref Reference, site, hall string, m Month) (RackLayout, error) {
	if err := Validate(plan, ref); err != nil {
		return RackLayout{}, err
	}
	ref = withValues(plan, ref)
	s, h, err := hallOf(plan, site, hall, m)
	if err != nil {
		return RackLayout{}, err
	}
	f := floorOf(plan, ref, s, h)
	racks := f.placed(m)
	there, usable := placedIn(plan, ref, site, hall, m)
	if more := f.generated(there); len(more) > 0 {
		racks = append(racks, more...)
		sortByPlace(racks)
	}
	layout := f.lay(racks)
	layout.Month = m
	layout.Faults = f.faults(layout, usable)
	return layout, nil
}

// hallOf finds a hall of a site and holds that the month lies in the horizon.
func hallOf(plan Plan, site, hall string, m Month) (*Site, *Hall, error) {
	i := slices.IndexFunc(plan.Sites, func(s Site) bool { return s.Name == site })
	if i < 0 {
		return nil, nil, absent("site", site, siteNamesOf(plan))
	}
	if !plan.Horizon.Holds(m) {
		return nil, nil, absent("month", m.String(), []string{plan.Horizon.Start.String() + " to " + plan.Horizon.End().String()})
	}
	s := &plan.Sites[i]
	var names []string
	for p := range s.Phases {
		for h := range s.Phases[p].Halls {
			if s.Phases[p].Halls[h].Name == hall {
				return s, &s.Phases[p].Halls[h], nil
			}
			names = append(names, s.Phases[p].Halls[h].Name)
		}
	}
	return nil, nil, absent("hall", hall, names)
}

// lay puts racks, which stand by row and position, on their circuits.
func (f *rackFloor) lay(racks []standing) RackLayout {
	layout := RackLayout{
		Site: f.site.Name, Hall: f.hall.Name, RackPositions: f.hall.RackPositions,
		Racks: make([]RackState, len(racks)), Panels: make([]PanelState, len(f.hall.Panels)), Faults: []RackFinding{},
	}
	panels := power.NewPanels(f.panels)
	var cords []power.Cord
	var loads []power.CordLoad
	feeds := make([]FeedState, 0, 2*len(racks))
	for i, r := range racks {
		cords = f.cords(r, cords[:0])
		t := f.rackType(r.RackType)
		loads = panels.Put(t.PeakKW, cords, loads[:0])
		state := &layout.Racks[i]
		*state = RackState{
			Name: r.Name, RackType: r.RackType, Service: r.service, Generated: r.service != "", Row: r.Row, Position: r.Position, From: r.From,
			HeightU: t.HeightU, NameplateKW: t.NameplateKW, PeakKW: t.PeakKW, AverageKW: t.AverageKW, WeightKG: t.WeightKG,
			KGPerM2: thousandths(t.WeightKG / f.footprint), UsableVA: power.UsableVA(cords, loads),
		}
		first := len(feeds)
		for j, c := range cords {
			state.NetBoxVA += c.Circuit.NetBoxVA()
			state.FailoverShare = max(state.FailoverShare, loads[j].Share())
			feeds = append(feeds, f.feed(c, loads[j]))
		}
		state.FailoverShare = math.Round(state.FailoverShare*1e6) / 1e6
		state.Feeds = feeds[first:len(feeds):len(feeds)]
	}
	for i, l := range panels.Loads() {
		p := &f.hall.Panels[i]
		layout.Panels[i] = PanelState{
			Name: p.Name, Side: p.Side, From: p.From, NowA: lines(l.Now), AfterA: lines(l.After), LimitA: thousandths(l.Limit), Feeds: l.Direct,
		}
	}
	return layout
}

func (f *rackFloor) feed(c power.Cord, l power.CordLoad) FeedState {
	s := FeedState{Side: c.Side.String(), Phase: "L1-L2-L3", NowA: thousandths(l.Now), AfterA: thousandths(l.After), LimitA: thousandths(l.Limit)}
	if c.Circuit.Phases == 1 {
		s.Phase = phaseNames[c.Line]
	}
	if c.Panel != power.NoPanel {
		s.Panel = f.hall.Panels[c.Panel].Name
	}
	return s
}

func lines(l power.Lines) [3]float64 {
	return [3]float64{thousandths(l[0]), thousandths(l[1]), thousandths(l[2])}
}
