package models

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"buildout/planner"
)

// TestStoreIsItsModel: after any sequence of requests the store holds what a map
// in memory does that was told the same, and refused what that one refuses.
func TestStoreIsItsModel(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, address string) {
		stores, run := []*Store{s, opened(t, address)}, 0
		rapid.Check(t, func(r *rapid.T) {
			run++
			m := &model{stores: stores, run: run, plans: map[int64]*modelPlan{}, gone: map[int64]string{}, comparisons: map[int64]Comparison{}, keys: map[string]modelAnswer{}}
			r.Repeat(map[string]func(*rapid.T){
				"create":          m.create,
				"update":          m.update,
				"restore":         m.restore,
				"approve":         m.approve,
				"delete":          m.delete,
				"repeat":          m.repeat,
				"compare":         m.compare,
				"compare anew":    m.compareAnew,
				"compare no more": m.compareNoMore,
				"":                func(t *rapid.T) { m.check(t); m.checkComparisons(t) },
			})
		})
	})
}

// model is what a store must hold of the plans of one run.
type model struct {
	stores []*Store // of one database
	run    int
	keys   map[string]modelAnswer
	plans  map[int64]*modelPlan

	gone        map[int64]string // the last names of plans that are deleted
	comparisons map[int64]Comparison
}

// modelPlan is a plan: what it was at each revision, and the approvals.
type modelPlan struct {
	revisions []planner.Plan
	approvals map[int]string
}

func (p *modelPlan) now() planner.Plan { return p.revisions[len(p.revisions)-1] }

// modelAnswer is a request with a key and what it made.
type modelAnswer struct {
	send func(*Store) ([]StoredPlan, error)
	made []StoredPlan
}

// save sends a request with a key of its own, or none, and takes in its answer:
// the plans in made, unless want is why it must be refused.
func (m *model) save(t *rapid.T, want error, send func(*Store, Key) ([]StoredPlan, error), made []planner.Plan) {
	var k Key
	if rapid.Bool().Draw(t, "key") {
		k = key(fmt.Sprint(m.run, " ", len(m.keys)), "request")
	}
	stored, err := send(m.store(t), k)
	if !errors.Is(err, want) {
		t.Fatalf("%v, want %v", err, want)
	}
	if want != nil {
		return
	}
	for i, p := range stored {
		if diff := cmp.Diff(made[i], p.Plan); diff != "" || p.Replayed {
			t.Fatalf("replayed is %t (-sent +stored):\n%s", p.Replayed, diff)
		}
		if m.plans[p.ID] == nil {
			m.plans[p.ID] = &modelPlan{approvals: map[int]string{}}
		}
		plan := m.plans[p.ID]
		plan.revisions = append(plan.revisions, made[i])
		stored[i].Replayed = true
	}
	if k.Name != "" {
		m.keys[k.Name] = modelAnswer{func(s *Store) ([]StoredPlan, error) { return send(s, k) }, stored}
	}
}

func (m *model) store(t *rapid.T) *Store { return rapid.SampledFrom(m.stores).Draw(t, "store") }

// create creates one plan or more, some with names that are taken.
func (m *model) create(t *rapid.T) {
	var plans []planner.Plan
	var want error
	taken := m.names()
	for range rapid.IntRange(1, 3).Draw(t, "plans") {
		plan := small(m.name(t))
		if taken[plan.Name] != 0 {
			want = ErrDuplicate
		}
		taken[plan.Name] = -1
		plans = append(plans, plan)
	}
	m.save(t, want, func(s *Store, k Key) ([]StoredPlan, error) { return s.CreatePlans(t.Context(), plans, Change{Key: k}) }, plans)
}

// name draws one of a few names.
func (m *model) name(t *rapid.T) string {
	return fmt.Sprintf("run %d plan %d", m.run, rapid.IntRange(0, 7).Draw(t, "name"))
}

// names is the ids of the plans by name.
func (m *model) names() map[string]int64 {
	names := map[string]int64{}
	for id, p := range m.plans {
		names[p.now().Name] = id
	}
	return names
}

// some draws plans, by id or by name, or ends the step where there are none.
func (m *model) some(t *rapid.T, most int) (ids []int64, refs []string) {
	if len(m.plans) == 0 {
		t.Skip("no plan")
	}
	ids = rapid.SliceOfNDistinct(rapid.SampledFrom(slices.Sorted(maps.Keys(m.plans))), 1, min(most, len(m.plans)), rapid.ID).Draw(t, "ids")
	for _, id := range ids {
		ref := strconv.FormatInt(id, 10)
		if rapid.Bool().Draw(t, "by name") {
			ref = m.plans[id].now().Name
		}
		refs = append(refs, ref)
	}
	return ids, refs
}

