package workbook

import (
	"context"
	"errors"
	"strings"

	"buildout/planner"
)

// Returned is what a workbook that came back changes of the plan that it was made
// of.
type Returned struct {
	Origin  Origin
	Plan    planner.Plan // with the changes
	Changes []InputChange
	Notices []Notice

	base    Source
	figures []figure
}

// InputChange is an input that was changed in a workbook.
type InputChange struct {
	Path  string // of planner.Change
	Title string // what it is, in words
	Cell  string // such as Inputs!B17
	Old   string // as planner.Change takes it; empty where the plan gave none
	New   string // empty where the cell is blank
}

// Notice is what is worth a look in a workbook that can be taken all the same.
type Notice struct {
	Kind    NoticeKind `json:"kind"`
	Cell    string     `json:"cell,omitempty" doc:"Such as Summary!B7"`
	Title   string     `json:"title,omitempty" doc:"What stands there"`
	Found   float64    `json:"found" doc:"What the workbook says; 0 where kind is not differs"`
	Program float64    `json:"program" doc:"What the program says; 0 where kind is not differs"`
	Unit    string     `json:"unit,omitempty" doc:"Of found and program: KRW, kW, share or number, which is a count, a factor or months since year 0"`
	Message string     `json:"message"`
}

// NoticeKind is what a notice is about.
type NoticeKind string

// The kinds of notices.
const (
	NoticeStale   NoticeKind = "stale"   // inputs were changed and nothing was recalculated
	NoticeDiffers NoticeKind = "differs" // a figure is not what the program gives for the changed plan
	NoticeMore    NoticeKind = "more"    // more figures differ than are told
	NoticeError   NoticeKind = "error"   // a formula shows an error
	NoticeFormula NoticeKind = "formula" // an input is given by a formula
	NoticeDesign  NoticeKind = "design"  // an input was changed that capacity does not follow in a workbook
)

// Read holds a workbook against the plan that it was made of, and returns what it
// changes. The error is *planner.Invalid with every fault at its cell, such as
// Inputs!B17: an input that cannot be read, or is none of the plan; a result
// typed over a formula; a number or a path that may not be changed; a sheet that
// is missing. base is the plan at the revision that Origin names, in the language
// and unit of the workbook, with its result.
func (f *File) Read(ctx context.Context, base Source) (*Returned, error) {
	defer spareHeap()()
	if base.Result.Plan.Hash != f.Origin.Hash {
		return nil, &planner.Invalid{Faults: []planner.Fault{planner.NewFault(f.at[nameHash], f.Origin.Hash,
			"the workbook was made of another plan or revision, of %q; this is %s", f.Origin.Plan, base.Plan.Name)}}
	}
	b, err := build(ctx, base)
	if err != nil {
		return nil, err
	}
	if b.layout() != f.Origin.Layout {
		return nil, &planner.Invalid{Faults: []planner.Fault{planner.NewFault(f.at[nameLayout], f.Origin.Version,
			"the workbook was written by another version of the program, whose sheets are laid otherwise than those of this one, %s; export the plan again and bring your changes to that workbook", base.Version)}}
	}
	h := &holder{File: f, b: b, inputs: map[string]foundInput{}, headed: true}
	if err := h.hold(ctx); err != nil {
		return nil, err
	}
	r := &Returned{Origin: f.Origin, base: base}
	h.readInputs(r)
	if len(h.faults) > 0 {
		return nil, h.invalid()
	}
	if err := r.apply(h); err != nil {
		return nil, err
	}
	r.Notices = append(r.Notices, h.errors...)
	r.figures = h.figures()
	return r, nil
}

// apply makes the changes to the plan. Faults are told at the cells of the
// changes that they are of.
func (r *Returned) apply(h *holder) error {
	changes := make([]planner.Change, len(r.Changes))
	for i, c := range r.Changes {
		changes[i] = planner.Change{Path: c.Path, Value: c.New}
	}
	made, err := planner.Changed(r.base.Plan, r.base.Reference, changes)
	if err == nil {
		r.Plan, err = planner.Apply(r.base.Plan, r.base.Reference, changes)
	}
	return r.AtCells(err, made)
}

// AtCells tells the faults of a plan with the changes at the cells of those that
// they are of, where they are of one.
func (r *Returned) AtCells(err error, made planner.Plan) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	places := make([]string, len(r.Changes))
	for i, c := range r.Changes {
		places[i] = planner.DocumentPath(made, r.base.Reference, c.Path)
	}
	out := &planner.Invalid{}
	for _, f := range invalid.Faults {
		if i := r.blamed(places, f.Path); i >= 0 {
			if f.Path != r.Changes[i].Path && f.Path != places[i] {
				f.Message = f.Path + ": " + f.Message
			}
			f.Path = r.Changes[i].Cell
		}
		f.Line = 0
		out.Faults = append(out.Faults, f)
	}
	return out
}

// blamed is the change that a fault at a path of the plan comes of, whose places
// in the document are given: the change there, else the first in or beside what
// the path names, else the only one. It is below 0 where none can be told.
func (r *Returned) blamed(places []string, path string) int {
	for i, c := range r.Changes {
		if c.Path == path || places[i] == path {
			return i
		}
	}
	parent, _, _ := cutLast(path)
	for i, place := range places {
		above, _, _ := cutLast(place)
		if place != "" && (strings.HasPrefix(place, path+".") || parent != "" && above == parent) {
			return i
		}
	}
	if len(r.Changes) == 1 {
		return 0
	}
	return -1
}

// cutLast parts the last key from a path of a document.
func cutLast(path string) (above, key string, ok bool) {
	at := strings.LastIndexByte(path, '.')
	if at < 0 {
		return "", path, false
	}
	return path[:at], path[at+1:], true
}
