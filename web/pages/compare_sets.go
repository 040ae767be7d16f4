package pages

import (
	"net/url"
	"slices"
	"strconv"
)

// CompareSet is a saved comparison.
type CompareSet struct {
	ID       int64
	Name     string
	Title    string
	Note     string
	Version  int
	Baseline int
	Members  []SetMember
}

// SetMember is a plan of a saved comparison, at a revision.
type SetMember struct {
	PlanID   int64
	Name     string
	Revision int
	Newest   int // 0 where the plan is gone
}

// Ref names a member in a query.
func (m SetMember) Ref() string { return m.Name + "@" + strconv.Itoa(m.Revision) }

// The changes of saved comparisons.
const (
	SaveSet    = "save"
	ReplaceSet = "replace"
	RenameSet  = "rename"
	DeleteSet  = "delete"
)

// AskedSet is a change of a saved comparison that was refused.
type AskedSet struct {
	Do         string
	Refused    string
	Conflict   bool // someone else changed it since; what is stored now is open
	Name, Note string
}

// setsPart is the saved comparisons.
type setsPart struct {
	Open    *openSet
	List    []setLine
	Action  string
	Kept    []keptValue // of the query, for the forms
	Chosen  []keptValue // plans and baseline as they are shown, at their revisions
	Asked   *AskedSet
	CanSave bool // every plan is stored and can be read
}

// openSet is the saved comparison that is open.
type openSet struct {
	CompareSet
	Changed bool   // the page shows other plans than are saved
	Newer   string // says of how many plans there are newer revisions; empty where of none
	Take    string // address with the newest of all plans
	Back    string // address of it as it is saved
	Close   string // address of the plans without it
}

// setLine is a saved comparison to open.
type setLine struct {
	Name, Note, Plans, Newer, Href string
	Current                        bool
}

// setsPart lists the saved comparisons and says how the open one stands.
func (b *comparePage) setsPart() setsPart {
	part := setsPart{Action: "/compare/sets", Asked: b.View.Asked, CanSave: len(b.View.Columns) > 0}
	for _, set := range b.View.Sets {
		part.List = append(part.List, b.setLine(set))
	}
	for i, c := range b.View.Columns {
		if c.PlanID == 0 {
			part.CanSave = false
			continue
		}
		member := strconv.FormatInt(c.PlanID, 10) + "@" + strconv.Itoa(c.Revision)
		part.Chosen = append(part.Chosen, keptValue{"member", member})
		if i == b.View.Baseline {
			part.Chosen = append(part.Chosen, keptValue{"base", member})
		}
	}
	part.Kept = b.kept()
	if set := b.View.Set; set != nil {
		part.Open = b.openSet(*set)
	}
	return part
}

func (b *comparePage) setLine(set CompareSet) setLine {
	line := setLine{Name: set.Name, Note: set.Note, Current: b.View.Set != nil && b.View.Set.ID == set.ID}
	query := b.Frame.keep("lang", "unit")
	query.Set("comparison", set.Name)
	line.Href = address("/compare", query)
	newer, gone := 0, 0
	for i, m := range set.Members {
		if i > 0 {
			line.Plans += ", "
		}
		line.Plans += m.Ref()
		switch {
		case m.Newest == 0:
			gone++
		case m.Newest > m.Revision:
			newer++
		}
	}
	if newer > 0 {
		line.Newer = b.L.T("compare.sets.newer", "count", newer)
	}
	if gone > 0 {
		line.Newer += " " + b.L.T("compare.sets.gone", "count", gone)
	}
	return line
}

func (b *comparePage) openSet(set CompareSet) *openSet {
	o := &openSet{CompareSet: set}
	shown := make([]SetMember, 0, len(b.View.Columns))
	refs := map[string]string{}
	for _, c := range b.View.Columns {
		shown = append(shown, SetMember{PlanID: c.PlanID, Revision: c.Revision})
		if c.PlanID != 0 && c.Newest > c.Revision {
			refs[c.Ref] = newestOf(c)
		}
	}
	same := slices.EqualFunc(shown, set.Members, func(a, b SetMember) bool {
		return a.PlanID == b.PlanID && a.Revision == b.Revision || b.Newest == 0 && a.PlanID == 0
	})
	o.Changed = !same || b.View.Baseline != set.Baseline
	if len(refs) > 0 {
		o.Newer, o.Take = b.L.T("compare.sets.newer", "count", len(refs)), b.replacing(refs)
	}
	query := b.Frame.keep("lang", "unit", RowsKey, InputsKey)
	query.Set("comparison", set.Name)
	o.Back = address("/compare", query)
	named := b.named()
	named.Del("comparison")
	o.Close = address("/compare", url.Values(named))
	return o
}
