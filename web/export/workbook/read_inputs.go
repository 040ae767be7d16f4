package workbook

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"buildout/planner"
)

// readInputs reads what the inputs were changed to.
func (h *holder) readInputs(r *Returned) {
	s := h.b.sheet(inputsSheet)
	if len(s.rows) == 0 || !h.headed || h.sheetPart(s.name) == "" {
		return
	}
	for _, c := range h.b.in.list {
		found, there := h.inputs[c.path]
		if !there {
			h.fault(planner.NewFault(s.name+"!"+cellName(c.row, inputPath), unquoted(""), "the row of the input %s is missing; put it back, or export the plan again", c.path))
			continue
		}
		at := s.name + "!" + cellName(found.row, inputValue)
		value, fault := h.valueOf(c, found.foundCell)
		if fault != "" {
			h.fault(planner.NewFault(at, told(found.foundCell), "%s (%s)", fault, c.path))
			continue
		}
		if found.formula {
			r.Notices = append(r.Notices, Notice{Kind: NoticeFormula, Cell: at, Title: h.title(c), Message: "the input is given by a formula; what it came to is taken"})
		}
		if value == c.said() {
			continue
		}
		r.Changes = append(r.Changes, InputChange{Path: c.path, Title: h.title(c), Cell: at, Old: c.said(), New: value})
		if c.design {
			r.Notices = append(r.Notices, Notice{Kind: NoticeDesign, Cell: at, Title: h.title(c),
				Message: "capacity does not follow this input in a workbook; the program works it out, so that what hangs on it differs there"})
		}
	}
}

// title is what an input is, in words.
func (h *holder) title(c *inputCell) string {
	where, what := h.b.Locale.ChangePath(h.b.Result, c.path)
	return strings.TrimSpace(where + " " + what)
}

// said is what the plan gives as the input, as planner.Change takes it.
func (c *inputCell) said() string {
	if !c.given {
		return ""
	}
	return c.text
}

// valueOf reads an input as planner.Change takes it, or says what is wrong with
// it and what would do. What is not changed is as the plan says it.
func (h *holder) valueOf(c *inputCell, found foundCell) (value, fault string) {
	switch {
	case found.kind == anError:
		return "", "the cell has an error; " + c.wanted()
	case found.kind == nothing && found.formula:
		return "", "the formula here was never worked out; have the workbook recalculated, or type the value"
	case found.kind == nothing:
		return "", ""
	case c.options != nil:
		return c.option(found)
	case c.isMonth():
		return h.monthOf(c, found)
	}
	return c.number(found)
}

// wanted says what would do as an input.
func (c *inputCell) wanted() string {
	of := ""
	if c.unit != "" {
		of = ", in " + c.unit
	}
	switch {
	case c.options != nil:
		return "one of " + strings.Join(c.options, ", ") + " is wanted here"
	case c.isMonth():
		return "a month is wanted here, as a date or as 2024-03"
	case c.kind == planner.WonReading:
		return "a whole number of won is wanted here"
	case c.kind == planner.WholeReading:
		return "a whole number is wanted here" + of
	}
	return "a number is wanted here" + of
}

func (c *inputCell) option(found foundCell) (value, fault string) {
	text := strings.TrimSpace(found.text)
	switch found.kind {
	case aTruth:
		text = strconv.FormatBool(found.v == 1)
	case aNumber:
		text = string(numberText(found.v))
	}
	for _, o := range c.options {
		if strings.EqualFold(o, text) {
			return o, ""
		}
	}
	return "", c.wanted()
}

// number reads an input that is a number.
func (c *inputCell) number(found foundCell) (value, fault string) {
	v := found.v
	switch {
	case found.kind == aDay, found.kind == aNumber && found.date:
		return "", "this is a date; " + c.wanted()
	case found.kind == aText:
		text := plainDigits(found.text)
		if c.kind == planner.WonReading && strings.ContainsAny(text, "억조만원₩") {
			return strings.TrimPrefix(text, "₩"), "" // planner.Change reads amounts as people write them
		}
		var ok bool
		if v, ok = numberIn(text); !ok {
			return "", c.wanted()
		}
	case found.kind != aNumber:
		return "", c.wanted()
	}
	if alike(v, c.v) && (c.given || v == 0) {
		return c.said(), ""
	}
	if c.kind == planner.WholeReading || c.kind == planner.WonReading {
		whole := math.Round(v)
		if math.Abs(v-whole) > 1e-9*max(1, math.Abs(v)) || math.Abs(v) > 1<<53 {
			return "", c.wanted()
		}
		v = whole
	}
	return strconv.FormatFloat(v, 'f', -1, 64), ""
}

// plainDigits is a text with the digits and signs of East Asian keyboards as
// those of ASCII, and without the spaces around and within.
func plainDigits(text string) string {
	return strings.Join(strings.Fields(width.Narrow.String(text)), "")
}

// groupedDigits is a number with commas between thousands.
var groupedDigits = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$`)

// numberIn reads a number that was typed as a text: with commas between
// thousands, or in per cent.
func numberIn(text string) (v float64, ok bool) {
	text, percent := strings.CutSuffix(text, "%")
	if groupedDigits.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || strings.ContainsAny(text, "xXpP_") {
		return 0, false
	}
	if percent {
		v /= 100
	}
	return v, true
}

// monthOf reads an input that is a month: a day as spreadsheets count them, or a
// text.
func (h *holder) monthOf(c *inputCell, found foundCell) (value, fault string) {
	m, ok := planner.Month(0), false
	switch found.kind {
	case aNumber:
		m, ok = monthOfSerial(found.v, h.from1904)
		if !ok && found.v == 0 && !c.given {
			return "", ""
		}
	case aText, aDay:
		m, ok = monthIn(found.text)
	}
	if !ok {
		return "", c.wanted()
	}
	return m.String(), ""
}

// The days that are read as months: from 1950 to 2199. What lies before is
// rather a year or a number of months.
const (
	firstSerial = 18_264
	lastSerial  = 109_574
)

// monthOfSerial is the month of a day as spreadsheets count days, from 1904 where
// the file says so.
func monthOfSerial(v float64, from1904 bool) (planner.Month, bool) {
	if from1904 {
		v += 1462
	}
	if !(v >= firstSerial && v < lastSerial+1) {
		return 0, false
	}
	day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(v))
	return planner.Month(day.Year()*12 + int(day.Month()) - 1), true
}

// monthForms are the ways in which people write a month, with or without a day.
var monthForms = regexp.MustCompile(`^(\d{4})(?:[-./]|년)(\d{1,2})(?:월?|[-./](?:\d{1,2})(?:T[\d:.]*Z?)?|월\d{1,2}일)\.?$`)

// monthIn reads a month that was typed as a text.
func monthIn(text string) (planner.Month, bool) {
	found := monthForms.FindStringSubmatch(plainDigits(text))
	if found == nil {
		return 0, false
	}
	var m planner.Month
	month, _ := strconv.Atoi(found[2])
	err := m.UnmarshalText(fmt.Appendf(nil, "%s-%02d", found[1], month))
	return m, err == nil && !m.IsZero()
}
