package planner

// ofReference is a number of the reference as an operand: of the plan where the
// plan puts its own in its place.
func (e *explainer) ofReference(operand, name string, value float64, unit string, basis Basis) Operand {
	o := Operand{Name: operand, Value: value, Unit: unit, Source: basis.Source, Basis: kindOf(basis), Figure: join("reference", name)}
	for i := range e.plan.Values {
		if e.plan.Values[i].Name == name {
			o.Basis = OfPlan
		}
	}
	return o
}

// reference explains reference/NAME, a number that the reference or the plan
// gives.
func (e *explainer) reference(left []string) (Explanation, error) {
	list := ReferenceValues(e.plan, e.ref)
	k, err := e.pick(left, len(list), func(i int) string { return list[i].Name })
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	v := &list[k]
	x := Explanation{Figure: e.figure, Title: v.Title, Value: v.Value, Unit: v.Unit, Rule: "given", Source: v.Source, Basis: kindOf(v.Basis)}
	if v.Overridden {
		x.Basis = OfPlan
	}
	return x.complete(), nil
}
