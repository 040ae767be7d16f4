package pages

import (
	"maps"
	"strconv"
	"strings"

	"buildout/planner"
)

// conflictPanel shows what someone else saved beside what is not saved yet.
type conflictPanel struct {
	Current    int
	Revisions  []revisionLine
	Rows       []conflictRow // values that both changed
	KeepMine   string        // address with all changes, made to the current revision
	TakeTheirs string        // address without the changes in Rows
}

type revisionLine struct {
	Number                int
	Author, Reason, Saved string
}

type conflictRow struct{ Where, What, Base, Theirs, Mine string }

// conflictOf holds the changes against what was saved since the revision they
// were made to; saved is the values as they are stored now, and numbers those of
// them that are of the reference.
func (v planPage) conflictOf(saved map[string]string, numbers numbers) *conflictPanel {
	e := v.Plan.Edit
	if e.Conflict == nil {
		return nil
	}
	l := v.L
	p := &conflictPanel{Current: e.Conflict.Current}
	for _, r := range e.Conflict.Revisions {
		p.Revisions = append(p.Revisions, revisionLine{r.Number, r.Author, r.Reason, minute(r.CreatedAt)})
	}
	base := map[string]string{}
	if e.Conflict.Base != nil {
		base = valuesOf(*e.Conflict.Base, v.Plan.Tiers)
		e.numbers(e.Conflict.Base.Document, v.Plan.Reference).addTo(base)
	}
	var both []planner.Change
	for _, c := range e.Changes {
		was, known := base[c.Path]
		theirs := saved[c.Path]
		if known && theirs == was || theirs == c.Value {
			continue
		}
		both = append(both, c)
		row := conflictRow{Base: said(l, c.Path, was), Theirs: said(l, c.Path, theirs), Mine: said(l, c.Path, c.Value)}
		row.Where, row.What = numbers.words(l, v.Plan.Result, c.Path)
		p.Rows = append(p.Rows, row)
	}
	p.KeepMine, p.TakeTheirs = v.rebased(nil), v.rebased(both)
	return p
}

// rebased is the address of the page without some of the changes; the others
// are taken as made to the revision that is stored now.
func (v planPage) rebased(out []planner.Change) string {
	v.Frame.Query = maps.Clone(v.Frame.Query)
	v.Frame.Query.Set("base", strconv.Itoa(v.Plan.Revision))
	at := v.without(out)
	if typed := (Frame{Query: v.Frame.Query}).keep("author", "reason").Encode(); typed != "" && strings.Contains(at, "set=") {
		at += "&" + typed
	}
	return at
}
