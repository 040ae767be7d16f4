package power

import "math"

// Circuit is a breaker and the line behind it.
type Circuit struct {
	Volts        float64 // between phases where three-phase, phase to neutral where single-phase
	Amps         float64 // rating of the breaker
	Phases       int     // 1 or 3
	BreakerShare float64 // share of the rating that may be drawn for long, above 0 and at most 1
}

// Limit returns the amps that may be drawn for long on each phase:
//
//	limit = amps * breaker_share
func (c Circuit) Limit() float64 { return c.Amps * c.BreakerShare }

// Draw returns the amps that a load draws on each phase of the circuit. The
// power factor of IT load is taken as 1, which its corrected supplies come
// within a few per cent of, so that W and VA are one.
//
//	single-phase  W / volts
//	three-phase   W / (sqrt(3) * volts), in balance
func (c Circuit) Draw(load KW) float64 { return float64(load) * 1000 / c.vaPerAmp() }

// VA returns the VA drawn with the given amps on each phase.
func (c Circuit) VA(amps float64) float64 { return amps * c.vaPerAmp() }

func (c Circuit) vaPerAmp() float64 {
	if c.Phases == 3 {
		return c.Volts * math.Sqrt(3)
	}
	return c.Volts
}

// PhaseVolts returns the volts from a phase to neutral.
func (c Circuit) PhaseVolts() float64 {
	if c.Phases == 3 {
		return c.Volts / math.Sqrt(3)
	}
	return c.Volts
}

// NetBoxVA returns what NetBox shows as the available power of the circuit, in
// whole VA. It looks at one circuit alone: the sum over the circuits of both
// sides is twice what stays within limits when a side is lost.
//
//	|volts| * amps * breaker_share, times 1.732 where three-phase, rounded half to even
//
// Source: NetBox, dcim.models.PowerFeed.save.
func (c Circuit) NetBoxVA() float64 {
	va := math.Abs(c.Volts) * c.Amps * c.BreakerShare
	if c.Phases == 3 {
		va *= 1.732
	}
	return math.RoundToEven(va)
}

// Over reports whether a load is above its limit by more than the error of the
// arithmetic: a load at its limit is not over it.
func Over(load, limit float64) bool { return load > limit*(1+1e-9) }
