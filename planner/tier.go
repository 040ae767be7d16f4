package planner

import (
	"fmt"

	"buildout/planner/power"
)

// rule is what a tier asks of a site's trains.
func (t RedundancyTier) rule() power.Tier {
	return power.Tier{Name: t.Name, Survives: power.SetOf(t.Survives), Continuous: t.ContinuousCooling}
}

// tierLadder is the shipped tiers from the least to the highest, each as the
// plan has it where it has one of that name.
type tierLadder []power.Tier

func ladderOf(plan Plan, ref Reference) tierLadder {
	ladder := make(tierLadder, len(ref.Tiers))
	for i, t := range ref.Tiers {
		ladder[i] = tierOf(plan, ref, t.Name).rule()
	}
	return ladder
}

// reach sets the highest tier that each hall of a state reaches without missing
// one below it. A hall that may carry nothing reaches none.
func (l tierLadder) reach(st *siteState) {
	st.tiers = make([]string, len(st.halls))
	for i := range st.halls {
		for _, t := range l {
			if st.usable(i) <= 0 || !st.solved.Reaches(i, t) {
				break
			}
			st.tiers[i] = t.Name
		}
	}
}

// next returns what keeps hall i of a state from the tier above the one it
// reaches; nil at the top, and for a hall that may carry nothing.
func (l tierLadder) next(st *siteState, i int) *TierBreak {
	at := l.rank(st.tiers[i]) + 1
	if at == len(l) || st.usable(i) <= 0 {
		return nil
	}
	s := st.solved
	b := s.Break(i, l[at])
	return &TierBreak{Tier: l[at].Name, Cause: b.Cause, Kind: b.Kind, Hall: ownHall(s, i, b), Failure: b.Failure, LoadKW: rounded(b.Load), RatingKW: rounded(b.Rating)}
}

func ownHall(s *power.Solution, i int, b *power.Break) string {
	if b.Own {
		return s.HallName(i)
	}
	return ""
}

// reachTiers writes the tiers that the halls of a complete site reach, and the
// least of them for the site.
func (t *siteTrains) reachTiers(r *SiteResult, st *siteState) {
	claimed := t.tier.rule()
	least := len(t.tiers)
	r.TierMet = len(st.halls) > 0
	for i, j := range st.halls {
		h := &r.Halls[j]
		h.TierAchieved, h.TierBreak = st.tiers[i], t.tiers.next(st, i)
		h.TierReason = h.TierBreak.sentence()
		h.TierMet = st.usable(i) > 0 && st.solved.Reaches(i, claimed)
		r.TierMet = r.TierMet && h.TierMet
		if rank := t.tiers.rank(st.tiers[i]); rank < least {
			least = rank
			r.TierAchieved, r.TierBreak, r.TierReason = h.TierAchieved, h.TierBreak, h.TierReason
		}
	}
}

// rank is the place of a tier in the ladder, -1 for none.
func (l tierLadder) rank(name string) int {
	for i, t := range l {
		if t.Name == name {
			return i
		}
	}
	return -1
}

// TierRank returns the place of a tier among those that a site may reach: 1 for
// the least, 0 for none, which has no name. ok is false where the result knows no
// such tier, as one that does not come from Evaluate.
func (r *Result) TierRank(name string) (rank int, ok bool) {
	if name == "" || r.basis == nil {
		return 0, name == ""
	}
	for i := range r.basis.ref.Tiers {
		if r.basis.ref.Tiers[i].Name == name {
			return i + 1, true
		}
	}
	return 0, false
}

// sentence says in English what keeps a tier from being reached.
func (b *TierBreak) sentence() string {
	if b == nil {
		return ""
	}
	kind, where := b.Kind.Words(), ""
	if b.Hall != "" {
		where = " of " + b.Hall
	}
	switch b.Cause {
	case power.Dropped:
		return fmt.Sprintf("Tier %s: %s takes load down.", b.Tier, b.Failure)
	case power.Overloaded:
		return fmt.Sprintf("Tier %s: %s puts %s on %s left of the %s%s.", b.Tier, b.Failure, amount(float64(b.LoadKW), unitKW), amount(float64(b.RatingKW), unitKW), kind, where)
	case power.NoGenerator:
		return fmt.Sprintf("Tier %s wants power made on site; there are no generators.", b.Tier)
	case power.NoCompartment:
		return fmt.Sprintf("Tier %s: the plan does not say in which compartments the %s%s stands.", b.Tier, kind, where)
	case power.NotContinuous:
		return fmt.Sprintf("Tier %s: the %s%s stops while power is interrupted.", b.Tier, kind, where)
	}
	return ""
}
