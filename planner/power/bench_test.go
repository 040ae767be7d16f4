package power_test

import (
	"fmt"
	"testing"

	"buildout/planner/power"
)

// fiftyHalls is a site of 50 halls, each with a train of its own of eight
// stages, no two alike, under five stages of plant.
func fiftyHalls(b *testing.B) *power.Site {
	site := &power.Site{OtherLoad: 0.03}
	site.Shared = []power.Stage{
		ideal(b, power.Feed, "2N", 2, 200_000), ideal(b, power.Switchgear, "2N", 2, 200_000),
		ideal(b, power.Generator, "N+2", 60, 3000), ideal(b, power.Chiller, "N+2", 50, 3000), ideal(b, power.Pump, "N+1", 40, 4000),
	}
	for h := range 50 {
		rating := power.KW(1000 + 10*h)
		own := []power.Stage{
			ideal(b, power.Transformer, "2N", 2, 2*rating), ideal(b, power.Switchgear, "2N", 2, 2*rating), ideal(b, power.UPS, "2(N+1)", 6, rating),
			ideal(b, power.STS, "2N", 4, rating), ideal(b, power.PDU, "2N", 20, rating/5), ideal(b, power.Pump, "N+1", 3, rating),
			ideal(b, power.LiquidLoop, "N+1", 4, rating), ideal(b, power.AirHandler, "N+2", 14, rating/4),
		}
		for i := range own {
			if own[i].Kind.Cooling() {
				own[i].COP = 25
			} else {
				own[i].Efficiency = 0.98
			}
			own[i].Compartments = []string{fmt.Sprintf("%d east", h), fmt.Sprintf("%d west", h)}
		}
		site.Classes = append(site.Classes, own)
		site.Halls = append(site.Halls, power.Hall{Name: fmt.Sprint(h), Class: h, Most: 2000})
	}
	return site
}

// BenchmarkSolveFiftyHalls takes every single failure of 50 halls with 8 stages
// each and finds usable kW and the tier achieved of every hall.
func BenchmarkSolveFiftyHalls(b *testing.B) {
	site := fiftyHalls(b)
	b.ReportAllocs()
	for b.Loop() {
		s := power.Solve(site, ladder[2])
		for h := range site.Halls {
			for _, t := range ladder {
				s.Break(h, t)
			}
		}
	}
}

// BenchmarkSimulate takes one failure out of the same site.
func BenchmarkSimulate(b *testing.B) {
	site := fiftyHalls(b)
	load := make([]power.KW, len(site.Halls))
	for h := range load {
		load[h] = 1000
	}
	b.ReportAllocs()
	for b.Loop() {
		power.Simulate(site, load, "bus:switchgear:A")
	}
}
