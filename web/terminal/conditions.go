package terminal

import (
	"errors"
	"fmt"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/export"
)

// ErrHolds says that a condition of --fail-if holds. The error that wraps it says
// for which plans, and what was found.
var ErrHolds = errors.New("--fail-if holds")

// conditionsHelp is what commands say of --fail-if.
const conditionsHelp = `A condition is a measure, one of <, <=, >, >=, == and !=, and a limit, such as
forecast_krw > 460e9, energised > 2024-07 or tier_achieved < III. Won may be written
as people do: 4,600억 or 460 bn. A plan without such a value does not meet it.`

// conditions is what --fail-if holds plans to.
type conditions struct {
	list  []compare.Condition
	known []bool // whether any plan has a value for it
	lines []string
	more  int // lines that are not told
}

// maxHolds is the most lines that say what holds.
const maxHolds = 20

// readConditions reads conditions. The error has every fault.
func readConditions(texts []string, ref planner.Reference) (*conditions, error) {
	list, err := readEach("--fail-if", texts, func(text string) (compare.Condition, error) {
		c, err := compare.ParseCondition(text)
		if err == nil {
			c, err = c.In(ref)
		}
		return c, err
	})
	return &conditions{list: list, known: make([]bool, len(list))}, err
}

// readEach reads the texts of a flag. The error has the faults of all.
func readEach[T any](flag string, texts []string, read func(string) (T, error)) ([]T, error) {
	list, faults := make([]T, len(texts)), make([]error, len(texts))
	for i, text := range texts {
		var err error
		if list[i], err = read(text); err != nil {
			faults[i] = fmt.Errorf("%s %q: %w", flag, text, err)
		}
	}
	return list, errors.Join(faults...)
}

func readMeasures(flag string, names []string) ([]compare.Measure, error) {
	return readEach(flag, names, compare.ParseMeasure)
}

// hold holds a plan to all conditions. value gives what a measure of it is.
func (c *conditions) hold(name string, value func(compare.Measure) compare.Value) {
	for i, condition := range c.list {
		found := value(condition.Measure)
		holds, known := condition.Meets(found)
		c.known[i] = c.known[i] || known
		if !holds {
			continue
		}
		if len(c.lines) == maxHolds {
			c.more++
			continue
		}
		c.lines = append(c.lines, fmt.Sprintf("%s: %s, found %s", name, condition.Text, export.Measured(condition.Measure, found)))
	}
}

// verdict returns ErrHolds as held where a condition held, and an error where there
// is a condition that nothing has a value for.
func (c *conditions) verdict() (held, err error) {
	var unknown []error
	for i, known := range c.known {
		if !known {
			unknown = append(unknown, fmt.Errorf("--fail-if %q: nothing that was worked out has a value for %s", c.list[i].Text, c.list[i].Measure.Name))
		}
	}
	lines := c.lines
	if c.more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", c.more))
	}
	if len(lines) > 0 {
		held = fmt.Errorf("%w:\n%s", ErrHolds, strings.Join(lines, "\n"))
	}
	return held, errors.Join(unknown...)
}

// hold holds cases that have results to the conditions of --fail-if.
func (c *compared) hold(texts []string, cases []compare.Case) (held, err error) {
	conditions, err := readConditions(texts, c.evaluator.Reference)
	if err != nil {
		return nil, err
	}
	any := false
	for _, one := range cases {
		if one.Fault == nil {
			any = true
			conditions.hold(one.Name, func(m compare.Measure) compare.Value { return m.Of(&one.Result) })
		}
	}
	if !any {
		return nil, nil
	}
	return conditions.verdict()
}

// also is an error beside faults of plans, which decide the exit status.
func also(faults, err error) error {
	switch {
	case faults == nil:
		return err
	case err == nil:
		return faults
	}
	return fmt.Errorf("%w\n%v", faults, err)
}
