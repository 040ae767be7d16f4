package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"buildout/planner"
)

// named gives a cell a name of its own.
func (b *book) named(name string, s *sheet, row, col int) {
	b.names = append(b.names, namedCell{name, s, row, col})
}

// nameInputs gives the cells of inputs their names, and those with a name of their
// own theirs.
func (b *book) nameInputs(f *excelize.File) error {
	var names []excelize.DefinedName
	for _, c := range b.in.list {
		s := b.sheet("inputs")
		names = append(names, excelize.DefinedName{Name: c.name, RefersTo: s.prefix + s.fixed(c.row, inputValue)})
		if c.isMonth() {
			names = append(names, excelize.DefinedName{Name: c.name + "_no", RefersTo: s.prefix + s.fixed(c.row, inputMonth)})
		}
	}
	for _, n := range b.names {
		names = append(names, excelize.DefinedName{Name: n.name, RefersTo: n.sheet.prefix + n.sheet.fixed(n.row, n.col)})
	}
	for i := range names {
		if err := f.SetDefinedName(&names[i]); err != nil {
			return fmt.Errorf("name %s: %w", names[i].Name, err)
		}
	}
	return nil
}

// The months that an input takes, as the numbers of dates: 1990 to 2099.
const (
	firstDate = 32_874
	lastDate  = 73_050
)

// greatest is the greatest number that an input takes.
const greatest = 1e15

// validateInputs has the cells of inputs refuse what the plan cannot take. Cells
// that take the same share one rule.
func (b *book) validateInputs(f *excelize.File) error {
	if len(b.in.list) == 0 {
		return nil
	}
	s := b.sheet("inputs")
	rules := map[string]*excelize.DataValidation{}
	var order []*excelize.DataValidation
	for _, c := range b.in.list {
		key := c.takes() + strings.Join(c.options, ",")
		v, known := rules[key]
		if !known {
			v = excelize.NewDataValidation(true)
			if err := c.refuse(v); err != nil {
				return fmt.Errorf("input %s: %w", c.path, err)
			}
			v.SetError(excelize.DataValidationErrorStyleStop, b.Locale.T("workbook.invalid.title"), b.Locale.T("workbook.invalid."+c.takes()))
			rules[key] = v
			order = append(order, v)
		}
		v.SetSqref(columnName(inputValue) + strconv.Itoa(c.row))
	}
	for _, v := range order {
		if err := f.AddDataValidation(s.name, v); err != nil {
			return err
		}
	}
	return nil
}

// takes is the kind of value that an input takes.
func (c *inputCell) takes() string {
	switch {
	case c.options != nil:
		return "choice"
	case c.isMonth():
		return "month"
	case c.kind == planner.WholeReading, c.kind == planner.WonReading:
		return "whole"
	}
	return "number"
}

// refuse sets what a rule refuses of the kind.
func (c *inputCell) refuse(v *excelize.DataValidation) error {
	switch c.takes() {
	case "choice":
		return v.SetDropList(c.options)
	case "month":
		return v.SetRange(firstDate, lastDate, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween)
	case "whole":
		return v.SetRange(-greatest, greatest, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween)
	}
	return v.SetRange(-greatest, greatest, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
}

// describe says of the file what it is.
func (b *book) describe(f *excelize.File) error {
	all := true
	if err := f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &all}); err != nil {
		return err
	}
	saved := "2000-01-01T00:00:00Z"
	if !b.Revision.Saved.IsZero() {
		saved = b.Revision.Saved.UTC().Format("2006-01-02T15:04:05Z")
	}
	return f.SetDocProps(&excelize.DocProperties{
		Title: written(b.planTitle()), Subject: written(b.of), Creator: "Buildout " + written(b.Version), LastModifiedBy: written(b.Revision.Author),
		Description: b.Result.Plan.Hash, Identifier: written(b.Plan.Name), Language: b.Locale.Lang, Created: saved, Modified: saved,
	})
}
