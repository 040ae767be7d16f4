package planner

import "fmt"

const (
	idleShare  = 0.5 // of leased kW in use: below it space is idle
	idleMonths = 6   // of that in a row: a notice
)

// leaseFindings notes leased space that is paid for while less than half of its
// kW is in use for half a year or longer. In use is the peak of the racks that
// find no room in the sites.
func leaseFindings(r Result, add func(Finding)) {
	all := contractedKW(r.Leases, len(r.Months))
	for k := range r.Leases {
		l := &r.Leases[k]
		used := func(i int) float64 {
			return float64(min(r.Demand.outside[i].peak, all[i]) * l.UsableITKW[i] / max(all[i], 1e-9))
		}
		idle := func(i int) float64 { return float64(idleShare*float64(l.UsableITKW[i])) - used(i) }
		for _, s := range stretches(len(r.Months), idle) {
			end := s.first
			for end < len(r.Months) && idle(end) > 0 {
				end++
			}
			if end-s.first < idleMonths {
				continue
			}
			add(Finding{
				Severity: SeverityNotice, Code: LeaseIdle, Where: "leases/" + l.Name, Month: r.Months[s.first], Subject: l.Name, Title: l.Title,
				Found: float64(rounded(KW(used(s.worst)))), Limit: float64(l.UsableITKW[s.worst]), Unit: unitKW, Count: end - s.first,
			})
		}
	}
}

func (f Finding) leaseSentences(found, limit, short string) (message, remedy string) {
	return fmt.Sprintf("From %s on %s is paid for %d months while less than half of it is in use: %s of %s at the worst.", f.Month, f.Subject, f.Count, found, limit),
		fmt.Sprintf("Give back up to %s, or move load into it.", short)
}
