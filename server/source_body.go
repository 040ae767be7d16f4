package server

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
)

// PlanSource is a plan that is stored, or one that is sent.
type PlanSource struct {
	Plan     string        `json:"plan,omitempty" doc:"Id or name of a stored plan; an @ and a revision may follow it" example:"two-sites-460" maxLength:"400"`
	Revision string        `json:"revision,omitempty" doc:"Number of a revision, or the name of its approval; the newest where omitted" example:"1" maxLength:"400"`
	Name     string        `json:"name,omitempty" doc:"What it is called in the answer; as the plan is where omitted" maxLength:"100"`
	Document *planner.Plan `json:"document,omitempty" doc:"A plan that is not stored, in place of plan"`
}

// manyFaults is how many faults a decoder lists before it stops reading.
const manyFaults = 1000

// sentSources decodes a body that is one JSON object with plans in it. Faults of
// form within the plan at the path of a source are those of that plan: they come
// back by that path, which documents lists. All others refuse the body.
func sentSources[T any](b SentBody, documents func(T) []string) (asked T, form map[string][]planner.Fault, err error) {
	if err := b.typed(jsonTypes); err != nil {
		return asked, nil, err
	}
	if b.begins() != '{' {
		return asked, nil, wrongKind("a JSON object is wanted here")
	}
	asked, err = planner.Decode[T](b.RawBody)
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return asked, nil, err
	}
	form = map[string][]planner.Fault{}
	paths := documents(asked)
	for _, f := range invalid.Faults {
		at := ""
		for _, path := range paths {
			if rest, ok := strings.CutPrefix(f.Path, path+".document"); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
				at, f.Path = path, strings.TrimPrefix(rest, ".")
				break
			}
		}
		if at == "" || len(invalid.Faults) >= manyFaults {
			return asked, nil, refusedSent(invalid, false)
		}
		form[at] = append(form[at], f)
	}
	return asked, form, nil
}

// check reports what is wrong with how a source at a path is named.
func (p PlanSource) check(at string) (faults []planner.Fault) {
	switch {
	case p.Plan == "" && p.Document == nil:
		faults = append(faults, planner.Fault{Path: at, Message: "name a stored plan as plan, or send one as document"})
	case p.Plan != "" && p.Document != nil:
		faults = append(faults, planner.NewFault(below(at, "plan"), p.Plan, "a source is a stored plan or one that is sent, not both"))
	case p.Revision != "" && p.Document != nil:
		faults = append(faults, planner.NewFault(below(at, "revision"), p.Revision, "a plan that is sent has no revisions"))
	}
	if p.Name != "" && !planner.ValidName(p.Name) {
		faults = append(faults, planner.NewFault(below(at, "name"), p.Name, "a name has 1 to 100 characters, no control characters and no space at its ends"))
	}
	return faults
}

// sent finds the plan of a source, or takes the one that was sent. form is what is
// wrong with how that is written.
func (s *Server) sent(ctx context.Context, p PlanSource, form []planner.Fault) source {
	if p.Document == nil {
		var found source
		if p.Revision == "" {
			found = s.locate(ctx, p.Plan)
		} else {
			found = s.locateRevision(ctx, p.Plan, p.Revision)
		}
		if p.Name != "" {
			found.Name = p.Name
		}
		return found
	}
	from := source{sent: true, Case: compare.Case{Name: p.Name, Plan: *p.Document}}
	if from.Name == "" {
		from.Name = from.Plan.Name
	}
	if len(form) > 0 {
		from.Fault = &planner.Invalid{Faults: form}
		return from
	}
	from.Hash, from.Fault = from.Plan.Hash(), planner.Validate(from.Plan, s.Reference)
	return from
}

// faultsAt lists why a source cannot be compared, each at its path below that of
// the source in the body.
func (from source) faultsAt(at string) (list []planner.Fault) {
	var invalid *planner.Invalid
	if !errors.As(from.Fault, &invalid) {
		return nil
	}
	for _, f := range invalid.Faults {
		switch {
		case from.sent:
			f.Path = below(at, below("document", f.Path))
		case f.Path == "plan" || f.Path == "revision":
			f.Path = below(at, f.Path)
		default: // of a stored plan, which has no place in the body
			f.Message, f.Path = fmt.Sprintf("%s: %s", from.Ref, f), at
		}
		list = append(list, f)
	}
	return list
}
