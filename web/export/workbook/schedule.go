package workbook

import (
	"slices"
	"strconv"

	"buildout/planner"
	"buildout/planner/formula"
)

// phaseCells is when a phase is built. Months are numbers of formulas.
type phaseCells struct {
	stages    []stageCells
	built     formula.Num // first month after the last stage
	energised formula.Num // laid by layStates
	row       int         // of energised on the sheet of stages
}

// stageCells is when a stage runs, both months included.
type stageCells struct {
	stage      planner.StageName
	start, end formula.Num
	calendar   string // empty where every month is a full one
}

// The columns of the sheet of stages, before the months of the calendars.
const (
	stageSite = iota + 1
	stagePhase
	stageName
	stageCalendar
	stageWork
	stageNotBefore
	stageAfter
	stageStart
	stageEnd
	stageFirst
	stageLast
	stageYears
	stageGrid
)

// longestWork is the most months that the program gives a stage.
const longestWork = 2400

// laySchedule lays the sheet of stages: the calendars' work by month, then the
// phases with their stages.
func (b *book) laySchedule() {
	s := b.sheet("schedule")
	s.grid, s.head, s.side = stageGrid, 4, stageName
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.schedule.note"), style{plain, note})
	s.months(3, b.ext)
	for i, key := range []string{"site", "phase", "stage", "calendar", "work", "not_before", "after", "start", "end", "first", "last", "years"} {
		s.text(4, i+1, b.Locale.T("workbook.schedule."+key), style{plain, heading})
	}
	b.layCalendars(s)
	b.schedule = make([][]phaseCells, len(b.Plan.Sites))
	for i := range b.Plan.Sites {
		for j := range b.Plan.Sites[i].Phases {
			b.schedule[i] = append(b.schedule[i], b.layPhase(s, i, j))
		}
	}
}

// layPhase lays a phase: its first month, its stages and when it is built. The
// month in which it is energised is laid with what the site may carry.
func (b *book) layPhase(s *sheet, site, phase int) phaseCells {
	ph := &b.Result.Sites[site].Phases[phase]
	g := programme{b: b, s: s, where: sitePath(&b.Plan.Sites[site]) + "/phases/" + planner.PathName(ph.Name), stages: b.Plan.Sites[site].Phases[phase].Stages, own: true}
	if len(g.stages) == 0 {
		g.stages, g.own = b.w.Reference.Programme, false
	}
	g.top = s.next() + 1
	start := b.in.plan(g.where + "/start")
	first := g.milestone(g.top, "phase_start", start)
	g.place(first)
	row := g.top + 1 + len(g.stages)
	p := phaseCells{stages: g.cells, row: row + 1}
	var ends []formula.Num
	for _, c := range g.cells {
		ends = append(ends, c.end)
	}
	p.built = g.milestone(row, "built", formula.Max(ends...).Plus(formula.Of(1)))
	p.energised = month(ph.Energised)
	for r := g.top; r < row+3; r++ {
		s.text(r, stageSite, b.siteTitle(site), style{plain, label})
		s.text(r, stagePhase, b.Locale.Text(ph.Title, ph.Name), style{plain, label})
	}
	b.agreesOnStages(site, phase, &p)
	return p
}

// agreesOnStages holds the stages of a phase against the program.
func (b *book) agreesOnStages(site, phase int, p *phaseCells) {
	ph := &b.Result.Sites[site].Phases[phase]
	subject := b.siteTitle(site) + " · " + b.Locale.Text(ph.Title, ph.Name)
	last := planner.Month(0)
	for i, st := range ph.Stages {
		of := subject + " · " + b.Locale.T("stage."+string(st.Stage))
		b.agrees("stage_start", of, whole, []formula.Num{p.stages[i].start}, []float64{float64(st.Start)})
		b.agrees("stage_end", of, whole, []formula.Num{p.stages[i].end}, []float64{float64(st.End)})
		last = max(last, st.End)
	}
	b.agrees("built", subject, whole, []formula.Num{p.built}, []float64{float64(last + 1)})
}

// layEnergised lays the month in which a phase is energised below its stages, and
// how many months that is after the one that was promised.
func (b *book) layEnergised(site, phase int, energised formula.Num) {
	s, p, ph := b.sheet("schedule"), &b.schedule[site][phase], &b.Result.Sites[site].Phases[phase]
	g := programme{b: b, s: s}
	p.energised = g.milestone(p.row, "energised", energised)
	promised := b.in.plan(sitePath(&b.Plan.Sites[site]) + "/phases/" + planner.PathName(ph.Name) + "/promised")
	g.milestone(p.row+1, "promised", promised)
	s.text(p.row+2, stageSite, b.siteTitle(site), style{plain, label})
	s.text(p.row+2, stagePhase, b.Locale.Text(ph.Title, ph.Name), style{plain, label})
	s.text(p.row+2, stageName, b.Locale.T("workbook.schedule.late"), style{plain, label})
	late := formula.If(promised.Is(formula.Of(0)), formula.Of(0), formula.Max(formula.Of(0), p.energised.Minus(promised)))
	s.put(p.row+2, stageFirst, late, style{whole, derived})
	b.agrees("energised", b.siteTitle(site)+" · "+b.Locale.Text(ph.Title, ph.Name), whole, []formula.Num{p.energised}, []float64{float64(ph.Energised)})
}

