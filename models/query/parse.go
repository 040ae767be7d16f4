package query

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"buildout/planner"
)

// What a list may be asked at most.
const (
	maxFilters = 50
	maxValues  = 100           // of a filter
	maxValue   = 1_000         // bytes of a value
	maxNames   = 100           // in ordering, fields or omit
	maxNaming  = 10_000        // bytes of ordering, fields or omit
	maxOffset  = 1_000_000_000 // elements
)

// parameters are those that are no filters.
var parameters = []string{"limit", "offset", "cursor", "ordering", "fields", "omit"}

// Parse reads the parameters of a list: limit, offset, cursor, ordering, fields,
// omit, and a filter for every other, which is the name of a field or that with
// an operator, such as position__gte. A filter that is given more than once asks
// for any of its values. The error is *planner.Invalid with every fault at the
// name of its parameter.
func Parse(values url.Values, shape Shape) (Query, error) {
	p := parser{values: values, shape: shape}
	p.page()
	p.ordering()
	p.cursor()
	p.projection()
	p.filters()
	if len(p.faults) > 0 {
		slices.SortStableFunc(p.faults, func(a, b planner.Fault) int { return strings.Compare(a.Path, b.Path) })
		return Query{}, &planner.Invalid{Faults: p.faults}
	}
	return p.query, nil
}

// parser is a query being read.
type parser struct {
	values url.Values
	shape  Shape
	query  Query
	faults []planner.Fault
}

func (p *parser) fault(parameter, found, message string, args ...any) {
	p.faults = append(p.faults, planner.Fault{Path: clip(parameter), Found: clip(found), Message: fmt.Sprintf(message, args...)})
}

// one returns a parameter that may be given once.
func (p *parser) one(name string) (text string, given bool) {
	all := p.values[name]
	if len(all) > 1 {
		p.fault(name, all[1], "is given %d times; give it once", len(all))
	}
	if len(all) != 1 {
		return "", false
	}
	return all[0], true
}

func (p *parser) page() {
	p.query.Limit, p.query.Offset = Usual, 0
	if text, given := p.one("limit"); given {
		p.query.Limit = p.number("limit", text, 1, Most)
	}
	if text, given := p.one("offset"); given {
		p.query.Offset, p.query.ByOffset = p.number("offset", text, 0, maxOffset), true
	}
}

func (p *parser) number(name, text string, least, most int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most || text[0] == '+' {
		p.fault(name, text, "must be a whole number from %d to %d", least, most)
	}
	return n
}

func (p *parser) cursor() {
	text, given := p.one("cursor")
	if !given {
		return
	}
	p.query.Keyset = true
	if p.query.ByOffset {
		p.fault("cursor", text, "cannot be given together with offset; give one of them")
	}
	if text == "" || p.faulty("ordering") {
		return
	}
	var err error
	if p.query.Cursor, err = readCursor(text, p.query.Order); err != nil {
		p.fault("cursor", text, "%s", err)
	}
}

// faulty reports whether a parameter has a fault.
func (p *parser) faulty(parameter string) bool {
	return slices.ContainsFunc(p.faults, func(f planner.Fault) bool { return f.Path == parameter })
}

func (p *parser) ordering() {
	for _, text := range p.names("ordering") {
		name, descending := strings.CutPrefix(text, "-")
		field, known := p.field(name)
		switch {
		case !known:
			p.fault("ordering", text, "%s", p.noField(name, p.fieldNames()))
		case slices.ContainsFunc(p.query.Order, func(o Order) bool { return o.Field.Name == name }):
			p.fault("ordering", text, "is named twice; name a field once")
		default:
			p.query.Order = append(p.query.Order, Order{field, descending})
		}
	}
}

func (p *parser) projection() {
	p.query.Fields, p.query.Omit = p.keys("fields"), p.keys("omit")
	if p.values.Has("fields") && p.values.Has("omit") {
		p.fault("omit", strings.Join(p.values["omit"], ","), "cannot be given together with fields; give one of them")
	}
}

// keys reads names of which the first key must be one of the element's.
func (p *parser) keys(parameter string) []string {
	names := p.names(parameter)
	for _, name := range names {
		if first, _, _ := strings.Cut(name, "."); !slices.Contains(p.shape.Keys, first) {
			p.fault(parameter, name, "%s", p.noField(first, p.shape.Keys))
		}
	}
	return names
}

// names reads the names of a parameter that are parted by commas.
func (p *parser) names(parameter string) []string {
	all, given := p.values[parameter]
	if !given {
		return nil
	}
	text := strings.Join(all, ",")
	if len(text) > maxNaming {
		p.fault(parameter, text, "is longer than %d characters", maxNaming)
		return nil
	}
	names := strings.Split(text, ",")
	if len(names) > maxNames {
		p.fault(parameter, text, "names more than %d fields", maxNames)
		return nil
	}
	if slices.Contains(names, "") {
		p.fault(parameter, text, "has a place without a name; write names parted by single commas, or leave it out")
		return nil
	}
	return names
}

func (p *parser) field(name string) (Field, bool) {
	i := slices.IndexFunc(p.shape.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return p.shape.Fields[i], true
}

func (p *parser) fieldNames() []string {
	names := make([]string, len(p.shape.Fields))
	for i, f := range p.shape.Fields {
		names[i] = f.Name
	}
	return names
}

// noField says that there is no such name, and what comes near to it.
func (p *parser) noField(name string, known []string) string {
	if within := p.within(name); len(within) > 0 && !slices.Contains(known, name) {
		return "is a structure; name a value in it: " + strings.Join(within, ", ")
	}
	if slices.Contains(p.shape.Keys, name) {
		return "is a list, not a single value; it can be named in fields and omit alone"
	}
	if len(name) <= maxValue {
		if best := planner.Nearest(name, known); best != "" {
			return fmt.Sprintf("no such field; did you mean %s?", best)
		}
	}
	return "no such field; known are " + strings.Join(known, ", ")
}

// within lists the fields of a structure.
func (p *parser) within(name string) []string {
	var names []string
	for _, f := range p.shape.Fields {
		if strings.HasPrefix(f.Name, name+".") {
			names = append(names, f.Name)
		}
	}
	return names
}

// filters reads every parameter that is no other, in the order of their names.
func (p *parser) filters() {
	n := 0
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if slices.Contains(parameters, name) {
			continue
		}
		if n++; n > maxFilters {
			p.fault(name, "", "is one filter too many; give at most %d", maxFilters)
			return
		}
		p.filter(name, p.values[name])
	}
}

// clip shortens a text to be shown in a fault.
func clip(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if utf8.RuneCountInString(text) <= 60 {
		return text
	}
	return string([]rune(text)[:60]) + "…"
}

// sound reports whether a text can stand in a database: UTF-8 without NUL.
func sound(text string) bool { return utf8.ValidString(text) && !strings.Contains(text, "\x00") }
