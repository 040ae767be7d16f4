package finance_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/finance"
)

// TestBook works the methods by hand. Declining balance over 4 years leaves
// 0.05^(1/4) = 0.472870805 of each year, which the 52.8 % of annex 4 rounds: of
// 500,000 won 264,000 are written off in the first year there.
func TestBook(t *testing.T) {
	line := finance.Depreciation{Method: finance.Evenly, Years: 40}
	part := finance.Depreciation{Method: finance.Evenly, Years: 5, ResidualShare: 0.1}
	declining := finance.Depreciation{Method: finance.DecliningBalance, Years: 4}
	kept := finance.Depreciation{Method: finance.DecliningBalance, Years: 2, ResidualShare: 0.25}
	short := finance.Depreciation{Method: finance.DecliningBalance, Years: 2.5}
	for _, c := range []struct {
		name   string
		d      finance.Depreciation
		months float64
		want   float64
	}{
		{"before use", line, -3, 1}, {"at once", line, 0, 1}, {"a month of 40 years", line, 1, 479.0 / 480},
		{"ten of 40 years", line, 120, 0.75}, {"after", line, 999, 0},
		{"residual", part, 30, 0.55}, {"residual after", part, 61, 0.1},
		{"first year", declining, 12, 0.472870805}, {"half of it", declining, 6, (1 + 0.472870805) / 2},
		{"third year", declining, 36, 0.105737126}, {"half of the last", declining, 42, 0.105737126 / 2}, {"last year", declining, 48, 0},
		{"down to a quarter", kept, 12, 0.5}, {"after it", kept, 24, 0.25},
		{"two of two and a half", short, 24, math.Pow(0.05, 0.8)}, {"half of the last half", short, 27, math.Pow(0.05, 0.8) / 2}, {"done", short, 30, 0},
		{"land", finance.Depreciation{Method: finance.Never, ResidualShare: 1}, 600, 1}, {"no life", finance.Depreciation{Method: finance.Evenly}, 600, 1},
	} {
		near(t, c.name, c.d.Book(c.months), c.want, 1e-9)
	}
}

// TestDecliningBalanceRates holds the statutory rates, which are rounded up to
// three places, against those worked out.
func TestDecliningBalanceRates(t *testing.T) {
	for years, statutory := range map[float64]float64{2: .777, 3: .632, 4: .528, 5: .451, 6: .394, 8: .313, 10: .259, 20: .140} {
		rate := 1 - finance.Depreciation{Method: finance.DecliningBalance, Years: years}.Book(12)
		if rate > statutory || rate < statutory-0.001 {
			t.Errorf("over %g years %.5f is written off in the first, by law %g", years, rate, statutory)
		}
	}
}

// TestWrittenOffIsCostLessResidual holds that month by month the whole is
// written off, never more and never back.
func TestWrittenOffIsCostLessResidual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := finance.Depreciation{
			Method: rapid.SampledFrom([]finance.DepreciationMethod{finance.Evenly, finance.DecliningBalance}).Draw(t, "method"),
			Years:  rapid.Float64Range(0.5, 50).Draw(t, "years"), ResidualShare: rapid.SampledFrom([]float64{0, 0.05, 0.3}).Draw(t, "residual"),
		}
		written := 0.0
		for m := range 12*50 + 1 {
			part := d.Book(float64(m)) - d.Book(float64(m+1))
			if part < -1e-15 {
				t.Fatalf("in month %d %g is written off", m, part)
			}
			written += part
		}
		if math.Abs(written-(1-d.ResidualShare)) > 1e-9 {
			t.Fatalf("%g is written off, want %g", written, 1-d.ResidualShare)
		}
	})
}

func ExampleDepreciation_Book() {
	servers := finance.Depreciation{Method: finance.DecliningBalance, Years: 5}
	for year := range 6 {
		fmt.Printf("%.3f ", servers.Book(float64(12*year)))
	}
	// Output: 1.000 0.549 0.302 0.166 0.091 0.000
}

func BenchmarkBook(b *testing.B) {
	d := finance.Depreciation{Method: finance.DecliningBalance, Years: 5}
	for b.Loop() {
		d.Book(27)
	}
}
