package pages

import (
	"net/url"

	"buildout/web/locales"
)

// shell is what stands around every page.
type shell struct {
	Frame     Frame
	L         *locales.Locale
	Title     string
	At        string // plans or docs: the entry of the navigation
	Languages []choice
	Units     []choice
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

// Link returns the address of another page in the same language and unit.
func (s shell) Link(path string) string {
	kept := url.Values{}
	for _, key := range []string{"lang", "unit"} {
		if value := s.Frame.Query.Get(key); value != "" {
			kept.Set(key, value)
		}
	}
	return address(path, kept)
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
