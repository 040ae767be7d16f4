package export

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"buildout/planner/compare"
)

// Diff is why a figure of a plan is not that of another, and in what goes in they
// differ.
type Diff struct {
	Bridge compare.BridgeResult `json:"bridge"`
	Inputs DiffInputs           `json:"inputs"`
}

// DiffInputs is the inputs of two plans that differ.
type DiffInputs struct {
	Count int                  `json:"count"` // in all
	Rows  []compare.Difference `json:"rows"`  // the first of them
}

// The most lines and inputs that are told of a step.
const (
	maxStepLines  = 4
	maxStepInputs = 3
)

// Bridge writes how a figure of a plan comes to that of another: each step with
// the lines that it moves most, and the sites and inputs it comes from; and below
// at most so many rows of inputs that differ.
func Bridge(w io.Writer, d Diff, rows int) error {
	b := &d.Bridge
	s := scaleOf(b)
	t := newTable(fmt.Sprintf("%s from %s to %s", b.Of, b.From.Name, b.To.Name), "Step", s.unit, "From")
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 2, Align: text.AlignRight, AlignHeader: text.AlignRight}})
	t.AppendRow(table.Row{b.From.Name, s.text(b.From.Amount), ""})
	var idle []string
	for _, step := range b.Steps {
		if step.Amount == 0 && len(step.Lines) == 0 {
			idle = append(idle, stepName(step))
			continue
		}
		t.AppendSeparator()
		s.step(t, step)
	}
	t.AppendSeparator()
	t.AppendRow(table.Row{b.To.Name, s.text(b.To.Amount), ""})
	said := s.answer(b) + "\n" + t.Render() + "\n"
	if len(idle) > 0 {
		said += "Without effect on it: " + strings.Join(idle, ", ") + ".\n"
	}
	said += certainty(b)
	if rows > 0 {
		said += "\n" + inputsBetween(d).table(rows)
	}
	_, err := io.WriteString(w, said)
	return err
}

// answer says all of a bridge: what the figures are, and by how much sites and
// steps move the one to the other.
func (s scale) answer(b *compare.BridgeResult) string {
	if len(b.Steps) == 0 {
		return fmt.Sprintf("%s of %s is %s %s, and that of %s the same.\n", b.Of, b.From.Name, s.text(b.From.Amount), s.unit, b.To.Name)
	}
	var steps []string
	for _, step := range b.Steps {
		if step.Amount == 0 || b.Detail != compare.ByDriver {
			continue
		}
		text := stepName(step) + " " + s.signed(step.Amount)
		if sites := step.Sites(); len(sites) == 1 && sites[0].Site != "" {
			text += " in " + sites[0].Site
		} else if len(sites) == 2 {
			text += " (" + s.where(sites) + ")"
		}
		steps = append(steps, text)
	}
	said := fmt.Sprintf("%s of %s is %s %s, %s to that of %s.\n", b.Of, b.To.Name, s.text(b.To.Amount), s.unit, s.signed(b.Difference), b.From.Name)
	if sites := b.Sites(); len(sites) > 1 {
		said += "By site: " + s.where(sites) + ".\n"
	}
	if len(steps) > 0 {
		said += "By step: " + strings.Join(steps, ", ") + ".\n"
	}
	return said
}

// step appends a step and its lines.
func (s scale) step(t table.Writer, step compare.BridgeStep) {
	lines := largest(step.Lines)
	names, amounts := []string{stepName(step)}, []string{s.signed(step.Amount) + s.spread(step.StdError)}
	for _, line := range lines {
		names, amounts = append(names, "  "+lineName(line)), append(amounts, s.signed(line.Amount))
	}
	if more := len(step.Lines) - len(lines); more > 0 {
		names, amounts = append(names, "  "+plural(more, "more line")), append(amounts, s.signed(step.Amount-sum(lines)))
	}
	reasons := because(step)
	if sites := step.Sites(); len(sites) > 1 || len(sites) == 1 && sites[0].Site != "" && len(lines) > 1 && step.Place == "" {
		reasons = append([]string{s.where(sites)}, reasons...)
	}
	for i := range max(len(names), len(reasons)) {
		row := table.Row{"", "", ""}
		if i < len(names) {
			row[0], row[1] = names[i], amounts[i]
		}
		if i < len(reasons) {
			row[2] = reasons[i]
		}
		t.AppendRow(row)
	}
}

