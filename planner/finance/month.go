// Package finance is the leaf that knows money and time: calendar months,
// whole won, escalation, S-curves and payment profiles, present values,
// annuities, depreciation and what a facility costs a month. It knows no plan.
package finance

import (
	"fmt"
	"strconv"
)

// Month is a calendar month, counted from January of year 0. The zero value
// means "not given". As text it is YYYY-MM.
type Month int

// MonthOf returns the month of a year, 1 for January.
func MonthOf(year, month int) Month { return Month(year*12 + month - 1) }

// ParseMonth reads YYYY-MM with a year from 1900 to 2199.
func ParseMonth(text string) (Month, error) {
	if len(text) == 7 && text[4] == '-' {
		year, errYear := strconv.ParseUint(text[:4], 10, 16)
		month, errMonth := strconv.ParseUint(text[5:], 10, 8)
		if errYear == nil && errMonth == nil && year >= 1900 && year < 2200 && month >= 1 && month <= 12 {
			return MonthOf(int(year), int(month)), nil
		}
	}
	return 0, fmt.Errorf("%q is no month; write it as YYYY-MM, such as 2023-09", text)
}

// Year returns the calendar year.
func (m Month) Year() int { return int(m) / 12 }

// Number returns the month within its year, 1 for January.
func (m Month) Number() int { return int(m)%12 + 1 }

// IsZero reports whether the month is not given.
func (m Month) IsZero() bool { return m == 0 }

// String returns YYYY-MM, or nothing for a month that is not given.
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.Year(), m.Number())
}

// MarshalText writes the month as String does.
func (m Month) MarshalText() ([]byte, error) {
	y, n := m.Year(), m.Number()
	if m.IsZero() {
		return nil, nil
	}
	return []byte{
		byte('0' + y/1000), byte('0' + y/100%10), byte('0' + y/10%10), byte('0' + y%10), '-',
		byte('0' + n/10), byte('0' + n%10),
	}, nil
}

// UnmarshalText reads what ParseMonth reads, and nothing as "not given".
func (m *Month) UnmarshalText(text []byte) (err error) {
	*m = 0
	if len(text) > 0 {
		*m, err = ParseMonth(string(text))
	}
	return err
}
