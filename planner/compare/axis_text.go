package compare

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"buildout/planner/finance"
)

// ParseAxis reads an axis as it is written on one line: a name and a colon where
// it has one, paths with commas between, and what they are given.
//
//	exchange_rates/0/krw=1300,1400,1500             values
//	budget/total_krw=4,400억; 4,600억                  values that have commas
//	sites/siheung/phases/building/start=2022-01..2023-01/3    a range with a step
//	exchange_rates/0/krw=1200..1500:7               a range with a count
//	exchange_rates/0/krw=1200..1500                 a range to draw from
//	exchange_rates/0/krw,exchange_rates/1/krw*=0.9,1.1        the plan's own value, scaled
//	start: sites/siheung/phases/building/start+=-3,3          the plan's own value, shifted; called start
//
// In a path a comma is written %2C, = %3D, a colon before a space %3A, and + or *
// at its end %2B or %2A; in a value , ; and .. are written %2C, %3B and %2E%2E,
// and a percent sign before two such digits %25. The error is *planner.Invalid.
func ParseAxis(text string) (Axis, error) {
	paths, values, ok := strings.Cut(text, "=")
	way, name := "", ""
	if before, after, named := strings.Cut(paths, ": "); named {
		name, paths = strings.TrimSpace(before), after
	}
	paths = strings.TrimSpace(paths)
	if ok && strings.ContainsAny(paths[max(0, len(paths)-1):], "*+") {
		way, paths = paths[len(paths)-1:], paths[:len(paths)-1]
	}
	if !ok || strings.TrimSpace(paths) == "" || strings.Contains(paths, ": ") {
		return Axis{}, refuse(text, "an axis is a path and its values, such as exchange_rates/0/krw=1300,1400 or 1200..1500/50, or *=0.9,1.1 or +=-3,3 of the plan's own value")
	}
	a := Axis{Name: plainName.Replace(name)}
	for path := range strings.SplitSeq(paths, ",") {
		a.Paths = append(a.Paths, strings.TrimSpace(path))
	}
	var err error
	switch from, to, ranged := strings.Cut(values, ".."); {
	case way == "*":
		a.Scale, err = numbersOf(values)
	case way == "+":
		a.Shift, err = numbersOf(values)
	case ranged:
		a.From = strings.TrimSpace(from)
		err = a.until(to)
	default:
		a.Values, err = textsOf(values)
	}
	if err != nil {
		return Axis{}, err
	}
	return a, nil
}

// until reads the end of a range and how it is divided.
func (a *Axis) until(text string) (err error) {
	a.To = text
	if to, count, ok := strings.Cut(text, ":"); ok {
		a.To = to
		if a.Count, err = strconv.Atoi(strings.TrimSpace(count)); err != nil || a.Count <= 0 {
			return refuse(count, "after : stands how many values the range has, such as 1200..1500:7")
		}
	} else if to, step, ok := strings.Cut(text, "/"); ok {
		a.To = to
		x, isNumber := number(strings.TrimSpace(step))
		if amount, err := finance.ParseKRW(step); !isNumber && err == nil {
			x, isNumber = float64(amount), true
		}
		if !isNumber || x <= 0 {
			return refuse(step, "after / stands the step of the range, above 0, such as 1200..1500/50 or 2022-01..2023-01/3")
		}
		a.Step = x
	}
	if a.To = strings.TrimSpace(a.To); a.To == "" || a.From == "" || strings.HasSuffix(a.From, ".") {
		return refuse(a.From+".."+a.To, "a range has two ends, such as 1200..1500/50")
	}
	return nil
}

// numbersOf reads numbers with commas or semicolons between.
func numbersOf(text string) (list []float64, err error) {
	for part := range strings.SplitSeq(strings.ReplaceAll(text, ";", ","), ",") {
		x, ok := number(strings.TrimSpace(part))
		if !ok {
			return nil, refuse(part, "numbers with commas between are wanted, such as 0.9,1.1")
		}
		list = append(list, x)
	}
	return list, nil
}

// thousands is what after a comma looks like a part of the number before it: 600억
// of 4,600억, or 000.
var thousands = regexp.MustCompile(`^(0\d\d|\d{3} ?\p{L}.*)$`)

// textsOf reads values with semicolons between where there is one, with commas
// otherwise.
func textsOf(text string) (list []string, err error) {
	if strings.Contains(text, ";") {
		for part := range strings.SplitSeq(text, ";") {
			list = append(list, plainValue.Replace(strings.TrimSpace(part)))
		}
		return list, nil
	}
	for i, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if before := ""; i > 0 && thousands.MatchString(part) {
			if before = list[i-1]; before != "" && before[len(before)-1] >= '0' && before[len(before)-1] <= '9' {
				return nil, refuse(text, "%s is read as the two values %s and %s; write %s%s, or ; after each value", before+","+part, before, part, before, part)
			}
		}
		list = append(list, plainValue.Replace(part))
	}
	return list, nil
}

var (
	plainValue   = strings.NewReplacer("%2C", ",", "%3B", ";", "%2E", ".", "%25", "%")
	writtenValue = strings.NewReplacer(",", "%2C", ";", "%3B", "..", "%2E%2E", "%2C", "%252C", "%3B", "%253B", "%2E", "%252E", "%25", "%2525")
	plainName    = strings.NewReplacer("%3D", "=", "%3A", ":", "%25", "%")
	writtenName  = strings.NewReplacer("=", "%3D", ": ", "%3A ", "%3D", "%253D", "%3A", "%253A", "%25", "%2525")
	writtenPath  = strings.NewReplacer(",", "%2C", "=", "%3D", ": ", "%3A ")
)

// Text writes an axis as ParseAxis reads it; nothing where it is of patches.
func (a *Axis) Text() string {
	paths := make([]string, len(a.Paths))
	for i, p := range a.Paths {
		paths[i] = writtenPath.Replace(p)
	}
	text := strings.Join(paths, ",")
	if a.Name != "" {
		text = writtenName.Replace(a.Name) + ": " + text
	}
	switch {
	case len(a.Paths) == 0:
		return ""
	case len(a.Scale) > 0:
		return text + "*=" + numbersText(a.Scale)
	case len(a.Shift) > 0:
		return text + "+=" + numbersText(a.Shift)
	case strings.HasSuffix(text, "*"):
		text = text[:len(text)-1] + "%2A"
	case strings.HasSuffix(text, "+"):
		text = text[:len(text)-1] + "%2B"
	}
	if a.From == "" && a.To == "" {
		values := make([]string, len(a.Values))
		for i, v := range a.Values {
			values[i] = writtenValue.Replace(v)
		}
		joined := strings.Join(values, ",")
		if _, err := textsOf(joined); err != nil {
			joined = strings.Join(values, ";")
		}
		return text + "=" + joined
	}
	text += "=" + a.From + ".." + a.To
	switch {
	case a.Count != 0:
		return fmt.Sprintf("%s:%d", text, a.Count)
	case a.Step != 0:
		return text + "/" + numberText(a.Step, -1)
	}
	return text
}

func numbersText(list []float64) string {
	texts := make([]string, len(list))
	for i, x := range list {
		texts[i] = numberText(x, -1)
	}
	return strings.Join(texts, ",")
}
