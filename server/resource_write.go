package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"buildout/models"
	"buildout/planner"
)

type createElementsInput struct {
	PlanPath
	Address
	Condition
	ChangeHeaders
	KeyHeader
	SentBody
}

func (e *elements[T]) create(ctx context.Context, in *createElementsInput) (*storedAnswer, error) {
	list, form, one, err := sentElements[T](in.SentBody)
	if err != nil {
		return nil, err
	}
	ref, why, err := e.server.keyed(ctx, in.ID, in.ChangeHeaders, in.KeyHeader, &in.Address, in.SentBody)
	if err != nil {
		return nil, err
	}
	stored, err := e.server.update(ctx, ref, why, func(now models.StoredPlan) (planner.Plan, error) {
		if in.IfMatch != "" && !matches(in.IfMatch, planTag(now)) {
			return now.Plan, outdatedTag(now, in.IfMatch)
		}
		return e.checked(form, len(list), one, func(at []int) (planner.Plan, []string, error) {
			plan := planner.Clone(now.Plan)
			paths, err := e.AddAll(&plan, chosen(list, at))
			return plan, paths, err
		})
	})
	if err != nil {
		return nil, err
	}
	out, err := e.answer(stored, e.added(&stored.Plan, list), one)
	if err == nil {
		out.Status = http.StatusCreated
	}
	return out, err
}

type patchElementsInput struct {
	PlanPath
	Address
	WriteCondition
	ChangeHeaders
	SentBody
}

func (e *elements[T]) patchMany(ctx context.Context, in *patchElementsInput) (*storedAnswer, error) {
	if in.IfMatch == "" {
		return nil, errNoIfMatch
	}
	patches, err := sentPatches(in.SentBody)
	if err != nil {
		return nil, err
	}
	why, err := in.ChangeHeaders.model()
	if err != nil {
		return nil, err
	}
	var patched []T
	stored, err := e.server.update(ctx, in.ID, why, func(now models.StoredPlan) (planner.Plan, error) {
		if !matches(in.IfMatch, planTag(now)) {
			return now.Plan, outdatedTag(now, in.IfMatch)
		}
		var plan planner.Plan
		var err error
		plan, patched, err = e.put(now.Plan, patches, false)
		return plan, err
	})
	if err != nil {
		return nil, err
	}
	return e.answer(stored, patched, false)
}

type deleteElementsInput struct {
	PlanPath
	Address
	WriteCondition
	ChangeHeaders
	SentBody
}

// ElementReference names an element of a list.
type ElementReference struct {
	ID string `json:"id" doc:"The names that lead to it, with slashes between" example:"ansan/DH-1/R-001"`
}

func (e *elements[T]) deleteMany(ctx context.Context, in *deleteElementsInput) (*struct{}, error) {
	if in.IfMatch == "" {
		return nil, errNoIfMatch
	}
	ids, err := sentIDs(in.SentBody)
	if err != nil {
		return nil, err
	}
	why, err := in.ChangeHeaders.model()
	if err != nil {
		return nil, err
	}
	_, err = e.server.update(ctx, in.ID, why, func(now models.StoredPlan) (planner.Plan, error) {
		if !matches(in.IfMatch, planTag(now)) {
			return now.Plan, outdatedTag(now, in.IfMatch)
		}
		plan := planner.Clone(now.Plan)
		if err := e.RemoveAll(&plan, ids); err != nil {
			return plan, refusedSent(err, false)
		}
		return plan, e.valid(plan, nil, false)
	})
	return nil, err
}

type patchElementInput struct {
	PlanPath
	Address
	WriteCondition
	ChangeHeaders
	SentBody
}

func (e *elements[T]) patch(ctx context.Context, in *patchElementInput) (*storedAnswer, error) {
	if in.IfMatch == "" {
		return nil, errNoIfMatch
	}
	document, err := sentPatch(in.SentBody)
	if err != nil {
		return nil, err
	}
	why, err := in.ChangeHeaders.model()
	if err != nil {
		return nil, err
	}
	var patched []T
	stored, err := e.server.update(ctx, in.ID, why, func(now models.StoredPlan) (planner.Plan, error) {
		if err := e.current(now, in.id(), in.IfMatch); err != nil {
			return now.Plan, err
		}
		var plan planner.Plan
		var err error
		plan, patched, err = e.put(now.Plan, []patch{{in.id(), document}}, true)
		return plan, err
	})
	if err != nil {
		return nil, err
	}
	return e.answer(stored, patched, true)
}

