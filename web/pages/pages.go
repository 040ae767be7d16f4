// Package pages draws results as HTML. It computes nothing but differences to
// show; every number is the planner's.
package pages

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/url"
	"slices"
	"time"

	"buildout/planner"
	"buildout/web/locales"

	"golang.org/x/text/language"
)

//go:embed templates
var templates embed.FS

// Pages draws every page.
type Pages struct {
	catalogues *locales.Catalogues
	templates  map[string]*template.Template
	files      map[string]string // built file by the name its source has; empty where nothing is built
}

// Frame is what every page is told by its request.
type Frame struct {
	Lang    string // en or ko
	Unit    string // won, million or eok; the language's own where empty
	Path    string
	Query   url.Values
	Version string
}

// PlanRow is a stored plan with its result.
type PlanRow struct {
	ID        int64
	Revision  int
	UpdatedAt time.Time
	Name      string
	Document  planner.Plan // the plan the result is of
	Result    planner.Result
	Fault     string                   // why it could not be evaluated, else empty
	Tiers     []planner.RedundancyTier // the shipped ones
	Downtimes []planner.TierDowntime   // once published for them
	Reference planner.Reference        // the shipped one
	Edit      *Edit                    // changes that Document and Result have and the stored plan has not; nil without
}

// OverviewView is a plan, the plan it is held against, and the plans it could
// be held against. The results of the last may be empty.
type OverviewView struct {
	Plan     PlanRow
	Baseline *PlanRow
	Others   []PlanRow
}

// ProblemView is a request that failed.
type ProblemView struct {
	Status    int
	Title     string
	Detail    string
	Faults    []string // of the plan that was sent
	RequestID string
}

// New reads the templates, the catalogues and the manifest of the built
// assets. Pages without assets say how to build them.
func New(assets fs.FS) (*Pages, error) {
	catalogues, err := locales.Load()
	if err != nil {
		return nil, err
	}
	p := &Pages{catalogues: catalogues, templates: map[string]*template.Template{}, files: map[string]string{}}
	manifest, err := fs.ReadFile(assets, "manifest.json")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read asset manifest: %w", err)
	}
	if err == nil {
		if err := json.Unmarshal(manifest, &p.files); err != nil {
			return nil, fmt.Errorf("read asset manifest: %w", err)
		}
	}
	for _, name := range []string{"plans", "overview", "capacity", "racks", "budget", "assumptions", "revisions", "export", "compare", "apidocs", "problem"} {
		t, err := template.New(name).Funcs(template.FuncMap{"tableHTML": tableHTML, "cellsHTML": cellsHTML, "part": partIn}).ParseFS(templates, "templates/parts/*.html", "templates/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("parse page %s: %w", name, err)
		}
		p.templates[name] = t
	}
	return p, nil
}

// Language chooses en or ko: the query's where it is one of them, else the
// cookie's, else what the Accept-Language header likes best.
func (p *Pages) Language(acceptLanguage, cookie, query string) string {
	for _, lang := range []string{query, cookie} {
		if slices.Contains(locales.Languages, lang) {
			return lang
		}
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 {
		return locales.Languages[0]
	}
	_, at, _ := language.NewMatcher([]language.Tag{language.English, language.Korean}).Match(tags...)
	return locales.Languages[at]
}

// Locale is the words and number units of a language with a won unit.
func (p *Pages) Locale(lang, unit string) *locales.Locale { return p.catalogues.Locale(lang, unit) }

// APIDocs draws the API docs from the OpenAPI document at specURL.
func (p *Pages) APIDocs(w io.Writer, f Frame, specURL string) error {
	s := p.shell(f, "docs", "docs.title")
	return p.draw(w, "apidocs", struct {
		shell
		SpecURL string
	}{s, specURL})
}

// Problem draws a request that failed: what happened and what to do.
func (p *Pages) Problem(w io.Writer, f Frame, v ProblemView) error {
	s := p.shell(f, "", "problem.title")
	advice := "problem.advice.server"
	switch {
	case v.Status == 404:
		advice = "problem.advice.missing"
	case v.Status < 500:
		advice = "problem.advice.request"
	}
	heading := v.Title
	if key := fmt.Sprintf("problem.%d", v.Status); s.L.Has(key) {
		heading = s.L.T(key)
	}
	return p.draw(w, "problem", struct {
		shell
		Status                             int
		Heading, Detail, Advice, RequestID string
		Faults                             []string
	}{s, v.Status, heading, v.Detail, s.L.T(advice), v.RequestID, v.Faults})
}

func (p *Pages) draw(w io.Writer, name string, view any) error {
	return p.drawPart(w, name, "page", view)
}

// drawPart draws a template of a page by itself.
func (p *Pages) drawPart(w io.Writer, name, part string, view any) error {
	var page bytes.Buffer // whole or not at all
	if err := p.templates[name].ExecuteTemplate(&page, part, view); err != nil {
		return fmt.Errorf("draw page %s: %w", name, err)
	}
	if _, err := page.WriteTo(w); err != nil {
		return fmt.Errorf("write page %s: %w", name, err)
	}
	return nil
}
