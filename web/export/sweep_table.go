package export

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"buildout/planner/compare"
)

// Sweep collects what a sweep tells, to write it as tables.
type Sweep struct {
	Rows     int      // most variants that are shown beside those of the Pareto set
	Pareto   []string // measures of that set
	head     compare.SweepHead
	variants []compare.Variant // that are kept
	faulty   []compare.Variant // the first of those that are no plans
	end      compare.SweepEnd
}

// maxFaulty is the most variants whose faults are shown.
const maxFaulty = 5

// Tell takes a record of a sweep.
func (s *Sweep) Tell(r compare.Record) error {
	switch {
	case r.Head != nil:
		s.head = *r.Head
	case r.Variant != nil && len(r.Variant.Faults) == 0:
		s.variants = append(s.variants, *r.Variant)
	case r.Variant != nil && len(s.faulty) < maxFaulty:
		s.faulty = append(s.faulty, *r.Variant)
	case r.End != nil:
		s.end = *r.End
	}
	return nil
}

// Write writes the variants that were kept, those of the Pareto set marked, the
// faults of others, and how far each input moves a result.
func (s *Sweep) Write(w io.Writer) error {
	text := s.table() + s.counts() + s.faults()
	for _, column := range s.head.Columns {
		text += s.tornado(column)
	}
	_, err := io.WriteString(w, text)
	return err
}

// table is the first variants, and all of the Pareto set.
func (s *Sweep) table() string {
	header := []string{"Variant"}
	header = append(header, s.head.Axes...)
	for _, m := range s.head.Columns {
		header = append(header, withUnit(m))
	}
	t := newTable("", header...)
	shown := 0
	for _, v := range s.variants {
		best := slices.Contains(s.end.Pareto, v.Index)
		if shown >= s.Rows && !best {
			continue
		}
		shown++
		row := table.Row{fmt.Sprint(v.Index, map[bool]string{true: " *", false: "  "}[best])}
		for _, text := range v.Values {
			row = append(row, shortened(text))
		}
		for i, m := range s.head.Columns {
			row = append(row, value(m, v.Results[i]))
		}
		t.AppendRow(row)
	}
	if shown == 0 {
		return ""
	}
	text := t.Render() + "\n"
	if shown < len(s.variants) {
		text += fmt.Sprintf("%s of %s variants are shown.\n", grouped(float64(shown)), grouped(float64(len(s.variants))))
	}
	if len(s.end.Pareto) > 0 {
		text += fmt.Sprintf("* Pareto set: %s that no other beats in %s.\n", plural(len(s.end.Pareto), "variant"), strings.Join(s.Pareto, " and "))
	}
	return text
}

// withUnit is a measure with the unit of its values, as far as its name does not
// say it.
func withUnit(m compare.Measure) string {
	switch m.Unit {
	case "month", "tier":
		return m.Name
	}
	if strings.HasSuffix(m.Name, "_"+strings.ToLower(m.Unit)) && m.Unit != "KRW" {
		return m.Name
	}
	return m.Name + ", " + unit(m)
}

// plural is a number of things, such as 1 variant or 2 variants.
func plural(n int, one string) string {
	text := grouped(float64(n)) + " " + one
	if n != 1 {
		text += "s"
	}
	return text
}

func (s *Sweep) counts() string {
	text := plural(s.end.Of, "variant") + ": " + grouped(float64(s.end.Kept)) + " kept"
	if s.end.LeftOut > 0 {
		text += ", " + grouped(float64(s.end.LeftOut)) + " left out by the conditions"
	}
	switch n := s.end.Faulty; {
	case n == 1:
		text += ", 1 is no plan"
	case n > 1:
		text += ", " + grouped(float64(n)) + " are no plans"
	}
	return text + ".\n"
}

// faults says why the first variants that are no plans are none.
func (s *Sweep) faults() string {
	var b strings.Builder
	for _, v := range s.faulty {
		for _, fault := range v.Faults {
			fmt.Fprintf(&b, "%s: %s\n", VariantName(s.head.Axes, v), fault)
		}
	}
	if more := s.end.Faulty - len(s.faulty); more > 0 {
		fmt.Fprintf(&b, "and %s that are no plans\n", plural(more, "more variant"))
	}
	return b.String()
}

// VariantName is a variant by its index and the values of its axes, such as
// variant 3 (exchange_rates/0/krw 1400).
func VariantName(axes []string, v compare.Variant) string {
	var set []string
	for i, text := range v.Values {
		if text != "" {
			set = append(set, axes[i]+" "+text)
		}
	}
	if len(set) == 0 {
		return fmt.Sprintf("variant %d (the plan itself)", v.Index)
	}
	return fmt.Sprintf("variant %d (%s)", v.Index, strings.Join(set, ", "))
}

// tornado is how far each axis moves a column by itself; nothing where the sweep
// did not vary one at a time.
func (s *Sweep) tornado(m compare.Measure) string {
	bars := slices.DeleteFunc(slices.Clone(s.end.Tornado), func(t compare.Tornado) bool { return t.Column != m.Name })
	switch {
	case len(bars) == 0:
		return ""
	case bars[0].Spread == 0: // the widest is the first
		return fmt.Sprintf("\n%s: %s, whatever is varied.\n", withUnit(m), value(m, bars[0].Base))
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, bar := range bars {
		low, high = math.Min(low, bar.Low.Number), math.Max(high, bar.High.Number)
	}
	t := newTable(fmt.Sprintf("%s: %s in the plan itself", withUnit(m), value(m, bars[0].Base)), "Axis", "Low", "at", "High", "at", "Spread", "Bar")
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 1}, {Number: 2, Align: 3}, {Number: 3}, {Number: 4, Align: 3}, {Number: 5}, {Number: 6, Align: 3}, {Number: 7}})
	for _, bar := range bars {
		t.AppendRow(table.Row{bar.Axis, value(m, bar.Low), atValue(bar.LowAt), value(m, bar.High), atValue(bar.HighAt), spread(m, bar.Spread), drawn(bar, low, high)})
	}
	return "\n" + t.Render() + "\n"
}

func atValue(text string) string {
	if text == "" {
		return "the plan's own"
	}
	return shortened(text)
}

func spread(m compare.Measure, x float64) string {
	switch m.Unit {
	case "month":
		return strings.TrimPrefix(whole(x, "month"), "+")
	case "tier":
		return strings.TrimPrefix(whole(x, "tier"), "+")
	}
	return amount(m.Unit, x)
}

// barWidth is how many characters the widest bar has.
const barWidth = 30

// drawn draws a bar from its low to its high over those of all axes, with a line
// where the plan itself is.
func drawn(bar compare.Tornado, low, high float64) string {
	if !(high > low) || bar.Base.Kind == compare.None {
		return ""
	}
	at := func(v compare.Value) int { return int(math.Round((v.Number - low) / (high - low) * (barWidth - 1))) }
	cells := []rune(strings.Repeat(" ", barWidth))
	for i := at(bar.Low); i <= at(bar.High); i++ {
		cells[i] = '█'
	}
	cells[at(bar.Base)] = '│'
	return strings.TrimRight(string(cells), " ")
}
