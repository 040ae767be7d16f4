package pages

import (
	"io"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
)

// BridgeView is why the figure of one plan is not that of another.
type BridgeView struct {
	From, To int // places of the columns; -1 where the plan that is asked for is none of them
	Of       compare.Figure
	Detail   compare.Detail
	Bridge   *compare.BridgeResult // nil where it is not worked out
	Plans    int                   // that are to be worked out for it
	Gone     string                // plan that is asked for and not there
	Fault    string                // why it cannot be worked out
}

// bridgePart is the part of the Compare page that says why two plans differ.
type bridgePart struct {
	Action                     string
	Kept                       []keptValue
	From, To, Figures, Details []choice
	Loaded                     bridgeLoaded
}

// bridgeLoaded is what of it the page may load by itself.
type bridgeLoaded struct {
	Bridge  *bridgeDrawn
	Pending *pending
	Fault   string
}

// The keys of a query that choose a bridge, and the one that has it drawn at once.
const (
	FromKey   = "from"
	ToKey     = "to"
	OfKey     = "of"
	DetailKey = "detail"
	BridgeKey = "bridge"
)

// bridgePart is why two plans of a comparison differ; nil where there are not two.
func (s shell) bridgePart(v CompareView) (*bridgePart, error) {
	if v.Bridge == nil {
		return nil, nil
	}
	b := v.Bridge
	part := bridgePart{Action: s.Frame.Path + "#why", Kept: s.Hidden(FromKey, ToKey, OfKey, DetailKey, BridgeKey)}
	for i, c := range v.Columns {
		part.From = append(part.From, choice{Name: c.Ref, Title: c.Name, Current: i == b.From})
		part.To = append(part.To, choice{Name: c.Ref, Title: c.Name, Current: i == b.To})
	}
	for _, of := range compare.Figures {
		part.Figures = append(part.Figures, choice{Name: string(of), Title: s.L.T("bridge.of." + string(of)), Current: of == b.Of})
	}
	for _, d := range compare.Details {
		part.Details = append(part.Details, choice{Name: string(d), Title: s.L.T("bridge.detail." + string(d)), Current: d == b.Detail})
	}
	var err error
	part.Loaded, err = s.bridgeLoaded(v)
	return &part, err
}

// CompareBridge draws why two plans differ, as a part of the Compare page.
func (p *Pages) CompareBridge(w io.Writer, f Frame, v CompareView) error {
	s := p.shell(f, "compare", "compare.title")
	loaded, err := s.bridgeLoaded(v)
	if err != nil {
		return err
	}
	return p.drawPart(w, "compare", "bridge_loaded", s.With(loaded))
}

func (s shell) bridgeLoaded(v CompareView) (loaded bridgeLoaded, err error) {
	b := v.Bridge
	switch {
	case b.Gone != "":
		loaded.Fault = s.L.T("bridge.fault.gone", "plan", b.Gone)
	case b.Fault != "":
		loaded.Fault = b.Fault
	case b.From == b.To:
		loaded.Fault = s.L.T("bridge.fault.same")
	default:
		for _, at := range []int{b.From, b.To} {
			if c := v.Columns[at]; c.Fault != nil {
				loaded.Fault = s.L.T("bridge.fault.plan", "plan", c.Name, "fault", strings.Join(c.Faults, "; "))
				return loaded, nil
			}
		}
		if b.Bridge == nil {
			loaded.Pending = s.bridgePending(v)
			return loaded, nil
		}
		results := []planner.Result{v.Columns[b.To].Result, v.Columns[b.From].Result}
		loaded.Bridge, err = s.bridgeDrawn(*b.Bridge, results...)
	}
	return loaded, err
}

// bridgePending says that the plans between two of a comparison are to be worked
// out; its part is at /compare/bridge.
func (s shell) bridgePending(v CompareView) *pending {
	b := v.Bridge
	query := s.Frame.keep("lang", "unit")
	query.Set(FromKey, v.Columns[b.From].Ref)
	query.Set(ToKey, v.Columns[b.To].Ref)
	query.Set(OfKey, string(b.Of))
	query.Set(DetailKey, string(b.Detail))
	return s.pending(b.Plans, address("/compare/bridge", query), BridgeKey, "#why")
}
