package planner

// float works out by how many months each stage may start later without a later
// end of the phase, passing back from its last month:
//
//	latest end(b)   = least of the phase's last month and latest start(c) - 1 - lag, over the stages c that come after b
//	latest start(b) = last month from which its work is done by its latest end
//	float(b)        = latest start(b) - start(b)
//
// It is the float within the programme of the phase: months that the phase
// waits for the grid after its last stage are not in it, nor are other phases.
func (s *phaseSchedule) float(programme []BuildStage) {
	latest := make([]Month, len(s.stages)) // end
	for i := range latest {
		latest[i] = s.built - 1
	}
	// A chain has at most as many stages as the programme, so that as many passes
	// carry every bound back to its beginning.
	for range programme {
		for k := range programme {
			b := &programme[k]
			i := s.find(b.Stage)
			start := startOfWork(latest[i], b.Months, s.years[i])
			for _, pre := range b.After {
				j := s.find(pre.Stage)
				latest[j] = min(latest[j], start-1-Month(pre.LagMonths))
			}
			s.stages[i].FloatMonths = int(start - s.stages[i].Start)
			s.stages[i].Critical = s.stages[i].FloatMonths == 0
		}
	}
}
