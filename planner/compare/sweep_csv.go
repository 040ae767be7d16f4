package compare

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/table"
)

// CSV returns a tell of Sweep that writes the variants as CSV: their index, the
// values of the axes, the columns, and their faults in words. Numbers are whole
// won, kW and so on as the names of the columns say, months YYYY-MM. What was
// written is passed on whenever progress is told, and at the end.
func CSV(w io.Writer) func(Record) error {
	out, columns := table.NewWriter(w), 0
	return func(r Record) error {
		switch {
		case r.Head != nil:
			columns = len(r.Head.Columns)
			return out.Write(r.Head.cells())
		case r.Variant != nil:
			return out.Write(r.Variant.cells(columns))
		}
		return out.Flush()
	}
}

// CSVWithPareto returns a tell of Sweep that writes what CSV does, with a last
// column that says which variants no other beats. That is known at the end, and
// all variants are held until then.
func CSVWithPareto(w io.Writer) func(Record) error {
	var head SweepHead
	var held []*Variant
	return func(r Record) error {
		switch {
		case r.Head != nil:
			head = *r.Head
		case r.Variant != nil:
			held = append(held, r.Variant)
		case r.End != nil:
			return head.withPareto(table.NewWriter(w), held, r.End.Pareto)
		}
		return nil
	}
}

func (h *SweepHead) withPareto(out *table.Writer, variants []*Variant, pareto []int) error {
	err := out.Write(append(h.cells(), "pareto"))
	for _, v := range variants {
		if err == nil {
			_, unbeaten := slices.BinarySearch(pareto, v.Index)
			err = out.Write(append(v.cells(len(h.Columns)), strconv.FormatBool(unbeaten)))
		}
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// cells is the header of the variants as a table.
func (h *SweepHead) cells() []string {
	cells := []string{"index"}
	for _, axis := range h.Axes {
		cells = append(cells, table.Text(axis))
	}
	for _, m := range h.Columns {
		cells = append(cells, table.Text(m.Name))
	}
	return append(cells, "faults")
}

// cells is a variant as a row below the header.
func (v *Variant) cells(columns int) []string {
	cells := make([]string, 0, len(v.Values)+columns+2)
	cells = append(cells, strconv.Itoa(v.Index))
	for _, text := range v.Values {
		cells = append(cells, table.Text(text))
	}
	for i := range columns {
		var value Value
		if i < len(v.Results) {
			value = v.Results[i]
		}
		cells = append(cells, value.cell())
	}
	return append(cells, table.Text(faultsText(v.Faults)))
}

// cell writes a value as a cell; blank where there is none.
func (v Value) cell() string {
	switch v.Kind {
	case None:
		return ""
	case Number:
		return table.Number(v.Number)
	}
	return table.Text(v.Text)
}

// faultsText says faults on one line.
func faultsText(faults []planner.Fault) string {
	texts := make([]string, len(faults))
	for i, f := range faults {
		texts[i] = f.String()
	}
	return strings.Join(texts, " | ")
}
