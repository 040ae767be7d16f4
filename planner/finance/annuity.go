package finance

import "math"

// AnnuityConvention names a way to spread capital over months. Authors differ,
// so a published cost can only be reproduced by the convention it was made by.
type AnnuityConvention string

// The conventions of annuities.
const (
	Monthly      AnnuityConvention = "monthly"        // at rate/12 over 12 * years months, paid at their ends
	YearlyOver12 AnnuityConvention = "yearly_over_12" // the yearly capital recovery factor over 12
	AnnuityDue   AnnuityConvention = "annuity_due"    // monthly, paid at the beginnings of months
	StraightLine AnnuityConvention = "straight_line"  // without interest
)

// AnnuityConventions lists the conventions of annuities.
var AnnuityConventions = []AnnuityConvention{Monthly, YearlyOver12, AnnuityDue, StraightLine}

// Annuity returns the payment at the end of each of n periods that pays back a
// unit of capital with interest at rate i a period.
//
//	a = i / (1 - (1+i)^-n),  a = 1/n at i = 0
//
// n is above 0 and need not be whole; for n without end a is i. i is above -1.
//
// Source: Short, Packey & Holt, NREL/TP-462-5173 (1995), uniform capital
// recovery factor.
func Annuity(i, n float64) float64 {
	if i == 0 {
		return 1 / n
	}
	return i / -math.Expm1(-n*math.Log1p(i))
}

// Month returns the payment a month for a unit of capital that is used for
// years at rate a year, both as Annuity takes them.
//
//	monthly         Annuity(rate/12, 12 * years)
//	yearly_over_12  Annuity(rate, years) / 12
//	annuity_due     Annuity(rate/12, 12 * years) / (1 + rate/12)
//	straight_line   1 / (12 * years)
//
// A convention without a name is monthly.
func (c AnnuityConvention) Month(rate, years float64) float64 {
	switch c {
	case StraightLine:
		return 1 / (12 * years)
	case YearlyOver12:
		return Annuity(rate, years) / 12
	case AnnuityDue:
		return Annuity(rate/12, 12*years) / (1 + rate/12)
	}
	return Annuity(rate/12, 12*years)
}
