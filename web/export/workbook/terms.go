package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// terms is the sheet of how lines are paid.
type terms struct {
	months   []formula.Num // by month of ext
	places   []formula.Num // of the months, from 1
	profiles map[int]profileCells
	works    map[workKey]workCells
	claims   map[claimKey]claimCells
	patterns map[patternKey]patternCells
	outside  []formula.Num // 1 for each pattern that leaves the months of the workbook
}

// workKey tells the work of a stage of a phase apart, and of a route between
// sites.
type workKey struct {
	site, phase int
	stage       planner.StageName
	link        int // -1 where it is no route
}

// workCells is the work of a stage by month of ext.
type workCells struct {
	first, last formula.Num   // months
	done        []formula.Num // share that is done by the end of the month
}

// claimKey tells apart what a profile claims for work.
type claimKey struct {
	workKey
	profile int
}

// claimCells is what a profile pays for work, its advance apart.
type claimCells struct {
	due  []formula.Num // share that is paid in the month
	last formula.Num   // month of the last payment
}

// patternKey tells apart how lines are paid.
type patternKey struct {
	claimKey
	lead  string
	index int
}

// patternCells is how lines are paid.
type patternCells struct {
	ordered    formula.Num
	escalation formula.Num
	paid       []formula.Num // share that is paid by the end of the month, each payment at the price level of its month
}

// The columns of the sheet of terms, before the months.
const (
	termSite = iota + 1
	termPhase
	termStage
	termProfile
	termIndex
	termWhat
	termFrom
	termTo
	termMonths
	termValue
	termDivisor
	termGrid
)

// layPayments lays how lines are paid: the work of stages by month, what a
// profile claims for it, and what that weighs at the price level of its month.
func (b *book) layPayments() {
	s := b.sheet("terms")
	s.grid, s.head, s.side = termGrid, 5, termWhat
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.terms.note"), style{plain, note})
	b.terms = terms{
		months: s.months(3, b.ext), places: make([]formula.Num, len(b.ext)), profiles: map[int]profileCells{},
		works: map[workKey]workCells{}, claims: map[claimKey]claimCells{}, patterns: map[patternKey]patternCells{},
	}
	for i := range b.ext {
		b.terms.places[i] = s.put(5, s.grid+i, formula.Of(float64(i+1)), style{whole, note})
	}
	for i, key := range []string{"site", "phase", "stage", "profile", "index", "what", "from", "to", "months", "value", "divisor"} {
		s.text(5, i+1, b.Locale.T("workbook.terms."+key), style{plain, heading})
	}
	for col, width := range map[int]float64{termSite: 14, termPhase: 14, termStage: 14, termProfile: 18, termIndex: 18, termWhat: 34} {
		s.widths[col] = width
	}
	for i := range b.w.Lines {
		if w := &b.w.Lines[i]; !w.Interest {
			b.profile(w.Profile)
		}
	}
	for i := range b.w.Lines {
		if w := &b.w.Lines[i]; !w.Interest {
			b.pattern(patternOf(w))
		}
	}
	row := s.next() + 1
	s.text(row, termWhat, b.Locale.T("workbook.terms.outside"), style{plain, total})
	outside := s.put(row, termValue, formula.Total(b.terms.outside...), style{whole, total})
	b.foots("terms_outside", s.name, whole, outside, formula.Of(0))
}

func patternOf(w *planner.LineWorking) patternKey {
	return patternKey{claimKey{workKey{w.Site, w.Phase, w.Cost.Stage, w.Link}, w.Profile}, w.LeadTime, w.Index}
}

// termRow is a row of the sheet of terms by month.
type termRow struct {
	s   *sheet
	row int
	at  []formula.Num
}

// term begins a row that says what it is of.
func (b *book) term(k workKey, what string) termRow {
	s := b.sheet("terms")
	r := termRow{s, s.next(), make([]formula.Num, len(b.ext))}
	site := &b.Plan.Sites[k.site]
	ph := &site.Phases[k.phase]
	s.text(r.row, termSite, b.siteTitle(k.site), style{plain, label})
	s.text(r.row, termPhase, b.Locale.Text(ph.Title, ph.Name), style{plain, label})
	stage := b.Locale.T("stage." + string(k.stage))
	if k.link >= 0 {
		stage += " · " + b.Plan.Links[k.link].Name
	}
	s.text(r.row, termStage, stage, style{plain, label})
	s.text(r.row, termWhat, b.Locale.T("workbook.terms."+what), style{plain, label})
	return r
}

func (r *termRow) put(i int, n formula.Num, look style) {
	r.at[i] = r.s.put(r.row, r.s.grid+i, n, look)
}

// divisor lays what the row comes to in its last month, and what shares are
// taken of: 1 where that is nothing.
func (r *termRow) divisor(look format) (all, by formula.Num) {
	all = r.s.put(r.row, termValue, r.at[len(r.at)-1], style{look, total})
	return all, r.s.put(r.row, termDivisor, formula.If(all.Is(formula.Of(0)), formula.Of(1), all), style{look, note})
}

