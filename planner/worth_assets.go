package planner

import "math"

// The asset classes that worth leaves out: servers, storage and network gear are
// needed in leased space as well, and interest is what discounting stands for.
const (
	itEquipment          = "it_equipment"
	constructionInterest = "construction_interest"
)

// counts reports whether worth counts assets of the class.
func (c *AssetClass) counts() bool { return c.Name != itEquipment && c.Name != constructionInterest }

// builtAssets is what the cost lines cost without VAT.
type builtAssets struct {
	paid   []KRW // by month of the horizon, for asset classes that count
	phases []builtPhase
	years  int
}

// builtPhase is the cost of a phase by asset class.
type builtPhase struct {
	energised Month
	cost      []KRW
	paid      []KRW // by class, in each its years
}

// costOf is the cost of an asset class.
func (b *builtAssets) costOf(class int) (total KRW) {
	for i := range b.phases {
		total += b.phases[i].cost[class]
	}
	return total
}

// build sorts the payments of all cost lines by month, phase and asset class.
func (v *valuation) build(c *costs) builtAssets {
	first, last := v.r.Months[0], v.r.Months[v.months-1]
	b := builtAssets{paid: make([]KRW, v.months), years: last.Year() - first.Year() + 1}
	classes := len(v.ref.Assets)
	slab := make([]KRW, countPhases(*v.plan)*classes*(1+b.years))
	cut := func(n int) []KRW {
		part := slab[:n:n]
		slab = slab[n:]
		return part
	}
	b.phases = make([]builtPhase, 0, countPhases(*v.plan))
	for i := range v.r.Sites {
		for j := range v.r.Sites[i].Phases {
			b.phases = append(b.phases, builtPhase{v.r.Sites[i].Phases[j].Energised, cut(classes), cut(classes * b.years)})
		}
	}
	phases := phaseFinder{sites: v.r.Sites}
	for i := range c.lines {
		l := &c.lines[i]
		phase, class := phases.index(l), c.paid[i].asset
		var byYear []KRW
		if class >= 0 {
			b.phases[phase].cost[class] += l.ForecastKRW
			byYear = b.phases[phase].paid[class*b.years : (class+1)*b.years]
		}
		counts := class < 0 || v.ref.Assets[class].counts()
		var with, given KRW // with VAT and without, to date
		for _, pay := range c.paid[i].payments {
			with += pay.amount
			without := withoutVAT(l, &c.paid[i], with)
			month := min(max(pay.month, first), last)
			if counts {
				b.paid[month-first] += without - given
			}
			if byYear != nil {
				byYear[month.Year()-first.Year()] += without - given
			}
			given = without
		}
	}
	return b
}

// withoutVAT is what of a line's forecast is paid when so much is paid with the
// VAT that the budget carries.
func withoutVAT(l *CostLine, p *paidLine, with KRW) KRW {
	if p.total == l.ForecastKRW || p.total == 0 {
		return with
	}
	return KRW(math.Round(float64(l.ForecastKRW) * (float64(with) / float64(p.total))))
}

// phaseFinder finds the phase of a cost line among those of all sites. Lines of
// a phase stand together.
type phaseFinder struct {
	sites       []SiteResult
	site, phase string // of the line before
	at          int
}

func (f *phaseFinder) index(l *CostLine) int {
	if l.Site == f.site && l.Phase == f.phase {
		return f.at
	}
	f.site, f.phase, f.at = l.Site, l.Phase, 0
	for i := range f.sites {
		for j := range f.sites[i].Phases {
			if f.sites[i].Name == l.Site && f.sites[i].Phases[j].Name == l.Phase {
				return f.at
			}
			f.at++
		}
	}
	f.at = 0
	return f.at
}

// classify finds the asset class of every line. Lines of every phase stand in
// the order of the cost book, so that a code is looked for where that of the line
// before was found.
func (c *costs) classify(ref Reference) {
	known, next := make([]int, 0, len(ref.Book.Entries)+1), 0 // a line of each code found, and the place after the last
	for i := range c.lines {
		code := c.lines[i].Code
		if next == len(known) && next > 0 && c.lines[known[0]].Code == code {
			next = 0
		}
		at := next
		for at < len(known) && c.lines[known[at]].Code != code {
			at++
		}
		if at < len(known) {
			c.paid[i].asset, next = c.paid[known[at]].asset, at+1
			continue
		}
		c.paid[i].asset = assetOf(ref.Assets, code)
		known = append(known, i)
		next = len(known)
	}
}

// assetOf returns the index of the first asset class that covers a code, -1
// where none does.
func assetOf(assets []AssetClass, code string) int {
	for i := range assets {
		if codeIn(code, assets[i].Covers) {
			return i
		}
	}
	return -1
}
