package finance

// Profile says how a contract is paid, as shares of its price that sum to 1.
type Profile struct {
	Advance         float64     // paid at order
	Milestones      []Milestone // paid when a share of the work is done
	Progress        float64     // paid on Curve over the work
	Curve           Curve
	Retention       float64 // kept back, paid RetentionMonths after the work
	RetentionMonths int
	DaysToPay       int // from a claim at the end of a month to its payment; advances are paid at once
}

// Milestone is a share of a price that falls due when a share of the work is
// done.
type Milestone struct {
	Done  float64 // of the work, above 0 and at most 1
	Share float64 // of the price
}

// Payment is a share of a price that falls due in a month.
type Payment struct {
	Month Month
	Share float64
}

// Instalments is how a profile pays for a pattern of work, whenever that
// starts. Contracts that share a profile and a pattern share it: it holds all
// that is slow to work out.
type Instalments struct {
	advance float64
	due     []instalment
}

// instalment is a share that falls due some months after the work starts.
type instalment struct {
	after Month
	share float64
}

// Instalments works out how the profile pays for work that is done by month:
// work[i] is the share of a full month's work, 0 to 1, done in the i-th month.
//
//	done(i) = sum of work to i / sum of work
//	claim(i) = Progress * (Curve(done(i)) - Curve(done(i-1))) + milestones that done(i) is the first to reach
//
// A claim is paid DelayMonths(DaysToPay) later; a month without work claims
// nothing, and what a curve that falls would pay back is kept until it has
// risen again. Where no month has work all is claimed in the first.
func (p Profile) Instalments(work []float64) Instalments {
	var total float64
	last := 0 // month that ends the work
	for i, w := range work {
		total += w
		if w > 0 {
			last = i
		}
	}
	delay := DelayMonths(p.DaysToPay)
	shares := make([]float64, last+max(delay, p.RetentionMonths)+1)
	var worked, earned float64
	done := -1.0 // before any work
	for i := range last + 1 {
		if i < last && work[i] == 0 {
			continue
		}
		before := done
		if done = 1; i < last {
			worked += work[i]
			done = worked / total
		}
		y := max(p.Curve.At(done), earned)
		shares[i+delay] += float64(p.Progress*(y-earned)) + p.reached(before, done)
		earned = y
	}
	shares[last+p.RetentionMonths] += p.Retention
	list := Instalments{advance: p.Advance, due: make([]instalment, 0, len(shares))}
	for i, share := range shares {
		if share > 0 {
			list.due = append(list.due, instalment{Month(i), share})
		}
	}
	return list
}

// reached sums the milestones that lie after share before of the work and not
// after share done. A milestone is reached within a billionth of the work, for
// shares are sums of months.
func (p Profile) reached(before, done float64) (share float64) {
	const near = 1e-9
	for _, m := range p.Milestones {
		if m.Done > before+near && m.Done <= done+near {
			share += m.Share
		}
	}
	return share
}

// Payments appends to dst the payments of a contract ordered in month order
// whose work starts in month first, in the order of months. The advance is paid
// at order, and no payment falls before it.
func (s Instalments) Payments(dst []Payment, order, first Month) []Payment {
	from := len(dst)
	add := func(m Month, share float64) {
		if n := len(dst); n > from && dst[n-1].Month == m {
			dst[n-1].Share += share
			return
		}
		dst = append(dst, Payment{m, share})
	}
	if s.advance > 0 {
		add(order, s.advance)
	}
	for _, d := range s.due {
		add(max(first+d.after, order), d.share)
	}
	return dst
}

// Payments appends to dst the payments of a contract ordered in month order for
// work that starts in month first, of which work[i] of a full month's is done
// in month first+i. Shares sum to 1. Contracts alike are faster paid from the
// same Instalments.
func (p Profile) Payments(dst []Payment, order, first Month, work []float64) []Payment {
	return p.Instalments(work).Payments(dst, order, first)
}

// DelayMonths returns the months from one in which a claim is made, at its end,
// to the one in which it is paid: months of 365/12 days begun.
func DelayMonths(days int) int { return (days*12 + 364) / 365 }
