package finance_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/finance"
)

type wantPayment struct {
	month string
	share float64
}

// TestPayments works contracts by hand.
func TestPayments(t *testing.T) {
	line := finance.Curve{Shape: finance.CurveLine}
	for _, c := range []struct {
		name    string
		profile finance.Profile
		order   string
		first   string
		work    []float64
		want    []wantPayment
	}{
		{
			// Ordered in January, work in March and April, 80 % on the curve
			// (y(1/2) = 0.5) a month later, 10 % kept for a year after April.
			"works", finance.Profile{Advance: 0.1, Progress: 0.8, Retention: 0.1, RetentionMonths: 12, DaysToPay: 30},
			"2023-01", "2023-03", []float64{1, 1},
			[]wantPayment{{"2023-01", 0.1}, {"2023-04", 0.4}, {"2023-05", 0.4}, {"2024-04", 0.1}},
		},
		{
			// A winter: of four months the third stands still, the second does
			// half. 2.5 months of work in all: 0.4, 0.6, nothing, 1.
			"winter", finance.Profile{Progress: 1, Curve: line},
			"2023-10", "2023-10", []float64{1, 0.5, 0, 1},
			[]wantPayment{{"2023-10", 0.4}, {"2023-11", 0.2}, {"2024-01", 0.4}},
		},
		{
			// Milestones at half and at all of the work of three months: half is
			// passed in the second. The share on the curve is paid beside them.
			"milestones", finance.Profile{Advance: 0.3, Progress: 0.3, Curve: line, Milestones: []finance.Milestone{{Done: 0.5, Share: 0.3}, {Done: 1, Share: 0.1}}},
			"2023-01", "2023-01", []float64{1, 1, 1},
			[]wantPayment{{"2023-01", 0.4}, {"2023-02", 0.4}, {"2023-03", 0.2}},
		},
		{
			// A milestone that the end of a month reaches exactly falls in it, and
			// in no other, though 0.7 of five times 0.7 is not quite 0.2.
			"exactly", finance.Profile{Milestones: []finance.Milestone{{Done: 0.2, Share: 1}}},
			"2023-01", "2023-01", []float64{.7, .7, .7, .7, .7},
			[]wantPayment{{"2023-01", 1}},
		},
		{
			// What is done before the order is paid at the order.
			"ordered late", finance.Profile{Advance: 0.2, Progress: 0.8, Curve: line},
			"2023-02", "2023-01", []float64{1, 1, 1, 1},
			[]wantPayment{{"2023-02", 0.6}, {"2023-03", 0.2}, {"2023-04", 0.2}},
		},
		{
			// The retention of three months after June is due before the claim
			// of June, which takes 120 days.
			"slow", finance.Profile{Progress: 0.9, Retention: 0.1, RetentionMonths: 3, DaysToPay: 120},
			"2023-06", "2023-06", []float64{1},
			[]wantPayment{{"2023-09", 0.1}, {"2023-10", 0.9}},
		},
		{
			// Without any work all is done at once.
			"no work", finance.Profile{Progress: 0.5, Milestones: []finance.Milestone{{Done: 1, Share: 0.5}}},
			"2023-01", "2023-03", []float64{0, 0},
			[]wantPayment{{"2023-03", 1}},
		},
		{
			// DHSS with C = 0, K = -1 is 4x - 9x^2 + 6x^3: 0.53125 at 1/4, 0.5 at
			// 1/2 and 0.46875 at 3/4. Nothing is paid back and nothing twice.
			"falling curve", finance.Profile{Progress: 1, Curve: finance.Curve{Shape: finance.CurveDHSS, K: -1}},
			"2023-01", "2023-01", []float64{1, 1, 1, 1},
			[]wantPayment{{"2023-01", 0.53125}, {"2023-04", 0.46875}},
		},
		{
			// With C = 2, K = 1 it is -6x^3 + 11x^2 - 4x: -0.40625 at 1/4, 0 at 1/2
			// and 0.65625 at 3/4.
			"sunk curve", finance.Profile{Progress: 1, Curve: finance.Curve{Shape: finance.CurveDHSS, C: 2, K: 1}},
			"2023-01", "2023-01", []float64{1, 1, 1, 1},
			[]wantPayment{{"2023-03", 0.65625}, {"2023-04", 0.34375}},
		},
	} {
		got := c.profile.Payments(nil, month(t, c.order), month(t, c.first), c.work)
		if len(got) != len(c.want) {
			t.Errorf("%s: %d payments, want %d: %v", c.name, len(got), len(c.want), got)
			continue
		}
		for i, w := range c.want {
			if got[i].Month.String() != w.month || math.Abs(got[i].Share-w.share) > 1e-12 {
				t.Errorf("%s: payment %d is %g in %s, want %g in %s", c.name, i, got[i].Share, got[i].Month, w.share, w.month)
			}
		}
	}
}

