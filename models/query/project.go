package query

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// errJSON says that what is to be projected is no JSON.
var errJSON = errors.New("query: the document is not JSON")

// Project returns the JSON of an element with the fields alone, or without
// those to omit; dots lead into structures and into the elements of lists. The
// keys stay in their order. Where neither is given it is the document itself.
func Project(document []byte, fields, omit []string) ([]byte, error) {
	if len(fields) == 0 && len(omit) == 0 {
		return document, nil
	}
	if !json.Valid(document) {
		return nil, errJSON
	}
	p := projection{document: document, out: make([]byte, 0, len(document)), keep: len(fields) > 0}
	chosen := omit
	if p.keep {
		chosen = fields
	}
	if p.value(choiceOf(chosen)) {
		return p.out, nil
	}
	return document, nil
}

// choice is the names that are chosen at a place, and those below them; nil
// below a name that is chosen as a whole.
type choice map[string]choice

// of returns what is chosen below a key, which is a text in JSON.
func (c choice) of(key []byte) (below choice, named bool) {
	if bytes.IndexByte(key, '\\') < 0 {
		below, named = c[string(key[1:len(key)-1])]
		return below, named
	}
	var name string
	if err := json.Unmarshal(key, &name); err != nil {
		return nil, false
	}
	below, named = c[name]
	return below, named
}

func choiceOf(names []string) choice {
	top := choice{}
	for _, name := range names {
		at := top
		keys := strings.Split(name, ".")
		for i, key := range keys {
			below, known := at[key]
			if i == len(keys)-1 {
				at[key] = nil
			} else if !known {
				below = choice{}
				at[key] = below
			}
			if at = below; at == nil {
				break // chosen as a whole
			}
		}
	}
	return top
}

// projection copies the chosen part of a document, which is valid JSON.
type projection struct {
	document []byte
	at       int
	out      []byte
	keep     bool // the chosen, else all but them
}

// value copies what is chosen of the value at hand, if it is a structure or a
// list, and reports whether it is one. It passes over any other.
func (p *projection) value(c choice) bool {
	p.space()
	switch p.document[p.at] {
	case '{':
		p.structure(c)
	case '[':
		p.list(c)
	default:
		start := p.at
		p.skip()
		if !p.keep {
			p.out = append(p.out, p.document[start:p.at]...)
		}
		return false
	}
	return true
}

func (p *projection) structure(c choice) {
	p.members('}', func() bool {
		start := p.at
		p.skip()
		below, named := c.of(p.document[start:p.at])
		p.space()
		p.at++ // the colon
		p.space()
		if named && below != nil {
			p.out = append(p.out, p.document[start:p.at]...)
			return p.value(below) || !p.keep
		}
		p.skip()
		if named != p.keep {
			return false
		}
		p.out = append(p.out, p.document[start:p.at]...)
		return true
	})
}

func (p *projection) list(c choice) {
	p.members(']', func() bool { return p.value(c) || !p.keep })
}

// members copies a structure or a list up to its end. copied copies a member,
// or passes over it and reports false.
func (p *projection) members(end byte, copied func() bool) {
	p.out = append(p.out, p.document[p.at])
	p.at++
	for first := true; ; {
		p.space()
		switch p.document[p.at] {
		case end:
			p.out = append(p.out, end)
			p.at++
			return
		case ',':
			p.at++
			p.space()
		}
		before := len(p.out)
		if !first {
			p.out = append(p.out, ',')
		}
		if copied() {
			first = false
		} else {
			p.out = p.out[:before]
		}
	}
}

// skip passes over the value at hand.
func (p *projection) skip() {
	depth := 0
	for p.at < len(p.document) {
		switch p.document[p.at] {
		case '"':
			p.text()
		case '{', '[':
			depth++
			p.at++
		case '}', ']':
			depth--
			p.at++
		case ',', ':', ' ', '\t', '\n', '\r':
			p.at++
		default:
			p.word()
		}
		if depth == 0 {
			return
		}
	}
}

// text passes over the text at hand.
func (p *projection) text() {
	for p.at++; ; p.at++ {
		p.at += bytes.IndexByte(p.document[p.at:], '"')
		back := 0
		for p.document[p.at-1-back] == '\\' {
			back++
		}
		if back%2 == 0 {
			p.at++
			return
		}
	}
}

// word passes over the number, true, false or null at hand.
func (p *projection) word() {
	for p.at < len(p.document) && strings.IndexByte(",]} \t\r\n", p.document[p.at]) < 0 {
		p.at++
	}
}

func (p *projection) space() {
	for p.at < len(p.document) && strings.IndexByte(" \t\r\n", p.document[p.at]) >= 0 {
		p.at++
	}
}
