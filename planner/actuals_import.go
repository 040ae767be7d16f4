package planner

import "buildout/planner/table"

// DecodeActuals reads entries of the books from CSV in UTF-8, with a byte order
// mark or without. The first row names the columns, in English or Korean and in
// any order: code (코드), site (사이트), phase (단계), month (월), committed_krw
// (약정액), paid_krw (지급액), final (정산) and source (근거). Code, site, month and
// one of the amounts must be there, and in each row one of the amounts or final.
// Amounts are what finance.ParseKRW reads; a blank one is none, not zero.
//
// Codes, sites and phases must be those of the plan and of ref. The error is
// *Invalid with every fault at its row and column, such as "row 7, paid_krw"; a
// row is counted as a spreadsheet counts it. Where it is not nil no entry is
// returned.
func DecodeActuals(document []byte, plan Plan, ref Reference) ([]Actual, error) {
	rows := table.Read(document, ActualsColumns, Nearest)
	if !rows.Has("committed_krw") && !rows.Has("paid_krw") {
		rows.Missing("a column of amounts is missing: committed_krw or paid_krw")
	}
	d := actualsDecoder{plan: plan, ref: ref}
	var entries []Actual
	for row := range rows.Rows() {
		entries = append(entries, d.entry(row))
	}
	if err := InvalidTable(rows.Faults()); err != nil {
		return nil, err
	}
	return entries, nil
}

// InvalidTable returns the faults of a table as those of a document; nil where
// there are none.
func InvalidTable(faults []table.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	invalid := &Invalid{make([]Fault, len(faults))}
	for i, f := range faults {
		invalid.Faults[i] = Fault{Path: f.Place(), Found: f.Found, Message: f.Message}
	}
	return invalid
}

// MergeActuals returns the plan with the books closed through a month, and with
// entries in place of those it had for the same code, site, phase and month. An
// entry of zero won that settles nothing takes those out. A zero month leaves the
// last closed one as it is. The plan's own lists stay untouched.
func MergeActuals(plan Plan, through Month, entries []Actual) Plan {
	type monthKey struct {
		lineKey
		month Month
	}
	key := func(a *Actual) monthKey { return monthKey{lineKey{a.Code, a.Site, phaseName(plan, a)}, a.Month} }
	replaced := make(map[monthKey]bool, len(entries))
	for i := range entries {
		replaced[key(&entries[i])] = true
	}
	merged := make([]Actual, 0, len(plan.Actuals.Entries)+len(entries))
	for i := range plan.Actuals.Entries {
		if a := &plan.Actuals.Entries[i]; !replaced[key(a)] {
			merged = append(merged, *a)
		}
	}
	for _, a := range entries {
		if !a.IsNothing() {
			merged = append(merged, a)
		}
	}
	plan.Actuals.Entries = merged
	if !through.IsZero() {
		plan.Actuals.Through = through
	}
	return plan
}

// IsNothing reports whether the entry says nothing: no won, and no settlement.
func (a Actual) IsNothing() bool { return a.PaidKRW == 0 && a.CommittedKRW == 0 && !a.Final }

// ActualsColumns are the columns of the books.
var ActualsColumns = []table.Column{
	{Name: "code", Korean: "코드", Required: true}, {Name: "site", Korean: "사이트", Required: true}, {Name: "phase", Korean: "단계"},
	{Name: "month", Korean: "월", Required: true}, {Name: "committed_krw", Korean: "약정액"}, {Name: "paid_krw", Korean: "지급액"},
	{Name: "final", Korean: "정산"}, {Name: "source", Korean: "근거"},
}
