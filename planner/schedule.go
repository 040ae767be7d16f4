package planner

import "slices"

// phaseSchedule is when the stages of a phase run.
type phaseSchedule struct {
	stages []BuildStageResult
	built  Month // first month after the last stage
}

// siteSchedules is the schedules of a site's phases, in their order.
type siteSchedules []phaseSchedule

// schedule places the stages of every phase: each starts when the phase does,
// not before its own not_before, and after all its predecessors with their
// lags.
func schedule(plan Plan, ref Reference) []siteSchedules {
	schedules := make([]siteSchedules, len(plan.Sites))
	for i := range plan.Sites {
		s := &plan.Sites[i]
		schedules[i] = make(siteSchedules, len(s.Phases))
		for j := range s.Phases {
			schedules[i][j] = schedulePhase(&s.Phases[j], ref)
		}
	}
	return schedules
}

func schedulePhase(ph *Phase, ref Reference) phaseSchedule {
	programme := ph.Stages
	if len(programme) == 0 {
		programme = ref.Programme
	}
	s := phaseSchedule{stages: make([]BuildStageResult, 0, len(programme))}
	for len(s.stages) < len(programme) {
		for _, b := range programme {
			start, ready := s.startOf(b, ph.Start)
			if !ready || s.find(b.Stage) != nil {
				continue
			}
			end := start + Month(b.Months) - 1
			s.stages = append(s.stages, BuildStageResult{Stage: b.Stage, Start: start, End: end})
			s.built = max(s.built, end+1)
		}
	}
	slices.SortStableFunc(s.stages, func(a, b BuildStageResult) int {
		return slices.Index(StageNames, a.Stage) - slices.Index(StageNames, b.Stage)
	})
	return s
}

// startOf returns the first month a stage can start in; ready is false while a
// predecessor is not placed.
func (s *phaseSchedule) startOf(b BuildStage, phaseStart Month) (start Month, ready bool) {
	start = max(phaseStart, b.NotBefore)
	for _, pre := range b.After {
		before := s.find(pre.Stage)
		if before == nil {
			return 0, false
		}
		start = max(start, before.End+1+Month(pre.LagMonths))
	}
	return start, true
}

func (s *phaseSchedule) find(name StageName) *BuildStageResult {
	for i := range s.stages {
		if s.stages[i].Stage == name {
			return &s.stages[i]
		}
	}
	return nil
}

// window returns the first and last month in which work of a stage is done: of
// the stage itself, or of the whole phase where its programme has no such stage.
func (s *phaseSchedule) window(name StageName) (first, last Month) {
	if b := s.find(name); b != nil {
		return b.Start, b.End
	}
	first = s.stages[0].Start
	for _, b := range s.stages {
		first = min(first, b.Start)
	}
	return first, s.built - 1
}
