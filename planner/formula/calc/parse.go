package calc

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// node is a part of a formula.
type node struct {
	op    op
	sign  string // of an operator
	value Value
	ref   area
	name  string // of a name or function, in lower case
	call  function
	args  []*node
}

type op uint8

const (
	constant op = iota
	reference
	named
	called
	unary
	binary
	spanned // from one reference to another
	omitted // an argument that is left out
)

// area is cells of a sheet, both ends included.
type area struct {
	sheet            *sheet
	row, col         int
	lastRow, lastCol int
}

// parser reads a formula of a sheet.
type parser struct {
	book   *Book
	home   *sheet
	text   string
	at     int
	failed bool
}

func (b *Book) parse(home *sheet, text string) *node {
	p := parser{book: b, home: home, text: text}
	n := p.binary(1)
	if p.skip(); p.failed || p.at < len(p.text) {
		return &node{value: Fault("#SYNTAX! " + text)}
	}
	return n
}

// comparisons are the signs of conditions, longer ones first.
var comparisons = []string{"<=", ">=", "<>", "<", ">", "="}

// binary reads operands joined by operators that bind at least so tightly.
func (p *parser) binary(least int) *node {
	left := p.unary()
	for {
		sign, binds := p.operator()
		if sign == "" || binds < least {
			return left
		}
		p.at += len(sign)
		left = &node{op: binary, sign: sign, args: []*node{left, p.binary(binds + 1)}}
	}
}

// operator returns the operator of two operands that stands next, and how
// tightly it binds, from 1 on.
func (p *parser) operator() (sign string, binds int) {
	if p.skip(); p.failed || p.at == len(p.text) {
		return "", 0
	}
	switch c := p.text[p.at]; c {
	case '&':
		return "&", 2
	case '+', '-':
		return p.text[p.at : p.at+1], 3
	case '*', '/':
		return p.text[p.at : p.at+1], 4
	case '^':
		return "^", 5
	case '<', '>', '=':
		for _, sign := range comparisons {
			if strings.HasPrefix(p.text[p.at:], sign) {
				return sign, 1
			}
		}
	}
	return "", 0
}

// unary reads signs, which bind tighter than every operator of two operands.
func (p *parser) unary() *node {
	switch sign := p.take("-", "+"); sign {
	case "-":
		return &node{op: unary, sign: sign, args: []*node{p.unary()}}
	case "+":
		return p.unary()
	}
	n := p.operand()
	for {
		switch p.take("%", ":") {
		case "%":
			n = &node{op: binary, sign: "/", args: []*node{n, {value: Number(100)}}}
		case ":":
			n = span(n, p.operand())
		default:
			return n
		}
	}
}

// span joins the ends of an area.
func span(from, to *node) *node {
	if from.op != reference || to.op != reference {
		return &node{op: spanned, args: []*node{from, to}}
	}
	return &node{op: reference, ref: from.ref.to(to.ref)}
}

// to returns the area from a to b, on the sheet of a.
func (a area) to(b area) area {
	a.row, a.col = min(a.row, b.row), min(a.col, b.col)
	a.lastRow, a.lastCol = max(a.lastRow, b.lastRow), max(a.lastCol, b.lastCol)
	return a
}

func (p *parser) operand() *node {
	p.skip()
	if p.at == len(p.text) {
		return p.fail()
	}
	switch c := p.text[p.at]; {
	case c == '(':
		p.at++
		n := p.binary(1)
		return p.closed(n)
	case c == '"':
		return &node{value: Text(p.quoted('"'))}
	case c == '\'':
		name := p.quoted('\'')
		if p.take("!") == "" {
			return p.fail()
		}
		return p.cellOf(p.book.sheet(name), p.word())
	case c >= '0' && c <= '9' || c == '.':
		return p.number()
	}
	return p.named(p.word())
}

