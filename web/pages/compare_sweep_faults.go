package pages

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"buildout/planner"
)

// The names of the fields of the form, as faults are sorted to them.
func pathField(row int) string   { return fmt.Sprintf("path-%d", row) }
func valuesField(row int) string { return fmt.Sprintf("values-%d", row) }
func paretoField(at int) string  { return fmt.Sprintf("pareto-%d", at) }

// formField holds what belongs to no field.
const formField = "form"

// placeOfFault finds the list, the place and what follows in the path of a fault of a
// sweep, such as vary[2].paths[0].
var placeOfFault = regexp.MustCompile(`^(\w+)(?:[/\[](\d+)\]?)?(?:[./](\w+))?`)

// fieldOf is the field of the form that the path of a fault of a sweep leads to.
func fieldOf(path string) string {
	m := placeOfFault.FindStringSubmatch(path)
	if m == nil {
		return formField
	}
	at, err := strconv.Atoi(m[2])
	switch m[1] {
	case "vary":
		switch {
		case err != nil:
			return "vary"
		case m[3] == "paths":
			return pathField(at)
		}
		return valuesField(at)
	case "pareto":
		return paretoField(max(at, 0))
	case "columns", "where", "samples", "seed", "method", "plan":
		return m[1]
	}
	return formField
}

// axisFaults are the faults of the text of the axis in a row of the form, at the
// fields of the row.
func axisFaults(row int, err error) []planner.Fault {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return []planner.Fault{{Path: fmt.Sprintf("vary[%d]", row), Message: err.Error()}}
	}
	var faults []planner.Fault
	for _, f := range invalid.Faults {
		key := "values"
		if strings.Contains(f.Path, "path") {
			key = "paths"
		}
		f.Path = fmt.Sprintf("vary[%d].%s", row, key)
		faults = append(faults, f)
	}
	return faults
}

// Placed are the faults of the sweep of a form, those of its axes at the rows
// that the axes stand in.
func (f SweepForm) Placed(faults []planner.Fault) []planner.Fault {
	rows := f.places()
	placed := make([]planner.Fault, len(faults))
	for i, fault := range faults {
		m := placeOfFault.FindStringSubmatch(fault.Path)
		if m != nil && m[1] == "vary" && m[2] != "" {
			if at, err := strconv.Atoi(m[2]); err == nil && at < len(rows) {
				fault.Path = strings.Replace(fault.Path, m[2], strconv.Itoa(rows[at]), 1)
			}
		}
		placed[i] = fault
	}
	return placed
}