type deleteElementInput struct {
	PlanPath
	Address
	WriteCondition
	ChangeHeaders
}

func (e *elements[T]) delete(ctx context.Context, in *deleteElementInput) (*struct{}, error) {
	if in.IfMatch == "" {
		return nil, errNoIfMatch
	}
	why, err := in.ChangeHeaders.model()
	if err != nil {
		return nil, err
	}
	_, err = e.server.update(ctx, in.ID, why, func(now models.StoredPlan) (planner.Plan, error) {
		if err := e.current(now, in.id(), in.IfMatch); err != nil {
			return now.Plan, err
		}
		plan := planner.Clone(now.Plan)
		e.Remove(&plan, in.id())
		return plan, e.valid(plan, nil, true)
	})
	return nil, err
}

// current holds If-Match against the ETags of an element and of its plan.
func (e *elements[T]) current(now models.StoredPlan, id, ifMatch string) error {
	element, err := e.find(&now.Plan, id)
	tag := elementTag(now.PlanHead, element)
	if err != nil || matches(ifMatch, planTag(now)) || matchesContent(ifMatch, tag) {
		return err
	}
	old := outdatedTag(now, ifMatch)
	old.tag = tag
	old.what, old.was = e.one, func(plan planner.Plan) planner.Plan {
		was := planner.Clone(now.Plan)
		if before, _, ok := e.Find(&plan, id); ok {
			_, _ = e.Put(&was, id, before) // what cannot be put back is not compared
		}
		return was
	}
	return old
}

// put merges patches into the elements of a plan that they name, and returns the
// elements as they are then.
func (e *elements[T]) put(was planner.Plan, patches []patch, one bool) (plan planner.Plan, patched []T, err error) {
	ids := make([]string, len(patches))
	patched = make([]T, len(patches))
	var form []planner.Fault
	for i, p := range patches {
		ids[i] = p.id
		element, _, ok := e.Find(&was, p.id)
		if !ok {
			form = append(form, planner.Fault{Path: fmt.Sprintf("[%d].id", i), Found: p.id, Message: e.missing(&was, p.id)})
			continue
		}
		var found []planner.Fault
		patched[i], found = merge(element, p.document)
		for _, f := range found {
			f.Path = below(fmt.Sprintf("[%d]", i), f.Path)
			form = append(form, f)
		}
	}
	plan, err = e.checked(form, len(patches), one, func(at []int) (planner.Plan, []string, error) {
		plan := planner.Clone(was)
		paths, err := e.PutAll(&plan, chosen(ids, at), chosen(patched, at))
		return plan, paths, err
	})
	return plan, patched, err
}

// added are the elements of a stored plan that were made of those that were sent.
// What has no id yet stands at the end.
func (e *elements[T]) added(plan *planner.Plan, sent []T) []T {
	if len(sent) > 0 && e.IDOf(sent[0]) != "" {
		return sent
	}
	all := slices.Collect(e.All(plan))
	return all[len(all)-len(sent):]
}

// answer writes elements as a stored plan has them.
func (e *elements[T]) answer(stored models.StoredPlan, changed []T, one bool) (*storedAnswer, error) {
	list := make([]T, len(changed))
	for i, element := range changed {
		list[i], _, _ = e.Find(&stored.Plan, e.IDOf(element))
	}
	out := &storedAnswer{Status: http.StatusOK, ContentType: "application/json", ETag: planTag(stored), Location: planAddress(stored.ID) + "/" + e.Name}
	if stored.Replayed {
		out.Replayed = "true"
	}
	var err error
	if one {
		out.ETag, out.Location = elementTag(stored.PlanHead, list[0]), e.addressOf(stored.ID, e.IDOf(list[0]))
		out.Body, err = writeJSON(list[0])
	} else {
		out.Body, err = writeJSON(list)
	}
	return out, err
}
