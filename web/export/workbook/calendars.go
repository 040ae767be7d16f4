package workbook

import (
	"slices"
	"strconv"

	"buildout/planner"
	"buildout/planner/formula"
)

// calendarCells is what a calendar does.
type calendarCells struct {
	title   string
	work    []formula.Num // share of a full month's work, by month of ext
	year    formula.Num   // full months of work in a year
	running formula.Range // work done since a January, to the end of each of 24 months
}

// workDone is how near to a whole month of work counts as done, as the program
// has it.
const workDone = 1e-9

// layCalendars lays the work of every calendar that a stage keeps.
func (b *book) layCalendars(s *sheet) {
	b.calendars = map[string]calendarCells{}
	for i := range b.Plan.Sites {
		for j := range b.Plan.Sites[i].Phases {
			stages := b.Plan.Sites[i].Phases[j].Stages
			if len(stages) == 0 {
				stages = b.w.Reference.Programme
			}
			for _, st := range stages {
				if _, laid := b.calendars[st.Calendar]; !laid && st.Calendar != "" {
					b.layCalendar(s, st.Calendar)
				}
			}
		}
	}
}

// layCalendar lays a calendar's work by month, and what it has done from a
// January on.
func (b *book) layCalendar(s *sheet, name string) {
	year, words := b.yearOf(name)
	if year == nil {
		return
	}
	row := s.next() + 1
	c := calendarCells{title: words}
	for i, key := range []string{"calendar_work", "calendar_done"} {
		s.text(row+i, stageName, b.Locale.T("workbook.schedule."+key), style{plain, label})
		s.text(row+i, stageCalendar, words, style{plain, label})
	}
	for i, m := range b.ext {
		c.work = append(c.work, s.put(row, s.grid+i, year[m.Number()-1], style{share, derived}))
	}
	january := slices.IndexFunc(b.ext, func(m planner.Month) bool { return m.Number() == 1 })
	done := c.work[january]
	for i := january; i < january+24; i++ {
		if i > january {
			done = done.Plus(c.work[i])
		}
		done = s.put(row+1, s.grid+i, done, style{general, derived})
	}
	c.running = s.row(row+1, s.grid+january, s.grid+january+23)
	c.year = s.put(row, stageWork, s.ref(row+1, s.grid+january+11), style{general, derived})
	b.calendars[name] = c
}

// yearOf returns the shares of January to December by a calendar's name, and what
// it is called: the plan's own first, then the shipped ones.
func (b *book) yearOf(name string) (year []formula.Num, words string) {
	called := func(c planner.Calendar) bool { return c.Name == name }
	if i := slices.IndexFunc(b.Plan.Calendars, called); i >= 0 {
		work := "calendars/" + planner.PathName(name) + "/work"
		for k := range 12 {
			year = append(year, b.in.plan(work+"/"+strconv.Itoa(k)))
		}
		return year, b.Locale.Text(b.Plan.Calendars[i].Title, name)
	}
	if i := slices.IndexFunc(b.w.Reference.Calendars, called); i >= 0 {
		for k := range 12 {
			year = append(year, b.in.value("calendars."+name+"."+strconv.Itoa(k+1)))
		}
		return year, b.Locale.Text(b.w.Reference.Calendars[i].Title, name)
	}
	return nil, ""
}

// endOfWork lays how many whole years of work a stage has before its last, and
// returns the first month by which it has done its months of full work. What is
// left of the work after those years is done within two years from the January
// before:
//
//	years = ceil((months - workDone) / year) - 1
//	end   = January before start + 12 years + months of which running < running before start + months - workDone - years * year
func (c *calendarCells) endOfWork(s *sheet, row int, start, months formula.Num) formula.Num {
	zero, one, twelve := formula.Of(0), formula.Of(1), formula.Of(12)
	work := months.Minus(formula.Of(workDone))
	idle := c.year.AtMost(zero)
	years := s.put(row, stageYears, formula.If(idle, zero, formula.Ceil(work.Over(c.year)).Minus(one)), style{whole, note})
	number := formula.Mod(start, twelve)
	before := formula.If(number.Is(zero), zero, c.running.At(number))
	left := before.Plus(work.Minus(years.Times(c.year)))
	end := start.Minus(number).Plus(twelve.Times(years)).Plus(c.running.CountBelow(left))
	latest := start.Plus(formula.Of(longestWork))
	return formula.If(idle, latest, formula.Min(latest, end))
}

// work returns the share of a full month's work that a calendar does in month i
// of ext.
func (b *book) work(calendar string, i int) formula.Num {
	if c, ok := b.calendars[calendar]; ok {
		return c.work[i]
	}
	return formula.Of(1)
}
