// Package locales holds the words, the number units and the month names of the
// pages, in English and Korean.
package locales

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"buildout/planner"

	"go.yaml.in/yaml/v4"
)

//go:embed en.yaml ko.yaml
var files embed.FS

// The languages and won units, the default of each first.
var (
	Languages = []string{"en", "ko"}
	Units     = []string{"million", "eok", "won"}
)

// Catalogues is the texts of all languages.
type Catalogues struct{ texts map[string]map[string]string }

// Load returns the embedded catalogues, which are read once.
var Load = sync.OnceValues(load)

func load() (*Catalogues, error) {
	c := &Catalogues{texts: map[string]map[string]string{}}
	for _, lang := range Languages {
		data, err := files.ReadFile(lang + ".yaml")
		if err != nil {
			return nil, fmt.Errorf("read catalogue %s: %w", lang, err)
		}
		texts := map[string]string{}
		if err := yaml.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("read catalogue %s: %w", lang, err)
		}
		c.texts[lang] = texts
	}
	return c, nil
}

// Locale returns the texts of a language with a won unit. An unknown language
// is English; an unknown unit is million won in English and eok won in Korean.
func (c *Catalogues) Locale(lang, unit string) *Locale {
	if !slices.Contains(Languages, lang) {
		lang = Languages[0]
	}
	if !slices.Contains(Units, unit) {
		unit = "million"
		if lang == "ko" {
			unit = "eok"
		}
	}
	return &Locale{Lang: lang, Unit: unit, texts: c.texts[lang]}
}

// Named is Locale for what somebody typed: a language or a unit that is none is an
// error that says what there is. An empty unit is that of the language.
func Named(lang, unit string) (*Locale, error) {
	if !slices.Contains(Languages, lang) {
		return nil, fmt.Errorf("lang is %q; there are %s", lang, strings.Join(Languages, ", "))
	}
	if unit != "" && !slices.Contains(Units, unit) {
		return nil, fmt.Errorf("unit is %q; there are %s", unit, strings.Join(Units, ", "))
	}
	c, err := Load()
	if err != nil {
		return nil, err
	}
	return c.Locale(lang, unit), nil
}

// Locale is a language with a won unit.
type Locale struct {
	Lang  string // en or ko
	Unit  string // won, million or eok
	texts map[string]string
}

// Has reports whether the catalogue knows a key.
func (l *Locale) Has(key string) bool { return l.texts[key] != "" }

// T returns the text of a key with its {names} filled in from pairs of name
// and value. A key the catalogue lacks is returned as it is.
func (l *Locale) T(key string, pairs ...any) string {
	text, ok := l.texts[key]
	if !ok {
		return key
	}
	return fill(text, pairs...)
}

// Name returns the text of a key made of a prefix and a name of the plan's
// format, such as stage.ups, and the name itself where there is no such key.
func (l *Locale) Name(prefix, name string) string {
	if text, ok := l.texts[prefix+"."+name]; ok {
		return text
	}
	return name
}

// Text returns a plan's own text in the language, else in the other, else
// fallback.
func (l *Locale) Text(t planner.Text, fallback string) string {
	first, second := t.EN, t.KO
	if l.Lang == "ko" {
		first, second = second, first
	}
	switch {
	case first != "":
		return first
	case second != "":
		return second
	}
	return fallback
}

// fill puts values in place of {names}. A value is never searched for names.
func fill(text string, pairs ...any) string {
	if len(pairs) == 0 {
		return text
	}
	replace := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		replace = append(replace, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(replace...).Replace(text)
}
