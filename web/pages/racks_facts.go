package pages

import (
	"buildout/planner"
	"buildout/planner/power"
)

// rackFacts holds the hall against its limits: positions, power, density,
// floor, racks and panels.
func rackFacts(o *racksPage) []fact {
	l, v := o.L, o.View
	href := o.rackLink
	used, usable := hallKW(v)
	worst, densest, heaviest := worstRack(v.Layout.Racks), &v.Layout.Racks[0], &v.Layout.Racks[0]
	for i := range v.Layout.Racks {
		rack := &v.Layout.Racks[i]
		if rack.PeakKW > densest.PeakKW {
			densest = rack
		}
		if rack.KGPerM2 > heaviest.KGPerM2 {
			heaviest = rack
		}
	}
	taken := len(v.Layout.Racks)
	floor := l.T("racks.fact.unheld")
	if v.Hall.FloorLoadKGPerM2 > 0 {
		floor = l.T("racks.of", "limit", l.Number(v.Hall.FloorLoadKGPerM2, 0))
	}
	facts := []fact{
		{Title: l.T("racks.fact.positions"), Value: l.Int(taken), Limit: l.T("racks.of", "limit", l.Int(v.Layout.RackPositions))},
		{Title: l.T("racks.fact.power"), Value: l.KW(used), Unit: "kW", Limit: l.T("racks.of", "limit", l.KW(usable))},
		{Title: l.T("racks.fact.failover"), Value: l.Share(worst.FailoverShare), Href: href(worst.Name), Link: worst.Name},
		{Title: l.T("racks.fact.density"), Value: l.Number(float64(densest.PeakKW), 1), Unit: "kW", Limit: l.T("racks.of", "limit", l.Number(v.Hall.DensityKWPerRack, 1)), Href: href(densest.Name), Link: densest.Name},
		{Title: l.T("racks.fact.floor"), Value: l.Number(heaviest.KGPerM2, 0), Unit: "kg/m²", Limit: floor, Href: href(heaviest.Name), Link: heaviest.Name},
	}
	held := []bool{
		taken <= v.Layout.RackPositions, !power.Over(float64(used), float64(usable)), !power.Over(worst.FailoverShare, 1),
		float64(densest.PeakKW) <= v.Hall.DensityKWPerRack, v.Hall.FloorLoadKGPerM2 == 0 || heaviest.KGPerM2 <= v.Hall.FloorLoadKGPerM2,
	}
	if panel, share := worstPanel(v.Layout.Panels); panel != nil {
		facts = append(facts, fact{Title: l.T("racks.fact.panel"), Value: l.Share(share), Limit: panel.Name})
		held = append(held, !power.Over(share, 1))
	}
	for i := range facts {
		facts[i].Class, facts[i].Mark = "fine", "✓"
		if !held[i] {
			facts[i].Class, facts[i].Mark = "over", "▲"
		}
	}
	return facts
}

// worstPanel is the panel whose phase is nearest its limit, or most above it,
// after the loss of the other side.
func worstPanel(panels []planner.PanelState) (worst *planner.PanelState, share float64) {
	for i := range panels {
		if s := panelShare(panels[i]); worst == nil || s > share {
			worst, share = &panels[i], s
		}
	}
	return worst, share
}

func panelShare(p planner.PanelState) float64 {
	return shareOf(max(p.AfterA[0], p.AfterA[1], p.AfterA[2]), p.LimitA)
}

// shareOf is a share of a limit, and zero of none.
func shareOf(v, limit float64) float64 {
	if limit <= 0 {
		return 0
	}
	return v / limit
}

// rackFindingLine is a limit that is broken.
type rackFindingLine struct{ Where, Href, Message, Found, Limit string }

// rackFindingKeys are the texts of the limits.
var rackFindingKeys = map[planner.RackLimit]string{
	planner.RackFeedOver:   "racks.finding.feed_over",
	planner.RackOneSided:   "racks.finding.one_sided",
	planner.PanelOver:      "racks.finding.panel_over",
	planner.RackTooDense:   "racks.finding.too_dense",
	planner.RackTooHeavy:   "racks.finding.too_heavy",
	planner.HallOverUsable: "racks.finding.over_usable",
	planner.PositionsOver:  "racks.finding.positions_over",
}

// mostRackFindings is how many findings the page shows.
const mostRackFindings = 50

// rackFindings lists the limits broken; more says how many are left out.
func (o racksPage) rackFindings() (lines []rackFindingLine, more string) {
	names := map[string]bool{}
	for _, rack := range o.View.Layout.Racks {
		names[rack.Name] = true
	}
	found := o.View.Layout.Faults
	for _, f := range found[:min(mostRackFindings, len(found))] {
		line := rackFindingLine{Where: f.Where, Message: o.L.T(rackFindingKeys[f.Code]), Found: o.L.Measure(f.Found, f.Unit), Limit: o.L.Measure(f.Limit, f.Unit)}
		if names[f.Where] {
			line.Href = o.rackLink(f.Where)
		}
		lines = append(lines, line)
	}
	if left := len(found) - len(lines); left > 0 {
		more = o.L.T("score.more", "number", o.L.Int(left))
	}
	return lines, more
}
