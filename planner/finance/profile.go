package finance

// Profile says how a contract is paid, as shares of its price that sum to 1.
type Profile struct {
	Advance         float64 // paid at order
	Progress        float64 // paid on an S-curve over the work
	Retention       float64 // kept back, paid RetentionMonths after the work
	RetentionMonths int
	DelayMonths     int // from a claim to its payment; advances are paid at once
}

// Payment is a share of a price that falls due in a month.
type Payment struct {
	Month Month
	Share float64
}

// Payments appends to dst the payments of a contract ordered in month order
// for work from month first to month last, both included. Shares sum to 1.
// No payment falls before the order.
func (p Profile) Payments(dst []Payment, order, first, last Month) []Payment {
	if p.Advance > 0 {
		dst = append(dst, Payment{order, p.Advance})
	}
	if p.Progress > 0 {
		months := int(last-first) + 1
		done := 0.0
		for i := 1; i <= months; i++ {
			y := SCurve(float64(i) / float64(months))
			due := max(first+Month(i-1+p.DelayMonths), order)
			dst = append(dst, Payment{due, p.Progress * (y - done)})
			done = y
		}
	}
	if p.Retention > 0 {
		dst = append(dst, Payment{max(last+Month(p.RetentionMonths), order), p.Retention})
	}
	return dst
}
