package planner

import (
	"slices"
	"strings"

	"buildout/planner/finance"
)

// priceIndex is how prices of some cost codes move, worked out once for all
// months a plan can reach.
type priceIndex struct {
	covers     []string
	first      Month
	levels     []float64
	source     string
	assumption bool
}

// newPriceIndexes works out every price index of the cost book.
func newPriceIndexes(plan Plan, ref Reference) []priceIndex {
	first, last := plan.PriceBase, plan.PriceBase
	reach := func(m Month) { first, last = min(first, m), max(last, m) }
	reach(plan.Horizon.Start - 12*5)
	reach(plan.Horizon.End() + 12*10)
	for i := range ref.Book.Entries {
		reach(ref.Book.Entries[i].PriceMonth)
	}
	for i := range plan.CostBook.Overrides {
		reach(plan.CostBook.Overrides[i].PriceMonth)
	}
	indexes := make([]priceIndex, len(ref.Book.Escalation))
	for i := range ref.Book.Escalation {
		series := &ref.Book.Escalation[i]
		x := priceIndex{covers: series.Covers, first: first}
		rates := make([]finance.YearRate, len(series.Years))
		sources := make([]string, 0, 4)
		for i := range series.Years {
			y := &series.Years[i]
			rates[i] = finance.YearRate{Year: y.Year, Rate: y.Value}
			x.assumption = x.assumption || y.Assumption
			if !slices.Contains(sources, y.Source) {
				sources = append(sources, y.Source)
			}
		}
		x.levels, x.source = finance.NewEscalation(plan.PriceBase, rates).Levels(first, last), strings.Join(sources, "; ")
		indexes[i] = x
	}
	return indexes
}

// level is a price index that stays where it is.
var level = priceIndex{levels: []float64{1}}

// indexOf returns the first price index that covers a code.
func indexOf(indexes []priceIndex, code string) *priceIndex {
	for i := range indexes {
		if covers := indexes[i].covers; len(covers) == 0 || codeIn(code, covers) {
			return &indexes[i]
		}
	}
	return &level
}

// at returns the price level in month m over that in the price base; beyond the
// months a plan can reach it stays level.
func (x *priceIndex) at(m Month) float64 {
	i := min(max(int(m-x.first), 0), len(x.levels)-1)
	return x.levels[i]
}
