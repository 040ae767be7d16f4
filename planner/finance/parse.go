package finance

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// ParseKRW reads an amount in whole won as people write it: digits, with commas
// between thousands or without, a sign, won or 원 after them or ₩ or KRW before;
// in Korean units (천, 만, 억, 조 and what they make together, such as 4,600억,
// 1조 2,000억 or 3억5천만) or in English ones (k, M, bn, tn, or written out, such
// as 460bn or 1.5 M). Decimals do where the amount is still whole won. Amounts
// beyond MaxKRW either way are refused. The error says what would do.
func ParseKRW(text string) (KRW, error) {
	r := krwReader{rest: strings.TrimSpace(text)}
	negative := r.take("-", "−")
	if !negative {
		r.take("+")
	}
	r.take("₩", "krw")
	amount, err := r.amount()
	if err == nil {
		r.take("원", "won", "krw")
		if r.rest != "" {
			err = errNotKRW
		}
	}
	switch {
	case errors.Is(err, errTooMuch):
		return 0, fmt.Errorf("%q is more than %d won, which cannot be counted exactly", text, int64(MaxKRW))
	case errors.Is(err, errNotWhole):
		return 0, fmt.Errorf("%q is no whole number of won; leave out what is below one won", text)
	case err != nil:
		return 0, fmt.Errorf("%q is no amount in won; write digits such as 460,000,000,000, or with a unit such as 4,600억 or 460 bn", text)
	}
	if negative {
		amount = -amount
	}
	return amount, nil
}

var (
	errNotKRW   = errors.New("no amount")
	errTooMuch  = errors.New("too much")
	errNotWhole = errors.New("not whole")
)

// krwReader reads an amount from its beginning.
type krwReader struct{ rest string }

// krwUnit is a unit with the power of ten it stands for.
type krwUnit struct {
	word string
	zero int
}

// The units, a longer word before one that it begins with.
var (
	koreanUnits  = []krwUnit{{"조", 12}, {"억", 8}, {"만", 4}}
	koreanPlaces = []krwUnit{{"천", 3}, {"백", 2}, {"십", 1}}
	englishUnits = []krwUnit{
		{"thousand", 3}, {"million", 6}, {"billion", 9}, {"trillion", 12}, {"mn", 6}, {"bn", 9}, {"tn", 12}, {"k", 3}, {"m", 6}, {"b", 9}, {"t", 12},
	}
)

// take takes the first of the words that stands next, in capitals or not, and
// the space after it.
func (r *krwReader) take(words ...string) bool {
	for _, w := range words {
		if len(r.rest) >= len(w) && strings.EqualFold(r.rest[:len(w)], w) {
			r.rest = strings.TrimLeftFunc(r.rest[len(w):], unicode.IsSpace)
			return true
		}
	}
	return false
}

func (r *krwReader) unit(units []krwUnit) (zeros int, ok bool) {
	for _, u := range units {
		if r.take(u.word) {
			return u.zero, true
		}
	}
	return 0, false
}

// amount reads parts that fall: each must be smaller than one of the unit of
// the part before it, so that 1조 12,000억 is a mistake and not 2.2조.
func (r *krwReader) amount() (KRW, error) {
	var sum KRW
	below := MaxKRW + 1
	for first := true; first || r.digits(); first = false {
		part, unit, err := r.part()
		if err != nil {
			return 0, err
		}
		if part > MaxKRW-sum {
			return 0, errTooMuch
		}
		if part >= below {
			return 0, errNotKRW
		}
		sum, below = sum+part, unit
	}
	return sum, nil
}

// won reports whether KRW stands next, whose K is no unit.
func (r *krwReader) won() bool { return len(r.rest) >= 3 && strings.EqualFold(r.rest[:3], "krw") }

func (r *krwReader) digits() bool { return r.rest != "" && r.rest[0] >= '0' && r.rest[0] <= '9' }

// part reads numbers with places, such as 5천 or 3천2백, and the unit that they
// are counted in, or one number with an English unit.
func (r *krwReader) part() (amount, unit KRW, err error) {
	type counted struct {
		n    decimal
		zero int
	}
	var numbers [4]counted // one a place, and ones
	n, last := 0, 5
	for n == 0 || r.digits() {
		d, err := r.number()
		if err != nil {
			return 0, 0, err
		}
		place, ok := r.unit(koreanPlaces)
		if !ok && n == 0 && !r.won() {
			if zeros, ok := r.unit(englishUnits); ok {
				amount, err = d.times(zeros)
				return amount, 1, err
			}
		}
		if place >= last {
			return 0, 0, errNotKRW
		}
		numbers[n], n, last = counted{d, place}, n+1, place
		if place == 0 {
			break
		}
	}
	zeros, _ := r.unit(koreanUnits)
	for _, c := range numbers[:n] {
		won, err := c.n.times(c.zero + zeros)
		if err != nil {
			return 0, 0, err
		}
		if won > MaxKRW-amount {
			return 0, 0, errTooMuch
		}
		amount += won
	}
	return amount, tenTo(zeros), nil
}

// decimal is digits without their point, and how many stood after it.
type decimal struct {
	digits KRW
	after  int
}

// times returns the decimal times a power of ten, where that is whole.
func (d decimal) times(zeros int) (KRW, error) {
	switch {
	case d.after > zeros && d.digits != 0:
		return 0, errNotWhole
	case d.digits == 0:
		return 0, nil
	case d.digits > MaxKRW/tenTo(zeros-d.after):
		return 0, errTooMuch
	}
	return d.digits * tenTo(zeros-d.after), nil
}

func tenTo(n int) KRW {
	p := KRW(1)
	for range min(n, 18) {
		p *= 10
	}
	return p
}

// number reads digits with commas in their places, and decimals, without the
// zeros at their end.
func (r *krwReader) number() (decimal, error) {
	whole, rest := digitsOf(r.rest)
	text := whole
	if strings.HasPrefix(rest, ",") {
		if len(whole) == 0 || len(whole) > 3 {
			return decimal{}, errNotKRW
		}
		for strings.HasPrefix(rest, ",") {
			three, after := digitsOf(rest[1:])
			if len(three) != 3 {
				return decimal{}, errNotKRW
			}
			text, rest = text+three, after
		}
	}
	decimals := ""
	if strings.HasPrefix(rest, ".") {
		if decimals, rest = digitsOf(rest[1:]); decimals == "" {
			return decimal{}, errNotKRW
		}
		decimals = strings.TrimRight(decimals, "0")
	}
	if text == "" {
		return decimal{}, errNotKRW
	}
	r.rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
	d := decimal{after: len(decimals)}
	for _, c := range text + decimals {
		if d.digits > (MaxKRW-KRW(c-'0'))/10 {
			if d.after > 12 {
				return decimal{}, errNotWhole
			}
			return decimal{}, errTooMuch
		}
		d.digits = d.digits*10 + KRW(c-'0')
	}
	return d, nil
}

// digitsOf cuts the digits that a text begins with.
func digitsOf(text string) (digits, rest string) {
	i := 0
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return text[:i], text[i:]
}
