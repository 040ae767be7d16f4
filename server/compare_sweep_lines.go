package server

import (
	"encoding/json"
	"time"

	"buildout/planner/compare"
	"buildout/web/pages"

	"github.com/danielgtaylor/huma/v2"
)

// What came of a sweep so far is drawn soon after its start, and then from time to
// time where a part of the sweep came since: drawing takes time, and room on the
// way to the page.
const (
	firstDrawing = 300 * time.Millisecond
	nextDrawing  = time.Second
	drawings     = 20 // at the most, each after as large a part
)

// mostRows is the most variants of a line.
const mostRows = 250

// sweepLine is a line of what the Compare page is told of a sweep.
type sweepLine struct {
	Rows     []pages.SweptRow     `json:"rows,omitempty"`     // variants since the line before
	Progress *pages.SweptProgress `json:"progress,omitempty"` // how far it is
	Result   string               `json:"result,omitempty"`   // HTML of what came so far, in place of that before
	Ended    bool                 `json:"ended,omitempty"`    // the last line
	Problem  string               `json:"problem,omitempty"`  // why the sweep was broken off
}

// pageLines tells a sweep to the script of the Compare page.
type pageLines struct {
	s     *Server
	frame pages.Frame
	view  pages.SweptView
	out   *stream
	row   func(compare.Variant) pages.SweptRow // writes a variant; nil before the head
	rows  []pages.SweptRow
	due   time.Time // of the next drawing
	drawn int       // variants that were done at the last
}

// pageWriter makes the writer of a sweep that the Compare page asked for.
func (s *Server) pageWriter(asked sweepRequest) func(*stream, compare.Sweep) recordWriter {
	return func(out *stream, _ compare.Sweep) recordWriter {
		lines := &pageLines{s: s, frame: asked.frame, view: s.sweptView(asked), out: out, due: time.Now().Add(firstDrawing)}
		return recordWriter{media: mediaNDJSON, tell: lines.tell, fail: lines.fail}
	}
}

// sweptView is a sweep of which nothing came yet.
func (s *Server) sweptView(asked sweepRequest) pages.SweptView {
	view := pages.SweptView{Form: asked.form, Column: asked.column, Reference: s.Reference}
	view.Sweep, _ = asked.form.Sweep()
	for _, text := range view.Sweep.Where {
		limit, err := compare.ParseCondition(text)
		if err == nil {
			limit, err = limit.In(s.Reference)
		}
		if err == nil {
			view.Limits = append(view.Limits, limit)
		}
	}
	return view
}

// take puts a record to what came before.
func take(view *pages.SweptView, r compare.Record) {
	switch {
	case r.Head != nil:
		view.Head = *r.Head
		view.Progress.Of = r.Head.Variants
	case r.Variant != nil && len(r.Variant.Faults) == 0:
		view.Variants = append(view.Variants, *r.Variant)
	case r.Variant != nil && len(view.Faulty) < pages.MostFaulty:
		view.Faulty = append(view.Faulty, *r.Variant)
	case r.Progress != nil:
		view.Progress = *r.Progress
	case r.End != nil:
		view.End, view.Front, view.Progress = r.End, r.End.Pareto, r.End.SweepProgress
	}
}

// tell tells a record: variants some at a time, and what came so far as HTML from
// time to time and at the end.
func (p *pageLines) tell(r compare.Record) error {
	take(&p.view, r)
	line := sweepLine{Ended: r.End != nil}
	switch {
	case r.Head != nil:
		p.row = p.s.pages.SweptRows(p.frame, p.view)
	case r.Variant != nil:
		if len(r.Variant.Faults) == 0 {
			p.rows = append(p.rows, p.row(*r.Variant))
		}
		if len(p.rows) < mostRows {
			return nil
		}
	case r.End != nil, r.Progress != nil && p.isDue(*r.Progress):
		if err := p.draw(&line); err != nil {
			return err
		}
	}
	if r.Variant == nil {
		so := p.s.pages.SweptProgress(p.frame, p.view.Progress)
		line.Progress = &so
	}
	return p.send(line)
}

// isDue reports whether enough came and enough time went by to draw again.
func (p *pageLines) isDue(so compare.SweepProgress) bool {
	return so.Done-p.drawn >= so.Of/drawings && time.Now().After(p.due)
}

// draw writes what came so far into a line.
func (p *pageLines) draw(line *sweepLine) (err error) {
	if p.view.End == nil {
		p.view.Front = frontOf(p.view)
	}
	line.Result, err = p.s.pages.Swept(p.frame, p.view)
	p.due, p.drawn = time.Now().Add(nextDrawing), p.view.Progress.Done
	return err
}

// frontOf lists the variants so far that none of those so far beats.
func frontOf(view pages.SweptView) []int {
	var columns []int
	var better []compare.Direction
	for _, name := range view.Sweep.Pareto {
		for i, m := range view.Head.Columns {
			if m.Name == name {
				columns, better = append(columns, i), append(better, m.Better)
			}
		}
	}
	values := make([][]compare.Value, len(view.Variants))
	for i, v := range view.Variants {
		for _, at := range columns {
			values[i] = append(values[i], v.Results[at])
		}
	}
	front := compare.Front(values, better)
	for i, at := range front {
		front[i] = view.Variants[at].Index
	}
	return front
}

func (p *pageLines) fail(problem *huma.ErrorModel) bool {
	return p.send(sweepLine{Problem: problem.Detail}) == nil
}

// send sends a line with the variants that wait.
func (p *pageLines) send(line sweepLine) error {
	line.Rows, p.rows = p.rows, nil
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	return p.out.send(append(data, '\n'))
}
