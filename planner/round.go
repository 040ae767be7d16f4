package planner

import "math"

// toNearest returns the nearest whole number, a half up, also where arithmetic
// fell a thousandth short of it. Shares of whole numbers come to halves often, and
// in binary a hair to either side of them, which not every machine and spreadsheet
// takes alike.
func toNearest(x float64) float64 { return math.Round(float64(x) + 0.001) }

// thousandths is toNearest for a number of three decimals: kW to the watt, kWh to
// the Wh.
func thousandths(x float64) float64 { return toNearest(x*1000) / 1000 }