// where is what sites are moved by, on a line.
func (s scale) where(sites []compare.BridgeLine) string {
	texts := make([]string, len(sites))
	for i, site := range sites {
		texts[i] = cmp.Or(site.Site, "no site") + " " + s.signed(site.Amount)
	}
	return strings.Join(texts, ", ")
}

// certainty says how the steps were found.
func certainty(b *compare.BridgeResult) string {
	switch {
	case len(b.Steps) == 0 && b.Difference == 0:
		return "There is no difference.\n"
	case b.Exact:
		return "Steps sum to the difference exactly; each is its mean over every order in which they may be taken.\n"
	}
	return fmt.Sprintf("Steps sum to the difference exactly; orders were drawn, %s plans evaluated, and ± is the standard error of a step.\n", grouped(float64(b.Evaluations)))
}

// scale is how amounts of a bridge are written.
type scale struct {
	unit string
	per  float64 // amounts in the unit
}

func scaleOf(b *compare.BridgeResult) scale {
	if b.Of == compare.UsableITKW {
		return scale{"kW", 1e3}
	}
	return scale{"M won", 1e6}
}

func (s scale) text(amount int64) string {
	x := float64(amount) / s.per
	if x != math.Trunc(x) && math.Abs(x) < 10 {
		return figure(x)
	}
	return grouped(x)
}

func (s scale) signed(amount int64) string { return signed(s.text(amount), float64(amount)) }

// spread is the standard error of a step; nothing where it has none.
func (s scale) spread(e float64) string {
	if e == 0 {
		return ""
	}
	return " ± " + figure(math.Ceil(e)/s.per)
}

// stepName is a step in words.
func stepName(step compare.BridgeStep) string {
	name := spaced(string(step.Driver))
	for _, with := range step.With {
		name += " with " + spaced(string(with))
	}
	if step.Place != "" {
		name += ": " + step.Place
	}
	return name
}

// because is the first inputs that a step comes from, those that say what they
// are for before those that plans only say of themselves.
func because(step compare.BridgeStep) []string {
	var texts []string
	for _, d := range step.Changes {
		if len(texts) < maxStepInputs && !saysNoMore(d.Path) {
			texts = append(texts, d.Path+": "+move(d))
		}
	}
	if more := step.Count - len(texts); more > 0 {
		texts = append(texts, "and "+plural(more, "more input"))
	}
	return texts
}

// move says in what a difference consists.
func move(d compare.Difference) string {
	switch d.Kind {
	case compare.Changed:
		return orNone(d.Was) + " -> " + orNone(d.Is)
	case compare.Added, compare.Removed:
		return string(d.Kind)
	}
	return string(d.Kind) + ", " + orNone(d.Was) + " -> " + orNone(d.Is)
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return shortened(text)
}

// largest is the lines that a step moves most.
func largest(lines []compare.BridgeLine) []compare.BridgeLine {
	list := slices.Clone(lines)
	slices.SortStableFunc(list, func(a, b compare.BridgeLine) int { return cmp.Compare(abs(b.Amount), abs(a.Amount)) })
	return list[:min(len(list), maxStepLines)]
}

func abs(x int64) int64 { return max(x, -x) }

func sum(lines []compare.BridgeLine) (total int64) {
	for _, line := range lines {
		total += line.Amount
	}
	return total
}

// lineName is a line in words, with its site and phase.
func lineName(line compare.BridgeLine) string {
	name := label(line.Title, spaced(line.Name))
	for _, at := range []string{line.Site, line.Phase} {
		if at != "" {
			name += ", " + at
		}
	}
	return name
}
