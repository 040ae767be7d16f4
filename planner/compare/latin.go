package compare

// splitmix is a generator of 64-bit numbers.
//
// Source: Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators
// (OOPSLA 2014), with the constants of Vigna, splitmix64.c (2015).
type splitmix uint64

func (s *splitmix) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// share returns a number from 0 to below 1.
func (s *splitmix) share() float64 { return float64(s.next()>>11) / (1 << 53) }

// below returns a whole number below n, which is below 2^32: each has a chance
// within 2^-32 of 1/n.
func (s *splitmix) below(n int) int { return int((s.next() >> 32) * uint64(n) >> 32) }

// latin divides each axis into as many strata as there are samples and says
// which of them a sample is drawn from: each once.
//
// Source: McKay, Beckman & Conover, A Comparison of Three Methods for Selecting
// Values of Input Variables (Technometrics 21, 1979).
type latin struct {
	seed    uint64
	samples int
	strata  [][]uint16 // by axis and sample; MaxVariants fits
}

func newLatin(axes, samples int, seed int64) *latin {
	l := &latin{seed: uint64(seed), samples: samples, strata: make([][]uint16, axes)}
	for a := range l.strata {
		chance := l.chance(a, -1)
		strata := make([]uint16, samples)
		for i := range strata {
			j := chance.below(i + 1)
			strata[i] = strata[j]
			strata[j] = uint16(i)
		}
		l.strata[a] = strata
	}
	return l
}

// chance returns the generator of an axis, or of a sample on it: one that needs
// none of those before it, so that a variant is the same whoever asks for it.
func (l *latin) chance(axis, sample int) splitmix {
	seed := splitmix(l.seed)
	s := splitmix(seed.next() + uint64(axis)<<32 + uint64(sample+1))
	return splitmix(s.next())
}

// share returns where a sample lies on an axis, from 0 to below 1: anywhere in
// its stratum.
func (l *latin) share(axis, sample int) float64 {
	chance := l.chance(axis, sample)
	return (float64(l.strata[axis][sample]) + chance.share()) / float64(l.samples)
}
