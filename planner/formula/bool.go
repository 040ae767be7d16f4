package formula

import "strings"

// Bool is a condition and the formula that gives it.
type Bool struct {
	V bool
	f string
}

func compare(v bool, a Num, sign string, b Num) Bool {
	return Bool{v, a.within(sum) + sign + b.within(sum)}
}

// Formula returns the formula without the sign of equality.
func (b Bool) Formula() string { return b.f }

// Less reports whether a is below b. Numbers that differ by less than a part in
// 10^15 are alike to some spreadsheets.
func (n Num) Less(b Num) Bool { return compare(n.V < b.V, n, "<", b) }

// AtMost reports whether a is not above b.
func (n Num) AtMost(b Num) Bool { return compare(n.V <= b.V, n, "<=", b) }

// More reports whether a is above b.
func (n Num) More(b Num) Bool { return compare(n.V > b.V, n, ">", b) }

// AtLeast reports whether a is not below b.
func (n Num) AtLeast(b Num) Bool { return compare(n.V >= b.V, n, ">=", b) }

// Is reports whether the numbers are alike.
func (n Num) Is(b Num) Bool { return compare(n.V == b.V, n, "=", b) }

// IsNot reports whether the numbers differ.
func (n Num) IsNot(b Num) Bool { return compare(n.V != b.V, n, "<>", b) }

// And reports whether all conditions hold.
func And(conditions ...Bool) Bool {
	v := true
	for _, c := range conditions {
		v = v && c.V
	}
	return Bool{v, join("AND", conditions)}
}

// Or reports whether one of the conditions holds.
func Or(conditions ...Bool) Bool {
	v := false
	for _, c := range conditions {
		v = v || c.V
	}
	return Bool{v, join("OR", conditions)}
}

// Not reports whether the condition does not hold.
func Not(c Bool) Bool { return Bool{!c.V, "NOT(" + c.f + ")"} }

func join(name string, conditions []Bool) string {
	list := make([]string, len(conditions))
	for i, c := range conditions {
		list[i] = c.f
	}
	return name + "(" + strings.Join(list, ",") + ")"
}

// If is a where the condition holds and b where it does not.
func If(c Bool, a, b Num) Num {
	v := b.V
	if c.V {
		v = a.V
	}
	return Num{V: v, f: "IF(" + c.f + "," + a.Formula() + "," + b.Formula() + ")", p: tight}
}

// Text is a text of a cell.
type Text struct {
	V string
	f string
}

// TextRef is the text of a cell or name.
func TextRef(v, name string) Text { return Text{v, name} }

// TextOf is a text that stands for itself.
func TextOf(v string) Text { return Text{v, quoted(v)} }

// Formula returns the formula without the sign of equality.
func (t Text) Formula() string { return t.f }

// Is reports whether the texts are alike but for capitals.
func (t Text) Is(o Text) Bool { return Bool{strings.EqualFold(t.V, o.V), t.f + "=" + o.f} }

// Spelt is Is for a cell in which a truth value may stand, which reads as a text.
func (t Text) Spelt(o Text) Bool { return Bool{strings.EqualFold(t.V, o.V), t.f + `&""=` + o.f} }

// IfText is a where the condition holds and b where it does not.
func IfText(c Bool, a, b Text) Text {
	v := b.V
	if c.V {
		v = a.V
	}
	return Text{v, "IF(" + c.f + "," + a.f + "," + b.f + ")"}
}

func quoted(v string) string { return `"` + strings.ReplaceAll(v, `"`, `""`) + `"` }
