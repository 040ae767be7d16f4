package locales

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"buildout/planner"
	"buildout/planner/power"
)

// FailureTitle is Failure where it stands by itself.
func (l *Locale) FailureTitle(f power.Failure) string {
	text := l.Failure(f)
	first, size := utf8.DecodeRuneInString(text)
	if f.Name != "" && strings.HasPrefix(text, f.Name) || f.Hall != "" && strings.HasPrefix(text, f.Hall) {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// within is a name of a stage as it stands within a sentence. Abbreviations
// keep their capitals.
func (l *Locale) within(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	if second, _ := utf8.DecodeRuneInString(name[size:]); unicode.IsUpper(second) {
		return name
	}
	return string(unicode.ToLower(first)) + name[size:]
}

// Failure says in words what goes out in a failure.
func (l *Locale) Failure(f power.Failure) string {
	event := string(f.Event)
	switch {
	case f.Event == power.PathOut && f.Name == string(power.Heat):
		event = "cooling_path"
	case f.Event == power.SparesOut && f.System != "":
		event = "system_spares"
	}
	text := l.T("failure."+event, "what", l.element(f), "system", f.System, "name", f.Name)
	if f.Planned {
		return l.T("failure.planned", "failure", text)
	}
	return text
}

// Kind is the short name of a kind of stage, as those who run it say it.
func (l *Locale) Kind(kind power.Kind) string {
	if key := "short." + string(kind); l.Has(key) {
		return l.T(key)
	}
	return l.Name("kind", string(kind))
}

// element names the stage that fails, by its hall and system.
func (l *Locale) element(f power.Failure) string {
	text := l.within(l.Kind(f.Kind))
	if f.System != "" {
		text += " " + f.System
	}
	if f.Hall != "" {
		text = f.Hall + " " + text
	}
	return text
}

// TierReason says what keeps a place from the next tier; nothing where it
// reaches the highest.
func (l *Locale) TierReason(b *planner.TierBreak) string {
	if b == nil {
		return ""
	}
	what := l.element(power.Failure{Kind: b.Kind, Hall: b.Hall})
	failure := ""
	if b.Failure != nil {
		failure = l.Failure(*b.Failure)
	}
	return l.T("tier."+string(b.Cause), "tier", b.Tier, "what", what, "failure", failure,
		"load", l.KW(b.LoadKW), "rating", l.KW(b.RatingKW))
}
