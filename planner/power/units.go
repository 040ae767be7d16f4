// Package power is the leaf that knows redundancy: what load a group of
// modules may carry so that every failure its arrangement promises to survive
// leaves no survivor above its rating. It knows no plan.
package power

// KW is real power in kilowatts: electrical load, or heat moved.
type KW float64

// KVA is apparent power in kilovolt-amperes.
type KVA float64

// Apparent returns the apparent power in kVA of p at power factor pf (0..1].
func (p KW) Apparent(pf float64) KVA { return KVA(float64(p) / pf) }

// Real returns the real power in kW of s at power factor pf (0..1].
func (s KVA) Real(pf float64) KW { return KW(float64(s) * pf) }
