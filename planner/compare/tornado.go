package compare

import (
	"cmp"
	"slices"
)

// tornado collects how far each axis moves each column by itself.
type tornado struct {
	axes, columns []string
	bars          []Tornado
}

func newTornado(axes []string, columns []Measure) *tornado {
	t := &tornado{axes: axes, columns: make([]string, len(columns))}
	for i, c := range columns {
		t.columns[i] = c.Name
	}
	return t
}

// start begins the bars at the results of the plan itself.
func (t *tornado) start(base []Value) {
	t.bars = make([]Tornado, 0, len(t.columns)*len(t.axes))
	for i, column := range t.columns {
		for _, axis := range t.axes {
			t.bars = append(t.bars, Tornado{Column: column, Axis: axis, Base: base[i], Low: base[i], High: base[i]})
		}
	}
}

// add widens the bars of an axis to the results it gives at a value.
func (t *tornado) add(axis int, at string, results []Value) {
	if t.bars == nil { // the plan itself has faults
		return
	}
	for i, v := range results {
		bar := &t.bars[i*len(t.axes)+axis]
		if v.Kind == None {
			continue
		}
		if bar.Low.Kind == None || v.Number < bar.Low.Number {
			bar.Low, bar.LowAt = v, at
		}
		if bar.High.Kind == None || v.Number > bar.High.Number {
			bar.High, bar.HighAt = v, at
		}
	}
}

// list returns the bars by column, the widest first.
func (t *tornado) list() []Tornado {
	for i := range t.bars {
		t.bars[i].Spread = t.bars[i].High.Number - t.bars[i].Low.Number
	}
	for i := 0; i < len(t.bars); i += len(t.axes) {
		slices.SortStableFunc(t.bars[i:i+len(t.axes)], func(a, b Tornado) int { return cmp.Compare(b.Spread, a.Spread) })
	}
	return t.bars
}
