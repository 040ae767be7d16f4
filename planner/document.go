package planner

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The most that a document may nest and hold: lists, mappings and single values,
// keys apart. A plan of 100,000 racks with two feeds each holds 1.9 million, and
// takes some 250 MB of memory to read from JSON, and 1 GB from YAML, whose library
// holds all of a document at once.
const (
	MaxDepth  = 32
	MaxValues = 2_000_000
)

// node is a value of a JSON or YAML document with the line it stands on and,
// within a mapping, its key.
type node struct {
	key     string
	text    string // of a scalar
	items   []node // of a list or mapping
	keyLine int32
	line    int32
	kind    nodeKind
	quoted  bool // a scalar that can only be text
	bare    bool // a scalar that cannot be text: JSON has those in quotes
}

type nodeKind uint8

const (
	scalarNode nodeKind = iota
	nullNode
	mapNode
	listNode
)

// describe says what a node is, for a fault.
func (n *node) describe() string {
	switch n.kind {
	case nullNode:
		return "nothing"
	case mapNode:
		return fmt.Sprintf("a mapping of %d keys", len(n.items))
	case listNode:
		return fmt.Sprintf("a list of %d", len(n.items))
	}
	if n.quoted {
		return "the text " + strconv.Quote(clip(n.text))
	}
	return clip(n.text)
}

func clip(text string) string {
	if utf8.RuneCountInString(text) <= 60 {
		return text
	}
	return string([]rune(text)[:60]) + "…"
}

// lineOf returns the line on which a path stands, or the nearest thing above
// it that the document has.
func (n *node) lineOf(path string) int {
	line := n.line
	for _, part := range strings.Split((Fault{Path: path}).Pointer(), "/")[1:] {
		at := -1
		switch n.kind {
		case mapNode:
			at = slices.IndexFunc(n.items, func(item node) bool { return item.key == part })
		case listNode:
			at, _ = strconv.Atoi(part)
		}
		if at < 0 || at >= len(n.items) {
			break
		}
		parent := n
		n = &n.items[at]
		if line = n.line; parent.kind == mapNode {
			line = n.keyLine
		}
	}
	return int(line)
}

// parse reads a document: JSON where it begins with a brace or a bracket, YAML
// otherwise. It reports syntax errors, duplicate keys, anchors, several
// documents in one, and documents that nest or hold too much.
func parse(document []byte) (*node, error) {
	if !utf8.Valid(document) {
		return nil, errors.New("the document is not valid UTF-8")
	}
	trimmed := bytes.TrimLeft(document, " \t\r\n\ufeff")
	if len(trimmed) == 0 {
		return nil, errors.New("the document is empty")
	}
	r := reader{texts: map[string]string{}}
	if trimmed[0] == '{' || trimmed[0] == '[' {
		return r.json(document, len(document)-len(trimmed))
	}
	return r.yaml(document)
}

// reader makes the nodes of a document. It keeps one copy of each short text,
// since most stand many times.
type reader struct {
	values int
	texts  map[string]string
	open   []node // items of the lists and mappings that are being read
}

// The texts of which one copy is kept: so short, and so many of them.
const (
	maxShared = 24
	maxTexts  = 100_000
)

// share returns the one copy of a text.
func share[T string | []byte](r *reader, text T) string {
	if len(text) > maxShared {
		return string(text)
	}
	one, known := r.texts[string(text)]
	if !known {
		one = string(text)
		if len(r.texts) < maxTexts {
			r.texts[one] = one
		}
	}
	return one
}

func (r *reader) count(depth int) error {
	r.values++
	if depth > MaxDepth {
		return fmt.Errorf("the document nests deeper than %d levels", MaxDepth)
	}
	if r.values > MaxValues {
		return fmt.Errorf("the document holds more than %d values", MaxValues)
	}
	return nil
}

// close ends a list or mapping whose items were opened from a place on.
func (r *reader) close(from int) []node {
	items := slices.Clone(r.open[from:])
	clear(r.open[from:])
	r.open = r.open[:from]
	return items
}
