package interchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/table"
)

// importer brings a document into a plan.
type importer struct {
	plan     planner.Plan // with sites, phases and halls of its own
	ref      planner.Reference
	options  Options
	document []byte
	report   Report
	flags    []*flag
	flagged  map[string]*flag // by what they are about
	offers   int              // of names that were meant
	faults   []fault
	faulty   map[int]bool    // rows or documents that have a fault
	told     map[string]bool // places that have one
	unit     string          // what is counted: row or document
	origins  []origin

	sites map[string]*site
}

// fault is a fault with the row or document that has it; 0 where none does.
type fault struct {
	row int
	planner.Fault
}

// flag is something that is told once with the number of rows it is about.
type flag struct {
	about string
	rows  int
	first int
}

// origin says which row an element of the plan comes from.
type origin struct {
	row   int
	list  string // path of the list it stands in
	index int
	feed  int // of a rack; noFeed for the element itself
}

const noFeed = -1

func (o origin) path() string {
	at := o.list + "[" + strconv.Itoa(o.index) + "]"
	if o.feed != noFeed {
		at += ".feeds[" + strconv.Itoa(o.feed) + "]"
	}
	return at
}

// site is a site of the plan with what is looked up in it.
type site struct {
	*planner.Site
	path  string
	halls map[string]*hall
	names []string // of halls
	feeds map[string]int
	rows  map[string]int // that named a feed
}

// hall is a hall of the plan with what is looked up in it.
type hall struct {
	*planner.Hall
	phase  *planner.Phase
	path   string
	racks  map[string]int // nil until they are looked at
	panels map[string]int
	rows   map[string]int         // that named an element
	feeds  map[int]*replacedFeeds // by racks whose feeds are replaced
}

func newImporter(document []byte, plan planner.Plan, ref planner.Reference, o Options) *importer {
	m := &importer{plan: plan, ref: ref, options: o, document: document, faulty: map[int]bool{}, told: map[string]bool{}, flagged: map[string]*flag{}, unit: "row", sites: map[string]*site{}}
	m.plan.Sites = slices.Clone(plan.Sites)
	for i := range m.plan.Sites {
		s := &site{Site: &m.plan.Sites[i], path: "sites[" + strconv.Itoa(i) + "]", halls: map[string]*hall{}, rows: map[string]int{}}
		s.Phases = slices.Clone(s.Phases)
		for j := range s.Phases {
			p := &s.Phases[j]
			p.Halls = slices.Clone(p.Halls)
			for k := range p.Halls {
				h := &hall{Hall: &p.Halls[k], phase: p, path: fmt.Sprintf("%s.phases[%d].halls[%d]", s.path, j, k), rows: map[string]int{}}
				s.halls[h.Name] = h
				s.names = append(s.names, h.Name)
			}
		}
		m.sites[s.Name] = s
	}
	return m
}

// read reads the rows of a table.
func (m *importer) read(columns []table.Column, each func(table.Row)) {
	rows := table.Read(m.document, columns, planner.Nearest)
	for row := range rows.Rows() {
		m.report.Rows++
		each(row)
	}
	m.tabled(rows.Faults())
}

// tabled takes the faults of a table over.
func (m *importer) tabled(faults []table.Fault) {
	for _, f := range faults {
		m.fault(f.Row, planner.Fault{Path: f.Place(), Found: f.Found, Message: f.Message})
	}
}

func (m *importer) fault(row int, f planner.Fault) {
	m.faults = append(m.faults, fault{row, f})
	m.faulty[row], m.told[f.Path] = true, true
}

// flag notes something about a row. The rows of one kind are told together.
func (m *importer) flag(row int, about string) {
	if f := m.flagged[about]; f != nil {
		f.rows++
		return
	}
	f := &flag{about, 1, row}
	m.flagged[about] = f
	m.flags = append(m.flags, f)
}

// mostOffers is the most faults that offer the name that was meant, which takes
// its time where names are many.
const mostOffers = 20

// offer tells the names there are, as planner.Offered does.
func (m *importer) offer(name string, names func() []string) string {
	if m.offers++; m.offers > mostOffers {
		return ""
	}
	return planner.Offered(name, names())
}

// skip leaves a row out and says why.
func (m *importer) skip(row int, why string) {
	m.report.Skipped++
	m.flag(row, why)
}

// count notes whether a row adds an element, changes it or says what it was.
func (m *importer) count(known, same bool) {
	switch {
	case !known:
		m.report.Added++
	case same:
		m.report.Same++
	default:
		m.report.Changed++
	}
}

