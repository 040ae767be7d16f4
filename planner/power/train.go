package power

// Stage is one stage of a train: equal modules in an arrangement.
type Stage struct {
	Kind        Kind
	Arrangement Arrangement
	Modules     int     // installed, over all systems
	Rating      KW      // of one module: electrical kW out, or kW of heat moved
	Efficiency  float64 // electrical kW out per kW in, (0..1]; power stages
	COP         float64 // kW of heat moved per electrical kW used; cooling stages
}

// Installed returns the rating in kW of all modules together.
func (s Stage) Installed() KW { return KW(s.Modules) * s.Rating }

// Usable returns the load in kW the stage may carry; see Arrangement.Usable.
func (s Stage) Usable() KW { return s.Arrangement.UsableEqual(s.Modules, s.Rating) }

// Loading says what one kW of IT load puts on a train.
type Loading struct {
	Stages   []float64 // kW on each stage per kW of IT load, in the order given
	Facility float64   // kW drawn from the grid per kW of IT load: PUE at full load
}

// Load follows one kW of IT load up a train and returns what each stage
// carries. Stages are listed from the source to the rack; heat stages from the
// plant to the room.
//
// On the way up, a power stage carries the load below it and adds its losses,
// load/efficiency. Losses of critical stages (UPS, STS, PDU) heat the rooms.
// Cooling stages carry IT load plus that heat, from the room outwards; each
// uses heat/COP of electricity, which the stages further out remove as well.
// Cooling electricity and other, in kW per kW of IT load (lighting, offices,
// controls), join above the critical stages. A generator stands beside the
// path: it carries what passes and adds no loss.
func Load(train []Stage, other float64) Loading {
	l := Loading{Stages: make([]float64, len(train))}
	load := 1.0
	for i := len(train) - 1; i >= 0; i-- {
		if s := train[i]; s.Kind.Critical() {
			l.Stages[i] = load
			load /= s.Efficiency
		}
	}
	heat, electricity := load, other
	for i := len(train) - 1; i >= 0; i-- {
		if s := train[i]; s.Kind.Cooling() {
			l.Stages[i] = heat
			electricity += heat / s.COP
			heat += heat / s.COP
		}
	}
	load += electricity
	for i := len(train) - 1; i >= 0; i-- {
		s := train[i]
		if s.Kind.Critical() || s.Kind.Cooling() {
			continue
		}
		l.Stages[i] = load
		if s.Kind != Generator {
			load /= s.Efficiency
		}
	}
	l.Facility = load
	return l
}
