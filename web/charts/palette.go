package charts

import (
	"fmt"

	"buildout/planner"
)

// Colour names a colour of the style sheet: the custom property of the same
// name with two dashes before it holds its value, one for a light and one for
// a dark page. In a chart option it stands with an @ before it.
type Colour string

// Colours with one meaning in every chart and table.
const (
	Over      Colour = "over"      // beyond a limit; always with a mark beside it
	Demand    Colour = "demand"    // peak demand
	Priority1 Colour = "priority1" // demand of priority 1
	SiteLoss  Colour = "site-loss" // what is left when the largest site is lost
	Leased    Colour = "leased"    // leased space
	Paid      Colour = "paid"      // paid to date
	Committed Colour = "committed" // ordered to date
	Budget    Colour = "budget"    // money set aside
	Ceiling   Colour = "ceiling"   // what a year may pay
	OrderBy   Colour = "order"     // month to order by
	Total     Colour = "ink"       // a whole, beside its parts
	Step      Colour = "muted"     // what leads from one whole to the next
	StepHatch Colour = "muted-hatch"
)

// Hues the style sheet has for sites and for cost groups, beyond which they
// repeat, and for plans side by side, of which no more are drawn over each other.
const (
	SiteHues  = 6
	GroupHues = 14
	PlanHues  = 8
)

// Site returns the hue of a site by its place in the plan.
func Site(i int) Colour { return Colour(fmt.Sprintf("site-%d", i%SiteHues+1)) }

// Group returns the hue of a cost group by its place in the cost book.
func Group(i int) Colour { return Colour(fmt.Sprintf("group-%d", i%GroupHues+1)) }

// Plan returns the hue of a plan by its place among those drawn over each other.
// No two differ by red and green alone; PlanMark is what tells them apart
// besides.
func Plan(i int) Colour { return Colour(fmt.Sprintf("plan-%d", i%PlanHues+1)) }

// PlanMark returns the mark of the key of a plan: its stroke with its symbol.
func PlanMark(i int) string { return fmt.Sprintf("line-%d", i%PlanHues+1) }

// Running returns the hue of an item of operation. No chart of operation has a
// cost group in it, so that the hues of groups serve for items.
func Running(i int) Colour { return Group(i) }

// option is the colour as a chart option states it.
func (c Colour) option() string { return "@" + string(c) }

// Swatches returns the colour of every site and lease of a result by name.
func Swatches(r planner.Result) map[string]Colour {
	colours := map[string]Colour{}
	for _, lease := range r.Leases {
		colours[lease.Name] = Leased
	}
	for i, site := range r.Sites {
		colours[site.Name] = Site(i)
	}
	return colours
}
