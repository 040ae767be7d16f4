package export

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"buildout/planner"
	"buildout/planner/power"
)

func sites(r planner.Result) string {
	t := newTable("Sites", "Site", "Energised", "Promised", "Installed kW", "Usable kW", "Binding", "Positions", "Peak PUE", "All lines M won")
	for _, s := range r.Sites {
		promised := planner.Month(0)
		if len(s.Phases) > 0 {
			promised = s.Phases[0].Promised
		}
		t.AppendRow(table.Row{
			label(s.Title, s.Name), s.Energised, promised, kw(last(s.InstalledITKW)), kw(last(s.UsableITKW)),
			s.Binding, last(s.RackPositions), strconv.FormatFloat(s.PeakPUE, 'f', 2, 64), million(s.AmountKRW),
		})
	}
	return t.Render() + "\n"
}

// halls says of every hall what it may carry, what binds and the failure that
// sets it, and the tier it claims and achieves.
func halls(r planner.Result) string {
	t := newTable("Halls", "Site", "Hall", "Phase", "Energised", "Design kW", "Installed kW", "Usable kW", "Binding", "Set by", "Claimed", "Achieved", "Positions")
	for _, s := range r.Sites {
		for _, h := range s.Halls {
			t.AppendRow(table.Row{
				s.Name, h.Name, h.Phase, h.Energised, kw(h.DesignITKW), kw(h.InstalledITKW), kw(last(h.UsableITKW)),
				h.Binding, setBy(h.BindingFailure), h.TierClaimed, achieved(h.TierAchieved, h.TierMet), h.RackPositions,
			})
		}
	}
	return t.Render() + "\n"
}

// setBy is the failure that sets what is usable; a limit that no failure sets,
// such as the design load, has none.
func setBy(f *power.Failure) string {
	if f == nil {
		return "-"
	}
	return f.String()
}

// achieved is a tier achieved, marked where it is not all that is claimed.
func achieved(tier string, met bool) string {
	if tier == "" {
		tier = "none"
	}
	if !met {
		tier += " !"
	}
	return tier
}

// tiers says of every site which tier it achieves, what keeps it from the next,
// and the cheapest change that reaches the tier claimed.
func tiers(r planner.Result) string {
	t := newTable("Tiers", "Site", "Claimed", "Achieved", "What keeps it from the next", "Cheapest change")
	for _, s := range r.Sites {
		t.AppendRow(table.Row{label(s.Title, s.Name), s.TierClaimed, achieved(s.TierAchieved, s.TierMet), s.TierReason, change(s)})
	}
	return t.Render() + "\n"
}

// change says what would reach the tier a site claims.
func change(s planner.SiteResult) string {
	c := s.TierChange
	switch {
	case s.TierMet:
		return "-"
	case c == nil:
		return "no single change reaches it"
	}
	text := fmt.Sprintf("%s: %s -> %s", c.Path, c.From, c.To)
	if n := len(c.Changes); n > 1 {
		text += fmt.Sprintf(", and the same in %d more", n-1)
	}
	return text + fmt.Sprintf("; %s M won, then %s kW usable", signedMillion(c.AmountKRW), kw(c.UsableKW))
}

func signedMillion(won planner.KRW) string {
	if won > 0 {
		return "+" + million(won)
	}
	return million(won)
}

// plantChecks lists the figures of plant that break their limit.
func plantChecks(r planner.Result) string {
	t := newTable("Plant beyond its limits", "Site", "Hall", "Check", "Found", "Limit", "Unit")
	all, broken := 0, 0
	for _, s := range r.Sites {
		for _, c := range s.Plant {
			all++
			if c.Holds {
				continue
			}
			broken++
			hall := c.Hall
			if c.Halls > 1 {
				hall += fmt.Sprintf(" and %d alike", c.Halls-1)
			}
			t.AppendRow(table.Row{label(s.Title, s.Name), hall, label(c.Title, string(c.Name)), figure(c.Found), figure(c.Limit), c.Unit})
		}
	}
	switch {
	case all == 0:
		return ""
	case broken == 0:
		return fmt.Sprintf("Plant: all %d figures are within their limits.\n", all)
	}
	return t.Render() + "\n"
}

// figure writes a number of plant with as many decimals as its size asks.
func figure(x float64) string {
	switch {
	case x == math.Trunc(x), math.Abs(x) >= 1000:
		return grouped(x)
	case math.Abs(x) >= 10:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 2, 64), "0")
}