// workOf returns the work of a stage, or of a route that takes as many months
// and is ready in the month the plan wants it.
func (b *book) workOf(k workKey) workCells {
	if c, laid := b.terms.works[k]; laid {
		return c
	}
	first, last, calendar := b.schedule[k.site][k.phase].window(k.stage)
	if k.link >= 0 {
		calendar = ""
		built := b.in.plan("links/" + planner.PathName(b.Plan.Links[k.link].Name) + "/built")
		first, last = built.Minus(formula.Of(1)).Minus(last.Minus(first)), built.Minus(formula.Of(1))
	}
	b.sheet("terms").at(b.sheet("terms").next(), 1)
	work := b.term(k, "work")
	c := workCells{first: work.s.put(work.row, termFrom, first, style{whole, note}), last: work.s.put(work.row, termTo, last, style{whole, note})}
	for i, m := range b.terms.months {
		work.put(i, formula.If(formula.And(c.first.AtMost(m), m.AtMost(c.last)), b.work(calendar, i), formula.Of(0)), style{ratio, derived})
	}
	worked := b.term(k, "worked")
	for i := range b.ext {
		to := work.at[i]
		if i > 0 {
			to = worked.at[i-1].Plus(to)
		}
		worked.put(i, to, style{ratio, derived})
	}
	_, all := worked.divisor(ratio)
	done := b.term(k, "done")
	for i, m := range b.terms.months {
		done.put(i, formula.If(c.last.AtMost(m), formula.Of(1), worked.at[i].Over(all)), style{ratio, derived})
	}
	c.done = done.at
	b.terms.works[k] = c
	return c
}

// claim returns what a profile pays for work: by its curve and its milestones,
// some months after they are claimed, and the retention after the end.
func (b *book) claim(k claimKey) claimCells {
	if c, laid := b.terms.claims[k]; laid {
		return c
	}
	w, p := b.workOf(k.workKey), b.profile(k.profile)
	earned := b.term(k.workKey, "earned")
	for i := range b.ext {
		y := p.curve(w.done[i])
		if i > 0 {
			y = formula.Max(y, earned.at[i-1])
		}
		earned.put(i, y, style{ratio, derived})
	}
	claimed := b.term(k.workKey, "claimed")
	for i := range b.ext {
		gain, before := earned.at[i], formula.Of(0)
		if i > 0 {
			gain, before = gain.Minus(earned.at[i-1]), w.done[i-1]
		}
		claimed.put(i, p.reached(p.progress.Times(gain), before, w.done[i]), style{ratio, derived})
	}
	due := b.term(k.workKey, "due")
	for _, r := range []termRow{earned, claimed, due} {
		r.s.text(r.row, termProfile, p.title, style{plain, label})
	}
	kept := due.s.put(due.row, termTo, w.last.Plus(p.retentionMonths), style{whole, note})
	list := claimed.s.row(claimed.row, claimed.s.grid, claimed.s.grid+len(b.ext)-1)
	for i, at := range b.terms.places {
		late := formula.If(at.AtMost(p.delay), formula.Of(0), list.At(at.Minus(p.delay)))
		due.put(i, late.Plus(formula.If(b.terms.months[i].Is(kept), p.retention, formula.Of(0))), style{ratio, derived})
	}
	c := claimCells{due.at, formula.Max(w.last.Plus(p.delay), kept)}
	b.terms.claims[k] = c
	return c
}

// pattern returns how lines are paid under the same terms: ordered the lead time
// before the work, the advance with the order.
func (b *book) pattern(k patternKey) patternCells {
	if c, laid := b.terms.patterns[k]; laid {
		return c
	}
	w, p, claim := b.workOf(k.workKey), b.profile(k.profile), b.claim(k.claimKey)
	weighed := b.term(k.workKey, "weighed")
	lead := formula.Of(0)
	if k.lead != "" {
		lead = weighed.s.put(weighed.row, termMonths, b.in.value("lead_times."+k.lead), style{whole, derived})
	}
	c := patternCells{ordered: weighed.s.put(weighed.row, termFrom, w.first.Minus(lead), style{whole, note})}
	for i, m := range b.terms.months {
		share := formula.If(m.Is(c.ordered), p.advance, formula.Of(0)).Plus(claim.due[i])
		weight := share.Times(b.levelAt(k.index, i))
		if i > 0 {
			weight = weighed.at[i-1].Plus(weight)
		}
		weighed.put(i, weight, style{ratio, derived})
	}
	var all formula.Num
	c.escalation, all = weighed.divisor(ratio)
	paid := b.term(k.workKey, "paid")
	for i := range b.ext {
		paid.put(i, weighed.at[i].Over(all), style{ratio, derived})
	}
	c.paid = paid.at
	for _, r := range []termRow{weighed, paid} {
		r.s.text(r.row, termProfile, p.title, style{plain, label})
		if k.index >= 0 {
			x := &b.w.Reference.Book.Escalation[k.index]
			r.s.text(r.row, termIndex, b.Locale.Text(x.Title, x.Name), style{plain, label})
		}
	}
	begin, end := month(b.ext[0]), month(b.ext[len(b.ext)-1])
	outside := formula.If(formula.Or(c.ordered.Less(begin), w.first.Less(begin), claim.last.More(end)), formula.Of(1), formula.Of(0))
	b.terms.outside = append(b.terms.outside, paid.s.put(paid.row, termTo, outside, style{whole, note}))
	b.terms.patterns[k] = c
	return c
}
