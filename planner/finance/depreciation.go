package finance

import "math"

// Depreciation is how the cost of an asset is written off over its use.
type Depreciation struct {
	Method        DepreciationMethod
	Years         float64 // service life
	ResidualShare float64 // of the cost, left at the end of the life
}

// DepreciationMethod names a method of depreciation.
type DepreciationMethod string

// The methods of depreciation.
const (
	Evenly           DepreciationMethod = "straight_line"
	DecliningBalance DepreciationMethod = "declining_balance"
	Never            DepreciationMethod = "none" // kept at cost, as land is
)

// TaxRemainder is the share of the cost that Korean tax law works out declining
// balance rates with; what is left of it is written off in the last year.
const TaxRemainder = 0.05

// Book returns the share of the cost that is left after so many months of use.
// With n years of life, r the residual share and y = months/12 at most n:
//
//	straight_line      1 - (1-r) * y/n
//	declining_balance  s^(k/n) after k whole years, s = r or, where r is 0,
//	                   TaxRemainder; in step with the months within a year, and
//	                   down to r in the last
//	none               1
//
// Years count from the month in which use begins, where tax law counts business
// years and takes the first in part. A life of 0 years is never depreciated.
//
// Source: Enforcement Decree of the Korean Corporate Tax Act, article 26
// (methods; the remainder of 5 %) and Enforcement Rule, annex 4 (rates of
// declining balance 1 - 0.05^(1/n), there rounded up to three places).
func (d Depreciation) Book(months float64) float64 {
	if d.Method == Never || d.Years <= 0 || months <= 0 {
		return 1
	}
	y := min(months/12, d.Years)
	if d.Method == DecliningBalance && y < d.Years {
		return d.declined(y)
	}
	return 1 - float64((1-d.ResidualShare)*(y/d.Years))
}

// rounded keeps twelve decimals of a share, as not every machine and spreadsheet
// takes powers to the same last bit.
func rounded(share float64) float64 { return math.Round(share*1e12) / 1e12 }

// declined is Book by declining balance before the end of the life.
func (d Depreciation) declined(y float64) float64 {
	s := d.ResidualShare
	if s == 0 {
		s = TaxRemainder
	}
	k := math.Floor(y)
	begins := rounded(math.Pow(s, k/d.Years))
	ends, year := rounded(math.Pow(s, (k+1)/d.Years)), 1.0
	if k+1 >= d.Years {
		ends, year = d.ResidualShare, d.Years-k
	}
	return begins - float64((begins-ends)*((y-k)/year))
}
