package export

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"buildout/planner"
)

// Explanation writes where a figure of a result comes from: its value, its
// formula and what goes in, each with value, unit, what it rests on and its
// source; and the same of the figures below, down so many levels, further in.
// The error is the planner's where there is no such figure.
func Explanation(w io.Writer, r planner.Result, figure string, depth int) error {
	x, err := planner.Explain(r, figure)
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := explain(&b, r, x, "", depth); err != nil {
		return err
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// ExplanationJSON writes the explanations that Explanation tells, as a list in
// its order.
func ExplanationJSON(w io.Writer, r planner.Result, figure string, depth int) error {
	list, err := explanations(nil, r, figure, depth)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(list)
}

func explanations(list []planner.Explanation, r planner.Result, figure string, depth int) ([]planner.Explanation, error) {
	x, err := planner.Explain(r, figure)
	if err != nil {
		return nil, err
	}
	list = append(list, x)
	for _, o := range within(x) {
		if depth > 1 && o.Figure != "" {
			if list, err = explanations(list, r, o.Figure, depth-1); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// within is the operands of a figure, then the figures that it sums.
func within(x planner.Explanation) []planner.Operand {
	return append(append([]planner.Operand{}, x.Operands...), x.Below...)
}

func explain(b *strings.Builder, r planner.Result, x planner.Explanation, indent string, depth int) error {
	if indent == "" {
		fmt.Fprintf(b, "%s = %s\n", x.Figure, quantity(x.Value, x.Text, x.Unit))
		if x.Title.EN != "" {
			fmt.Fprintf(b, "%s\n", x.Title.EN)
		}
	}
	if x.Formula != "" {
		fmt.Fprintf(b, "%s%s\n", indent, x.Formula)
	}
	if x.Basis != planner.Computed {
		fmt.Fprintf(b, "%s%s\n", indent, given(x.Basis, x.Source))
	} else if x.Source != "" {
		fmt.Fprintf(b, "%s%s\n", indent, x.Source)
	}
	list := within(x)
	name, value, unit := widths(list)
	for _, o := range list {
		rests := o.Source
		if o.Basis == planner.Computed {
			rests = o.Figure
		}
		line := fmt.Sprintf("%s  %-*s  %*s  %-*s  %-10s  %s", indent, name, o.Name, value, number(o.Value, o.Text, o.Unit), unit, unitOf(o), o.Basis, rests)
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		if depth <= 1 || o.Figure == "" || o.Basis != planner.Computed {
			continue
		}
		below, err := planner.Explain(r, o.Figure)
		if err != nil {
			return err
		}
		if err := explain(b, r, below, indent+"    ", depth-1); err != nil {
			return err
		}
	}
	return nil
}

func widths(list []planner.Operand) (name, value, unit int) {
	for _, o := range list {
		name, value, unit = max(name, len(o.Name)), max(value, len(number(o.Value, o.Text, o.Unit))), max(unit, len(unitOf(o)))
	}
	return name, value, unit
}

// unitOf is the unit of an operand; a text has none to show.
func unitOf(o planner.Operand) string {
	if o.Text != "" {
		return ""
	}
	return o.Unit
}

// given says on what a number rests that is not computed.
func given(basis planner.BasisKind, source string) string {
	if source == "" {
		return string(basis)
	}
	return string(basis) + ": " + source
}

func quantity(value float64, text, unit string) string {
	if text != "" {
		return text
	}
	return number(value, text, unit) + " " + unit
}

// number writes won in full with commas between thousands, and other numbers to
// six decimals.
func number(value float64, text, unit string) string {
	switch {
	case text != "":
		return text
	case unit == "KRW":
		return grouped(value)
	}
	rounded := math.Round(value*1e6) / 1e6
	if rounded == 0 && value != 0 {
		return strconv.FormatFloat(value, 'g', 4, 64)
	}
	whole := math.Trunc(rounded)
	digits := strconv.FormatFloat(math.Abs(rounded), 'f', -1, 64)
	if at := strings.IndexByte(digits, '.'); at >= 0 {
		sign := ""
		if rounded < 0 && whole == 0 {
			sign = "-"
		}
		return sign + grouped(whole) + digits[at:]
	}
	return grouped(rounded)
}

// Figures writes the figures that stand at the head of a result, with their
// values.
func Figures(w io.Writer, r planner.Result) error {
	var list []planner.Operand
	for _, figure := range planner.Figures(r) {
		x, err := planner.Explain(r, figure)
		if err != nil {
			return err
		}
		list = append(list, planner.Operand{Name: figure, Value: x.Value, Text: x.Text, Unit: x.Unit})
	}
	name, value, _ := widths(list)
	var b strings.Builder
	b.WriteString("Figures to ask for; each leads on to those it comes from.\n")
	for _, o := range list {
		b.WriteString(strings.TrimRight(fmt.Sprintf("  %-*s  %*s  %s", name, o.Name, value, number(o.Value, o.Text, o.Unit), unitOf(o)), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
