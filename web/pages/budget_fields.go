package pages

import (
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/web/locales"
)

// The paths of planner.Apply that change the money of a plan.
const (
	budgetTotal    = "budget/total_krw"
	budgetCarry    = "budget/carry_over"
	budgetVAT      = "budget/vat"
	budgetInterest = "budget/construction_interest/rate_per_year"
	discountRate   = "values/assumptions.discount_rate"
	worthAnnuity   = "worth/annuity"
	worthHours     = "worth/hours"
)

func ceilingPath(year int) string { return "budget/ceilings/" + strconv.Itoa(year) + "/amount_krw" }

// fundingPath is the path of the amount of a funding line.
func fundingPath(name string) string { return "budget/funding/" + escaped(name) + "/amount_krw" }

// pricePath is the path of the unit price of a line of the cost book.
func pricePath(code string) string { return "cost_book/overrides/" + escaped(code) + "/unit_price" }

// moneyValues adds the values of a plan that the Budget page changes.
func moneyValues(s State, add func(path, value string)) {
	b := s.Document.Budget
	add(budgetTotal, strconv.FormatInt(int64(b.TotalKRW), 10))
	add(budgetCarry, strconv.FormatBool(b.CarryOver))
	add(budgetVAT, string(b.VAT))
	add(budgetInterest, "")
	if b.ConstructionInterest != nil {
		add(budgetInterest, number(b.ConstructionInterest.RatePerYear))
	}
	for _, c := range b.Ceilings {
		add(ceilingPath(c.Year), strconv.FormatInt(int64(c.AmountKRW), 10))
	}
	for _, f := range b.Funding {
		add(fundingPath(f.Name), strconv.FormatInt(int64(f.AmountKRW), 10))
	}
	add(discountRate, number(s.Result.Worth.DiscountRate))
	add(worthAnnuity, string(s.Result.Worth.Annuity))
	add(worthHours, string(s.Result.Worth.Hours))
	code := ""
	for _, line := range s.Result.CostLines {
		if line.Code != code {
			code = line.Code
			add(pricePath(code), number(line.UnitPrice))
		}
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// isAmount reports whether a path leads to money, which is written with
// thousands apart.
func isAmount(path string) bool {
	return strings.HasSuffix(path, "_krw") || isReferencePath(path)
}

// plainValue is a value without what stands in it for the reader alone.
func plainValue(path, value string) string {
	value = strings.TrimSpace(value)
	if isAmount(path) {
		value = strings.ReplaceAll(value, ",", "")
	}
	return value
}

// Shown is the value as the field shows it.
func (f field) Shown() string {
	if f.Type != "amount" {
		return f.Value
	}
	return apart(f.Value)
}

// apart sets the thousands of a number apart; anything else stays as it is.
func apart(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	digits := strings.TrimPrefix(whole, "-")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return text
	}
	var b strings.Builder
	b.WriteString(whole[:len(whole)-len(digits)])
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// saidMoney is a value of money in words; ok reports that the path leads to
// one.
func saidMoney(l *locales.Locale, path, value string) (text string, ok bool) {
	switch {
	case strings.HasSuffix(path, "/unit_price"):
		return apart(value), true
	case path == budgetCarry:
		return l.Name("redundancy", value), true
	case path == budgetVAT:
		return l.Name("vat", value), true
	case path == worthAnnuity:
		return l.Name("annuity", value), true
	case path == worthHours:
		return l.Name("hours", value), true
	}
	v, err := strconv.ParseFloat(value, 64)
	if err != nil || v > 1e18 || v < -1e18 {
		return "", false
	}
	switch {
	case strings.HasSuffix(path, "_krw") && strings.HasPrefix(path, "budget/"):
		return l.WonProse(planner.KRW(v)), true
	case path == budgetInterest || path == discountRate:
		return trimZeros(l.Number(v*100, 3)) + "%", true
	}
	return "", false
}

// annuities and hours are the conventions that a plan may choose.
func annuities(l *locales.Locale) []choice {
	return choicesOf(finance.AnnuityConventions, func(n planner.AnnuityName) choice { return choice{Name: string(n), Title: l.T("annuity." + string(n))} })
}

func hours(l *locales.Locale) []choice {
	return choicesOf(finance.HoursConventions, func(n planner.HoursName) choice { return choice{Name: string(n), Title: l.T("hours." + string(n))} })
}

func choicesOf[T any](names []T, of func(T) choice) []choice {
	choices := make([]choice, 0, len(names))
	for n := range slices.Values(names) {
		choices = append(choices, of(n))
	}
	return choices
}
