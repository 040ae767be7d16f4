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

	"buildout/models/pgtest"
	"buildout/planner"
	"buildout/planner/reference"
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

func line(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(context.Background(), args, strings.NewReader(stdin), &out, &errs)
	return status, out.String(), errs.String()
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

func TestExitStatus(t *testing.T) {
	poor := string(examplePlan(t, "two-sites-460", 1_000_000))
	if status, out, _ := line(poor, "evaluate", "-", "--json"); status != statusFinding || !strings.Contains(out, `"severity": "error"`) {
		t.Errorf("a poor plan: status %d: %.200s", status, out)
	}
	held := []struct {
		args []string
		says string
	}{
		{[]string{"compare", "ansan-460", "two-sites-460", "--fail-if", "forecast_krw > 440e9"}, "two-sites-460: forecast_krw > 440e9, found 450,"},
		{[]string{"diff", "two-sites-460", "ansan-460", "--fail-if", "energised > 2026-12"}, "ansan-460: energised > 2026-12, found 2027-01"},
		{[]string{"sweep", "two-sites-460", "--vary", "exchange_rates/0/krw=1300,1600", "--fail-if", "forecast_krw > 452 bn"}, "variant 1 (exchange_rates/0/krw 1600): forecast_krw > 452 bn, found 454,"},
	}
	for _, c := range held {
		if status, out, errs := line("", c.args...); status != statusFinding || out == "" || !strings.Contains(errs, c.says) {
			t.Errorf("%v: status %d, stderr %q", c.args, status, errs)
		}
		if status, out, errs := line("", c.args[:len(c.args)-2]...); status != statusFine || out == "" || errs != "" {
			t.Errorf("%v without its condition: status %d, stderr %q", c.args, status, errs)
		}
	}
	if status, out, errs := line("", append(held[0].args, "no-such-plan")...); status != statusBadInput || !strings.Contains(out, "two-sites-460") || !strings.Contains(errs, held[0].says) {
		t.Errorf("a condition that holds beside a plan that is not there: status %d: %s", status, errs)
	}
	t.Chdir(t.TempDir())
	for _, c := range []struct {
		args []string
		says []string
	}{
		{[]string{"compare", "no-such-plan"}, []string{"neither a file nor an example"}},
		{[]string{"compare", "ansan-460", "--fail-if", "sites/pusan/cost_krw > 0"}, []string{"sites/pusan/cost_krw"}},
		{[]string{"diff", "ansan-460", "no-such-plan"}, []string{"neither a file nor an example"}},
		{[]string{"evaluate", "no-such-plan"}, []string{"neither a file nor an example"}},
		{[]string{"build"}, []string{"build"}},
		{[]string{"serve", "--addr", "0.0.0.0:0"}, []string{"BUILDOUT_TOKEN"}},
		{[]string{"serve", "--addr", "nonsense", "--database", "x.db"}, []string{"HOST:PORT"}},
	} {
		status, out, errs := line("", c.args...)
		if status != statusBadInput || out != "" {
			t.Errorf("%v: status %d, stdout %q", c.args, status, out)
		}
		for _, part := range c.says {
			if !strings.Contains(errs, part) {
				t.Errorf("%v: stderr lacks %q: %s", c.args, part, errs)
			}
		}
	}
}

// TestStopped: Ctrl-C ends a sweep with a status of its own.
func TestStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, errs bytes.Buffer
	status := run(ctx, []string{"sweep", "two-sites-460", "--vary", "exchange_rates/0/krw=1000..2000/1"}, strings.NewReader(""), &out, &errs)
	if status != statusStopped || out.Len() > 0 || !strings.Contains(errs.String(), "canceled") {
		t.Errorf("status %d: %s %s", status, out.String(), errs.String())
	}
}

