package planner

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

func (r *reader) yaml(document []byte) (*node, error) {
	if mayHold(document) > maxMarks {
		return nil, fmt.Errorf("the document holds more than %d values", MaxValues)
	}
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
	n, err := r.fromYAML(root.Content[0], 0)
	return &n, err
}

// maxMarks is the most that mayHold may count of a document that is read: three
// for each value, of which a line with a key and a value has two.
const maxMarks = 3 * MaxValues

// mayHold counts the places in YAML after which a value or key may begin. It
// bounds what the library makes of a document, all of which it reads before any
// can be looked at.
func mayHold(document []byte) (marks int) {
	for i, c := range document {
		switch c {
		case '\n', '\r', ':', ',', '[', '{':
			marks++
		case '-', '?':
			if i+1 == len(document) || document[i+1] <= ' ' || document[i+1] >= utf8.RuneSelf {
				marks++
			}
		}
	}
	return marks
}

// fromYAML makes nodes of those of the library, which it lets go of as it goes.
func (r *reader) fromYAML(y *yaml.Node, depth int) (n node, err error) {
	if err := r.count(depth); err != nil {
		return n, err
	}
	if y.Kind == yaml.AliasNode || y.Anchor != "" {
		return n, fmt.Errorf("line %d: anchors and aliases are not read; write the value out", y.Line)
	}
	n.line = int32(y.Line)
	from := len(r.open)
	switch y.Kind {
	case yaml.ScalarNode:
		n.text = share(r, y.Value)
		n.quoted = y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		if y.ShortTag() == "!!null" {
			n.kind = nullNode
		}
		return n, nil
	case yaml.SequenceNode:
		n.kind = listNode
		for i, c := range y.Content {
			item, err := r.fromYAML(c, depth+1)
			if err != nil {
				return n, err
			}
			y.Content[i] = nil
			r.open = append(r.open, item)
		}
	case yaml.MappingNode:
		n.kind = mapNode
		for i := 0; i+1 < len(y.Content); i += 2 {
			k := y.Content[i]
			if k.Kind != yaml.ScalarNode {
				return n, fmt.Errorf("line %d: a key must be a word", k.Line)
			}
			item, err := r.fromYAML(y.Content[i+1], depth+1)
			if err != nil {
				return n, err
			}
			item.key, item.keyLine = share(r, k.Value), int32(k.Line)
			y.Content[i], y.Content[i+1] = nil, nil
			r.open = append(r.open, item)
		}
	}
	n.items = r.close(from)
	return n, nil
}
