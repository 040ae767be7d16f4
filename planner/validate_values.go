package planner

// values requires numbers that the reference has, each once and within what it
// may be, with which the reference still holds together.
func (v *validator) values(p *path) {
	v.atMost(p, "values", len(v.plan.Values), maxValues)
	if len(v.plan.Values) > maxValues {
		return
	}
	list := p.key1("values")
	for i := range v.plan.Values {
		at := list.at(i)
		v.prose(&at, "source", v.plan.Values[i].Source)
	}
	for _, f := range valueFaults(v.plan, v.ref) {
		at := list.at(f.index)
		v.fault(&at, f.key, f.found, "%s", f.message)
	}
}
