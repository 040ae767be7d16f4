package compare

import (
	"context"
	"math"
	"slices"

	"buildout/planner"
)

// maxKept is the most amounts of plans between that are kept to be used again:
// 32 MB of them.
const maxKept = 1 << 22

// drawn takes orders of the steps of a game.
type drawn struct {
	*game
	kept map[string][]int64 // lines of plans by what is taken; none of those that have no plan
	room int                // for amounts that are kept
}

// sampled returns the amounts of the steps by line, from orders that are drawn in
// pairs of one and its reverse, and the standard error of each step. Steps of
// which some set has no plan are joined; where that leaves at most ExactSteps,
// every order is taken. At most so many plans are evaluated. Source: Castro, Gomez
// & Tejada, Polynomial calculation of the Shapley value based on sampling (2009);
// pairs as in Mitchell, Cooper, Frank & Holmes, Sampling Permutations for Shapley
// Value Estimation (2022), section 2.2.
func (g *game) sampled(ctx context.Context, most int) (amounts [][]int64, errors []float64, exact bool, err error) {
	d := &drawn{game: g, kept: map[string][]int64{}, room: maxKept}
	for len(g.players) > ExactSteps {
		n := len(g.players)
		pairs := (most - g.evaluations) / (2 * (n - 1))
		if pairs < 2 {
			return nil, nil, false, &planner.Invalid{Faults: []planner.Fault{planner.NewFault("evaluations", most,
				"the plans differ in %d steps, whose orders take at least %d evaluations; give so many, or take the bridge by driver", n, g.evaluations+4*(n-1))}}
		}
		amounts, errors, err := d.pairs(ctx, pairs)
		if err != nil || amounts != nil {
			return amounts, errors, false, err
		}
	}
	amounts, err = g.exact(ctx)
	return amounts, make([]float64, len(g.players)), true, err
}

// pairs draws pairs of orders. It returns nothing where a set of steps has no
// plan, and joins steps of it.
func (d *drawn) pairs(ctx context.Context, pairs int) (amounts [][]int64, errors []float64, err error) {
	n := len(d.players)
	sums := make([][]wide, n)
	each := make([]spread, n)
	random := splitmix(1)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for range pairs {
		random.shuffle(order)
		moved := make([]int64, n)
		for range 2 {
			whole, err := d.walk(ctx, order, sums, moved)
			if err != nil || !whole {
				return nil, nil, err
			}
			slices.Reverse(order)
		}
		for i := range each {
			each[i].add(float64(moved[i]) / 2)
		}
	}
	errors = make([]float64, n)
	for i := range each {
		errors[i] = each[i].standardError()
	}
	return apportioned(sums, int64(2*pairs), d.difference()), errors, nil
}

// walk adds what each step of an order moves to its sums by line and to what it
// moves in all. It reports false where a plan on the way is none, and joins steps.
func (d *drawn) walk(ctx context.Context, order []int, sums [][]wide, moved []int64) (bool, error) {
	n := len(order)
	way := make([][]bool, n-1)
	for k := range way {
		way[k] = d.taken(func(step int) bool { return slices.Contains(order[:k+1], step) })
	}
	lines, err := d.figures(ctx, way)
	if err != nil {
		return false, err
	}
	if at := slices.IndexFunc(lines, func(l []int64) bool { return l == nil }); at >= 0 {
		return false, d.join(ctx, order[:at+1])
	}
	before := d.from
	for k, step := range order {
		after := d.to
		if k < n-1 {
			after = lines[k]
		}
		addMove(&sums[step], before, after)
		moved[step] += sum(after) - sum(before)
		before = after
	}
	return true, nil
}

// figures returns the lines of plans, of which those are evaluated that are not
// kept.
func (d *drawn) figures(ctx context.Context, plans [][]bool) ([][]int64, error) {
	lines := make([][]int64, len(plans))
	var missing []int
	for i, taken := range plans {
		kept, known := d.kept[bitsOf(taken)]
		if lines[i] = kept; !known {
			missing = append(missing, i)
		}
	}
	err := d.all(ctx, len(missing), func(k int) (err error) {
		lines[missing[k]], err = d.figure(ctx, plans[missing[k]])
		return err
	})
	if err != nil {
		return nil, err
	}
	d.evaluations += len(missing)
	for _, i := range missing {
		if d.room -= len(lines[i]); d.room >= 0 {
			d.kept[bitsOf(plans[i])] = lines[i]
		}
	}
	return lines, nil
}

// join joins two steps that cannot be taken apart, as a set of steps that has no
// plan shows: of the least such set within it, and of what is not in the largest
// such set around that, the first each.
func (d *drawn) join(ctx context.Context, set []int) error {
	set = slices.Sorted(slices.Values(set))
	valid := func(set []int) (bool, error) {
		lines, err := d.figures(ctx, [][]bool{d.taken(func(step int) bool { return slices.Contains(set, step) })})
		return err == nil && lines[0] != nil, err
	}
	for _, step := range slices.Clone(set) {
		less := slices.DeleteFunc(slices.Clone(set), func(s int) bool { return s == step })
		ok, err := valid(less)
		if err != nil {
			return err
		}
		if !ok {
			set = less
		}
	}
	first, second := set[0], -1
	for step := range d.players {
		if slices.Contains(set, step) {
			continue
		}
		more := append(slices.Clone(set), step)
		ok, err := valid(more)
		if err != nil {
			return err
		}
		if !ok {
			set = more
		} else if second < 0 {
			second = step
		}
	}
	first, second = min(first, second), max(first, second)
	d.players[first] = append(d.players[first], d.players[second]...)
	d.players = slices.Delete(d.players, second, second+1)
	return nil
}

// bitsOf writes what is taken as a key, a bit for each reason.
func bitsOf(taken []bool) string {
	key := make([]byte, (len(taken)+7)/8)
	for i, t := range taken {
		if t {
			key[i/8] |= 1 << (i % 8)
		}
	}
	return string(key)
}

func sum(lines []int64) (total int64) {
	for _, amount := range lines {
		total += amount
	}
	return total
}

// spread is the mean of numbers and the sum of their squares about it. Source:
// Welford, Note on a method for calculating corrected sums of squares and products
// (1962).
type spread struct{ count, mean, squares float64 }

func (s *spread) add(x float64) {
	s.count++
	before := x - s.mean
	s.mean += before / s.count
	s.squares += float64(before * (x - s.mean))
}

// standardError of the mean.
func (s *spread) standardError() float64 {
	return math.Sqrt(s.squares / (s.count - 1) / s.count)
}

// shuffle puts a list in an order that is drawn. Source: Fisher & Yates, as in
// Knuth, The Art of Computer Programming 2, algorithm 3.4.2P.
func (s *splitmix) shuffle(list []int) {
	for i := len(list) - 1; i > 0; i-- {
		j := s.below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}