// named reads what begins with a word: a truth, a call, a reference or a name.
func (p *parser) named(word string) *node {
	switch {
	case word == "":
		return p.fail()
	case p.take("!") != "":
		return p.cellOf(p.book.sheet(word), p.word())
	case p.take("(") != "":
		return p.arguments(strings.TrimPrefix(strings.ToLower(word), "_xlfn."))
	case strings.EqualFold(word, "TRUE"), strings.EqualFold(word, "FALSE"):
		return &node{value: truthOf(len(word) == len("TRUE"))}
	}
	if row, col, ok := parseCell(word); ok {
		return &node{op: reference, ref: area{p.home, row, col, row, col}}
	}
	return &node{op: named, name: strings.ToLower(word)}
}

func (p *parser) cellOf(s *sheet, word string) *node {
	row, col, ok := parseCell(word)
	if !ok {
		return p.fail()
	}
	return &node{op: reference, ref: area{s, row, col, row, col}}
}

func (p *parser) arguments(name string) *node {
	n := &node{op: called, name: name, call: functions[name]}
	if p.take(")") != "" {
		return n
	}
	for {
		if p.skip(); p.at < len(p.text) && (p.text[p.at] == ',' || p.text[p.at] == ')') {
			n.args = append(n.args, &node{op: omitted})
		} else {
			n.args = append(n.args, p.binary(1))
		}
		if p.failed || p.take(",") == "" {
			return p.closed(n)
		}
	}
}

func (p *parser) closed(n *node) *node {
	if p.take(")") == "" {
		return p.fail()
	}
	return n
}

func (p *parser) fail() *node {
	p.failed = true
	return &node{value: unfit}
}

func (p *parser) skip() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

// take takes the first of some signs that stands next; none where none does.
func (p *parser) take(signs ...string) string {
	p.skip()
	for _, sign := range signs {
		if !p.failed && strings.HasPrefix(p.text[p.at:], sign) {
			p.at += len(sign)
			return sign
		}
	}
	return ""
}

// quoted reads a text between marks, which stand twice within it.
func (p *parser) quoted(mark byte) string {
	var out []byte
	for p.at++; p.at < len(p.text); p.at++ {
		if p.text[p.at] == mark {
			if p.at++; p.at == len(p.text) || p.text[p.at] != mark {
				return string(out)
			}
		}
		out = append(out, p.text[p.at])
	}
	p.failed = true
	return ""
}

// word reads letters, digits and what else names and references may have.
func (p *parser) word() string {
	from := p.at
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.$\\", r) {
			break
		}
		p.at += size
	}
	return p.text[from:p.at]
}

func (p *parser) number() *node {
	from := p.at
	for p.at < len(p.text) {
		c := p.text[p.at]
		exponent := p.at > from && (c == 'E' || c == 'e')
		signed := (c == '+' || c == '-') && (p.text[p.at-1] == 'E' || p.text[p.at-1] == 'e')
		if c != '.' && (c < '0' || c > '9') && !exponent && !signed {
			break
		}
		p.at++
	}
	v, err := strconv.ParseFloat(p.text[from:p.at], 64)
	if err != nil {
		return p.fail()
	}
	return &node{value: Number(v)}
}

// parseCell reads a reference such as $B$12.
func parseCell(word string) (row, col int, ok bool) {
	i := 0
	dollar := func() {
		if i < len(word) && word[i] == '$' {
			i++
		}
	}
	dollar()
	letters := i
	for ; i < len(word) && i < letters+3 && (word[i]|32) >= 'a' && (word[i]|32) <= 'z'; i++ {
		col = col*26 + int(word[i]|32-'a') + 1
	}
	ok = i > letters
	dollar()
	digits := i
	for ; i < len(word) && i < digits+7 && word[i] >= '0' && word[i] <= '9'; i++ {
		row = row*10 + int(word[i]-'0')
	}
	return row, col, ok && i > digits && i == len(word) && row > 0
}