// update changes plans, and the names of some, perhaps to one that is taken.
func (m *model) update(t *rapid.T) {
	ids, refs := m.some(t, 3)
	others := m.names()
	for _, id := range ids {
		delete(others, m.plans[id].now().Name)
	}
	var plans []planner.Plan
	var want error
	for _, id := range ids {
		plan := planner.Clone(m.plans[id].now())
		plan.Horizon.Months = rapid.IntRange(1, 99).Draw(t, "months")
		plan.Sites[0], plan.Sites[1] = plan.Sites[1], plan.Sites[0]
		if rapid.IntRange(0, 3).Draw(t, "rename") == 0 {
			plan.Name = m.name(t)
		}
		if others[plan.Name] != 0 {
			want = ErrDuplicate
		}
		others[plan.Name] = id
		plans = append(plans, plan)
	}
	m.save(t, want, func(s *Store, k Key) ([]StoredPlan, error) {
		return s.UpdatePlans(t.Context(), refs, Change{Key: k}, func([]StoredPlan) ([]planner.Plan, error) { return plans, nil })
	}, plans)
}

// restore makes a plan what it was at a revision, under the name it has.
func (m *model) restore(t *rapid.T) {
	ids, refs := m.some(t, 1)
	plan := m.plans[ids[0]]
	old := planner.Clone(rapid.SampledFrom(plan.revisions).Draw(t, "revision"))
	old.Name = plan.now().Name
	revision := len(plan.revisions) - rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "behind")
	var want error
	if revision < len(plan.revisions) {
		want = ErrStale
	}
	m.save(t, want, func(s *Store, k Key) ([]StoredPlan, error) {
		stored, err := s.ReplacePlan(t.Context(), refs[0], revision, old, Change{Key: k})
		return []StoredPlan{stored}, err
	}, []planner.Plan{old})
}

// approve approves a revision under one of a few names.
func (m *model) approve(t *rapid.T) {
	ids, refs := m.some(t, 1)
	plan := m.plans[ids[0]]
	revision := rapid.IntRange(1, len(plan.revisions)+1).Draw(t, "revision")
	name := fmt.Sprint("board ", rapid.IntRange(1, 3).Draw(t, "name"))
	var want error
	switch {
	case revision > len(plan.revisions):
		want = ErrNotFound
	case plan.approvals[revision] != "":
		want = ErrApproved
	case slices.Contains(slices.Collect(maps.Values(plan.approvals)), name):
		want = ErrDuplicate
	}
	_, err := m.store(t).Approve(t.Context(), refs[0], strconv.Itoa(revision), Approval{Name: name}, Key{})
	if !errors.Is(err, want) {
		t.Fatalf("%v, want %v", err, want)
	}
	if want == nil {
		plan.approvals[revision] = name
	}
}

// delete deletes plans, unless one is approved.
func (m *model) delete(t *rapid.T) {
	ids, refs := m.some(t, 2)
	var want error
	for _, id := range ids {
		if len(m.plans[id].approvals) > 0 {
			want = ErrApproved
		}
	}
	err := m.store(t).DeletePlans(t.Context(), refs, func([]PlanHead) error { return nil })
	if !errors.Is(err, want) {
		t.Fatalf("%v, want %v", err, want)
	}
	for _, id := range ids {
		if want == nil {
			m.gone[id] = m.plans[id].now().Name
			delete(m.plans, id)
		}
	}
}

// repeat sends a request again with its key.
func (m *model) repeat(t *rapid.T) {
	if len(m.keys) == 0 {
		t.Skip("no key")
	}
	first := m.keys[rapid.SampledFrom(slices.Sorted(maps.Keys(m.keys))).Draw(t, "key")]
	var want error
	for _, p := range first.made {
		if m.plans[p.ID] == nil {
			want = ErrGone
		}
	}
	again, err := first.send(m.store(t))
	if !errors.Is(err, want) {
		t.Fatalf("%v, want %v", err, want)
	}
	if diff := cmp.Diff(first.made, again); want == nil && diff != "" {
		t.Fatalf("the answer to the key differs (-first +again):\n%s", diff)
	}
}

// check holds all plans against the store, from memory or not.
func (m *model) check(t *rapid.T) {
	s := m.store(t)
	if rapid.Bool().Draw(t, "from rows") {
		s.cache.plans.InvalidateAll()
	}
	stored, err := s.PlansByID(t.Context(), slices.Sorted(maps.Keys(m.plans)))
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range stored {
		want := m.plans[got.ID]
		if diff := cmp.Diff(want.now(), got.Plan); diff != "" || got.Revision != len(want.revisions) || got.Hash != want.now().Hash() {
			t.Fatalf("plan %d is at revision %d of %d (-want +got):\n%s", got.ID, got.Revision, len(want.revisions), diff)
		}
		m.checkRevisions(t, s, got.ID)
	}
}

func (m *model) checkRevisions(t *rapid.T, s *Store, id int64) {
	want := m.plans[id]
	list, err := s.Revisions(t.Context(), strconv.FormatInt(id, 10))
	if err != nil || len(list) != len(want.revisions) {
		t.Fatalf("plan %d has %d revisions, %v; want %d", id, len(list), err, len(want.revisions))
	}
	for i, r := range list {
		name := ""
		if r.Approval != nil {
			name = r.Approval.Name
		}
		if r.Number != i+1 || r.Hash != want.revisions[i].Hash() || name != want.approvals[r.Number] {
			t.Fatalf("revision %d of plan %d is %d, hash %s, approved as %q; want %q", i+1, id, r.Number, r.Hash, name, want.approvals[i+1])
		}
	}
}
