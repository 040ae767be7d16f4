package compare

import (
	"cmp"
	"reflect"
	"slices"
)

// pairing says which elements of two lists are the same.
type pairing struct {
	same    int          // so many of the beginning are, each at the place of the other
	seconds []int        // of each after those: its place in the second list; -1 of none
	rest    []int        // places of what only the second has
	renamed map[int]bool // places in the first of those that have another name in the second
}

// second returns the place in the second list of an element of the first; -1
// where it has none.
func (p *pairing) second(i int) int {
	if i < p.same {
		return i
	}
	return p.seconds[i-p.same]
}

// pair pairs the elements of two lists that have the same key, the first of a key
// with the first, and so on.
func pair(n, m int, keyOfFirst, keyOfSecond func(int) string) (p pairing) {
	for p.same < min(n, m) && keyOfFirst(p.same) == keyOfSecond(p.same) {
		p.same++
	}
	if p.same == n && p.same == m {
		return p
	}
	at := make(map[string]int, m-p.same) // first that is left of a key, from 1
	next := make([]int, m)               // after it
	for j := m - 1; j >= p.same; j-- {
		key := keyOfSecond(j)
		next[j] = at[key]
		at[key] = j + 1
	}
	paired := make([]bool, m)
	p.seconds = make([]int, n-p.same)
	for i := range p.seconds {
		key := keyOfFirst(p.same + i)
		j := at[key] - 1
		if p.seconds[i] = j; j >= 0 {
			at[key], paired[j] = next[j], true
		}
	}
	for j := p.same; j < m; j++ {
		if !paired[j] {
			p.rest = append(p.rest, j)
		}
	}
	return p
}

// pair pairs the elements of two lists of the field by their keys; those that are
// left over and have names, by what they hold.
func (f *field) pair(was, is reflect.Value) pairing {
	p := pair(was.Len(), is.Len(), f.keys(was), f.keys(is))
	if f.named {
		p.rename(was.Index, is.Index)
	}
	return p
}

// mostAlike is the most pairs of elements left over that are held against each
// other value by value.
const mostAlike = 4096

// rename pairs elements that are left over and alike but for their names: first
// those that hold the same, in their order; then, where there are not too many,
// those of which at least four values of five are the same, the most alike first,
// of several the first in the list. Paired back, they are the same pairs.
func (p *pairing) rename(first, second func(int) reflect.Value) {
	if len(p.rest) == 0 {
		return
	}
	var left []int
	for i, j := range p.seconds {
		if j < 0 {
			left = append(left, p.same+i)
		}
	}
	if len(left) == 0 {
		return
	}
	p.renameEqual(left, first, second)
	left = slices.DeleteFunc(left, func(i int) bool { return p.second(i) >= 0 })
	if n := len(left) * len(p.rest); n == 0 || n > mostAlike {
		return
	}
	for _, a := range alikePairs(left, p.rest, first, second) {
		if p.second(a.first) < 0 && slices.Contains(p.rest, a.second) {
			p.join(a.first, a.second)
		}
	}
}

// renameEqual pairs what holds the same values.
func (p *pairing) renameEqual(left []int, first, second func(int) reflect.Value) {
	byDigest := map[uint64][]int{}
	for _, j := range p.rest {
		d := digest(second(j))
		byDigest[d] = append(byDigest[d], j)
	}
	taken := map[int]bool{}
	for _, i := range left {
		d := digest(first(i))
		if list := byDigest[d]; len(list) > 0 && equal(first(i), second(list[0])) {
			byDigest[d], taken[list[0]] = list[1:], true
			p.mark(i, list[0])
		}
	}
	p.rest = slices.DeleteFunc(p.rest, func(j int) bool { return taken[j] })
}

func (p *pairing) join(i, j int) {
	p.mark(i, j)
	p.rest = slices.DeleteFunc(p.rest, func(k int) bool { return k == j })
}

func (p *pairing) mark(i, j int) {
	p.seconds[i-p.same] = j
	if p.renamed == nil {
		p.renamed = map[int]bool{}
	}
	p.renamed[i] = true
}

// alikePair is an element of each list and the share of values that are the same.
type alikePair struct {
	first, second int
	share         float64
}

// alikePairs lists the elements that are alike, the most alike first.
func alikePairs(firsts, seconds []int, first, second func(int) reflect.Value) (list []alikePair) {
	for _, i := range firsts {
		for _, j := range seconds {
			if share := alike(first(i), second(j)); share > 0 {
				list = append(list, alikePair{i, j, share})
			}
		}
	}
	slices.SortFunc(list, func(a, b alikePair) int {
		return cmp.Or(cmp.Compare(b.share, a.share), a.first-b.first, a.second-b.second)
	})
	return list
}
