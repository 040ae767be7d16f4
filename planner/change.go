package planner

import (
	"reflect"
	"slices"
	"strings"

	"buildout/planner/power"
)

// Change is one value of a plan set to another: a path by names, such as
// sites/ansan/halls/DH-1/ups/arrangement, and the value as text.
//
// A path is keys of the plan's JSON joined by slashes and, within a list, the
// name, kind or code of an element, or its index from 0 where it has none of
// them. A slash in a name is written %2F, a percent sign %25. A hall stands
// under its site without its phase, a stage under its hall or site without
// train or plant. Texts of a list are parted by commas. No value takes an
// optional one away.
//
// Amounts of won are read as people write them too, such as 4,600억. Ceilings
// are told apart by their year, and one is made for a year that has none; no
// value at budget/ceilings/2024 takes it away.
//
// Under cost_book/overrides/CODE stand unit_price, currency, price_month, class,
// low_share, high_share and source of the plan's own price for a line. Where the
// plan has none it is made of the shipped one, with a source that says it is the
// plan's; no value at cost_book/overrides/CODE takes it away. The value at
// values/NAME goes in place of the reference value of that name, and that at
// values/NAME/source says where it comes from; no value at values/NAME takes it
// away.
//
// Under redundancy_tiers/III a kind of stage is the least arrangement that the
// tier asks of it; no value takes the demand away. Under the name of a tier
// that is not there yet, copy makes it as a copy of the tier named by the value.
type Change struct {
	Path  string `json:"path"`
	Value string `json:"value" plain:"true"`
}

// Apply returns the plan with the changes made to it, in their order. A new
// arrangement of a stage keeps what its modules may carry: modules are added or
// taken away, unless a later change sets their number. A change to a shipped
// tier, or to the shipped rack circuit, is made to a copy of the plan's own. The
// error is *Invalid with every change whose path or value does not fit, and
// with every fault of the changed plan.
func Apply(plan Plan, ref Reference, changes []Change) (Plan, error) {
	plan, faults := changed(plan, ref, changes)
	faults = append(faults, validate(plan, ref)...)
	if len(faults) > 0 {
		return Plan{}, &Invalid{faults[:min(len(faults), maxFaults)]}
	}
	return plan, nil
}

// Changed is Apply for a plan that is evaluated next, which validates it: the
// error is *Invalid with every change whose path or value does not fit, and the
// plan may have faults.
func Changed(plan Plan, ref Reference, changes []Change) (Plan, error) {
	plan, faults := changed(plan, ref, changes)
	if len(faults) > 0 {
		return Plan{}, &Invalid{faults}
	}
	return plan, nil
}

func changed(plan Plan, ref Reference, changes []Change) (Plan, []Fault) {
	c := changer{plan: Clone(plan), ref: ref}
	for _, change := range changes {
		c.apply(change)
	}
	return c.plan, c.faults
}

// changer makes changes to a plan that is its own.
type changer struct {
	plan    Plan
	ref     Reference
	change  Change // being made
	reading bool   // whether the value at its path is only read
	made    bool   // whether what that stands in was not there
	faults  []Fault
}

func (c *changer) apply(change Change) {
	c.change = change
	parts, ok := c.parts()
	if !ok {
		return
	}
	at, ok := c.find(parts)
	switch {
	case !ok:
	case at.stage != nil && at.key == "arrangement":
		c.arrange(at)
	default:
		c.set(at)
	}
}

// find goes to the place at a path, making what stands there of what is shipped
// where the plan has none of its own. It returns false where the path leads
// nowhere, or the change is made with that.
func (c *changer) find(parts []string) (at place, ok bool) {
	if len(parts) > 1 && parts[0] == "redundancy_tiers" {
		if unmade := c.tier(parts[1], parts[2:]); !unmade {
			return at, false
		}
	}
	if unmade := c.money(parts); !unmade {
		return at, false
	}
	return c.walk(parts)
}

// arrange gives a stage another arrangement, and the modules for it.
func (c *changer) arrange(at place) {
	tier := tierOf(c.plan, c.ref, at.site.Tier)
	was := stageArrangement(at.stage, tier)
	if c.set(at) {
		at.stage.rearrange(was, stageArrangement(at.stage, tier))
	}
}

// rearrange gives the stage as many modules as carry in arrangement want what
// they carried in was. Pairs of systems that are no longer there go.
func (g *PowerStage) rearrange(was, want power.Arrangement) {
	if !want.Distributed() || want.Systems != was.Systems {
		g.Pairs = nil
	}
	counts := []int{g.Modules}
	for _, a := range g.Added {
		counts = append(counts, a.Modules)
	}
	counts = rearranged(was, want, counts)
	g.Modules = counts[0]
	for i := range g.Added {
		g.Added[i].Modules = counts[1+i]
	}
}

