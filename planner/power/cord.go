package power

import "math"

// Side is one of the two sides that dual-corded loads hang on.
type Side int

// The sides.
const (
	SideA Side = iota
	SideB
)

// ParseSide reads A or B.
func ParseSide(text string) (side Side, ok bool) {
	switch text {
	case "A":
		return SideA, true
	case "B":
		return SideB, true
	}
	return 0, false
}

// String returns A or B.
func (s Side) String() string { return [...]string{"A", "B"}[s] }

// Other returns the side across.
func (s Side) Other() Side { return 1 - s }

// NoPanel is the panel of a cord or panel that comes from none of those looked at.
const NoPanel = -1

// Cord is a connection of a load to a circuit.
type Cord struct {
	Circuit Circuit
	Side    Side
	Panel   int // index of the panel its circuit comes from, or NoPanel
	Line    int // single-phase circuits: 0, 1 or 2 for L1, L2 or L3
}

// CordLoad is what a cord carries, in amps on each phase it is on.
type CordLoad struct {
	Now   float64 // with both sides in
	After float64 // with the other side lost
	Limit float64 // least along the circuit and the panels above it
}

// Share returns the load after the loss of the other side over the limit.
func (l CordLoad) Share() float64 { return l.After / l.Limit }

// CordShares returns the share of a load that each of own cords on a side
// carries where other cords go to the other side. The load splits evenly over
// the sides that live and evenly over the cords of a side; with the other side
// lost, all of it is on this one.
//
//	now = 1 / (2 * own), or 1 / own where other is 0;  after = 1 / own
func CordShares(own, other int) (now, after float64) {
	after = 1 / float64(own)
	if other > 0 {
		return after / 2, after
	}
	return after, after
}

// UsableVA returns the VA a load may draw so that the loss of either side
// leaves every cord of the other within the limit given for it, rounded down to
// whole VA: the lesser side's number of cords times the least that one of them
// may carry. It is 0 where a side has no cord.
func UsableVA(cords []Cord, limits []CordLoad) float64 {
	var count [2]int
	least := [2]float64{math.Inf(1), math.Inf(1)}
	for i, c := range cords {
		count[c.Side]++
		least[c.Side] = min(least[c.Side], c.Circuit.VA(limits[i].Limit))
	}
	usable := math.Inf(1)
	for side, n := range count {
		if n == 0 {
			return 0
		}
		usable = min(usable, float64(n)*least[side])
	}
	return math.Floor(usable + 1e-6)
}
