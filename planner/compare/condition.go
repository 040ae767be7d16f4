package compare

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/finance"
)

// Condition is a limit that a measure is held to, such as
//
//	forecast_krw <= 460e9
//	energised < 2024-07
//	tier_achieved >= III
//
// with <, <=, >, >=, == or !=. Won may be written as people do, such as 4,600억,
// and shares as 95%.
type Condition struct {
	Measure  Measure
	Operator string
	Limit    Value  // a tier has its rank once In gives it
	Text     string // as it was given
}

// operators is what conditions compare by, the longer first.
var operators = []string{"<=", ">=", "==", "!=", "<", ">"}

// ParseCondition reads a condition. The error is *planner.Invalid and says what
// would do. Whether there is such a tier is for In to say.
func ParseCondition(text string) (Condition, error) {
	c := Condition{Text: strings.TrimSpace(text)}
	end := strings.LastIndexAny(c.Text, "<>=!") + 1
	begin := end
	for begin > 0 && strings.IndexByte("<>=!", c.Text[begin-1]) >= 0 {
		begin--
	}
	c.Operator = c.Text[begin:end]
	if !slices.Contains(operators, c.Operator) {
		return Condition{}, refuse(text, "a condition is a measure, one of <, <=, >, >=, == and !=, and a limit, such as forecast_krw <= 460e9")
	}
	var err error
	if c.Measure, err = ParseMeasure(c.Text[:begin]); err != nil {
		return Condition{}, err
	}
	limit := strings.TrimSpace(c.Text[end:])
	if c.Limit, err = limitOf(c.Measure, limit); err != nil {
		return Condition{}, refuse(limit, "%s", err)
	}
	return c, nil
}

// In returns the condition with the rank that its tier has in a reference, which
// Meets goes by. The error is *planner.Invalid where there is no such tier and
// names the nearest.
func (c Condition) In(ref planner.Reference) (Condition, error) {
	if c.Limit.Kind != TierValue {
		return c, nil
	}
	names := make([]string, len(ref.Tiers))
	for i := range ref.Tiers {
		names[i] = ref.Tiers[i].Name
	}
	at := slices.Index(names, c.Limit.Text)
	if at < 0 {
		return c, refuse(c.Limit.Text, "no such tier%s", planner.Offered(c.Limit.Text, names))
	}
	c.Limit.Number = float64(at + 1)
	return c, nil
}

// Holds reports whether a result meets the condition. It does not where the
// result has no such value; known says so.
func (c Condition) Holds(r *planner.Result) (holds, known bool) {
	if c.Limit.Kind == TierValue {
		rank, _ := r.TierRank(c.Limit.Text)
		c.Limit.Number = float64(rank)
	}
	return c.Meets(c.Measure.Of(r))
}

// Meets reports whether a value of the measure meets the condition. None does
// not, nor any where the tier of the condition has no rank; known says so.
func (c Condition) Meets(v Value) (holds, known bool) {
	limit := c.Limit.Number
	if v.Kind == None || v.Kind != c.Limit.Kind || v.Kind == TierValue && limit == 0 {
		return false, false
	}
	switch c.Operator {
	case "<":
		return v.Number < limit, true
	case "<=":
		return v.Number <= limit, true
	case ">":
		return v.Number > limit, true
	case ">=":
		return v.Number >= limit, true
	case "==":
		return v.Number == limit, true
	}
	return v.Number != limit, true
}

// limitOf reads a limit as what the measure is in.
func limitOf(m Measure, text string) (Value, error) {
	switch m.Unit {
	case inMonth:
		month, err := finance.ParseMonth(text)
		if err != nil {
			return Value{}, fmt.Errorf("%s is a month, such as 2024-07", m.Name)
		}
		return monthValue(month), nil
	case inTier:
		if _, err := finance.ParseMonth(text); text == "" || err == nil {
			return Value{}, fmt.Errorf("%s is a tier, such as III", m.Name)
		}
		if _, isNumber := decimal(text); isNumber {
			return Value{}, fmt.Errorf("%s is a tier, such as III", m.Name)
		}
		return Value{Kind: TierValue, Text: text}, nil
	case krw:
		return wonLimit(m, text)
	}
	x, ok := decimal(text)
	if percent, isPercent := strings.CutSuffix(text, "%"); isPercent && (m.Unit == inShare || m.Unit == shareYear) {
		x, ok = decimal(strings.TrimSpace(percent))
		x /= 100
	}
	if !ok || m.Unit == inShare && (x < 0 || x > 1) {
		return Value{}, fmt.Errorf("%s is %s", m.Name, wanted(m.Unit))
	}
	return numberValue(x), nil
}

// wanted says what a limit in a unit looks like.
func wanted(unit string) string {
	switch unit {
	case inShare:
		return "a share from 0 to 1, such as 0.95 or 95%"
	case shareYear:
		return "a share a year, such as 0.07 or 7%"
	case inMonths, findings, "positions":
		return "a number of " + unit + ", such as 3"
	}
	return "a number in " + unit + ", such as 12,000 or 1.2"
}

// wonLimit reads won as digits, as a decimal with a power of ten, or as people
// write them.
func wonLimit(m Measure, text string) (Value, error) {
	if x, ok := decimal(text); ok {
		return numberValue(x), nil
	}
	amount, err := finance.ParseKRW(text)
	if err != nil {
		return Value{}, fmt.Errorf("%s is won, such as 460e9, 460 bn or 4,600억", m.Name)
	}
	return wonValue(amount), nil
}

// decimals is a decimal number, with commas between thousands, low lines between
// digits, or neither.
var decimals = regexp.MustCompile(`^[+-]?(\d{1,3}(,\d{3})+|\d+(_\d+)*)?(\.\d*)?([eE][+-]?\d+)?$`)

func decimal(text string) (float64, bool) {
	if !decimals.MatchString(text) {
		return 0, false
	}
	x, err := strconv.ParseFloat(strings.NewReplacer(",", "", "_", "").Replace(text), 64)
	return x, err == nil
}
