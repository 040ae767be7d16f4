package power

import (
	"fmt"
	"regexp"
	"strconv"
)

// Arrangement is a redundancy arrangement: systems of modules, each on buses of
// its own, with Spare modules in each that may be out without loss of the rated
// load.
//
//	N         one system, no spare           N+r     one system, r spare
//	2N        two systems, no spare          2(N+r)  two systems, r spare in each
//	xN/(x-1)  x systems, distributed: loads are corded to pairs of them
//	block x+1 x systems with loads of their own, and a catcher that takes over
//	          from any one of them through static transfer switches
//
// Two cords survive the loss of one system, so that x-1 of x is all that a
// distributed arrangement can promise. The zero value means "not given".
type Arrangement struct {
	Systems int  // that carry load in sound state
	Spare   int  // modules in each
	Catcher bool // whether a further system stands by
}

// ParseError says that a text names no redundancy arrangement.
type ParseError struct{ Text string }

func (e *ParseError) Error() string {
	return fmt.Sprintf("%q is no redundancy arrangement; write N, N+1, N+2, 2N, 2(N+1), a distributed one such as 4N/3, or block 4+1", e.Text)
}

var arrangementText = regexp.MustCompile(`^(?:N(?:\+([1-9]))?|2N|2\(N\+([1-9])\)|([3-9])N/([2-8])|block ([2-9])\+1)$`)

// ParseArrangement reads N, N+r, 2N or 2(N+r) with r from 1 to 9, xN/(x-1) with
// x from 3 to 9, or block x+1 with x from 2 to 9. Any other text is a
// *ParseError.
func ParseArrangement(text string) (Arrangement, error) {
	m := arrangementText.FindStringSubmatch(text)
	if m == nil {
		return Arrangement{}, &ParseError{text}
	}
	number := func(digits string) int { n, _ := strconv.Atoi(digits); return n }
	switch {
	case m[5] != "":
		return Arrangement{Systems: number(m[5]), Catcher: true}, nil
	case m[3] != "":
		if number(m[4]) != number(m[3])-1 {
			return Arrangement{}, &ParseError{text}
		}
		return Arrangement{Systems: number(m[3])}, nil
	case text[0] == '2':
		return Arrangement{Systems: 2, Spare: number(m[2])}, nil
	}
	return Arrangement{Systems: 1, Spare: number(m[1])}, nil
}

// IsZero reports whether the arrangement is not given.
func (a Arrangement) IsZero() bool { return a == Arrangement{} }

// Count returns how many systems there are, a catcher among them.
func (a Arrangement) Count() int {
	if a.Catcher {
		return a.Systems + 1
	}
	return a.Systems
}

// Distributed reports whether loads are corded to pairs of more than two
// systems.
func (a Arrangement) Distributed() bool { return a.Systems > 2 && !a.Catcher }

// String returns the arrangement as the field writes it, such as 2(N+1).
func (a Arrangement) String() string {
	switch {
	case a.IsZero():
		return ""
	case a.Catcher:
		return fmt.Sprintf("block %d+1", a.Systems)
	case a.Distributed():
		return fmt.Sprintf("%dN/%d", a.Systems, a.Systems-1)
	case a.Systems == 2 && a.Spare > 0:
		return fmt.Sprintf("2(N+%d)", a.Spare)
	case a.Systems == 2:
		return "2N"
	case a.Spare > 0:
		return fmt.Sprintf("N+%d", a.Spare)
	}
	return "N"
}

// MarshalText writes the arrangement as String does.
func (a Arrangement) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what ParseArrangement reads, and nothing as "not given".
func (a *Arrangement) UnmarshalText(text []byte) (err error) {
	*a = Arrangement{}
	if len(text) > 0 {
		*a, err = ParseArrangement(string(text))
	}
	return err
}

// Meets reports whether a survives all that want survives: a further system
// stands for any number of spare modules in one.
func (a Arrangement) Meets(want Arrangement) bool {
	if want.Count() < 2 {
		return a.Count() > 1 || a.Spare >= want.Spare
	}
	return a.Count() > 1 && a.Spare >= want.Spare
}

// Fits reports whether modules can be arranged as a: the same number in each
// system, and more than the spare ones.
func (a Arrangement) Fits(modules int) bool {
	n := a.Count()
	return n > 0 && modules%n == 0 && modules/n > a.Spare
}
