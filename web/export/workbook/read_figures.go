package workbook

import (
	"context"
	"fmt"
	"math"
)

// figure is what a workbook and the program say of the same thing, summed where
// it stands in several cells.
type figure struct {
	key, subject string
	unit         string
	cell         string
	found        float64 // in the file
	laid         float64 // by the program, for the plan as it was exported
	near         float64
}

// figures sums what stands in the cells of a file that the program says as well.
func (h *holder) figures() (list []figure) {
	sheets := map[string]*sheet{}
	for _, s := range h.b.sheets {
		sheets[s.name] = s
	}
	for _, c := range h.b.checks {
		if c.want == nil {
			continue
		}
		f := figure{key: c.key, subject: c.subject, unit: c.style.unit(), near: c.near * float64(len(c.cells()))}
		for i, cell := range c.cells() {
			f.laid += c.want[i]
			name, row, col, ok := splitReference(cell.Formula())
			s := sheets[name]
			if !ok || s == nil || s.laid(row, col) == nil {
				f.found += cell.V
				continue
			}
			f.found += s.laid(row, col).v
			if f.cell == "" {
				f.cell = name + "!" + cellName(row, col)
			}
		}
		list = append(list, f)
	}
	return list
}

// maxDiffering is the most figures that are told to differ.
const maxDiffering = 20

// Hold adds a notice for each figure of the workbook that is not what the program
// gives for the plan with the changes, or one where the workbook was not
// recalculated. changed is the plan of Returned with its result.
func (r *Returned) Hold(ctx context.Context, changed Source) error {
	defer spareHeap()()
	b, err := build(ctx, changed)
	if err != nil {
		return err
	}
	type place struct{ key, subject string }
	now := map[place]float64{}
	for _, c := range b.checks {
		for _, v := range c.want {
			now[place{c.key, c.subject}] += v
		}
	}
	var differing []Notice
	moved := false // whether any figure is other than as it was exported
	for _, f := range r.figures {
		program, ok := now[place{f.key, f.subject}]
		moved = moved || !f.is(f.laid)
		if !ok || f.is(program) {
			continue
		}
		title := r.base.Locale.T("workbook.check." + f.key)
		if f.subject != "" {
			title += ", " + f.subject
		}
		differing = append(differing, Notice{Kind: NoticeDiffers, Cell: f.cell, Title: title, Found: f.found, Program: program, Unit: f.unit,
			Message: "the workbook says other than the program of the changed plan; it was not recalculated, or a formula was changed"})
	}
	r.tell(differing, moved)
	return nil
}

// tell adds what differs, as far as people will read it.
func (r *Returned) tell(differing []Notice, moved bool) {
	switch {
	case len(differing) > 0 && len(r.Changes) > 0 && !moved:
		r.Notices = append(r.Notices, Notice{Kind: NoticeStale,
			Message: "the workbook was not recalculated after its inputs were changed: its results are those of the plan as it was exported"})
	case len(differing) > maxDiffering:
		r.Notices = append(r.Notices, differing[:maxDiffering]...)
		r.Notices = append(r.Notices, Notice{Kind: NoticeMore, Message: fmt.Sprintf("%d more figures differ", len(differing)-maxDiffering)})
	default:
		r.Notices = append(r.Notices, differing...)
	}
}

// is reports whether what stands in the file is what the program says.
func (f *figure) is(v float64) bool {
	return math.Abs(f.found-v) <= f.near+1e-12*math.Max(1, math.Abs(v))
}

// unit names what a number of the format is counted in, as the API does.
func (f format) unit() string {
	switch f {
	case won, exactWon:
		return "KRW"
	case kw:
		return "kW"
	case share:
		return "share"
	}
	return "number"
}