func (m *importer) siteOf(row table.Row) *site {
	name, ok := row.Given("site")
	if !ok {
		return nil
	}
	s := m.sites[name]
	if s == nil {
		row.Fault("site", name, "no such site%s", m.offer(name, func() []string { return namesOf(m.plan.Sites, func(s *planner.Site) string { return s.Name }) }))
	}
	return s
}

// hallOf finds the hall that a row names in a column.
func (m *importer) hallOf(row table.Row, column string) *hall {
	s := m.siteOf(row)
	name, ok := row.Given(column)
	if s == nil || !ok {
		return nil
	}
	h := s.halls[name]
	if h == nil {
		row.Fault(column, name, "site %s has no such hall%s", s.Name, m.offer(name, func() []string { return s.names }))
	}
	return h
}

// namesOf lists the names of elements.
func namesOf[T any](list []T, name func(*T) string) []string {
	names := make([]string, len(list))
	for i := range list {
		names[i] = name(&list[i])
	}
	return names
}

// once reports whether no row before named the same element, which is a fault.
func once(rows map[string]int, row table.Row, column, name string) bool {
	if before, twice := rows[name]; twice {
		row.Fault(column, name, "row %d is about it already; leave one out", before)
		return false
	}
	rows[name] = row.Number()
	return true
}

func monthOf(row table.Row, column string) (m planner.Month) {
	text := row.Text(column)
	if text == "" {
		return m
	}
	m, err := finance.ParseMonth(text)
	if err != nil {
		row.Fault(column, text, "a month is wanted, as YYYY-MM, such as 2027-03")
	}
	return m
}

// givenMonth is monthOf where a blank cell is a fault.
func givenMonth(row table.Row, column string) planner.Month {
	row.Given(column)
	return monthOf(row, column)
}

// finish validates the plan and says what is wrong in the rows that brought it
// in. A cell that could not be read is told once, and what follows from it for its
// row or for the whole plan is not.
func (m *importer) finish(names map[string]string) error {
	if err := planner.Validate(m.plan, m.ref); err != nil {
		invalid, ok := err.(*planner.Invalid)
		if !ok {
			return err
		}
		rows := make(map[string]int, len(m.origins))
		for _, o := range m.origins {
			rows[o.path()] = o.row
		}
		cells := m.faults
		for _, f := range invalid.Faults {
			row, place := m.placeOf(f.Path, rows, names)
			if m.told[place] || row == 0 && len(cells) > 0 || m.faulty[row] && !strings.Contains(place, ", ") {
				continue
			}
			f.Path = place
			m.faults = append(m.faults, fault{row, f})
		}
	}
	if len(m.faults) > 0 {
		return m.invalid()
	}
	m.report.Flags = make([]string, len(m.flags))
	for i, f := range m.flags {
		m.report.Flags[i] = f.text(m.unit)
	}
	return nil
}

// invalid lists the faults in the order of rows, those of none first.
func (m *importer) invalid() *planner.Invalid {
	slices.SortStableFunc(m.faults, func(a, b fault) int { return a.row - b.row })
	list := make([]planner.Fault, len(m.faults))
	for i, f := range m.faults {
		list[i] = f.Fault
	}
	return &planner.Invalid{Faults: list}
}

func (f *flag) text(unit string) string {
	switch f.rows {
	case 1:
		return fmt.Sprintf("%s %d: %s", unit, f.first, f.about)
	case 2:
		return fmt.Sprintf("%s %d and one more: %s", unit, f.first, f.about)
	}
	return fmt.Sprintf("%s %d and %d more: %s", unit, f.first, f.rows-1, f.about)
}

// placeOf turns a path of the plan into the row and column it comes from; the
// row is 0 and the path stays where it comes from none.
func (m *importer) placeOf(path string, rows map[string]int, names map[string]string) (row int, place string) {
	for at := path; at != ""; at = parent(at) {
		row, known := rows[at]
		if !known {
			continue
		}
		place = fmt.Sprintf("%s %d", m.unit, row)
		field := strings.TrimPrefix(path[len(at):], ".")
		if name, other := names[field]; other {
			field = name
		}
		if field != "" {
			place += ", " + field
		}
		return row, place
	}
	return 0, path
}

// parent cuts the last key or index off a path.
func parent(path string) string { return path[:max(0, strings.LastIndexAny(path, ".["))] }