// programme is the stages of a phase that are being laid.
type programme struct {
	b      *book
	s      *sheet
	where  string // path of the phase
	stages []planner.BuildStage
	own    bool // whether the phase gives them; the shipped ones otherwise
	top    int  // row above the stages
	cells  []stageCells
}

// milestone lays a month of a phase.
func (g *programme) milestone(row int, key string, m formula.Num) formula.Num {
	g.s.text(row, stageName, g.b.Locale.T("workbook.schedule."+key), style{plain, label})
	n := g.s.put(row, stageFirst, m, style{whole, note})
	g.s.putMonthIf(row, stageStart, n, total)
	return n
}

// place lays every stage when those before it are laid, in the order in which
// stages are shown.
func (g *programme) place(phaseStart formula.Num) {
	order := make([]int, len(g.stages))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int { return slices.Index(planner.StageNames, g.stages[i].Stage) }
	slices.SortStableFunc(order, func(a, b int) int { return rank(a) - rank(b) })
	g.cells = make([]stageCells, len(order))
	for placed := 0; placed < len(order); {
		for at, i := range order {
			if start, ready := g.startOf(i, phaseStart); ready && g.cells[at].stage == "" {
				g.cells[at] = g.layStage(g.top+1+at, i, start)
				placed++
			}
		}
	}
}

// startOf returns the first month a stage can start in; ready is false while one
// before it is not laid.
func (g *programme) startOf(i int, phaseStart formula.Num) (start formula.Num, ready bool) {
	st := &g.stages[i]
	least := []formula.Num{phaseStart}
	if g.own {
		least = append(least, g.b.in.plan(g.path(i)+"/not_before"))
	} else if !st.NotBefore.IsZero() {
		least = append(least, month(st.NotBefore))
	}
	for k, pre := range st.After {
		at := slices.IndexFunc(g.cells, func(c stageCells) bool { return c.stage == pre.Stage })
		if at < 0 {
			return start, false
		}
		lag := formula.Of(float64(pre.LagMonths))
		if g.own {
			lag = g.b.in.plan(g.path(i) + "/after/" + strconv.Itoa(k) + "/lag_months")
		}
		least = append(least, g.cells[at].end.Plus(formula.Of(1)).Plus(lag))
	}
	return formula.Max(least...), true
}

func (g *programme) path(i int) string { return g.where + "/stages/" + strconv.Itoa(i) }

// layStage lays a stage that starts in a month.
func (g *programme) layStage(row, i int, start formula.Num) stageCells {
	s, st := g.s, &g.stages[i]
	c := stageCells{stage: st.Stage, calendar: st.Calendar}
	s.text(row, stageName, g.b.Locale.T("stage."+string(st.Stage)), style{plain, label})
	months := g.b.in.value("programme." + string(st.Stage) + ".months")
	if g.own {
		months = g.b.in.plan(g.path(i) + "/months")
		s.putMonthIf(row, stageNotBefore, g.b.in.plan(g.path(i)+"/not_before"), derived)
	}
	months = s.put(row, stageWork, months, style{whole, derived})
	s.text(row, stageAfter, g.after(st), style{plain, note})
	c.start = s.put(row, stageFirst, start, style{whole, note})
	end := c.start.Plus(months).Minus(formula.Of(1))
	if k, ok := g.b.calendars[st.Calendar]; ok {
		s.text(row, stageCalendar, k.title, style{plain, label})
		end = k.endOfWork(s, row, c.start, months)
	}
	c.end = s.put(row, stageLast, end, style{whole, note})
	s.putMonth(row, stageStart, c.start, derived)
	s.putMonth(row, stageEnd, c.end, derived)
	return c
}

// after lists the stages that come before one.
func (g *programme) after(st *planner.BuildStage) string {
	words := ""
	for i, pre := range st.After {
		if i > 0 {
			words += ", "
		}
		words += g.b.Locale.T("stage." + string(pre.Stage))
	}
	return words
}

func sitePath(s *planner.Site) string { return "sites/" + planner.PathName(s.Name) }

// siteTitle is what a site is called.
func (b *book) siteTitle(site int) string {
	s := &b.Plan.Sites[site]
	return b.Locale.Text(s.Title, s.Name)
}

// window returns the first and last month in which work of a stage is done and
// its calendar: of the stage itself, or of the whole phase where its programme
// has no such stage.
func (p *phaseCells) window(name planner.StageName) (first, last formula.Num, calendar string) {
	var starts []formula.Num
	for _, s := range p.stages {
		if s.stage == name {
			return s.start, s.end, s.calendar
		}
		starts = append(starts, s.start)
	}
	return formula.Min(starts...), p.built.Minus(formula.Of(1)), ""
}
