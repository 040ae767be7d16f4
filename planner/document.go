package planner

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// maxDepth and maxNodes bound what a document may nest and hold.
const (
	maxDepth = 32
	maxNodes = 400_000
)

// node is a value of a JSON or YAML document with the line it stands on.
type node struct {
	kind   nodeKind
	text   string // of a scalar
	quoted bool   // a scalar that can only be text
	keys   []key
	items  []*node // values of keys, or elements
	line   int
}

type nodeKind int

const (
	scalarNode nodeKind = iota
	nullNode
	mapNode
	listNode
)

type key struct {
	name string
	line int
}

// describe says what a node is, for a fault.
func (n *node) describe() string {
	switch n.kind {
	case nullNode:
		return "nothing"
	case mapNode:
		return fmt.Sprintf("a mapping of %d keys", len(n.keys))
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
		at := slices.IndexFunc(n.keys, func(k key) bool { return k.name == part })
		if n.kind == listNode {
			at, _ = strconv.Atoi(part)
		}
		if at < 0 || at >= len(n.items) {
			break
		}
		if n.kind == mapNode {
			line = n.keys[at].line
		} else {
			line = n.items[at].line
		}
		n = n.items[at]
	}
	return line
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
	r := reader{}
	if trimmed[0] == '{' || trimmed[0] == '[' {
		return r.json(trimmed, document)
	}
	return r.yaml(document)
}

type reader struct{ nodes int }

func (r *reader) count(depth int) error {
	r.nodes++
	if depth > maxDepth {
		return fmt.Errorf("the document nests deeper than %d levels", maxDepth)
	}
	if r.nodes > maxNodes {
		return fmt.Errorf("the document holds more than %d values", maxNodes)
	}
	return nil
}

func (r *reader) yaml(document []byte) (*node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(document))
	var root, second yaml.Node
	if err := decoder.Decode(&root); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("the document is empty")
		}
		return nil, fmt.Errorf("not YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one document; write one")
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) != 1 {
		return nil, errors.New("the document is empty")
	}
	return r.fromYAML(root.Content[0], 0)
}

func (r *reader) fromYAML(y *yaml.Node, depth int) (*node, error) {
	if err := r.count(depth); err != nil {
		return nil, err
	}
	n := &node{line: y.Line}
	if y.Kind == yaml.AliasNode || y.Anchor != "" {
		return nil, fmt.Errorf("line %d: anchors and aliases are not read; write the value out", y.Line)
	}
	switch y.Kind {
	case yaml.ScalarNode:
		n.text = y.Value
		n.quoted = y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		if y.ShortTag() == "!!null" {
			n.kind = nullNode
		}
	case yaml.SequenceNode:
		n.kind = listNode
		for _, c := range y.Content {
			item, err := r.fromYAML(c, depth+1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
	case yaml.MappingNode:
		n.kind = mapNode
		for i := 0; i+1 < len(y.Content); i += 2 {
			k := y.Content[i]
			if k.Kind != yaml.ScalarNode {
				return nil, fmt.Errorf("line %d: a key must be a word", k.Line)
			}
			item, err := r.fromYAML(y.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			n.keys = append(n.keys, key{k.Value, k.Line})
			n.items = append(n.items, item)
		}
	}
	return n, nil
}

func (r *reader) json(trimmed, document []byte) (*node, error) {
	start := len(document) - len(trimmed)
	decoder := json.NewDecoder(bytes.NewReader(trimmed))
	decoder.UseNumber()
	lines := lineCounter{text: document, offset: start, line: 1 + bytes.Count(document[:start], []byte("\n"))}
	at := func() int { return lines.at(start + int(decoder.InputOffset())) }
	root, err := r.fromJSON(decoder, at, 0)
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it ends too early")
		}
		return nil, fmt.Errorf("line %d: not JSON: %w", at(), err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("line %d: more than one document; write one", at())
	}
	return root, nil
}

// lineCounter turns rising offsets into line numbers.
type lineCounter struct {
	text   []byte
	offset int
	line   int
}

func (c *lineCounter) at(offset int) int {
	if offset > c.offset {
		c.line += bytes.Count(c.text[c.offset:offset], []byte("\n"))
		c.offset = offset
	}
	return c.line
}

func (r *reader) fromJSON(d *json.Decoder, at func() int, depth int) (*node, error) {
	if err := r.count(depth); err != nil {
		return nil, err
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	n := &node{line: at()}
	switch v := token.(type) {
	case nil:
		n.kind = nullNode
	case string:
		n.text, n.quoted = v, true
	case json.Number:
		n.text = v.String()
	case bool:
		n.text = strconv.FormatBool(v)
	case json.Delim:
		n.kind = listNode
		if v == '{' {
			n.kind = mapNode
		}
		for d.More() {
			if v == '{' {
				name, err := d.Token()
				if err != nil {
					return nil, err
				}
				n.keys = append(n.keys, key{name.(string), at()})
			}
			item, err := r.fromJSON(d, at, depth+1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
		if _, err := d.Token(); err != nil {
			return nil, err
		}
	}
	return n, nil
}
