package planner

import (
	"slices"
)

// phaseSchedule is when the stages of a phase run.
type phaseSchedule struct {
	stages []BuildStageResult
	years  [][]float64 // of each stage: what its calendar does in January to December; nil where every month is full
	built  Month       // first month after the last stage
}

// siteSchedules is the schedules of a site's phases, in their order.
type siteSchedules []phaseSchedule

// schedule places the stages of every phase: each starts when the phase does,
// not before its own not_before, and after all its predecessors with their
// lags, and lasts until its months of full work are done.
func schedule(plan Plan, ref Reference) []siteSchedules {
	schedules := make([]siteSchedules, len(plan.Sites))
	for i := range plan.Sites {
		s := &plan.Sites[i]
		schedules[i] = make(siteSchedules, len(s.Phases))
		for j := range s.Phases {
			schedules[i][j] = schedulePhase(plan, ref, &s.Phases[j])
		}
	}
	return schedules
}

func schedulePhase(plan Plan, ref Reference, ph *Phase) phaseSchedule {
	programme := ph.Stages
	if len(programme) == 0 {
		programme = ref.Programme
	}
	s := phaseSchedule{stages: make([]BuildStageResult, 0, len(programme)), years: make([][]float64, len(programme))}
	for len(s.stages) < len(programme) {
		for i := range programme {
			b := &programme[i]
			start, ready := s.startOf(b, ph.Start)
			if !ready || s.find(b.Stage) >= 0 {
				continue
			}
			end := endOfWork(start, b.Months, yearOf(plan, ref, b.Calendar))
			s.stages = append(s.stages, BuildStageResult{Stage: b.Stage, Start: start, End: end})
			s.built = max(s.built, end+1)
		}
	}
	slices.SortStableFunc(s.stages, func(a, b BuildStageResult) int {
		return slices.Index(StageNames, a.Stage) - slices.Index(StageNames, b.Stage)
	})
	for i := range programme {
		if b := &programme[i]; b.Calendar != "" {
			s.years[s.find(b.Stage)] = yearOf(plan, ref, b.Calendar)
		}
	}
	s.float(programme)
	return s
}

// startOf returns the first month a stage can start in; ready is false while a
// predecessor is not placed.
func (s *phaseSchedule) startOf(b *BuildStage, phaseStart Month) (start Month, ready bool) {
	start = max(phaseStart, b.NotBefore)
	for _, pre := range b.After {
		before := s.find(pre.Stage)
		if before < 0 {
			return 0, false
		}
		start = max(start, s.stages[before].End+1+Month(pre.LagMonths))
	}
	return start, true
}

// find returns the index of a stage; -1 where the programme has no such stage.
func (s *phaseSchedule) find(name StageName) int {
	for i := range s.stages {
		if s.stages[i].Stage == name {
			return i
		}
	}
	return -1
}

// window returns the first and last month in which work of a stage is done and
// the year of its calendar: of the stage itself, or of the whole phase where its
// programme has no such stage.
func (s *phaseSchedule) window(name StageName) (first, last Month, year []float64) {
	if i := s.find(name); i >= 0 {
		return s.stages[i].Start, s.stages[i].End, s.years[i]
	}
	first = s.stages[0].Start
	for _, b := range s.stages {
		first = min(first, b.Start)
	}
	return first, s.built - 1, nil
}
