// Package terminal is the commands that work out a plan and print what comes
// out. They need no database and no server.
package terminal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"buildout/planner"
	"buildout/planner/reference"

	"github.com/spf13/cobra"
)

// ErrFinding says that a plan could be evaluated and breaks a limit. The result
// is printed; any other error of a command is its input's.
var ErrFinding = errors.New("the plan has findings of severity error")

// Commands returns evaluate, explain, compare, diff, sweep and plans. The program's
// version stands in what they write to files.
func Commands(program string) []*cobra.Command {
	return []*cobra.Command{evaluateCommand(), explainCommand(), compareCommand(program), diffCommand(), sweepCommand(), plansCommand()}
}

func evaluate(name string, stdin io.Reader) (planner.Result, error) {
	ref, examples, err := reference.Shipped()
	if err != nil {
		return planner.Result{}, err
	}
	plan, err := readPlan(name, stdin, ref, examples)
	if err != nil {
		return planner.Result{}, err
	}
	return planner.Evaluate(plan, ref)
}

// readPlan reads standard input for -, else the file of that name, else the
// example of that name.
func readPlan(name string, stdin io.Reader, ref planner.Reference, examples []planner.Plan) (planner.Plan, error) {
	if name == "-" {
		document, err := io.ReadAll(stdin)
		if err != nil {
			return planner.Plan{}, fmt.Errorf("read standard input: %w", err)
		}
		return planner.DecodePlan(document, ref)
	}
	document, err := os.ReadFile(name)
	if err == nil {
		return planner.DecodePlan(document, ref)
	}
	var names []string
	for _, example := range examples {
		if example.Name == name {
			return example, nil
		}
		names = append(names, example.Name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return planner.Plan{}, fmt.Errorf("%s is neither a file nor an example; the examples are %s", name, strings.Join(names, ", "))
	}
	return planner.Plan{}, err
}

func printJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
