package planner

import "fmt"

// The codes of findings about funding.
const (
	FundingNotTotal        = "funding_not_total"
	Unfunded               = "unfunded"
	FundingUnspent         = "funding_unspent"
	CommitmentOverApproved = "commitment_over_approved"
)

// fundingFindings tells of funding lines that do not sum to the budget, of
// payments that none of them pays, of those that close with money left, and of the month in which what is committed most
// exceeds what is approved. A forecast above the whole budget is told by itself.
func fundingFindings(r Result, add func(Finding)) {
	b := &r.Budget
	var approved KRW
	for i := range b.Funding {
		approved += b.Funding[i].AmountKRW
	}
	if len(b.Funding) > 0 && approved != b.TotalKRW {
		add(Finding{
			Severity: SeverityWarning, Code: FundingNotTotal, Where: "budget/funding",
			Found: float64(approved), Limit: float64(b.TotalKRW), Unit: unitKRW,
		})
	}
	if b.UnfundedKRW > 0 {
		add(Finding{
			Severity: SeverityError, Code: Unfunded, Where: "budget/funding", Month: b.unfundedFrom,
			Found: float64(b.ForecastKRW), Limit: float64(b.ForecastKRW - b.UnfundedKRW), Unit: unitKRW,
		})
	}
	for i := range b.Funding {
		if f := &b.Funding[i]; f.UnspentKRW > 0 {
			add(Finding{
				Severity: SeverityNotice, Code: FundingUnspent, Where: "budget/funding", Month: f.Until, Subject: f.Name, Title: f.Title,
				Found: float64(f.UnspentKRW), Limit: float64(f.AmountKRW), Unit: unitKRW,
			})
		}
	}
	if len(b.Funding) == 0 && b.VarianceKRW < 0 {
		return
	}
	worst := 0
	for i := range r.Cash {
		if r.Cash[i].LeftKRW < r.Cash[worst].LeftKRW {
			worst = i
		}
	}
	if m := &r.Cash[worst]; m.LeftKRW < 0 {
		add(Finding{
			Severity: SeverityWarning, Code: CommitmentOverApproved, Where: "budget", Month: m.Month,
			Found: float64(m.CommittedToDateKRW), Limit: float64(m.ApprovedToDateKRW), Unit: unitKRW,
		})
	}
}

func (f Finding) fundingSentences(found, limit, short string) (message, remedy string) {
	switch f.Code {
	case FundingNotTotal:
		return fmt.Sprintf("The funding lines sum to %s, and the budget is %s.", found, limit),
			fmt.Sprintf("Change a funding line or the budget by %s.", short)
	case Unfunded:
		return fmt.Sprintf("Funding pays %s of %s; from %s on, %s find no funding line with money left.", limit, found, f.Month, short),
			"Approve more, or sooner, for what is paid then, let a line with money left cover it, or pay later."
	case FundingUnspent:
		return fmt.Sprintf("%s closes in %s with %s of its %s undrawn.", f.label(), f.Month, found, limit),
			"Keep it open longer, let it pay for more, or pay sooner."
	case CommitmentOverApproved:
		return fmt.Sprintf("By %s, %s are committed, %s more than the %s approved by then.", f.Month, found, short, limit),
			fmt.Sprintf("Approve %s more by then, or order later.", short)
	}
	return "", ""
}
