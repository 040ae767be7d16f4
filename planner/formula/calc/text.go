package calc

import (
	"fmt"
	"math"
	"strconv"
)

// text writes a number in one of the forms that are known.
func (b *Book) text(args []*node) Value {
	if len(args) != 2 {
		return unfit
	}
	v, form := b.eval(args[0]).number(), b.eval(args[1])
	if v.IsFault() {
		return v
	}
	switch form.text {
	case "yyyy-mm":
		y, m, _ := dateOf(v.n)
		return Text(fmt.Sprintf("%04d-%02d", y, m))
	case "0":
		return Text(strconv.FormatFloat(math.Round(v.n), 'f', 0, 64))
	}
	return Fault("#VALUE! form " + form.text)
}

// decimal writes a number as spreadsheets show it.
func decimal(v float64) string { return strconv.FormatFloat(v, 'G', 15, 64) }

// The days of 400 years, and those from the first of year 0 to the one that
// spreadsheets count from, 30 December 1899.
const (
	daysOf400     = 146097
	beforeSerials = 693959
)

// serial is a date as spreadsheets count days. A month beyond 12 goes on into
// the next years.
func serial(year, month, day int) float64 {
	month--
	year += int(math.Floor(float64(month) / 12))
	month -= 12 * int(math.Floor(float64(month)/12))
	days := day - 1 + yearDays(year)
	for m := range month {
		days += monthDays(year, m)
	}
	return float64(days - beforeSerials)
}

// yearDays is the days before a year, from year 0 on.
func yearDays(year int) int {
	if year <= 0 {
		return 0
	}
	before := year - 1
	return 365*year + before/4 - before/100 + before/400 + 1
}

// monthDays is the days of a month, counted from 0.
func monthDays(year, month int) int {
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	if month == 1 && !leap {
		return 28
	}
	return [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
}

// dateOf is the year, month and day of a date.
func dateOf(v float64) (year, month, day int) {
	days := int(math.Floor(v)) + beforeSerials
	year = days * 400 / daysOf400
	for yearDays(year) > days {
		year--
	}
	for yearDays(year+1) <= days {
		year++
	}
	days -= yearDays(year)
	for days >= monthDays(year, month) {
		days -= monthDays(year, month)
		month++
	}
	return year, month + 1, days + 1
}
