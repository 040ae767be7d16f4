package compare

import "buildout/planner"

// Sweep is a plan's inputs varied, and what is wanted of the variants.
type Sweep struct {
	Vary    []Axis   `json:"vary" nullable:"false"`
	Method  Method   `json:"method,omitempty" enum:"grid,latin_hypercube,one_at_a_time" doc:"grid where omitted"`
	Samples int      `json:"samples,omitempty" doc:"latin_hypercube: variants to draw"`
	Seed    int64    `json:"seed,omitempty" doc:"latin_hypercube: of the draw; the same seed draws the same variants"`
	Columns []string `json:"columns,omitempty" doc:"Measures to report; forecast_krw, usable_it_kw, energised, tier_achieved, least_headroom_kw and those of pareto where omitted"`
	Where   []string `json:"where,omitempty" doc:"Conditions, such as forecast_krw <= 460e9; variants that do not meet them are left out"`
	Pareto  []string `json:"pareto,omitempty" doc:"Two or three measures to find the variants of that no other beats in all"`
}

// Method is how variants are made of axes.
type Method string

// The methods.
const (
	Grid           Method = "grid"            // every value of an axis with every value of the others
	LatinHypercube Method = "latin_hypercube" // each axis divided evenly into samples, each drawn from once
	OneAtATime     Method = "one_at_a_time"   // the plan itself, then each value of an axis with all others as the plan has them
)

// MaxVariants is the most variants of a sweep.
const MaxVariants = 10_000

// Record is a line of what a sweep tells, one of its parts.
type Record struct {
	Head     *SweepHead     `json:"head,omitempty" doc:"First: what is to come"`
	Variant  *Variant       `json:"variant,omitempty" doc:"In the order of index"`
	Progress *SweepProgress `json:"progress,omitempty"`
	End      *SweepEnd      `json:"end,omitempty" doc:"Last; a sweep without one was broken off"`
}

// SweepHead is what a sweep is about to tell.
type SweepHead struct {
	Variants int       `json:"variants"`
	Axes     []string  `json:"axes" nullable:"false"`
	Columns  []Measure `json:"columns" nullable:"false"`
}

// Variant is the plan with a value of each axis.
type Variant struct {
	Index   int             `json:"index" doc:"From 0"`
	Values  []string        `json:"values" nullable:"false" doc:"In the order of axes: the value its path is given; of several paths that are scaled or shifted each, such as ×0.9 or +3; the name of a patch; empty where the axis is left as it is"`
	Results []Value         `json:"results" nullable:"false" doc:"In the order of columns; empty where the variant has faults"`
	Faults  []planner.Fault `json:"faults,omitempty" doc:"Why it is no plan, the first 10; the others go on"`
}

// SweepProgress is how far a sweep has come.
type SweepProgress struct {
	Done    int `json:"done" doc:"Variants that were worked out"`
	Of      int `json:"of" doc:"Variants there are"`
	Kept    int `json:"kept" doc:"Variants that meet the conditions"`
	LeftOut int `json:"left_out" doc:"Variants that do not"`
	Faulty  int `json:"faulty" doc:"Variants that are no plans"`
}

// SweepEnd is what a sweep found over all variants.
type SweepEnd struct {
	SweepProgress
	Pareto  []int     `json:"pareto,omitempty" doc:"Indices of the variants that none beats"`
	Tornado []Tornado `json:"tornado,omitempty" doc:"one_at_a_time: how far each axis moves each column, the widest first"`
}

// Tornado is how far an axis moves a column by itself, the plan itself among its
// values.
type Tornado struct {
	Column string  `json:"column"`
	Axis   string  `json:"axis"`
	Base   Value   `json:"base" doc:"Of the plan itself"`
	Low    Value   `json:"low" doc:"Least of them"`
	High   Value   `json:"high" doc:"Most of them"`
	LowAt  string  `json:"low_at" doc:"Value of the axis that gives the least; empty where the plan itself does"`
	HighAt string  `json:"high_at" doc:"Value of the axis that gives the most; empty where the plan itself does"`
	Spread float64 `json:"spread" doc:"Most less least, in the unit of the column; of months in months, of tiers in ranks"`
}
