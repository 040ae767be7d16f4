package models

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// compare saves a comparison, some under a name that is taken or with a plan or
// a revision that is not there.
func (m *model) compare(t *rapid.T) {
	c, want := m.comparison(t, 0)
	stored, err := m.store(t).CreateComparison(t.Context(), c)
	m.saved(t, stored, err, want, c)
}

// compareAnew puts a comparison in the place of another, which may have another
// version by then.
func (m *model) compareAnew(t *rapid.T) {
	id, ref := m.someComparison(t)
	c, want := m.comparison(t, id)
	version := m.comparisons[id].Version - rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "behind")
	if version != m.comparisons[id].Version {
		want = ErrStale
	}
	stored, err := m.store(t).ReplaceComparison(t.Context(), ref, version, c)
	m.saved(t, stored, err, want, c)
}

func (m *model) compareNoMore(t *rapid.T) {
	id, ref := m.someComparison(t)
	if err := m.store(t).DeleteComparison(t.Context(), ref, m.comparisons[id].Version); err != nil {
		t.Fatal(err)
	}
	delete(m.comparisons, id)
}

// someComparison draws a comparison, by id or by name, or ends the step where
// there is none.
func (m *model) someComparison(t *rapid.T) (id int64, ref string) {
	if len(m.comparisons) == 0 {
		t.Skip("no comparison")
	}
	id = rapid.SampledFrom(slices.Sorted(maps.Keys(m.comparisons))).Draw(t, "comparison")
	if rapid.Bool().Draw(t, "by name") {
		return id, m.comparisons[id].Name
	}
	return id, strconv.FormatInt(id, 10)
}

// comparison draws a comparison in the place of one with an id, 0 for none, and
// why it must be refused.
func (m *model) comparison(t *rapid.T, id int64) (c Comparison, want error) {
	if len(m.plans)+len(m.gone) == 0 {
		t.Skip("no plan")
	}
	c.Name = fmt.Sprintf("run %d set %d", m.run, rapid.IntRange(0, 3).Draw(t, "name"))
	for other, stored := range m.comparisons {
		if stored.Name == c.Name && other != id {
			want = ErrDuplicate
		}
	}
	ids := slices.Sorted(maps.Keys(m.plans))
	ids = append(ids, slices.Sorted(maps.Keys(m.gone))...)
	for _, plan := range rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, min(4, len(ids)), rapid.ID).Draw(t, "plans") {
		revision := 1
		if m.plans[plan] != nil {
			revision = rapid.IntRange(1, len(m.plans[plan].revisions)+1).Draw(t, "revision")
		}
		member := ComparisonMember{PlanID: plan, Revision: revision}
		there := m.plans[plan] != nil && revision <= len(m.plans[plan].revisions)
		kept := slices.ContainsFunc(m.comparisons[id].Members, func(o ComparisonMember) bool { return o.PlanID == plan && o.Revision == revision })
		if !there && !kept {
			want = ErrNotFound
		}
		c.Members = append(c.Members, member)
	}
	c.Baseline = rapid.IntRange(0, len(c.Members)-1).Draw(t, "baseline")
	return c, want
}

// saved takes in the answer to a comparison that was sent.
func (m *model) saved(t *rapid.T, stored Comparison, err, want error, sent Comparison) {
	if !errors.Is(err, want) {
		t.Fatalf("%v, want %v", err, want)
	}
	if want != nil {
		return
	}
	sent.ID, sent.Measures, sent.Version = stored.ID, []string{}, m.comparisons[stored.ID].Version+1
	m.comparisons[sent.ID] = sent
}

// checkComparisons holds all comparisons of the run against the store: their
// members are called as their plans are, and know the newest revision.
func (m *model) checkComparisons(t *rapid.T) {
	list, err := m.store(t).Comparisons(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, got := range list {
		want, of := m.comparisons[got.ID]
		if !of { // of an earlier run
			continue
		}
		seen++
		want.Members = slices.Clone(want.Members)
		for i := range want.Members {
			member := &want.Members[i]
			if member.PlanName = m.gone[member.PlanID]; m.plans[member.PlanID] != nil {
				member.PlanName, member.Newest = m.plans[member.PlanID].now().Name, len(m.plans[member.PlanID].revisions)
			}
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Comparison{}, "CreatedAt", "UpdatedAt")); diff != "" {
			t.Fatalf("comparison %d (-want +got):\n%s", got.ID, diff)
		}
	}
	if seen != len(m.comparisons) {
		t.Fatalf("%d comparisons are stored, want %d", seen, len(m.comparisons))
	}
}
