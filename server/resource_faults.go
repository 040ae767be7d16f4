package server

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"buildout/planner"
)

// refusedSent says that it is what was sent that is at fault, and where in it.
// Paths begin with the place in the list; one that was sent alone has none.
func refusedSent(err error, one bool) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	if one {
		alone := planner.Invalid{Faults: make([]planner.Fault, len(invalid.Faults))}
		for i, f := range invalid.Faults {
			f.Path = strings.TrimPrefix(strings.TrimPrefix(f.Path, "[0]"), ".")
			alone.Faults[i] = f
		}
		invalid = &alone
	}
	return faulty("What was sent", invalid)
}

// checked returns the plan that change makes with n elements that were sent, all
// of them, or the error with every fault: those of form, those that change finds,
// and those that the plan has in the elements that change takes. A fault at a
// value whose form is at fault is not told again.
func (e *elements[T]) checked(form []planner.Fault, n int, one bool, change func(at []int) (planner.Plan, []string, error)) (planner.Plan, error) {
	at := make([]int, n)
	for i := range at {
		at[i] = i
	}
	plan, paths, err := change(at)
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		refused := invalid.Faults
		at = slices.DeleteFunc(at, func(i int) bool {
			return slices.ContainsFunc(refused, func(f planner.Fault) bool { return within(f.Path, fmt.Sprintf("[%d]", i)) })
		})
		form = withoutRepeats(form, refused)
		plan, paths, err = change(at)
	}
	switch {
	case len(form) == 0 && err == nil:
		return plan, e.valid(plan, paths, one)
	case len(form) == 0:
		return plan, err
	}
	if err == nil && errors.As(planner.Validate(plan, e.server.Reference), &invalid) {
		form = withoutRepeats(form, inElements(invalid.Faults, paths, at))
	}
	return plan, refusedSent(&planner.Invalid{Faults: form}, one)
}

// withoutRepeats adds faults to others but where one of those stands above.
func withoutRepeats(faults, more []planner.Fault) []planner.Fault {
	told := faults
	for _, f := range more {
		if !slices.ContainsFunc(told, func(g planner.Fault) bool { return within(f.Path, g.Path) }) {
			faults = append(faults, f)
		}
	}
	return faults
}

// inElements are the faults of a plan in elements at these paths of it, at their
// places in the body.
func inElements(faults []planner.Fault, paths []string, at []int) (found []planner.Fault) {
	for _, f := range faults {
		for i, path := range paths {
			if within(f.Path, path) {
				f.Path = fmt.Sprintf("[%d]%s", at[i], strings.TrimPrefix(f.Path, path))
				found = append(found, f)
				break
			}
		}
	}
	return found
}

// within reports whether a path is another, or stands below it.
func within(path, above string) bool {
	rest, ok := strings.CutPrefix(path, above)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// chosen are the values at these places of a list.
func chosen[V any](list []V, at []int) []V {
	if len(at) == len(list) {
		return list
	}
	out := make([]V, len(at))
	for i, j := range at {
		out[i] = list[j]
	}
	return out
}

// valid validates a changed plan. Faults of the elements at these paths, which
// were sent in their order, are told at their JSON pointers in the body, others
// after plan at their JSON pointers in the plan.
func (e *elements[T]) valid(plan planner.Plan, paths []string, one bool) error {
	return e.server.validChange(plan, func(f planner.Fault) string { return located(f, paths, one) })
}

// validChange validates a changed plan and tells each fault where locate says.
func (s *Server) validChange(plan planner.Plan, locate func(planner.Fault) string) error {
	err := planner.Validate(plan, s.Reference)
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	p := faulty("The plan with this change", invalid)
	for i, f := range invalid.Faults {
		p.Errors[i].Location = locate(f)
	}
	return p
}

// located is where a fault of a plan stands in a body whose elements stand at
// these paths of the plan.
func located(f planner.Fault, paths []string, one bool) string {
	for i, path := range paths {
		if !within(f.Path, path) {
			continue
		}
		pointer := planner.Fault{Path: strings.TrimPrefix(f.Path, path)}.Pointer()
		if one {
			return pointer
		}
		return fmt.Sprintf("/%d%s", i, pointer)
	}
	return "plan" + f.Pointer()
}

// below joins a path to that of what holds it.
func below(above, path string) string {
	if path == "" || path[0] == '[' {
		return above + path
	}
	return above + "." + path
}
