package planner

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"buildout/planner/finance"
)

// monthOfYear returns January of a year.
func monthOfYear(year int) Month { return finance.MonthOf(year, 1) }

// sentences says a finding in English: what is so, with both numbers, and what
// would mend it. Other languages are told from the finding's fields.
func (f Finding) sentences() (message, remedy string) {
	found, limit, short := amount(f.Found, f.Unit), amount(f.Limit, f.Unit), amount(math.Abs(f.Limit-f.Found), f.Unit)
	if message, remedy = f.rackSentences(found, limit, short); message != "" {
		return message, remedy
	}
	if message, remedy = f.fundingSentences(found, limit, short); message != "" {
		return message, remedy
	}
	f.Subject = f.label()
	switch f.Code {
	case OverBudget:
		return fmt.Sprintf("The forecast of %s is %s over the budget of %s.", found, short, limit),
			fmt.Sprintf("Take %s out of the covered scope, or raise the budget to %s.", short, found)
	case NearBudget:
		return fmt.Sprintf("The forecast of %s leaves %s of the budget of %s, less than 2 %%.", found, short, limit),
			"Hold back scope that can wait, or agree on a reserve now."
	case YearOverCeiling:
		return fmt.Sprintf("Payments of %s in %d exceed the year's ceiling, with what was carried over, of %s by %s.", found, f.Month.Year(), limit, short),
			fmt.Sprintf("Move %s of payments to another year, or raise the ceiling.", short)
	case OutsideHorizon:
		return fmt.Sprintf("%s of covered payments fall due outside the horizon and are in no month shown.", found),
			"Start the horizon earlier or make it longer."
	case NeverEnergised:
		return fmt.Sprintf("%s is energised in %s, %s after the horizon ends.", f.Subject, f.Month, found),
			"Start the phase earlier, or make the horizon longer."
	case LateEnergised:
		return fmt.Sprintf("%s is energised in %s, %s after the promised %s.", f.Subject, f.Month, found, f.LimitText),
			fmt.Sprintf("Start %s earlier, overlap stages, or promise %s.", found, f.Month)
	case OrderByPassed:
		return fmt.Sprintf("%s must be ordered by %s, %s before the phase starts in %s.", f.Subject, f.Month, found, f.LimitText),
			fmt.Sprintf("Order before the phase, start the stage that installs it %s later, or find a shorter lead time than %s.", found, limit)
	case Shortfall:
		return fmt.Sprintf("Demand exceeds what is usable from %s on; worst in %s with %s of %s.", f.Month, f.Subject, found, limit),
			fmt.Sprintf("Bring %s into service by then: move a phase forward, add a hall, or lease longer.", short)
	case PositionsShort:
		return fmt.Sprintf("More racks are needed than there are positions from %s on; worst in %s with %s for %s.", f.Month, f.Subject, found, limit),
			fmt.Sprintf("Add %s, or use racks that carry more.", amount(math.Abs(f.Limit-f.Found), "positions"))
	}
	return f.capacitySentences(found, limit, short)
}

func (f Finding) capacitySentences(found, limit, short string) (message, remedy string) {
	switch f.Code {
	case HeadroomThin:
		return fmt.Sprintf("Headroom is down to %s in %s, less than 5 %% of what is usable (%s).", found, f.Month, limit),
			"Bring the next phase forward, or hold demand back."
	case SiteLossUncovered:
		return fmt.Sprintf("From %s on, the loss of %s leaves %s for %s of priority-1 demand.", f.Month, f.Subject, found, limit),
			fmt.Sprintf("Add %s outside %s, or move priority-1 load to a smaller site.", short, f.Subject)
	case DesignAboveUsable:
		return fmt.Sprintf("The halls are designed for %s, of which %s are usable; %s limits.", limit, found, f.Subject),
			fmt.Sprintf("Add to %s until it carries %s more, or design the halls smaller.", f.Subject, short)
	case PlacedAboveUsable:
		return fmt.Sprintf("The racks placed in %s draw %s at peak, %s more than the %s usable.", f.Subject, found, short, limit),
			fmt.Sprintf("Move racks of %s to another hall.", short)
	case ArrangementBelowTier:
		return fmt.Sprintf("%s is arranged %s; the tier claimed asks for more (%s).", f.Subject, f.FoundText, f.LimitText),
			"Arrange it as the tier asks, or claim a lower tier."
	case TierNotMet:
		return f.tierSentences()
	case PlantLimitBroken:
		return f.plantSentences(found, limit)
	case LeaseIdle:
		return f.leaseSentences(found, limit, short)
	case BenchmarkOutside:
		return fmt.Sprintf("%s is %s; published figures end at %s.", f.Subject, found, limit),
			"Check the quantities and unit prices behind it, or say why this plan differs."
	case RateFar:
		return fmt.Sprintf("Cost lines priced at an exchange rate far from their order: %d. The furthest, %s, is ordered in %s at the rate of %s.", f.Count, f.Subject, f.LimitText, f.FoundText),
			fmt.Sprintf("Add the rate of %s, or the one expected then, to the exchange rates.", f.LimitText)
	}
	return "", ""
}

func (f Finding) tierSentences() (message, remedy string) {
	message = fmt.Sprintf("%s claims Tier %s and achieves Tier %s.", f.Subject, f.LimitText, f.FoundText)
	if c := f.Change; c != nil {
		return message, fmt.Sprintf("Set %s from %s to %s: %s more, %s usable.", c.Path, c.From, c.To, amount(float64(c.AmountKRW), unitKRW), amount(float64(c.UsableKW), unitKW))
	}
	return message, "No single change reaches it: see what the failures of each stage take down, or claim the tier that is achieved."
}

func (f Finding) plantSentences(found, limit string) (message, remedy string) {
	if f.Unit == unitYes {
		return f.Subject + ": the plan does not say so.", "Change it, or say in the plan how batteries stand."
	}
	return fmt.Sprintf("%s: %s, where the limit is %s.", f.Subject, found, limit), "Change the plant until it holds, or record why the limit does not apply."
}

// label is how an English sentence calls what the finding speaks of.
func (f Finding) label() string {
	if f.Title.EN != "" {
		return f.Title.EN
	}
	return strings.ReplaceAll(f.Subject, "_", " ")
}

// amount says a number with its unit: won in billions or millions, the rest as
// it is.
func amount(x float64, unit string) string {
	switch {
	case unit == unitKRW && math.Abs(x) >= 10e9:
		return strconv.FormatFloat(x/1e9, 'f', 1, 64) + " bn won"
	case unit == unitKRW:
		return grouped(math.Round(x/1e6)) + " M won"
	case unit == unitMonths && x == 1:
		return "1 month"
	case math.Abs(x) >= 1000:
		return grouped(math.Round(x)) + " " + unit
	}
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) + " " + unit
}

// grouped writes a whole number with commas between thousands.
func grouped(x float64) string {
	digits := strconv.FormatFloat(math.Abs(x), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if x < 0 {
		return "-" + digits
	}
	return digits
}
