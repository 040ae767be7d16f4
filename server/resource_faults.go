package server

import (
	"errors"
	"fmt"
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
		rest, ok := strings.CutPrefix(f.Path, path)
		if !ok || rest != "" && rest[0] != '.' && rest[0] != '[' {
			continue
		}
		pointer := planner.Fault{Path: strings.TrimPrefix(rest, ".")}.Pointer()
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
