package pages

// SweepCheck is what the page's script is told of a form that is filled in.
type SweepCheck struct {
	Query    string            `json:"query"`    // of the page, with the sweep as an address holds it
	Count    string            `json:"count"`    // how many variants there are, in words
	Variants int               `json:"variants"` // 0 where it cannot be run
	Faults   map[string]string `json:"faults"`   // by the field they belong to
	Words    []string          `json:"words"`    // of the inputs, row by row
}

// SweepCheck says what a form comes to that varies the plan of a column.
func (p *Pages) SweepCheck(f Frame, view SweepView, column CompareColumn) SweepCheck {
	s := p.shell(f, "compare", "compare.title")
	check := SweepCheck{Query: s.sweepQuery(view.Form).Encode(), Count: s.countWords(&view), Variants: view.Variants, Faults: s.faultWords(view.Faults)}
	words := s.inputWords(column, view.Reference)
	for _, axis := range view.Form.Axes {
		check.Words = append(check.Words, words.now(pathsOf(axis.Path), view.Reference))
	}
	return check
}
