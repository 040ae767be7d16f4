package planner

const (
	// workDone is how near to a whole month of work counts as done: shares of
	// months are decimal fractions, whose sums are not exact.
	workDone = 1e-9
	// longestWork bounds the months of a stage whose calendar does next to
	// nothing.
	longestWork = 2400
)

// yearOf returns the work of January to December by a calendar's name: the
// plan's own first, then the shipped ones. It is nil, every month a full one,
// where the name is empty or no calendar has it.
func yearOf(plan Plan, ref Reference, name string) []float64 {
	if name == "" {
		return nil
	}
	for _, calendars := range [2][]Calendar{plan.Calendars, ref.Calendars} {
		for i := range calendars {
			if calendars[i].Name == name {
				return calendars[i].Work
			}
		}
	}
	return nil
}

// workIn returns the share of a full month's work that is done in month m.
func workIn(year []float64, m Month) float64 {
	if len(year) != 12 {
		return 1
	}
	return year[m.Number()-1]
}

// endOfWork returns the first month by which a stage that starts in month start
// has done its months of full work.
func endOfWork(start Month, months int, year []float64) Month {
	if len(year) != 12 {
		return start + Month(months) - 1
	}
	m := start
	for done := 0.0; m < start+longestWork; m++ {
		if done += workIn(year, m); done >= float64(months)-workDone {
			break
		}
	}
	return m
}

// startOfWork returns the last month in which a stage may start that has done
// its months of full work by month end.
func startOfWork(end Month, months int, year []float64) Month {
	if len(year) != 12 {
		return end - Month(months) + 1
	}
	m := end
	for done := 0.0; m > end-longestWork; m-- {
		if done += workIn(year, m); done >= float64(months)-workDone {
			break
		}
	}
	return m
}

// workOf appends to dst the share of a full month's work that is done in each
// month from first to last.
func workOf(dst, year []float64, first, last Month) []float64 {
	for m := first; m <= last; m++ {
		dst = append(dst, workIn(year, m))
	}
	return dst
}
