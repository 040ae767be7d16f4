package workbook

import (
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"buildout/planner"
)

// maxToken is the most bytes of a text or an element of a part. A cell holds
// 32,767 characters.
const maxToken = 1 << 20

// tokens reads a part as XML, element by element, without what stands around.
type tokens struct {
	ctx     context.Context
	decoder *xml.Decoder
	since   *sinceToken
	count   int
}

// sinceToken bounds what is read for a token.
type sinceToken struct {
	io.Reader
	n int
}

var errToken = errors.New("it holds a text of more than a megabyte")

func (s *sinceToken) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if s.n += n; s.n > maxToken {
		return 0, errToken
	}
	return n, err
}

// next is the next token; io.EOF at the end.
func (t *tokens) next() (xml.Token, error) {
	if t.count++; t.count%4096 == 0 {
		if err := t.ctx.Err(); err != nil {
			return nil, err
		}
	}
	t.since.n = 0
	return t.decoder.RawToken()
}

// walk calls visit for every token of a part. A part that is no proper XML is
// refused.
func (c container) walk(ctx context.Context, part string, visit func(*tokens, xml.Token) error) error {
	r, err := c.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	since := &sinceToken{Reader: r}
	t := &tokens{ctx: ctx, decoder: xml.NewDecoder(bufio.NewReaderSize(since, 64<<10)), since: since}
	for {
		token, err := t.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = visit(t, token)
		}
		var invalid *planner.Invalid
		switch {
		case err == nil:
		case errors.As(err, &invalid), ctx.Err() != nil:
			return err
		default:
			return refused("the part %q of the file cannot be read: %s", part, err)
		}
	}
}

// attr is the value of an attribute, whatever its prefix.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// plainText is a text of a file with the characters that XML cannot hold, which
// stand there as _x0007_.
func plainText(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for {
		at := strings.Index(text, "_x")
		if at < 0 || len(text) < at+7 {
			break
		}
		code, ok := hexOf(text[at+2 : at+6])
		if !ok || text[at+6] != '_' {
			b.WriteString(text[:at+2])
			text = text[at+2:]
			continue
		}
		b.WriteString(text[:at])
		b.WriteRune(code)
		text = text[at+7:]
	}
	b.WriteString(text)
	return b.String()
}

func hexOf(digits string) (r rune, ok bool) {
	for _, d := range digits {
		switch {
		case d >= '0' && d <= '9':
			r = r*16 + d - '0'
		case d >= 'A' && d <= 'F':
			r = r*16 + d - 'A' + 10
		case d >= 'a' && d <= 'f':
			r = r*16 + d - 'a' + 10
		default:
			return 0, false
		}
	}
	return r, true
}
