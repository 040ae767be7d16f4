package compare

// front collects the variants that no other beats: that none is at least as good
// as in every measure and better in one. Those that are alike in all stay beside
// each other.
type front struct {
	better  []Direction
	members []frontMember
}

type frontMember struct {
	index int
	costs [mostPareto]float64 // less is better
}

// The measures a front may be over.
const (
	leastPareto = 2
	mostPareto  = 3
)

// add puts a variant on the front unless one there beats it, and takes off it
// those that it beats. One that has no value in a measure is on no front.
func (f *front) add(index int, measured []Value) {
	m := frontMember{index: index}
	for i, v := range measured {
		switch {
		case v.Kind == None:
			return
		case f.better[i] == Higher:
			m.costs[i] = -v.Number
		default:
			m.costs[i] = v.Number
		}
	}
	kept := 0
	for i := range f.members {
		held := &f.members[i]
		if held.beats(&m) { // then m beats none of those on the front
			return
		}
		if !m.beats(held) {
			f.members[kept] = *held
			kept++
		}
	}
	f.members = append(f.members[:kept], m)
}

// beats reports whether a member is at least as good as another in every
// measure, and better in one.
func (m *frontMember) beats(other *frontMember) bool {
	better := false
	for i, cost := range m.costs {
		if cost > other.costs[i] {
			return false
		}
		better = better || cost < other.costs[i]
	}
	return better
}

// indices lists the variants of the front in the order they were added.
func (f *front) indices() []int {
	list := make([]int, len(f.members))
	for i, m := range f.members {
		list[i] = m.index
	}
	return list
}

// Front returns the places of the values that no other beats, in their order:
// two or three measures each, of which better says which way is the better. A
// value of none is on no front.
func Front(values [][]Value, better []Direction) []int {
	f := front{better: better}
	for i, v := range values {
		f.add(i, v)
	}
	return f.indices()
}
