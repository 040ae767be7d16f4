package compare

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"buildout/planner"
)

// game is the steps between two plans, and the figure of every plan between.
type game struct {
	Evaluator
	*between
	*ledger
	from, to    []int64 // lines of the two plans
	players     [][]int // the reasons of each step; several where they cannot be taken apart
	evaluations int
}

// side is one of the two plans of a game.
type side struct {
	plan   *planner.Plan
	result *planner.Result
	names  renames // of the plan the result is of, where those of the other are used
}

// newGame makes a step of each reason that moves anything.
func newGame(e Evaluator, o BridgeOptions, from, to side) *game {
	b := newBetween(e.Reference, from.plan, to.plan, o.Detail)
	g := &game{Evaluator: e, between: b, ledger: newLedger(o.Of)}
	g.from = g.read(from.result, from.names)
	g.to = g.read(to.result, to.names)
	for i, moves := range b.moves {
		if moves {
			g.players = append(g.players, []int{i})
		}
	}
	return g
}

// difference is what lies between the two plans, by line.
func (g *game) difference() []int64 {
	d := make([]int64, len(g.lines))
	copy(d, g.to)
	for i := range g.from {
		d[i] -= g.from[i]
	}
	return d
}

// taken is, for each reason, whether its step is in a set.
func (g *game) taken(has func(step int) bool) []bool {
	taken := make([]bool, len(g.moves))
	for i, reasons := range g.players {
		for _, r := range reasons {
			taken[r] = has(i)
		}
	}
	return taken
}

// figure returns the lines of the plan of what is taken; none where there is no
// such plan.
func (g *game) figure(ctx context.Context, taken []bool) ([]int64, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	result, err := g.Evaluate(ctx, g.make(taken))
	var invalid *planner.Invalid
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &invalid):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return g.read(&result, nil), nil
}

// ended is how a worker ended: with the error of a piece of work, in a panic, or
// with neither.
type ended struct {
	piece int
	err   error
	panic any
}

// all does n pieces of work, Workers at once, until one fails or ctx ends, whose
// error is then returned at once. Of several errors it returns that of the first
// piece. A panic of the work is one of who called it.
func (g *game) all(ctx context.Context, n int, work func(i int) error) error {
	var next atomic.Int64
	var failed atomic.Bool
	workers := min(max(1, g.Workers), n)
	ends := make(chan ended, workers)
	for range workers {
		go func() {
			last := ended{piece: n}
			defer func() {
				if p := recover(); p != nil {
					last.panic = fmt.Sprintf("%v\n\n%s", p, debug.Stack())
					failed.Store(true)
				}
				ends <- last
			}()
			for i := int(next.Add(1)) - 1; i < n && !failed.Load(); i = int(next.Add(1)) - 1 {
				if err := work(i); err != nil {
					last.piece, last.err = i, err
					failed.Store(true)
				}
			}
		}()
	}
	first := ended{piece: n}
	for range workers {
		select {
		case e := <-ends:
			if e.panic != nil {
				panic(e.panic)
			}
			if e.piece < first.piece {
				first = e
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return first.err
}

// exact returns the amounts of the steps by line, from the plans of all sets of
// them. Steps of which some set has no plan are joined.
func (g *game) exact(ctx context.Context) ([][]int64, error) {
	for {
		sums := newShapley(len(g.players))
		all := uint(1)<<len(g.players) - 1
		sums.add(0, g.from)
		sums.add(all, g.to)
		var none []uint // sets that have no plan
		var guard sync.Mutex
		err := g.all(ctx, max(0, int(all)-1), func(i int) error {
			set := uint(i) + 1
			lines, err := g.figure(ctx, g.taken(func(step int) bool { return set&(1<<step) != 0 }))
			guard.Lock()
			defer guard.Unlock()
			g.evaluations++
			if lines == nil {
				none = append(none, set)
			} else if len(none) == 0 {
				sums.add(set, lines)
			}
			return err
		})
		switch {
		case err != nil:
			return nil, err
		case len(none) == 0:
			return sums.amounts(g.difference()), nil
		}
		g.players = together(g.players, none)
	}
}

// together joins steps until every set that has no plan parts some that are joined:
// time and again the pair that leaves the fewest such sets, the first of equals.
// With all joined only the two plans are left.
func together(players [][]int, none []uint) [][]int {
	sets := make([]uint, len(players)) // steps as they were that are joined
	for i := range sets {
		sets[i] = 1 << i
	}
	parts := func(joined uint, set uint) bool { return set&joined != 0 && set&joined != joined }
	for len(none) > 0 {
		first, second, least := 0, 1, len(none)+1
		for i := range sets {
			for j := i + 1; j < len(sets); j++ {
				left := 0
				for _, set := range none {
					if !parts(sets[i]|sets[j], set) {
						left++
					}
				}
				if left < least {
					first, second, least = i, j, left
				}
			}
		}
		sets[first] |= sets[second]
		sets = slices.Delete(sets, second, second+1)
		none = slices.DeleteFunc(none, func(set uint) bool { return parts(sets[first], set) })
	}
	list := make([][]int, len(sets))
	for i, set := range sets {
		for ; set != 0; set &= set - 1 {
			list[i] = append(list[i], players[bits.TrailingZeros(set)]...)
		}
	}
	return list
}
