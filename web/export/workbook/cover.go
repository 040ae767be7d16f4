package workbook

import (
	"time"

	"buildout/planner/formula"
)

// The columns of the sheet Cover.
const (
	coverWhat = iota + 1
	coverSays
)

// planTitle is the title of the plan, or its name.
func (b *book) planTitle() string { return b.Locale.Text(b.Plan.Title, b.Plan.Name) }

// revisionName says which revision it is.
func (b *book) revisionName() string {
	if b.Revision.Number == 0 {
		return b.Locale.T("workbook.cover.unsaved")
	}
	return b.Locale.T("workbook.cover.revision_number", "number", b.Revision.Number)
}

// layCover lays the sheet Cover: what the workbook is of, how to work with it,
// what to know of its numbers, and where they are.
func (b *book) layCover() {
	s := b.sheet(coverSheet)
	s.widths[coverWhat], s.widths[coverSays] = 30, 96
	s.text(1, 1, b.planTitle(), style{plain, title})
	s.height[1] = 26
	if words := b.Locale.Text(b.Plan.Description, ""); words != "" {
		s.text(2, coverSays, words, style{plain, prose})
	}
	row := b.coverFacts(s, 4)
	row = b.coverUse(s, row+1)
	row = b.coverSheets(s, row+1)
	s.text(row+1, coverWhat, b.Locale.T("workbook.cover.origin"), style{plain, section})
	s.at(row+1, coverSays).style = style{plain, section}
	b.layOrigin(s, row+2)
}

// coverFacts lays what the workbook is of.
func (b *book) coverFacts(s *sheet, row int) int {
	t := b.Locale.T
	say := func(key, words string) {
		if words != "" {
			s.text(row, coverWhat, t("workbook.cover."+key), style{plain, label})
			s.text(row, coverSays, words, style{plain, prose})
			row++
		}
	}
	r := &b.Revision
	say("revision", b.revisionName())
	if r.Number > 0 {
		say("saved", t("workbook.cover.saved_by", "when", utc(r.Saved), "who", r.Author))
		say("reason", r.Message)
	}
	approval := t("workbook.cover.not_approved")
	if r.Approval != "" {
		approval = t("workbook.cover.approved_by", "name", r.Approval, "who", r.Approver, "when", utc(r.Approved))
	}
	say("approval", approval)
	say("price_base", b.Locale.MonthProse(b.Plan.PriceBase))
	say("horizon", t("workbook.cover.months", "from", b.Locale.MonthProse(b.Plan.Horizon.Start), "to", b.Locale.MonthProse(b.Plan.Horizon.End()), "count", b.Plan.Horizon.Months))
	say("amounts", t("workbook.cover.amounts_in", "unit", b.Locale.WonUnit(), "vat", t("workbook.cover.vat_"+string(b.Plan.Budget.VAT))))
	s.text(row, coverWhat, t("workbook.cover.checks"), style{plain, label})
	s.putText(row, coverSays, b.state(), style{plain, total})
	b.sheet("summary").putText(summaryState, 1, b.state(), style{plain, label})
	return row + 1
}

func utc(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// state says in words whether the workbook agrees with the program, from the
// sheet Checks.
func (b *book) state() formula.Text {
	s := b.sheet("checks")
	c := s.at(checkVerdict, checkSubject)
	return formula.TextRef(c.text(), s.prefix+s.address(checkVerdict, checkSubject))
}

// coverUse lays how to work with the workbook and what to know of its numbers.
func (b *book) coverUse(s *sheet, row int) int {
	s.text(row, coverWhat, b.Locale.T("workbook.cover.use"), style{plain, section})
	s.at(row, coverSays).style = style{plain, section}
	row++
	for _, key := range []string{"change", "locked", "back", "capacity", "reach"} {
		s.text(row, coverWhat, b.Locale.T("workbook.cover.use_"+key), style{plain, label})
		s.text(row, coverSays, b.Locale.T("workbook.cover.how_"+key), style{plain, prose})
		row++
	}
	a := b.sheet("assumptions")
	numbers := map[string]formula.Num{}
	for name, at := range map[string]int{"all": assumedAll, "assumed": assumedCount, "own": assumedOwn} {
		numbers[name] = a.ref(at, assumedValue)
	}
	s.text(row, coverWhat, b.Locale.T("workbook.sheet.assumptions"), style{plain, label})
	s.putText(row, coverSays, b.sentence("workbook.cover.assumed", numbers), style{plain, prose})
	s.height[row] = 2*lineHeight + 3
	return row + 1
}

// coverSheets lays the list of the sheets with links to them.
func (b *book) coverSheets(s *sheet, row int) int {
	s.text(row, coverWhat, b.Locale.T("workbook.cover.sheets"), style{plain, section})
	s.at(row, coverSays).style = style{plain, section}
	row++
	for _, to := range b.sheets {
		if to == s || len(to.rows) == 0 {
			continue
		}
		s.text(row, coverWhat, to.name, style{plain, link})
		s.text(row, coverSays, b.Locale.Name("workbook.about", to.key), style{plain, prose})
		s.links = append(s.links, jump{row, coverWhat, to})
		row++
	}
	return row
}
