package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"buildout/planner"
)

// TestMain lets this test binary stand in for the program, so that a child
// process can be killed.
func TestMain(m *testing.M) {
	if os.Getenv("BUILDOUT_TEST_CHILD") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func command(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(context.Background(), args, strings.NewReader(stdin), &out, &errs)
	return status, out.String(), errs.String()
}

// examplePlan is an example as JSON with its budget multiplied.
func examplePlan(t *testing.T, name string, budget planner.KRW) []byte {
	t.Helper()
	_, examples, err := shipped()
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
	_, byName, _ := command("", "evaluate", "two-sites-460", "--json")
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
	_, byFile, _ := command("", "evaluate", file, "--json")
	_, byInput, _ := command(string(plan), "evaluate", "-", "--json")
	if byFile == "" || byFile != byInput {
		t.Error("a file and standard input give different results")
	}
	if status, table, errs := command("", "evaluate", "two-sites-460"); status > 1 || !strings.Contains(table, "two-sites-460") {
		t.Errorf("status %d: %s%s", status, table, errs)
	}
}

func TestEvaluateExitStatus(t *testing.T) {
	poor := string(examplePlan(t, "two-sites-460", 1_000_000))
	status, out, errs := command(poor, "evaluate", "-", "--json")
	if status != statusFinding || !strings.Contains(out, `"severity": "error"`) {
		t.Errorf("a poor plan: status %d, stderr %s", status, errs)
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
		{[]string{"variance", "two-sites-460"}, []string{"arg"}},
		{[]string{"variance", "-", "-"}, []string{"only one"}},
		{[]string{"variance", "two-sites-460", "no-such-plan"}, []string{"no-such-plan", "neither a file nor an example"}},
		{[]string{"build"}, []string{"build"}},
		{[]string{"serve", "--addr", "0.0.0.0:0"}, []string{"BUILDOUT_TOKEN"}},
		{[]string{"serve", "--addr", "nonsense", "--database", "x.db"}, []string{"HOST:PORT"}},
	} {
		status, out, errs := command("", c.args...)
		if status != statusBadInput || out != "" {
			t.Errorf("%v: status %d, stdout %q", c.args, status, out)
		}
		for _, part := range c.says {
			if !strings.Contains(errs, part) {
				t.Errorf("%v: stderr lacks %q: %s", c.args, part, errs)
			}
		}
	}
	if _, _, errs := command("", "evaluate", "faulty.yaml"); strings.Count(errs, "\n") < 6 {
		t.Errorf("not a line for each fault: %s", errs)
	}
}

func TestEvaluateFine(t *testing.T) {
	_, examples, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, example := range examples {
		status, out, errs := command("", "evaluate", example.Name, "--json")
		fine := !strings.Contains(out, `"severity": "error"`)
		if (status == statusFine) != fine || !fine && status != statusFinding || errs != "" != !fine {
			t.Errorf("%s: status %d, stderr %q, fine %v", example.Name, status, errs, fine)
		}
	}
}

func TestExplain(t *testing.T) {
	_, heads, _ := command("", "explain", "two-sites-460")
	if !strings.Contains(heads, "budget/forecast_krw") || !strings.Contains(heads, "sites/ansan/complete_it_kw") {
		t.Errorf("head figures: %s", heads)
	}
	status, one, errs := command("", "explain", "two-sites-460", "budget/variance_krw")
	if status != statusFine || !strings.Contains(one, "variance_krw = total_krw - forecast_krw") || errs != "" {
		t.Errorf("status %d: %s%s", status, one, errs)
	}
	_, deep, _ := command("", "explain", "two-sites-460", "budget/variance_krw", "--depth", "3")
	if len(deep) < 4*len(one) {
		t.Errorf("three levels are %d bytes, one is %d", len(deep), len(one))
	}
	var list []planner.Explanation
	plan := string(examplePlan(t, "two-sites-460", 460_000_000_000))
	_, asJSON, _ := command(plan, "explain", "-", "budget/variance_krw", "--json")
	if err := json.Unmarshal([]byte(asJSON), &list); err != nil || len(list) != 1 || list[0].Rule != "variance" {
		t.Errorf("JSON: %v %s", err, asJSON)
	}
	var figures []string
	_, asJSON, _ = command("", "explain", "two-sites-460", "--json")
	if err := json.Unmarshal([]byte(asJSON), &figures); err != nil || len(figures) < 10 {
		t.Errorf("JSON: %v %s", err, asJSON)
	}
}

func TestVariance(t *testing.T) {
	status, out, errs := command("", "variance", "two-sites-460", "ansan-460")
	if status != statusFine || !strings.Contains(out, "forecast of ansan-460") || errs != "" {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
	var v planner.VarianceResult
	_, asJSON, _ := command("", "variance", "two-sites-460", "ansan-460", "--json")
	if err := json.Unmarshal([]byte(asJSON), &v); err != nil {
		t.Fatal(err)
	}
	e := v.Effects
	if sum := v.BaseKRW + e.ScopeKRW + e.QuantityKRW + e.PriceKRW + e.ExchangeRateKRW + e.TimingKRW + e.BooksKRW + e.VATKRW; sum != v.NowKRW || v.NowKRW == v.BaseKRW {
		t.Errorf("base and effects are %d, now %d", sum, v.NowKRW)
	}
}

func TestPlansAndVersion(t *testing.T) {
	if status, out, _ := command("", "plans"); status != 0 || !strings.Contains(out, "two-sites-460") || !strings.Contains(out, "as-it-went") {
		t.Errorf("plans: status %d: %s", status, out)
	}
	if status, out, _ := command("", "version"); status != 0 || !strings.HasPrefix(out, "buildout ") {
		t.Errorf("version: status %d: %s", status, out)
	}
	if status, out, _ := command(""); status != 0 || !strings.Contains(out, "evaluate") {
		t.Errorf("no command: status %d: %s", status, out)
	}
}

// child is a serve process.
type child struct {
	*exec.Cmd
	url string
}

func startServer(t *testing.T, database string) child {
	t.Helper()
	cmd := exec.Command(os.Args[0], "serve", "--addr", "127.0.0.1:0", "--database", database)
	cmd.Env = append(os.Environ(), "BUILDOUT_TEST_CHILD=1")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		var line struct{ Msg, Addr, Database, Version string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
			if line.Database != "sqlite" || line.Version == "" {
				t.Errorf("start line %s", lines.Text())
			}
			go func() { _, _ = io.Copy(io.Discard, stderr) }()
			return child{cmd, "http://" + line.Addr}
		}
		t.Log(lines.Text())
	}
	t.Fatal("the server did not start")
	return child{}
}

func TestHealthAndStop(t *testing.T) {
	server := startServer(t, filepath.Join(t.TempDir(), "test.db"))
	addr := strings.TrimPrefix(server.url, "http://")
	if status, _, errs := command("", "health", "--addr", addr); status != 0 {
		t.Errorf("health: status %d: %s", status, errs)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("stop: %v", err)
	}
	if status, _, _ := command("", "health", "--addr", addr); status == 0 {
		t.Error("a stopped server is healthy")
	}
}

// TestKillLosesNoAcknowledgedWrite kills the server while it writes, thrice,
// each time once every plan has had two writes acknowledged, and asks it for
// every revision it had acknowledged.
func TestKillLosesNoAcknowledgedWrite(t *testing.T) {
	names := []string{"two-sites-460", "ansan-460", "as-it-went"}
	database := filepath.Join(t.TempDir(), "test.db")
	acknowledged := map[string]int{}
	for round := range 3 {
		server := startServer(t, database)
		var writers, twice sync.WaitGroup
		var mu sync.Mutex
		twice.Add(len(names))
		for _, name := range names {
			writers.Go(func() {
				for i := 1; ; i++ {
					revision, err := replace(server.url, name, examplePlan(t, name, planner.KRW(1_000_000*round+i)))
					if err != nil {
						if i <= 2 {
							twice.Done()
						}
						return // the server is dead
					}
					mu.Lock()
					acknowledged[name] = revision
					mu.Unlock()
					if i == 2 {
						twice.Done()
					}
				}
			})
		}
		twice.Wait()
		if err := server.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		writers.Wait()
		_ = server.Wait()
	}
	server := startServer(t, database)
	for _, name := range names {
		revisions, err := revisionsOf(server.url, name)
		if err != nil {
			t.Fatal(err)
		}
		if acknowledged[name] < 4 {
			t.Errorf("%s: only %d revisions were acknowledged", name, acknowledged[name])
		}
		for revision := 1; revision <= acknowledged[name]; revision++ {
			if !revisions[revision] {
				t.Errorf("%s: revision %d was acknowledged and is lost", name, revision)
			}
		}
	}
}

func replace(url, name string, plan []byte) (revision int, err error) {
	request, err := http.NewRequest(http.MethodPut, url+"/api/v1/plans/"+name, bytes.NewReader(plan))
	if err != nil {
		return 0, err
	}
	request.Header.Set("If-Match", "*")
	request.Header.Set("Content-Type", "application/json")
	var stored struct{ Revision int }
	err = fetch(request, &stored)
	return stored.Revision, err
}

func revisionsOf(url, name string) (map[int]bool, error) {
	request, err := http.NewRequest(http.MethodGet, url+"/api/v1/plans/"+name+"/revisions", nil)
	if err != nil {
		return nil, err
	}
	var list struct{ Results []struct{ Revision int } }
	err = fetch(request, &list)
	revisions := map[int]bool{}
	for _, r := range list.Results {
		revisions[r.Revision] = true
	}
	return revisions, err
}

func fetch(request *http.Request, into any) error {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s", response.Status)
	}
	return json.NewDecoder(response.Body).Decode(into)
}
