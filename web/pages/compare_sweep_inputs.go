package pages

import (
	"cmp"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
)

// sweepInput is an input of a plan that is worth varying: its path, or the paths
// that go together, as an axis has them.
type sweepInput struct{ Path, Title string }

// mostPrices is how many lines of the cost book are offered, those of the most
// won.
const mostPrices = 20

// sections are the parts of the reference whose values are offered.
var sections = []string{"factors", "worth", "operation", "schedule"}

// offered reports whether a number of the reference is one that people ask what
// if of: no month of a climate, no step of a payment.
func offered(v planner.ReferenceValue) bool {
	for _, prefix := range []string{"climates.", "calendars.", "asset_classes.", "cost_book.profiles.", "cost_book.regions.", "grid_carbon."} {
		if strings.HasPrefix(v.Name, prefix) {
			return false
		}
	}
	return v.Editable != "" && slices.Contains(sections, v.Section)
}

// inPath writes a path as the text of an axis may hold it.
var inPath = strings.NewReplacer(",", "%2C", "=", "%3D", "*", "%2A", "+", "%2B")

func joined(paths []string) string {
	list := make([]string, len(paths))
	for i, p := range paths {
		list[i] = inPath.Replace(p)
	}
	return strings.Join(list, ", ")
}

// inputList gathers inputs of a plan.
type inputList struct {
	s    shell
	c    CompareColumn
	list []sweepInput
}

func (n *inputList) add(title string, paths ...string) {
	if len(paths) > 0 {
		n.list = append(n.list, sweepInput{joined(paths), title})
	}
}

// words adds paths under what the first is in words.
func (n *inputList) words(paths ...string) {
	where, what := n.s.L.ChangePath(n.c.Result, paths[0])
	title := strings.TrimPrefix(where+" · "+what, " · ")
	if more := len(paths) - 1; more > 0 {
		title += " " + n.s.L.T("sweep.alike", "count", more)
	}
	n.add(title, paths...)
}

// sweepInputs are the inputs of a plan that are offered to be varied; values are
// the numbers of the reference as the plan has them.
func (s shell) sweepInputs(c CompareColumn, values []planner.ReferenceValue) []sweepInput {
	n := inputList{s: s, c: c}
	n.add(s.L.T("field.total_krw")+" · "+s.L.Name("explain.of", "budget"), budgetTotal)
	n.rates()
	for i, site := range c.Plan.Sites {
		n.site(site, c.Result.Sites[min(i, len(c.Result.Sites)-1)])
	}
	for _, service := range c.Plan.Demand.Services {
		n.service(service)
	}
	for _, line := range n.prices() {
		n.add(s.L.T("sweep.price", "line", s.L.Text(line.Title, line.Code)), pricePath(line.Code))
	}
	for _, v := range values {
		if offered(v) && !strings.HasPrefix(v.Name, "exchange_rates.") {
			n.add(s.L.T("value.section."+v.Section)+" · "+s.L.ValueTitle(v), v.Editable)
		}
	}
	return n.list
}

// rates adds the exchange rates of each currency.
func (n *inputList) rates() {
	for _, currency := range n.currencies() {
		n.add(n.s.L.T("sweep.rate", "currency", currency), ratePaths(n.c.Plan, currency)...)
	}
}

func (n *inputList) currencies() (names []string) {
	for _, r := range n.c.Plan.ExchangeRates {
		if !slices.Contains(names, r.Currency) {
			names = append(names, r.Currency)
		}
	}
	return names
}

// ratePaths are the paths of the rates of a currency.
func ratePaths(plan planner.Plan, currency string) (paths []string) {
	for i, r := range plan.ExchangeRates {
		if r.Currency == currency {
			paths = append(paths, "exchange_rates/"+number(float64(i))+"/krw")
		}
	}
	return paths
}

// startPaths are the paths of the starts of a site's phases.
func startPaths(site planner.Site) (paths []string) {
	for _, phase := range site.Phases {
		paths = append(paths, sitePath(site.Name)+"/phases/"+escaped(phase.Name)+"/start")
	}
	return paths
}

// designPaths are the paths of what a site's halls are designed for.
func designPaths(r planner.SiteResult) (paths []string) {
	for _, hall := range r.Halls {
		paths = append(paths, sitePath(r.Name)+"/halls/"+escaped(hall.Name)+"/design_it_kw")
	}
	return paths
}

