package power

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// Arrangement is a redundancy arrangement: one system of modules or two, with
// Spare modules in each that may be out without loss of the rated load.
//
//	N      one system, no spare          N+r     one system, r spare
//	2N     two systems, no spare         2(N+r)  two systems, r spare in each
//
// The zero value means "not given".
type Arrangement struct {
	Systems int
	Spare   int
}

// ParseError says that a text names no redundancy arrangement.
type ParseError struct{ Text string }

func (e *ParseError) Error() string {
	return fmt.Sprintf("%q is no redundancy arrangement; write N, N+1, N+2, 2N or 2(N+1)", e.Text)
}

var arrangementText = regexp.MustCompile(`^(?:(2)\(N\+([1-9])\)|(2)?N|N\+([1-9]))$`)

// ParseArrangement reads N, N+r, 2N or 2(N+r) with r from 1 to 9. Any other
// text is a *ParseError.
func ParseArrangement(text string) (Arrangement, error) {
	m := arrangementText.FindStringSubmatch(text)
	if m == nil {
		return Arrangement{}, &ParseError{text}
	}
	a := Arrangement{Systems: 1}
	if m[1] != "" || m[3] != "" {
		a.Systems = 2
	}
	a.Spare, _ = strconv.Atoi(m[2] + m[4])
	return a, nil
}

// IsZero reports whether the arrangement is not given.
func (a Arrangement) IsZero() bool { return a == Arrangement{} }

// String returns the arrangement as the field writes it, such as 2(N+1).
func (a Arrangement) String() string {
	switch {
	case a.IsZero():
		return ""
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

// Meets reports whether a survives all that want survives: a second system
// stands for any number of spare modules in one.
func (a Arrangement) Meets(want Arrangement) bool {
	return a.Systems > want.Systems || a.Systems == want.Systems && a.Spare >= want.Spare
}

// Fits reports whether modules can be arranged as a: the same number in each
// system, and more than the spare ones.
func (a Arrangement) Fits(modules int) bool {
	return a.Systems > 0 && modules%a.Systems == 0 && modules/a.Systems > a.Spare
}

// Usable returns the load in kW that modules of the given ratings may carry
// together. It takes the worst failure the arrangement promises to survive:
// the Spare largest modules out of a system and, with two systems, the whole
// of the other system as well, so that each system alone must carry all.
//
//	N+r     sum of the ratings less the r largest
//	2(N+r)  the lesser system's sum less its r largest
//
// Ratings are dealt to two systems in turn. It returns 0 where nothing is left.
func (a Arrangement) Usable(ratings ...KW) KW {
	if a.Systems < 2 {
		return lessLargest(ratings, a.Spare)
	}
	var systems [2][]KW
	for i, r := range ratings {
		systems[i%2] = append(systems[i%2], r)
	}
	return min(lessLargest(systems[0], a.Spare), lessLargest(systems[1], a.Spare))
}

// UsableEqual is Usable for modules that all have one rating.
func (a Arrangement) UsableEqual(modules int, rating KW) KW {
	if a.Systems == 2 {
		modules /= 2
	}
	return KW(max(0, modules-a.Spare)) * rating
}

func lessLargest(ratings []KW, out int) KW {
	if len(ratings) <= out {
		return 0
	}
	sorted := slices.Clone(ratings)
	slices.Sort(sorted)
	var sum KW
	for _, r := range sorted[:len(sorted)-out] {
		sum += r
	}
	return sum
}
