package planner

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// json reads the JSON that stands in a document from a place on.
func (r *reader) json(document []byte, start int) (*node, error) {
	if !json.Valid(document[start:]) {
		return nil, notJSON(document, start)
	}
	s := jsonReader{reader: r, rest: document[start:], line: 1 + int32(bytes.Count(document[:start], []byte("\n")))}
	n, err := s.value(0)
	return &n, err
}

// notJSON says why a document is not JSON, and on which line.
func notJSON(document []byte, start int) error {
	var raw json.RawMessage
	err := json.Unmarshal(document[start:], &raw)
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return fmt.Errorf("not JSON: %w", err)
	}
	line := 1 + bytes.Count(document[:start+int(syntax.Offset)], []byte("\n"))
	switch {
	case strings.HasSuffix(syntax.Error(), "max depth"):
		return fmt.Errorf("the document nests deeper than %d levels", MaxDepth)
	case strings.HasSuffix(syntax.Error(), "after top-level value"):
		return fmt.Errorf("line %d: more than one document; write one", line)
	case strings.HasPrefix(syntax.Error(), "unexpected end"):
		return fmt.Errorf("line %d: not JSON: it ends too early", line)
	}
	return fmt.Errorf("line %d: not JSON: %w", line, err)
}

// jsonReader makes nodes of JSON that is known to be valid.
type jsonReader struct {
	*reader
	rest []byte
	line int32
}

// skip goes on to what is neither space nor one of the separators.
func (r *jsonReader) skip(separators string) {
	for i, c := range r.rest {
		switch {
		case c == '\n':
			r.line++
		case c == ' ' || c == '\t' || c == '\r' || strings.IndexByte(separators, c) >= 0:
		default:
			r.rest = r.rest[i:]
			return
		}
	}
	r.rest = nil
}

func (r *jsonReader) value(depth int) (n node, err error) {
	if err := r.count(depth); err != nil {
		return n, err
	}
	n.line = r.line
	switch r.rest[0] {
	case '{':
		n.kind = mapNode
		n.items, err = r.items('}', depth)
	case '[':
		n.kind = listNode
		n.items, err = r.items(']', depth)
	case '"':
		n.text, n.quoted = r.text(), true
	default:
		end := bytes.IndexAny(r.rest, ",]} \t\r\n")
		n.text, n.bare = share(r.reader, r.rest[:end]), true
		r.rest = r.rest[end:]
		if n.text == "null" {
			n.kind, n.text = nullNode, ""
		}
	}
	return n, err
}

// items reads the values of a list or mapping up to the mark that ends it.
func (r *jsonReader) items(end byte, depth int) ([]node, error) {
	from := len(r.open)
	r.rest = r.rest[1:]
	for r.skip(","); r.rest[0] != end; r.skip(",") {
		var key string
		keyLine := r.line
		if end == '}' {
			key = r.text()
			r.skip(":")
		}
		item, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		item.key, item.keyLine = key, keyLine
		r.open = append(r.open, item)
	}
	r.rest = r.rest[1:]
	return r.close(from), nil
}

// text reads a text in quotes.
func (r *jsonReader) text() string {
	end, escaped := 1, false
	for ; r.rest[end] != '"'; end++ {
		if r.rest[end] == '\\' {
			end, escaped = end+1, true
		}
	}
	quoted := r.rest[:end+1]
	r.rest = r.rest[end+1:]
	if !escaped {
		return share(r.reader, quoted[1:end])
	}
	var text string
	if err := json.Unmarshal(quoted, &text); err != nil {
		panic("planner: a text of valid JSON is valid: " + err.Error())
	}
	return text
}