// site adds what a site has that may be varied: when its phases start, its tier,
// what its halls are designed for, and its stages.
func (n *inputList) site(site planner.Site, r planner.SiteResult) {
	starts := startPaths(site)
	if len(starts) > 1 {
		n.add(n.s.L.T("sweep.starts", "site", n.s.L.Text(site.Title, site.Name)), starts...)
	}
	for _, path := range starts {
		n.words(path)
	}
	n.words(sitePath(site.Name) + "/tier")
	if halls := designPaths(r); len(halls) > 0 {
		n.words(halls...)
	}
	for _, stage := range r.Stages {
		n.stage(r.Name, nil, stage)
	}
	for _, group := range hallGroups(site, r) {
		for _, stage := range group[0].Stages {
			n.stage(r.Name, group, stage)
		}
	}
}

// stage adds the arrangement and the modules of a stage of a site, or of halls
// that are alike.
func (n *inputList) stage(site string, group hallGroup, stage planner.StageResult) {
	for _, name := range []string{"arrangement", "modules"} {
		if stage.Kind == power.Feed && name == "modules" {
			continue
		}
		if group == nil {
			n.words(stagePath(site, "", stage.Kind, name))
			continue
		}
		n.words(groupPaths(stagePath(site, group[0].Name, stage.Kind, name), group)...)
	}
}

// service adds how a service grows.
func (n *inputList) service(service planner.Service) {
	path := "demand/services/" + escaped(service.Name) + "/racks/"
	title := n.s.L.Text(service.Title, service.Name)
	switch g := service.Racks; {
	case g.Compound != nil:
		n.add(n.s.L.T("sweep.growth", "service", title), path+"compound/rate_per_year")
		n.add(n.s.L.T("sweep.racks", "service", title), path+"compound/racks")
	case g.Line != nil:
		n.add(n.s.L.T("sweep.racks_end", "service", title), path+"line/to_racks")
	case g.Logistic != nil:
		n.add(n.s.L.T("sweep.racks_end", "service", title), path+"logistic/ceiling_racks")
		n.add(n.s.L.T("sweep.growth", "service", title), path+"logistic/rate_per_year")
	}
}

// prices are the unit prices that the most won rest on.
func (n *inputList) prices() []planner.PriceResting {
	list := slices.Clone(planner.Resting(n.c.Result).Prices)
	slices.SortStableFunc(list, func(a, b planner.PriceResting) int { return cmp.Compare(b.ForecastKRW, a.ForecastKRW) })
	return list[:min(len(list), mostPrices)]
}

// inputWords says paths of a plan in words.
type inputWords struct {
	s       shell
	c       CompareColumn
	numbers numbers           // of the reference, by path
	offered map[string]string // title of the inputs that are offered, by their paths
	list    []sweepInput      // those
}

func (s shell) inputWords(c CompareColumn, ref planner.Reference) inputWords {
	values := planner.ReferenceValues(c.Plan, ref)
	w := inputWords{s: s, c: c, numbers: numbersOf(values), offered: map[string]string{}, list: s.sweepInputs(c, values)}
	for _, in := range w.list {
		w.offered[in.Path] = in.Title
	}
	return w
}

// title says where a path leads and what stands there.
func (w inputWords) title(path string) string {
	where, what := w.numbers.words(w.s.L, w.c.Result, path)
	return strings.TrimPrefix(where+" · "+what, " · ")
}

// all is what the paths of an axis are called: as they are offered, else what the
// first leads to.
func (w inputWords) all(paths []string) string {
	if len(paths) == 0 {
		return ""
	}
	if title := w.offered[joined(paths)]; title != "" {
		return title
	}
	title := w.title(paths[0])
	if more := len(paths) - 1; more > 0 {
		title += " " + w.s.L.T("sweep.alike", "count", more)
	}
	return title
}

// now says what the paths of an axis lead to and what stands there; nothing where
// the first leads nowhere.
func (w inputWords) now(paths []string, ref planner.Reference) string {
	if len(paths) == 0 {
		return ""
	}
	reading, err := planner.Read(w.c.Plan, ref, paths[0])
	if err != nil {
		return ""
	}
	return w.s.L.T("sweep.now", "input", w.all(paths), "value", said(w.s.L, paths[0], reading.Text))
}

// pathsOf are the paths in the text of an axis.
func pathsOf(text string) []string { return filled(strings.Split(text, ",")) }
