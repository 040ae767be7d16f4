package finance_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/finance"
)

func month(t testing.TB, text string) finance.Month {
	t.Helper()
	m, err := finance.ParseMonth(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestEscalation works two years by hand: 12 months at 8 % and 6 months at 4 %.
func TestEscalation(t *testing.T) {
	e := finance.NewEscalation(month(t, "2022-01"), []finance.YearRate{{Year: 2022, Rate: 0.08}, {Year: 2023, Rate: 0.04}})
	levels := e.Levels(month(t, "2021-01"), month(t, "2026-01"))
	at := func(text string) float64 { return levels[month(t, text)-month(t, "2021-01")] }
	for text, want := range map[string]float64{
		"2022-01": 1,
		"2023-01": 1.08,
		"2023-07": 1.08 * math.Sqrt(1.04),
		"2021-01": 1 / 1.08,                  // the first rate holds before its year
		"2026-01": 1.08 * 1.04 * 1.04 * 1.04, // the last rate holds after its year
	} {
		if got := at(text); math.Abs(got-want) > 1e-12 {
			t.Errorf("level in %s is %.9f, want %.9f", text, got, want)
		}
	}
}

func TestEscalationWithoutRates(t *testing.T) {
	for i, l := range finance.NewEscalation(month(t, "2022-10"), nil).Levels(month(t, "2022-01"), month(t, "2023-12")) {
		if l != 1 {
			t.Errorf("level %d is %g, want 1", i, l)
		}
	}
}

// TestLevelsWithoutTheBase holds that a range that does not hold the base month
// is on the same scale.
func TestLevelsWithoutTheBase(t *testing.T) {
	e := finance.NewEscalation(month(t, "2022-01"), []finance.YearRate{{Year: 2022, Rate: 0.1}})
	if got := e.Levels(month(t, "2024-01"), month(t, "2024-01"))[0]; math.Abs(got-1.21) > 1e-12 {
		t.Errorf("two years on the level is %g, want 1.21", got)
	}
}

// TestSplit is worked by hand: 100 won in thirds are 33, 34 (66.67 rounds to
// 67) and 33.
func TestSplit(t *testing.T) {
	got := finance.Split(nil, 100, []float64{1, 1, 1})
	if got[0] != 33 || got[1] != 34 || got[2] != 33 {
		t.Errorf("100 won in thirds: %v", got)
	}
	if got := finance.Split(nil, 7, []float64{0, 0}); got[0] != 0 || got[1] != 7 {
		t.Errorf("without weights the last takes all, got %v", got)
	}
}

func TestSplitSumsToTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := finance.KRW(rapid.Int64Range(0, int64(finance.MaxKRW)).Draw(t, "total"))
		weights := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 60).Draw(t, "weights")
		var sum finance.KRW
		for i, part := range finance.Split(nil, total, weights) {
			if part < 0 {
				t.Fatalf("part %d is %d won", i, part)
			}
			sum += part
		}
		if sum != total {
			t.Fatalf("parts sum to %d, want %d", sum, total)
		}
	})
}

func TestRound(t *testing.T) {
	for _, c := range []struct {
		won  float64
		want finance.KRW
		ok   bool
	}{
		{0.5, 1, true}, {-0.5, -1, true}, {2.4, 2, true}, {9e15, 9e15, true},
		{9.1e15, 0, false}, {math.NaN(), 0, false}, {math.Inf(1), 0, false},
	} {
		if got, ok := finance.Round(c.won); got != c.want || ok != c.ok {
			t.Errorf("Round(%g) = %d, %t, want %d, %t", c.won, got, ok, c.want, c.ok)
		}
	}
}

func TestMonth(t *testing.T) {
	m := month(t, "2023-12")
	if m.Year() != 2023 || m.Number() != 12 || (m+1).String() != "2024-01" || m != finance.MonthOf(2023, 12) {
		t.Errorf("December 2023 is %d-%d, the next month %s", m.Year(), m.Number(), m+1)
	}
	for _, text := range []string{"2023", "2023-13", "2023-00", "2023-1", "23-01", "2023/01", "-023-01", "2023-+1", "1899-12", "2200-01"} {
		if m, err := finance.ParseMonth(text); err == nil {
			t.Errorf("%q reads as %s", text, m)
		}
	}
}

func FuzzParseMonth(f *testing.F) {
	f.Add("2023-09")
	f.Add("2023-13")
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := finance.ParseMonth(text); err == nil && m.String() != text {
			t.Errorf("%q reads as %q", text, m)
		}
	})
}
