package pages

import (
	"net/url"
	"slices"
	"strings"

	"buildout/web/charts"
	"buildout/web/locales"
)

// shell is what stands around every page.
type shell struct {
	Frame     Frame
	L         *locales.Locale
	Title     string
	At        string // plans, compare or docs: the entry of the navigation
	Languages []choice
	Units     []choice
	Bar       *changeBar // changes to the plan that are not saved; nil where there are none
	files     map[string]string
}

// choice is a link to the same page in another language, unit or theme.
type choice struct {
	Name    string
	Title   string
	Href    string
	Current bool
}

func (p *Pages) shell(f Frame, at, titleKey string) shell {
	l := p.catalogues.Locale(f.Lang, f.Unit)
	s := shell{Frame: f, L: l, Title: l.T(titleKey), At: at, files: p.files}
	for _, lang := range locales.Languages {
		s.Languages = append(s.Languages, choice{lang, l.T("lang." + lang), f.with("lang", lang), lang == l.Lang})
	}
	for _, unit := range locales.Units {
		s.Units = append(s.Units, choice{unit, l.T("unit.choice." + unit), f.with("unit", unit), unit == l.Unit})
	}
	return s
}

// Built reports whether there are scripts and styles to link to.
func (s shell) Built() bool { return len(s.files) > 0 }

// Asset returns the address of a built file by the name of its source.
func (s shell) Asset(name string) string {
	if file := s.files[name]; file != "" {
		return "/assets/" + file
	}
	return ""
}

// chartPart is a chart with the words around it.
type chartPart struct {
	charts.Chart
	L *locales.Locale
}

// part is a part of a page with the words for it.
type part struct {
	L    *locales.Locale
	Part any
}

// With is a part to draw on the page.
func (s shell) With(p any) part { return part{s.L, p} }

// partIn is a part to draw within another.
func partIn(l *locales.Locale, p any) part { return part{l, p} }

// Figure is a chart to draw on the page.
func (s shell) Figure(c charts.Chart) chartPart { return chartPart{c, s.L} }

// Hidden is the query of the page as hidden fields of a form, without the
// values that the form itself holds.
func (s shell) Hidden(without ...string) []keptValue {
	var kept []keptValue
	for _, key := range slices.Sorted(keys(s.Frame.Query)) {
		if slices.Contains(without, key) || strings.HasPrefix(key, FieldPrefix) {
			continue
		}
		for _, value := range s.Frame.Query[key] {
			kept = append(kept, keptValue{key, value})
		}
	}
	return kept
}

// Link returns the address of another page in the same language and unit.
func (s shell) Link(path string) string { return address(path, s.Frame.keep("lang", "unit")) }

// PlanLink is Link for another page of the same plan: the changes that are not
// saved go along.
func (s shell) PlanLink(path string) string {
	return address(path, s.Frame.keep("lang", "unit", "set", "base"))
}

// keep returns the values of the query that have one of the keys.
func (f Frame) keep(keys ...string) url.Values {
	kept := url.Values{}
	for _, key := range keys {
		for _, value := range f.Query[key] {
			if value != "" {
				kept.Add(key, value)
			}
		}
	}
	return kept
}

// with is the address of the same page with one value of its query changed.
func (f Frame) with(key, value string) string {
	query := url.Values{}
	for k, v := range f.Query {
		query[k] = v
	}
	query.Set(key, value)
	return address(f.Path, query)
}

func address(path string, query url.Values) string {
	u := url.URL{Path: path, RawQuery: query.Encode()}
	return u.String()
}