// rearranged returns the modules that carry in arrangement want what counts,
// each of which comes on top of those before it, carry in was. Counts that do
// not fit was are returned as they are.
func rearranged(was, want power.Arrangement, counts []int) []int {
	out := make([]int, len(counts))
	before, now := 0, 0
	for i, n := range counts {
		before += n
		if !was.Fits(before) {
			return counts
		}
		out[i] = max(modulesFor(want, needed(was, before))-now, want.Count())
		now += out[i]
	}
	return out
}

// carrying returns how many of an arrangement's systems are left to carry all
// of the load when it has lost as many as it may.
func carrying(a power.Arrangement) int {
	switch {
	case a.Catcher:
		return a.Systems
	case a.Distributed():
		return a.Systems - 1
	}
	return 1
}

// needed returns how many modules' load an arrangement of n modules may carry.
func needed(a power.Arrangement, n int) int {
	return (n/a.Count() - a.Spare) * carrying(a)
}

// modulesFor returns the fewest modules that in an arrangement carry the load
// of n.
func modulesFor(a power.Arrangement, n int) int {
	each := (n + carrying(a) - 1) / carrying(a)
	return (each + a.Spare) * a.Count()
}

// tier makes the change where it is one that only tiers have: a copy, or the
// demand on a kind of stage. It returns true where the change is still to be
// made, to the plan's own tier of that name.
func (c *changer) tier(name string, parts []string) (unmade bool) {
	key := ""
	if len(parts) == 1 {
		key = parts[0]
	}
	if key == "copy" {
		c.copyTier(name)
		return false
	}
	t := c.ownTier(name)
	switch {
	case t == nil:
		c.unknown(name, tierNames(c.plan, c.ref))
	case isKind(key) && !c.reading:
		c.ask(t, power.Kind(key))
	default:
		return true
	}
	return false
}

// ownTier returns the plan's own tier of a name, which it first makes of the
// shipped one where the plan has none; nil where there is neither.
func (c *changer) ownTier(name string) *RedundancyTier {
	named := func(t RedundancyTier) bool { return t.Name == name }
	i := slices.IndexFunc(c.plan.RedundancyTiers, named)
	if i < 0 {
		j := slices.IndexFunc(c.ref.Tiers, named)
		if j < 0 {
			return nil
		}
		i = len(c.plan.RedundancyTiers)
		c.addTier(c.ref.Tiers[j])
	}
	return &c.plan.RedundancyTiers[i]
}

func (c *changer) addTier(t RedundancyTier) {
	detach(reflect.ValueOf(&t).Elem())
	c.plan.RedundancyTiers = append(c.plan.RedundancyTiers, t)
}

// copyTier makes a tier by the name, without a title, of the one that the
// change names.
func (c *changer) copyTier(name string) {
	known := tierNames(c.plan, c.ref)
	switch {
	case slices.Contains(known, name):
		c.fault(name, "there is a tier of that name; give the copy another")
	case !slices.Contains(known, c.change.Value):
		c.unknown(c.change.Value, known)
	default:
		t := tierOf(c.plan, c.ref, c.change.Value)
		t.Name, t.Title = name, Text{}
		c.addTier(t)
	}
}

func (c *changer) ask(t *RedundancyTier, kind power.Kind) {
	var a power.Arrangement
	if !c.set(place{value: reflect.ValueOf(&a).Elem(), key: "arrangement", optional: true}) {
		return
	}
	i := slices.IndexFunc(t.Arrangements, func(a TierArrangement) bool { return a.Kind == kind })
	switch {
	case i < 0 && !a.IsZero():
		t.Arrangements = append(t.Arrangements, TierArrangement{kind, a})
	case i >= 0 && a.IsZero():
		t.Arrangements = slices.Delete(t.Arrangements, i, i+1)
	case i >= 0:
		t.Arrangements[i].Arrangement = a
	}
}

// tierNames lists the tiers a plan may claim, each once.
func tierNames(plan Plan, ref Reference) []string {
	var names []string
	for _, t := range redundancyTiers(plan, ref) {
		if !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
	}
	return names
}

// The most names that a fault lists, and that are searched for one like it.
const (
	maxListed   = 20
	maxSearched = 1_000
)

// unknown is the fault of a name that is not among the known ones.
func (c *changer) unknown(name string, known []string) {
	best := ""
	if len(known) <= maxSearched && len(name) <= 4*maxName {
		best = Nearest(name, known)
	}
	switch {
	case len(known) == 0:
		c.fault(name, "no such name here; there are none")
	case len(known) <= maxListed:
		c.fault(name, "no such name here; there are %s", strings.Join(known, ", "))
	case best != "":
		c.fault(name, "no such name here; did you mean %s?", best)
	default:
		c.fault(name, "no such name here; there are %s and %d more", strings.Join(known[:maxListed], ", "), len(known)-maxListed)
	}
}
