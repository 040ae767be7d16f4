package planner

import (
	"fmt"
	"strconv"
	"strings"
)

// Fault is one thing wrong with a document: where it is, what was found there,
// and what would do.
type Fault struct {
	Path    string `json:"path" doc:"Such as sites[0].feeds[1].rating_kw; empty for the whole document"`
	Line    int    `json:"line,omitempty" doc:"Line of the document, from 1; 0 where it has none"`
	Found   string `json:"found" doc:"What stands there; empty where nothing does"`
	Message string `json:"message" doc:"What is wrong and what would do"`
}

// NewFault returns a fault at a path. What was found is told as it prints, a text
// in quotes and no longer than a line.
func NewFault(path string, found any, message string, args ...any) Fault {
	text := fmt.Sprint(found)
	if s, isText := found.(string); isText {
		text = strconv.Quote(clip(s))
	}
	return Fault{Path: path, Found: text, Message: fmt.Sprintf(message, args...)}
}

// Pointer returns the path as a JSON pointer (RFC 6901), such as
// /sites/0/feeds/1/rating_kw.
func (f Fault) Pointer() string {
	var b strings.Builder
	for part := range strings.SplitSeq(strings.NewReplacer("[", ".", "]", "").Replace(f.Path), ".") {
		if part != "" {
			b.WriteByte('/')
			b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(part))
		}
	}
	return b.String()
}

// String returns the fault on one line.
func (f Fault) String() string {
	var b strings.Builder
	if f.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", f.Line)
	}
	if f.Path != "" {
		b.WriteString(f.Path + ": ")
	}
	if f.Found != "" {
		b.WriteString("found " + f.Found + "; ")
	}
	b.WriteString(f.Message)
	return b.String()
}

// Invalid lists every fault of a document.
type Invalid struct{ Faults []Fault }

func (e *Invalid) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// path is a place in a document, linked to the place above it. It is turned
// into text only where a fault is found.
type path struct {
	up    *path
	key   string
	index int // of an element, where key is empty
}

func (p *path) key1(key string) path { return path{up: p, key: key} }
func (p *path) at(index int) path    { return path{up: p, index: index} }

func (p *path) String() string {
	switch {
	case p == nil || p.up == nil && p.key == "":
		return ""
	case p.key == "":
		return p.up.String() + "[" + strconv.Itoa(p.index) + "]"
	}
	if above := p.up.String(); above != "" {
		return above + "." + p.key
	}
	return p.key
}
