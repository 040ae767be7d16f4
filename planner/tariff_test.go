package planner_test

import (
	"math"
	"testing"
	"time"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/reference/exampletest"
)

// TestDaysOfAMonth works a leap February, a month of five Sundays, and a month
// of 26 days from Monday to Saturday of which 2.6, a tenth, are holidays.
func TestDaysOfAMonth(t *testing.T) {
	for _, c := range []struct {
		month                        string
		off                          float64
		weekdays, saturdays, holiday float64
	}{
		{"2024-02", 0, 21, 4, 4},
		{"2023-02", 0, 20, 4, 4},
		{"2023-10", 0, 22, 4, 5},
		{"2023-10", 2.6, 19.8, 3.6, 7.6},
		{"2000-02", 0, 21, 4, 4},
		{"2100-02", 0, 20, 4, 4},
	} {
		w, s, h := planner.DaysOf(monthOf(t, c.month), c.off)
		if math.Abs(w-c.weekdays) > 1e-9 || math.Abs(s-c.saturdays) > 1e-9 || math.Abs(h-c.holiday) > 1e-9 {
			t.Errorf("%s with %g holidays: %g weekdays, %g Saturdays, %g holidays; want %g, %g, %g", c.month, c.off, w, s, h, c.weekdays, c.saturdays, c.holiday)
		}
	}
}

// TestDaysAgreeWithTheCalendar holds three hundred years against the standard
// library.
func TestDaysAgreeWithTheCalendar(t *testing.T) {
	for m := finance.MonthOf(1900, 1); m <= finance.MonthOf(2199, 12); m++ {
		var want [3]float64
		for d := time.Date(m.Year(), time.Month(m.Number()), 1, 0, 0, 0, 0, time.UTC); int(d.Month()) == m.Number(); d = d.AddDate(0, 0, 1) {
			switch d.Weekday() {
			case time.Saturday:
				want[1]++
			case time.Sunday:
				want[2]++
			default:
				want[0]++
			}
		}
		if w, s, h := planner.DaysOf(m, 0); [3]float64{w, s, h} != want {
			t.Fatalf("%s: %g, %g, %g; want %v", m, w, s, h, want)
		}
	}
}

// TestEnergyBillsAsPublished puts what others bill through the same function.
// Sources: energy-bills in the golden cost models: Cushman & Wakefield APAC cost
// guide 2025 (20 MW at a PUE of 1.5 and 0.115 USD, a year in MUSD; 30 MW between
// 0.1919 and 0.0721 USD), Hennessy & Patterson 6e exercise 6.8 (45,978 servers
// of 225 W, a month of 720 h), CS61C lecture (a million servers of 200 W at a
// PUE of 1.5 and 0.06 USD, a year in MUSD).
func TestEnergyBillsAsPublished(t *testing.T) {
	bill := func(kw, price float64, from, to string) (sum float64) {
		tariff := flatTariff(price)
		for m := monthOf(t, from); m <= monthOf(t, to); m++ {
			sum += planner.FlatCost(&tariff, m, kw)
		}
		return sum
	}
	for _, c := range []struct {
		what           string
		got, want, tol float64
	}{
		{"20 MW", bill(20_000*1.5, 0.115, "2023-01", "2023-12") / 1e6, 30.2, 0.05},
		{"30 MW, Singapore less Vietnam", (bill(30_000, 0.1919, "2023-01", "2023-12") - bill(30_000, 0.0721, "2023-01", "2023-12")) / 1e6, 31.5, 0.05},
		{"45,978 servers", bill(45_978*0.225, 0.07, "2023-06", "2023-06"), 521390.52, 0.01},
		{"a million servers", bill(1e6*0.2*1.5, 0.06, "2023-01", "2023-12") / 1e6, 157.68, 1e-6},
	} {
		if math.Abs(c.got-c.want) > c.tol {
			t.Errorf("%s: %.6f, want %g within %g", c.what, c.got, c.want, c.tol)
		}
	}
}

func flatTariff(krwPerKWh float64) planner.Tariff {
	return planner.Tariff{
		Name:  "level",
		Basis: planner.Basis{Source: "case", AsOf: "2023"},
		Seasons: []planner.TariffSeason{{
			Name: "year", Months: []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
			Periods: []planner.TariffPeriod{{Name: "all", KRWPerKWh: krwPerKWh, WeekdayHours: 24, SaturdayHours: 24, HolidayHours: 24}},
		}},
	}
}

// TestShippedTariffsAreWhole holds that every month stands in one season, that
// hours of every kind of day sum to 24, and that a level load pays about what
// large industry did on average: 165.8 won a kWh before 2024-10-24, 182.7 from
// then on (KEPCO, in Econotelling of 2024-10-23). A level load pays less than
// the average for its demand, more for its fund. Commercial customers, whose
// prices did not rise then, pay 20 to 25 won less.
func TestShippedTariffsAreWhole(t *testing.T) {
	ref := exampletest.Reference(t)
	if ref.Tariffs[0].Name != "industrial-eul-high-voltage-b-2" {
		t.Errorf("%s is shipped first", ref.Tariffs[0].Name)
	}
	for i := range ref.Tariffs {
		tariff := &ref.Tariffs[i]
		var seen [12]int
		for _, s := range tariff.Seasons {
			for _, m := range s.Months {
				seen[m-1]++
			}
			var weekday, saturday, holiday float64
			for _, p := range s.Periods {
				weekday, saturday, holiday = weekday+p.WeekdayHours, saturday+p.SaturdayHours, holiday+p.HolidayHours
			}
			if weekday != 24 || saturday != 24 || holiday != 24 {
				t.Errorf("%s, %s: %g, %g and %g hours", tariff.Name, s.Name, weekday, saturday, holiday)
			}
		}
		for m, n := range seen {
			if n != 1 {
				t.Errorf("%s: month %d stands in %d seasons", tariff.Name, m+1, n)
			}
		}
		year := 0.0
		for m := finance.MonthOf(2025, 1); m <= finance.MonthOf(2025, 12); m++ {
			year += planner.FlatCost(tariff, m, 1)
		}
		low, high := 165.8, 182.7
		if tariff.Name[:7] == "general" {
			low, high = low-25, high-20
		}
		if mean := year / 8760; mean < low || mean > high+0.01 {
			t.Errorf("%s: a level load pays %.1f won/kWh, want %g to %g", tariff.Name, mean, low, high)
		} else {
			t.Logf("%s: %.1f won/kWh", tariff.Name, mean)
		}
	}
}
