package finance

// HoursConvention names a way to count the hours of a month.
type HoursConvention string

// The conventions of hours.
const (
	HoursReal HoursConvention = "real" // those of the calendar month
	Hours730  HoursConvention = "730"  // a twelfth of 8,760
	Hours720  HoursConvention = "720"  // 30 days
)

// HoursConventions lists the conventions of hours.
var HoursConventions = []HoursConvention{HoursReal, Hours730, Hours720}

// Of returns the hours of month m. A convention without a name is real.
func (c HoursConvention) Of(m Month) float64 {
	switch c {
	case Hours730:
		return 730
	case Hours720:
		return 720
	}
	return float64(24 * m.Days())
}

// Days returns the days of the month in the Gregorian calendar.
func (m Month) Days() int {
	switch m.Number() {
	case 2:
		if y := m.Year(); y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
