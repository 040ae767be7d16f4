package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
	"buildout/planner/power"
)

// combinations is what a site may carry by what of it is there, as the program
// tabulates it: a row for everything that may be there at once, found by the
// sums of weights that phases and feeds have. What is not in the table is found
// in its first row, in which all is 0.
type combinations struct {
	number     formula.Range   // of the rows, from 1
	keys       []formula.Range // sums of the weights
	usable     []formula.Range // by hall
	site       formula.Range
	installed  []formula.Range // by phase with halls
	carries    []formula.Range // by phase with halls: 1 where a hall of it carries
	contracted formula.Range
	fixed      drawColumns
	classes    []drawColumns

	phases    []int           // with halls
	months    formula.Range   // in which phases are built and feeds come
	weights   []formula.Range // of those, for each key
	energised formula.Range   // of the phases with halls
	positions formula.Range   // of the phases with halls
}

// drawColumns are the columns of a power.Draw.
type drawColumns struct{ grid, chillers, heat formula.Range }

// eventsOfKey is how many phases and feeds a key tells apart, so that its sums
// are whole numbers that every spreadsheet compares exactly.
const eventsOfKey = 40

// weight is what an event weighs in a key.
func weight(key, event int) float64 {
	if event/eventsOfKey != key {
		return 0
	}
	return float64(int64(1) << (event % eventsOfKey))
}

// keyOf is the sum of the weights of what is there.
func keyOf(key int, built []bool) (sum float64) {
	for i, there := range built {
		if there {
			sum += weight(key, i)
		}
	}
	return sum
}

// combiner lays the combinations of a site.
type combiner struct {
	combinations
	b         *book
	s         *sheet
	site      int
	w         *planner.SiteWorking
	head, col int // of the table: its headings, and the next column
}

// layCombinations lays what a site may carry by what of it is there.
func (b *book) layCombinations(site int) *combiner {
	s := b.sheet("combinations")
	if s.head == 0 {
		s.head = 2
		s.text(1, 1, s.name, style{plain, title})
		s.text(2, 1, b.Locale.T("workbook.combinations.note"), style{plain, note})
	}
	l := &combiner{b: b, s: s, site: site, w: &b.w.Sites[site], head: s.next() + 2, col: 1}
	for p := range b.Plan.Sites[site].Phases {
		if len(b.Plan.Sites[site].Phases[p].Halls) > 0 {
			l.phases = append(l.phases, p)
		}
	}
	s.text(l.head-1, 1, b.siteTitle(site), style{plain, heading})
	l.layKeys()
	l.layCapacity()
	l.layDraw()
	return l
}

// layKeys lays what is there in each row.
func (l *combiner) layKeys() {
	l.number = l.column(l.words("number"), whole, 1, func(i int, _ *planner.StateWorking) float64 { return float64(i + 2) })
	for e := range l.w.States[0].Built {
		l.column(l.eventTitle(e), whole, 0, func(_ int, st *planner.StateWorking) float64 { return ones(st.Built[e]) })
	}
	for k := range l.keyCount() {
		l.keys = append(l.keys, l.column(l.words("key"), whole, -1, func(_ int, st *planner.StateWorking) float64 { return keyOf(k, st.Built) }))
	}
}

func (l *combiner) keyCount() int {
	return max(1, (len(l.w.States[0].Built)+eventsOfKey-1)/eventsOfKey)
}

// layCapacity lays what halls, phases, the site and its feeds carry.
func (l *combiner) layCapacity() {
	site := &l.b.Result.Sites[l.site]
	for j := range l.w.Halls {
		l.usable = append(l.usable, l.column(l.words("usable", "of", site.Halls[j].Name), kw, 0, func(_ int, st *planner.StateWorking) float64 { return float64(st.UsableKW[j]) }))
	}
	l.combinations.site = l.column(l.words("usable", "of", l.b.siteTitle(l.site)), kw, 0, func(_ int, st *planner.StateWorking) float64 { return float64(st.SiteKW) })
	for _, p := range l.phases {
		words := l.phaseTitle(p)
		l.installed = append(l.installed, l.column(l.words("installed", "of", words), kw, 0, func(_ int, st *planner.StateWorking) float64 { return float64(st.InstalledKW[p]) }))
		l.carries = append(l.carries, l.column(l.words("carries", "of", words), whole, 0, func(_ int, st *planner.StateWorking) float64 { return ones(st.Carries[p]) }))
	}
	l.contracted = l.column(l.words("contracted"), kw, 0, func(_ int, st *planner.StateWorking) float64 { return float64(st.ContractedKW) })
}

// layDraw lays what the site draws from the grid at no IT load, and what each kW
// of IT load in halls of a class adds.
func (l *combiner) layDraw() {
	l.fixed = l.drawn(l.words("idle"), func(f *power.Facility) power.Draw { return f.Fixed })
	for c := range l.w.Classes {
		l.classes = append(l.classes, l.drawn(l.words("class", "number", c+1), func(f *power.Facility) power.Draw { return f.PerIT[c] }))
	}
}

func (l *combiner) drawn(of string, v func(*power.Facility) power.Draw) drawColumns {
	part := func(key string, part func(power.Draw) float64) formula.Range {
		return l.column(l.words(key, "of", of), general, 0, func(_ int, st *planner.StateWorking) float64 { return part(v(&st.Facility)) })
	}
	return drawColumns{
		part("grid", func(d power.Draw) float64 { return d.Grid }), part("chillers", func(d power.Draw) float64 { return d.Chillers }),
		part("heat", func(d power.Draw) float64 { return d.Heat }),
	}
}

// column lays a column of the table: what holds for a row that is not in it, then
// the states of the program.
func (l *combiner) column(words string, f format, none float64, v func(i int, st *planner.StateWorking) float64) formula.Range {
	l.s.text(l.head, l.col, words, style{plain, heading})
	l.s.put(l.head+1, l.col, formula.Of(none), style{f, fixed})
	for i := range l.w.States {
		l.s.put(l.head+2+i, l.col, formula.Of(v(i, &l.w.States[i])), style{f, fixed})
	}
	l.col++
	return l.s.column(l.col-1, l.head+1, l.head+1+len(l.w.States))
}

// find returns the row of what is there, by its keys.
func (c *combinations) find(keys []formula.Num) formula.Num {
	return formula.Max(formula.Of(1), c.number.SumWhereAll(c.keys, keys))
}

// keysIn returns the keys of what is there in a month.
func (c *combinations) keysIn(m formula.Num) (keys []formula.Num) {
	for _, w := range c.weights {
		keys = append(keys, w.SumUpTo(c.months, m))
	}
	return keys
}

func (l *combiner) words(key string, pairs ...any) string {
	return l.b.Locale.T("workbook.combinations."+key, pairs...)
}

func (l *combiner) phaseTitle(phase int) string {
	ph := &l.b.Plan.Sites[l.site].Phases[phase]
	return l.b.Locale.Text(ph.Title, ph.Name)
}

// eventTitle is the phase that is built, or the feed that is there.
func (l *combiner) eventTitle(event int) string {
	if event < len(l.w.Phases) {
		return l.phaseTitle(l.w.Phases[event])
	}
	return l.b.Plan.Sites[l.site].Feeds[event-len(l.w.Phases)].Name
}

// ones is 1 where something holds.
func ones(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}
