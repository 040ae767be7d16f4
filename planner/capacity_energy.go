package planner

import "buildout/planner/power"

// siteDraw is what a site draws from the grid in the months, as indices, from
// from up to until, exclusive.
type siteDraw struct {
	from, until int
	facility    power.Facility
	classes     []int // of each hall of the site
	contracted  KW    // what the grid feeds may carry
}

// draw works out what the site draws in the months in which a state holds.
func (t *siteTrains) draw(st *siteState, from, until int) siteDraw {
	d := siteDraw{from: from, until: until}
	if st.solved == nil {
		return d
	}
	d.facility, d.classes, d.contracted = st.solved.Facility(), make([]int, len(t.halls)), st.solved.Shared[0].Usable
	for j := range t.halls {
		d.classes[j] = t.halls[j].class
	}
	return d
}
