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
	first  Month // of the horizon
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
// Where the budget carries VAT it is taken out of what all such lines of a phase
// and class are paid to date.
func (v *valuation) build(c *costs) builtAssets {
	first, last := v.r.Months[0], v.r.Months[v.months-1]
	b := builtAssets{first: first, paid: make([]KRW, v.months), years: last.Year() - first.Year() + 1}
	classes := len(v.ref.Assets)
	slab := make([]KRW, countPhases(*v.plan)*classes*(1+b.years))
	b.phases = make([]builtPhase, 0, countPhases(*v.plan))
	for i := range v.r.Sites {
		for j := range v.r.Sites[i].Phases {
			b.phases = append(b.phases, builtPhase{v.r.Sites[i].Phases[j].Energised, cut(&slab, classes), cut(&slab, classes*b.years)})
		}
	}
	groups := vatGroups{of: make([]vatGroup, classes+1)}
	phases := phaseFinder{sites: v.r.Sites}
	for i := range c.lines {
		l, class := &c.lines[i], c.paid[i].asset
		phase := phases.index(l)
		if phase != groups.phase {
			v.net(&b, &groups)
			groups.phase = phase
		}
		if class >= 0 {
			b.phases[phase].cost[class] += l.ForecastKRW
		}
		var group *vatGroup
		if v.carriesVAT(l) {
			group = groups.at(class, v.months)
			group.forecast, group.total = group.forecast+l.ForecastKRW, group.total+c.paid[i].total
		}
		for _, pay := range c.paid[i].payments {
			m := int(min(max(pay.month, first), last) - first)
			if group != nil {
				group.paid[m] += pay.amount
			} else {
				v.add(&b, phase, class, m, pay.amount)
			}
		}
	}
	v.net(&b, &groups)
	return b
}

// add counts what lines of a phase and an asset class are paid in month index m.
func (v *valuation) add(b *builtAssets, phase, class, m int, amount KRW) {
	if class < 0 || v.ref.Assets[class].counts() {
		b.paid[m] += amount
	}
	if class >= 0 {
		year := (b.first + Month(m)).Year() - b.first.Year()
		b.phases[phase].paid[class*b.years+year] += amount
	}
}

// carriesVAT reports whether the budget carries the VAT of a line.
func (v *valuation) carriesVAT(l *CostLine) bool {
	return l.VAT != nil && l.InBudget && v.plan.Budget.VAT == VATIncluded
}

// vatGroups is the lines of a phase whose VAT the budget carries, by asset class;
// first those that none covers.
type vatGroups struct {
	phase int
	of    []vatGroup
}

// vatGroup is lines that one asset class covers.
type vatGroup struct {
	used            bool
	forecast, total KRW   // without VAT, and with it
	paid            []KRW // with VAT, by month of the horizon
}

// at returns the group of an asset class, empty where it is not used yet.
func (g *vatGroups) at(class, months int) *vatGroup {
	group := &g.of[class+1]
	if group.paid == nil {
		group.paid = make([]KRW, months)
	}
	group.used = true
	return group
}

// net counts what the groups are paid without VAT, and clears them for the next
// phase.
//
//	without = forecast * with / total, rounded to date
func (v *valuation) net(b *builtAssets, groups *vatGroups) {
	for i := range groups.of {
		g := &groups.of[i]
		if !g.used {
			continue
		}
		var with, given KRW
		for m, amount := range g.paid {
			with += amount
			without := withoutVAT(g.forecast, g.total, with)
			if without != given {
				v.add(b, groups.phase, i-1, m, without-given)
			}
			given = without
		}
		clear(g.paid)
		*g = vatGroup{paid: g.paid}
	}
}

// withoutVAT is what of a forecast is paid when so much is paid with the VAT
// that the budget carries.
func withoutVAT(forecast, total, with KRW) KRW {
	if total == forecast || total == 0 {
		return with
	}
	return KRW(math.Round(float64(forecast) * (float64(with) / float64(total))))
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
