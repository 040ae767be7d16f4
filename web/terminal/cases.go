package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference"
)

// compared is plans to be compared, in the order they were named.
type compared struct {
	args      []string // as the command line names them
	cases     []compare.Case
	evaluator compare.Evaluator
}

// readCases reads and evaluates plans. One that cannot be has a fault; the others
// go on. Plans of one name are told apart by what the command line calls them.
func readCases(ctx context.Context, args []string, stdin io.Reader) (*compared, error) {
	ref, examples, err := reference.Shipped()
	if err != nil {
		return nil, err
	}
	if first := slices.Index(args, "-"); first >= 0 && slices.Contains(args[first+1:], "-") {
		return nil, errors.New("only one of the plans can come from standard input")
	}
	c := &compared{args: args, cases: make([]compare.Case, len(args)), evaluator: evaluatorOf(ref)}
	names := map[string]int{}
	for i, arg := range args {
		one := &c.cases[i]
		one.Name = arg
		if one.Plan, one.Fault = readPlan(arg, stdin, ref, examples); one.Fault == nil {
			one.Name = one.Plan.Name
			one.Result, one.Fault = c.evaluator.Evaluate(ctx, one.Plan)
		}
		names[one.Name]++
	}
	seen := map[string]int{}
	for i := range c.cases {
		one := &c.cases[i]
		if names[one.Name] > 1 && one.Name != args[i] {
			one.Name += " (" + args[i] + ")"
		}
		if seen[one.Name]++; seen[one.Name] > 1 {
			one.Name += fmt.Sprintf(" #%d", seen[one.Name])
		}
	}
	return c, ctx.Err()
}

// evaluatorOf works out plans on every processor.
func evaluatorOf(ref planner.Reference) compare.Evaluator {
	return compare.Evaluator{Reference: ref, Workers: runtime.GOMAXPROCS(0), Evaluate: func(ctx context.Context, plan planner.Plan) (planner.Result, error) {
		if err := ctx.Err(); err != nil {
			return planner.Result{}, err
		}
		return planner.Evaluate(plan, ref)
	}}
}

// faults is the error of all plans that cannot be compared, a line for each fault;
// nil where there are none.
func (c *compared) faults() error {
	var lines []error
	for i, one := range c.cases {
		if one.Fault != nil {
			lines = append(lines, told(c.args[i], one.Fault))
		}
	}
	return errors.Join(lines...)
}

// told is an error with a name before each of its lines.
func told(name string, err error) error {
	if strings.HasPrefix(err.Error(), name+" ") { // it says so itself
		return err
	}
	return errors.New(name + ": " + strings.ReplaceAll(err.Error(), "\n", "\n"+name+": "))
}

// sound lists the plans that can be compared.
func (c *compared) sound() []compare.Case {
	return slices.DeleteFunc(slices.Clone(c.cases), func(one compare.Case) bool { return one.Fault != nil })
}

// baseline is the place of the plan that the command line or the plan itself
// calls so; where it is not named, of the first that can be compared.
func (c *compared) baseline(name string) (int, error) {
	var names []string
	for i, one := range c.cases {
		if name == "" && one.Fault == nil || name != "" && (name == c.args[i] || name == one.Name) {
			return i, nil
		}
		names = append(names, one.Name)
	}
	if name == "" {
		return 0, nil
	}
	return 0, fmt.Errorf("--baseline is %s, which is not among the plans%s", name, planner.Offered(name, names))
}
