package planner

// ActualsChange is what an import of books changes.
type ActualsChange struct {
	Through  Month       `json:"through" doc:"Last month whose books are closed"`
	Entries  int         `json:"entries" doc:"Entries that were sent"`
	Replaced int         `json:"replaced" doc:"Entries that they took the place of: those of the same code, site, phase and month"`
	Kept     int         `json:"kept" doc:"Entries that stayed"`
	Before   BooksFigure `json:"before"`
	After    BooksFigure `json:"after"`
}

// BooksFigure is what books bear on: the budget before or after an import.
type BooksFigure struct {
	ForecastKRW  KRW `json:"forecast_krw"`
	VarianceKRW  KRW `json:"variance_krw" doc:"Total less forecast; negative is over budget"`
	PaidKRW      KRW `json:"paid_krw" doc:"Paid by the books"`
	CommittedKRW KRW `json:"committed_krw" doc:"Committed by the end of the closed books"`
}

// ChangeOfActuals says what an import of so many entries changes, between the
// plan before it and the plan with it, and the results of both.
func ChangeOfActuals(before, after Plan, was, is Result, sent int) ActualsChange {
	kept := len(after.Actuals.Entries) - sent
	return ActualsChange{
		Through: after.Actuals.Through, Entries: sent, Replaced: len(before.Actuals.Entries) - kept, Kept: kept,
		Before: booksFigure(was.Budget), After: booksFigure(is.Budget),
	}
}

func booksFigure(b BudgetResult) BooksFigure {
	return BooksFigure{ForecastKRW: b.ForecastKRW, VarianceKRW: b.VarianceKRW, PaidKRW: b.PaidKRW, CommittedKRW: b.CommittedKRW}
}
