package terminal

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference"

	"github.com/spf13/cobra"
)

// command runs a command line. What the program prints of an error is in the
// error.
func command(stdin string, args ...string) (stdout string, err error) {
	var out bytes.Buffer
	root := &cobra.Command{Use: "buildout", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Commands("test")...)
	root.SetArgs(args)
	root.SetIn(strings.NewReader(stdin))
	root.SetOut(&out)
	err = root.Execute()
	return out.String(), err
}

// examplePlan is an example as JSON with its budget multiplied.
func examplePlan(t *testing.T, name string, budget planner.KRW) []byte {
	t.Helper()
	_, examples, err := reference.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, plan := range examples {
		if plan.Name == name {
			plan.Budget.TotalKRW = budget
			plan.Budget.Ceilings, plan.Budget.Funding = nil, nil
			text, err := json.Marshal(plan)
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
	}
	t.Fatalf("no example %s", name)
	return nil
}

func TestEvaluateByExampleFileAndStandardInput(t *testing.T) {
	byName, _ := command("", "evaluate", "two-sites-460", "--json")
	var result struct {
		Plan   struct{ Name, Hash string }
		Budget planner.BudgetResult
	}
	if err := json.Unmarshal([]byte(byName), &result); err != nil || result.Plan.Name != "two-sites-460" || result.Plan.Hash == "" {
		t.Fatalf("plan %+v, error %v", result.Plan, err)
	}
	plan := examplePlan(t, "two-sites-460", result.Budget.TotalKRW)
	file := filepath.Join(t.TempDir(), "two-sites-460")
	if err := os.WriteFile(file, plan, 0o600); err != nil {
		t.Fatal(err)
	}
	byFile, _ := command("", "evaluate", file, "--json")
	byInput, _ := command(string(plan), "evaluate", "-", "--json")
	if byFile == "" || byFile != byInput {
		t.Error("a file and standard input give different results")
	}
	if table, err := command("", "evaluate", "two-sites-460"); err != nil && !errors.Is(err, ErrFinding) || !strings.Contains(table, "two-sites-460") {
		t.Errorf("%v: %s", err, table)
	}
}

func TestBadInput(t *testing.T) {
	poor := string(examplePlan(t, "two-sites-460", 1_000_000))
	if out, err := command(poor, "evaluate", "-", "--json"); !errors.Is(err, ErrFinding) || !strings.Contains(out, `"severity": "error"`) {
		t.Errorf("a poor plan: %v: %.200s", err, out)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("faulty.yaml", []byte("name: x\ncolour: red\nhorizon: {start: 2023-13, months: many}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		says []string
	}{
		{[]string{"evaluate", "faulty.yaml"}, []string{"colour", "horizon.start", "horizon.months", "budget", "sites"}},
		{[]string{"evaluate", "no-such-plan"}, []string{"neither a file nor an example", "two-sites-460", "ansan-460", "as-it-went"}},
		{[]string{"evaluate", "."}, []string{"directory"}},
		{[]string{"evaluate"}, []string{"arg"}},
		{[]string{"evaluate", "a", "b"}, []string{"arg"}},
		{[]string{"evaluate", "-", "--colour"}, []string{"--colour"}},
		{[]string{"explain", "two-sites-460", "budget/forcast_krw"}, []string{"did you mean budget/forecast_krw?"}},
		{[]string{"explain", "two-sites-460", "cash/1999-01/paid_krw"}, []string{"1999-01", "2020-10", "2030-09"}},
		{[]string{"explain", "two-sites-460", "budget/forecast_krw", "--depth", "0"}, []string{"--depth", "from 1"}},
		{[]string{"explain", "faulty.yaml", "budget/forecast_krw"}, []string{"colour"}},
		{[]string{"explain"}, []string{"arg"}},
	} {
		out, err := command("", c.args...)
		if err == nil || errors.Is(err, ErrFinding) || out != "" {
			t.Fatalf("%v: error %v, stdout %q", c.args, err, out)
		}
		for _, part := range c.says {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%v: the error lacks %q: %v", c.args, part, err)
			}
		}
	}
	if _, err := command("", "evaluate", "faulty.yaml"); strings.Count(err.Error(), "\n") < 5 {
		t.Errorf("not a line for each fault: %v", err)
	}
}

func TestEvaluateFine(t *testing.T) {
	_, examples, err := reference.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, example := range examples {
		out, err := command("", "evaluate", example.Name, "--json")
		fine := !strings.Contains(out, `"severity": "error"`)
		if (err == nil) != fine || !fine && !errors.Is(err, ErrFinding) {
			t.Errorf("%s: error %v, fine %v", example.Name, err, fine)
		}
	}
}

func TestExplain(t *testing.T) {
	heads, _ := command("", "explain", "two-sites-460")
	if !strings.Contains(heads, "budget/forecast_krw") || !strings.Contains(heads, "sites/ansan/complete_it_kw") {
		t.Errorf("head figures: %s", heads)
	}
	one, err := command("", "explain", "two-sites-460", "budget/variance_krw")
	if err != nil || !strings.Contains(one, "variance_krw = total_krw - forecast_krw") {
		t.Errorf("%v: %s", err, one)
	}
	deep, _ := command("", "explain", "two-sites-460", "budget/variance_krw", "--depth", "3")
	if len(deep) < 4*len(one) {
		t.Errorf("three levels are %d bytes, one is %d", len(deep), len(one))
	}
	var list []planner.Explanation
	plan := string(examplePlan(t, "two-sites-460", 460_000_000_000))
	asJSON, _ := command(plan, "explain", "-", "budget/variance_krw", "--json")
	if err := json.Unmarshal([]byte(asJSON), &list); err != nil || len(list) != 1 || list[0].Rule != "variance" {
		t.Errorf("JSON: %v %s", err, asJSON)
	}
	var figures []string
	asJSON, _ = command("", "explain", "two-sites-460", "--json")
	if err := json.Unmarshal([]byte(asJSON), &figures); err != nil || len(figures) < 10 {
		t.Errorf("JSON: %v %s", err, asJSON)
	}
}

func TestPlans(t *testing.T) {
	if out, err := command("", "plans"); err != nil || !strings.Contains(out, "two-sites-460") || !strings.Contains(out, "as-it-went") {
		t.Errorf("%v: %s", err, out)
	}
}
