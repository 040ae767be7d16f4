package planner

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"buildout/planner/power"
)

// Hash returns the SHA-256 of the plan's JSON, in hex. Plans that differ in
// any field differ in it.
func (p Plan) Hash() string {
	document, err := json.Marshal(p)
	if err != nil {
		panic("planner: a plan is always JSON: " + err.Error())
	}
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:])
}

// rackTypes lists the plan's own rack types before the shipped ones, so that
// the first of a name holds.
func rackTypes(plan Plan, ref Reference) []RackType {
	if len(plan.RackTypes) == 0 {
		return ref.RackTypes
	}
	return slices.Concat(plan.RackTypes, ref.RackTypes)
}

// redundancyTiers lists the plan's own tiers before the shipped ones.
func redundancyTiers(plan Plan, ref Reference) []RedundancyTier {
	if len(plan.RedundancyTiers) == 0 {
		return ref.Tiers
	}
	return slices.Concat(plan.RedundancyTiers, ref.Tiers)
}

func tierOf(plan Plan, ref Reference, name string) RedundancyTier {
	for _, tiers := range [][]RedundancyTier{plan.RedundancyTiers, ref.Tiers} {
		for _, t := range tiers {
			if t.Name == name {
				return t
			}
		}
	}
	return RedundancyTier{}
}

// asks returns the least arrangement the tier asks of a kind; zero where it
// asks none.
func (t RedundancyTier) asks(kind power.Kind) power.Arrangement {
	for _, a := range t.Arrangements {
		if a.Kind == kind {
			return a.Arrangement
		}
	}
	return power.Arrangement{}
}

// stageArrangement is the stage's own arrangement, or the tier's, or N.
func stageArrangement(g *PowerStage, tier RedundancyTier) power.Arrangement {
	return firstArrangement(g.Arrangement, tier.asks(g.Kind))
}

// feedArrangement is the site's own arrangement of its grid feeds, or the
// tier's, or N.
func feedArrangement(s *Site, tier RedundancyTier) power.Arrangement {
	return firstArrangement(s.FeedArrangement, tier.asks(power.Feed))
}

func firstArrangement(own, tier power.Arrangement) power.Arrangement {
	switch {
	case !own.IsZero():
		return own
	case !tier.IsZero():
		return tier
	}
	return power.Arrangement{Systems: 1}
}

// codeWithin reports whether a cost code is the prefix or lies below it. Most
// codes are told apart by where their levels end.
func codeWithin(code, prefix string) bool {
	n := len(prefix)
	return len(code) >= n && (len(code) == n || code[n] == '.') && code[:n] == prefix
}

// codeIn reports whether a cost code is one of the prefixes or lies below one.
func codeIn(code string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return codeWithin(code, prefix) })
}

// groupOf returns the first level of a cost code.
func groupOf(code string) string {
	group, _, _ := strings.Cut(code, ".")
	return group
}