func TestVersionAndHelp(t *testing.T) {
	if status, out, _ := line("", "version"); status != 0 || !strings.HasPrefix(out, "buildout ") {
		t.Errorf("version: status %d: %s", status, out)
	}
	status, out, _ := line("")
	for _, name := range []string{"serve", "migrate", "backup", "restore", "evaluate", "explain", "compare", "diff", "sweep", "plans"} {
		if status != 0 || !strings.Contains(out, "\n  "+name+" ") {
			t.Errorf("no command: status %d, without %s: %s", status, name, out)
		}
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
			if line.Database != databaseKind(database) || line.Version == "" {
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
	if status, _, errs := line("", "health", "--addr", addr); status != 0 {
		t.Errorf("health: status %d: %s", status, errs)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("stop: %v", err)
	}
	if status, _, _ := line("", "health", "--addr", addr); status == 0 {
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

// TestREADME follows the API section of the README line by line on a fresh
// server, and holds the statuses that it promises.
func TestREADME(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: one command after another")
	}
	curl, err := exec.LookPath("curl")
	if err != nil && os.Getenv("BUILDOUT_REQUIRE_ALL") != "1" {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	lines, want := apiLines(string(readme))
	folder := t.TempDir()
	server := startServer(t, filepath.Join(folder, "buildout.db"))
	stand := func(name, script string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/bash\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	stand("bin/buildout", fmt.Sprintf("BUILDOUT_TEST_CHILD=1 exec %q \"$@\"\n", os.Args[0]))
	stand("bin/curl", fmt.Sprintf("exec %q -sS -w '%%{stderr}%%{http_code}\\n' \"$@\" 2>> statuses\n", curl))
	stand("lines", "set -euo pipefail\n"+strings.ReplaceAll(lines, "http://localhost:8080", server.url))

	cmd := exec.Command("bash", "lines")
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "PATH="+filepath.Join(folder, "bin")+":"+os.Getenv("PATH"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, err := os.ReadFile(filepath.Join(folder, "statuses"))
	if err != nil {
		t.Fatal(err)
	}
	for i, status := range strings.Fields(string(got)) {
		if i >= len(want) || !strings.HasPrefix(want[i], status) {
			t.Errorf("answered %s: %s", status, want[min(i, len(want)-1)])
		}
	}
	if n := len(strings.Fields(string(got))); n != len(want) || n == 0 {
		t.Errorf("%d requests are answered, and %d promised", n, len(want))
	}
}

// apiLines are the commands of the API section, and what is promised of each
// request beside it.
func apiLines(readme string) (lines string, promised []string) {
	_, section, _ := strings.Cut(readme, "\n## API\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for i, part := range strings.Split(section, "```") {
		if block, ok := strings.CutPrefix(part, "sh\n"); ok && i%2 == 1 {
			lines += block
		}
	}
	for line := range strings.Lines(lines) {
		if command, comment, _ := strings.Cut(line, " # "); strings.HasPrefix(line, "curl ") {
			promised = append(promised, strings.TrimSpace(comment)+" of "+strings.TrimSpace(command))
		}
	}
	return lines, promised
}

// TestTwoServersAreOne: two processes on one PostgreSQL answer as one would:
// what one stores the other shows at once under the same tag, tags of one hold at
// the other, a key stores once, and one that is killed takes nothing along.
func TestTwoServersAreOne(t *testing.T) {
	database := pgtest.Start(t)
	servers := [2]child{startServer(t, database), startServer(t, database)}
	const plan, evaluation = "/api/v1/plans/two-sites-460", "/api/v1/plans/two-sites-460/evaluation?fields=budget"
	tag := ask(t, 200, servers[0], "GET", plan, "").tag
	for n := range 10 {
		writer, reader := servers[n%2], servers[(n+1)%2]
		same := [2]string{ask(t, 200, writer, "GET", evaluation, "").tag, ask(t, 200, reader, "GET", evaluation, "").tag}
		stored := ask(t, 200, writer, "PATCH", plan, fmt.Sprintf(`{"budget":{"total_krw":%d}}`, 460_000_000_001+n), "If-Match", tag)
		stale := ask(t, 412, reader, "PATCH", plan, `{"title":{"en":"late"}}`, "If-Match", tag)
		read := ask(t, 200, reader, "GET", plan, "")
		now := ask(t, 200, reader, "GET", evaluation, "").tag
		if read.tag != stored.tag || !strings.Contains(read.body, fmt.Sprint(460_000_000_001+n)) || same[0] != same[1] || now == same[0] {
			t.Fatalf("write %d: stored as %s, read as %s; evaluations %v before, %s after; refused: %s", n, stored.tag, read.tag, same, now, stale.body)
		}
		tag = stored.tag
	}
	keyed := make([]answer, 6)
	another := strings.Replace(string(examplePlan(t, "ansan-460", 7)), `"ansan-460"`, `"another"`, 1)
	var asking sync.WaitGroup
	for i := range keyed {
		asking.Go(func() {
			keyed[i] = ask(t, 201, servers[i%2], "POST", "/api/v1/plans", another, "Idempotency-Key", "key")
		})
	}
	asking.Wait()
	for _, a := range keyed[1:] {
		if a != keyed[0] {
			t.Errorf("one key is answered twice: %.300s; %.300s", keyed[0], a)
		}
	}
	if err := servers[0].Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = servers[0].Wait()
	if got := ask(t, 200, servers[1], "GET", plan, "").tag; got != tag {
		t.Errorf("after the other was killed the plan is at %s, want %s", got, tag)
	}
}

type answer struct{ tag, body string }

// ask sends a request to a server and returns what it answers with status;
// headers are names and values in turn.
func ask(t *testing.T, status int, server child, method, path, body string, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequest(method, server.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Encoding", "identity")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return answer{}
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode != status {
		t.Errorf("%s %s: %s, want %d, %v: %.300s", method, path, w.Status, status, err, text)
	}
	return answer{w.Header.Get("ETag"), string(text)}
}
