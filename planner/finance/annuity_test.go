package finance_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/finance"
)

func near(t testing.TB, what string, got, want, tol float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tol {
		t.Errorf("%s is %.12g, want %.12g", what, got, want)
	}
}

// TestAnnuity is worked by hand where that is short. 10 % over two years:
// 1.1^2 = 1.21, 0.1 / (1 - 1/1.21) = 0.1 * 1.21 / 0.21 = 0.5761905.
func TestAnnuity(t *testing.T) {
	for _, c := range []struct{ i, n, want float64 }{
		{0.1, 2, 0.121 / 0.21},
		{0.1, 1, 1.1},
		{0, 8, 0.125},
		{0.05, 10, 0.129504575}, // NREL/TP-462-5173 and every table of capital recovery factors: 0.1295
		{0.08, 20, 0.101852209}, // 0.1019
		{0.21, 0.5, 0.21 / (1 - 1/1.1)},
		{0.05, math.Inf(1), 0.05},
		{0, math.Inf(1), 0},
		{1e-12, 10, 0.1},
	} {
		near(t, fmt.Sprintf("Annuity(%g, %g)", c.i, c.n), finance.Annuity(c.i, c.n), c.want, 5e-9)
	}
}

// TestAnnuityConventions is worked for 12 % over one year: a month bears 1 %,
// 1.01^-12 = 0.887449225, so that it pays 0.01 / 0.112550775 = 0.0888487887; at
// its beginning 0.0888487887 / 1.01; a twelfth of 1.12 yearly; a twelfth without
// interest.
func TestAnnuityConventions(t *testing.T) {
	for c, want := range map[finance.AnnuityConvention]float64{
		finance.Monthly: 0.0888487887, "": 0.0888487887, finance.AnnuityDue: 0.0879690977,
		finance.YearlyOver12: 1.12 / 12, finance.StraightLine: 1.0 / 12,
	} {
		near(t, "a month "+string(c), c.Month(0.12, 1), want, 5e-10)
	}
}

// TestAnnuityPaysBack holds that the present value of the payments is the
// capital, whatever the rate and the number of periods.
func TestAnnuityPaysBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.Float64Range(0, 0.5).Draw(t, "rate")
		n := rapid.IntRange(1, 60).Draw(t, "periods")
		present, discount := 0.0, 1.0
		for range n {
			discount /= 1 + i
			present += finance.Annuity(i, float64(n)) * discount
		}
		if math.Abs(present-1) > 1e-9 {
			t.Fatalf("payments are worth %g", present)
		}
	})
}

// TestConventionsStandInOrder holds that without interest all agree, and with
// it interest makes a month dearer, least where it is paid at the beginning.
func TestConventionsStandInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate, years := rapid.Float64Range(0, 0.3).Draw(t, "rate"), rapid.Float64Range(0.5, 40).Draw(t, "years")
		line, due := finance.StraightLine.Month(rate, years), finance.AnnuityDue.Month(rate, years)
		monthly, yearly := finance.Monthly.Month(rate, years), finance.YearlyOver12.Month(rate, years)
		if due > monthly || monthly > yearly*(1+1e-12) || line > monthly*(1+1e-12) {
			t.Fatalf("straight line %g, due %g, monthly %g, yearly %g", line, due, monthly, yearly)
		}
		for _, c := range finance.AnnuityConventions {
			if math.Abs(c.Month(0, years)-line) > 1e-12 {
				t.Fatalf("%s without interest is %g, want %g", c, c.Month(0, years), line)
			}
		}
	})
}

// TestHours holds the hours of months: 31, 28, 29 and 30 days, and the years
// that divide by 100 but not by 400.
func TestHours(t *testing.T) {
	for text, want := range map[string]float64{"2023-01": 744, "2023-02": 672, "2024-02": 696, "1900-02": 672, "2000-02": 696, "2023-04": 720} {
		m := month(t, text)
		near(t, "real "+text, finance.HoursReal.Of(m), want, 0)
		near(t, "unnamed "+text, finance.HoursConvention("").Of(m), want, 0)
		near(t, "730 "+text, finance.Hours730.Of(m), 730, 0)
		near(t, "720 "+text, finance.Hours720.Of(m), 720, 0)
	}
	days := 0
	for m := month(t, "2023-01"); m.Year() == 2023; m++ {
		days += m.Days()
	}
	if days != 365 {
		t.Errorf("2023 has %d days", days)
	}
}

func ExampleAnnuityConvention_Month() {
	for _, c := range finance.AnnuityConventions {
		fmt.Printf("%-14s %.0f\n", c, 88e6*c.Month(0.05, 10))
	}
	// Output:
	// monthly        933377
	// yearly_over_12 949700
	// annuity_due    929504
	// straight_line  733333
}