// drawProfile is any profile whose shares sum to 1.
func drawProfile(t *rapid.T) finance.Profile {
	parts := rapid.SliceOfN(rapid.Float64Range(0, 1), 5, 5).Draw(t, "shares")
	sum := 0.0
	for _, p := range parts {
		sum += p
	}
	if sum == 0 {
		parts[0], sum = 1, 1
	}
	return finance.Profile{
		Advance: parts[0] / sum, Progress: parts[1] / sum, Retention: parts[2] / sum,
		Milestones: []finance.Milestone{
			{Done: rapid.Float64Range(0.01, 1).Draw(t, "done"), Share: parts[3] / sum},
			{Done: 1, Share: parts[4] / sum},
		},
		Curve: finance.Curve{
			Shape: rapid.SampledFrom(finance.CurveShapes).Draw(t, "shape"),
			A:     rapid.Float64Range(0.5, 6).Draw(t, "a"), B: rapid.Float64Range(0.5, 6).Draw(t, "b"),
			C: rapid.Float64Range(-3, 3).Draw(t, "c"), K: rapid.Float64Range(0.5, 9).Draw(t, "k"),
		},
		RetentionMonths: rapid.IntRange(0, 24).Draw(t, "retention months"),
		DaysToPay:       rapid.IntRange(0, 120).Draw(t, "days to pay"),
	}
}

func TestPaymentsSumToOneFromTheOrderOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := finance.MonthOf(2023, 1)
		order := first - finance.Month(rapid.IntRange(-6, 12).Draw(t, "ordered ahead"))
		work := rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0.25, 0.5, 1}), 0, 40).Draw(t, "work")
		total, before := 0.0, order-1
		for _, pay := range drawProfile(t).Payments(nil, order, first, work) {
			if pay.Share < 0 || pay.Month <= before {
				t.Fatalf("%g is paid in %s, ordered in %s, after a payment in %s", pay.Share, pay.Month, order, before)
			}
			total, before = total+pay.Share, pay.Month
		}
		if math.Abs(total-1) > 1e-9 {
			t.Fatalf("shares sum to %g", total)
		}
	})
}

// TestIdleMonthsPayNothing holds that with nothing kept back or delayed a month
// without work is one without payment.
func TestIdleMonthsPayNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := finance.MonthOf(2023, 1)
		work := append(rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0.5, 1}), 1, 40).Draw(t, "work"), 1)
		p := drawProfile(t)
		p.RetentionMonths, p.DaysToPay, p.Advance = 0, 0, 0
		for _, pay := range p.Payments(nil, first, first, work) {
			if work[pay.Month-first] == 0 {
				t.Fatalf("%g is paid in %s, in which nothing is done", pay.Share, pay.Month)
			}
		}
	})
}

// BenchmarkInstalments works out how two years of work are paid, once, and
// BenchmarkPayments places them for one contract.
func BenchmarkInstalments(b *testing.B) {
	p := finance.Profile{Advance: 0.1, Progress: 0.85, Retention: 0.05, RetentionMonths: 12, DaysToPay: 30, Curve: finance.Curve{Shape: finance.CurveBeta, A: 3, B: 3}}
	for b.Loop() {
		p.Instalments(twoYears)
	}
}

func BenchmarkPayments(b *testing.B) {
	list := finance.Profile{Advance: 0.1, Progress: 0.85, Retention: 0.05, RetentionMonths: 12, DaysToPay: 30}.Instalments(twoYears)
	order := finance.MonthOf(2023, 1)
	var dst []finance.Payment
	for b.Loop() {
		dst = list.Payments(dst[:0], order, order+6)
	}
}

var twoYears = []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
