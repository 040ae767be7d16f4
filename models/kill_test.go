package models

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
)

// childEnv holds, in the process that TestKill kills, the address to write to
// and the number of the first request.
const childEnv = "BUILDOUT_MODELS_TEST_CHILD"

// TestMain lets this test binary be the child, and draws fewer plans and steps
// than rapid does by itself: each is rows in two databases. The flags rapid.checks
// and rapid.steps go over it.
func TestMain(m *testing.M) {
	if child := os.Getenv(childEnv); child != "" {
		first, address, _ := strings.Cut(child, " ")
		fmt.Fprintln(os.Stderr, writeUntilKilled(context.Background(), address, first))
		os.Exit(1)
	}
	for name, value := range map[string]string{"rapid.checks": "20", "rapid.steps": "15"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// acknowledged is what a request was told is stored.
type acknowledged struct {
	Plan     int64
	Revision int
	Hash     string
}

// writeUntilKilled sends one request after the other from the first on, and
// prints its number before it and what was acknowledged after it.
func writeUntilKilled(ctx context.Context, address, first string) error {
	n, err := strconv.Atoi(first)
	if err != nil {
		return err
	}
	s, err := Open(ctx, address)
	for ; err == nil; n++ {
		fmt.Println(n)
		var stored []acknowledged
		if stored, err = request(ctx, s, n); err == nil {
			err = json.NewEncoder(os.Stdout).Encode(stored)
		}
	}
	return err
}

// request sends a request with a key of its own, whatever the process: of three
// one counts in plan victim and changes all else in it, one creates two plans,
// and one approves the newest revision of victim.
func request(ctx context.Context, s *Store, n int) (stored []acknowledged, err error) {
	k := key(fmt.Sprint("request ", n), "")
	var plans []StoredPlan
	switch n % 3 {
	case 0:
		plans, err = s.UpdatePlans(ctx, []string{"victim"}, Change{Key: k}, func(now []StoredPlan) ([]planner.Plan, error) {
			next := generated(n % 2)
			next.Name, next.Horizon.Months = "victim", now[0].Plan.Horizon.Months+1
			return []planner.Plan{next}, nil
		})
	case 1:
		plans, err = s.CreatePlans(ctx, []planner.Plan{small(fmt.Sprint("a ", n)), small(fmt.Sprint("b ", n))}, Change{Key: k})
	case 2:
		head, err := s.Head(ctx, "victim")
		if err != nil {
			return nil, err
		}
		r, err := s.Approve(ctx, "victim", strconv.Itoa(head.Revision), Approval{Name: fmt.Sprint("request ", n)}, k)
		return []acknowledged{{head.ID, r.Number, r.Hash}}, err
	}
	for _, p := range plans {
		stored = append(stored, acknowledged{p.ID, p.Revision, p.Hash})
	}
	return stored, err
}

// TestKill: after SIGKILL in the midst of writing, again and again, every
// acknowledged write is there and no half of one is; what was not acknowledged is
// stored once, by itself or when it is sent again with its key.
func TestKill(t *testing.T) {
	kills := 12
	if os.Getenv("BUILDOUT_SOAK") == "1" {
		kills = 50
	}
	onBoth(t, func(t *testing.T, s *Store, address string) {
		created(t, s, small("victim"))
		requests := 0
		var all []acknowledged
		for i := range kills {
			told, asked := killAfter(t, address, requests, 1+i%9)
			all = append(all, told...)
			requests = afterKill(t, address, asked, &all)
		}
		whole(t, s, requests, all)
	})
}

// afterKill sends the last request that the child asked once more, as its client
// would, and returns how many there were.
func afterKill(t *testing.T, address string, last int, all *[]acknowledged) int {
	t.Helper()
	s, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if s.dialect == dialectSQLite {
		sound(t, s)
	}
	stored, err := request(t.Context(), s, last)
	if err != nil {
		t.Fatalf("request %d again: %v", last, err)
	}
	*all = append(*all, stored...)
	return last + 1
}

// whole requires that each request was stored once and as it was acknowledged.
func whole(t *testing.T, s *Store, requests int, all []acknowledged) {
	t.Helper()
	for _, a := range all {
		r, err := s.Revision(t.Context(), strconv.FormatInt(a.Plan, 10), strconv.Itoa(a.Revision))
		if err != nil || r.Hash != a.Hash {
			t.Errorf("revision %d of plan %d: %v, has hash %s, acknowledged was %s", a.Revision, a.Plan, err, r.Hash, a.Hash)
		}
	}
	updates, creations, approvals := (requests+2)/3, (requests+1)/3, requests/3
	plans, count, err := s.Plans(t.Context(), 1000, 0)
	if err != nil || count != 1+2*creations {
		t.Fatalf("%d plans, %v; want %d", count, err, 1+2*creations)
	}
	for _, p := range plans {
		if p.Plan.Hash() != p.Hash {
			t.Errorf("the rows of plan %q are not those of its revision %d", p.Name, p.Revision)
		}
	}
	revisions, err := s.Revisions(t.Context(), "victim")
	if err != nil {
		t.Fatal(err)
	}
	approved := 0
	for _, r := range revisions {
		if r.Approval != nil {
			approved++
		}
	}
	if got := plans[0]; got.Plan.Horizon.Months != 12+updates || got.Revision != 1+updates || len(revisions) != 1+updates || approved != approvals {
		t.Errorf("%d counted in %d revisions, %d of them approved, after %d updates and %d approvals", got.Plan.Horizon.Months-12, len(revisions), approved, updates, approvals)
	}
}

// killAfter kills a child, which writes from the first request on, once it has
// printed so many lines. It returns what the child was told and the last request
// it asked.
func killAfter(t *testing.T, address string, first, lines int) (told []acknowledged, asked int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s", childEnv, first, address))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for printed := bufio.NewScanner(out); printed.Scan(); { // also what it printed before it died
		var stored []acknowledged
		if json.Unmarshal(printed.Bytes(), &stored) == nil {
			told = append(told, stored...)
		} else if asked, err = strconv.Atoi(printed.Text()); err != nil {
			t.Fatal(err)
		}
		if seen++; seen == lines {
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := child.Wait(); err == nil || seen < lines {
		t.Fatalf("the child ended by itself after %d lines: %v", seen, err)
	}
	return told, asked
}
