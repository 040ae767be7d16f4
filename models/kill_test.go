package models

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// childEnv holds, in the process that TestKill kills, the address to write to.
const childEnv = "BUILDOUT_MODELS_TEST_CHILD"

// TestMain lets this test binary be the child, and draws fewer plans than rapid
// does by itself: each is hundreds of rows in two databases. The flag
// rapid.checks goes over it.
func TestMain(m *testing.M) {
	if address := os.Getenv(childEnv); address != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(context.Background(), address))
		os.Exit(1)
	}
	if err := flag.Set("rapid.checks", "20"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// writeUntilKilled replaces plan "victim" over and over and prints each
// revision once it is acknowledged.
func writeUntilKilled(ctx context.Context, address string) error {
	s, err := Open(ctx, address)
	if err != nil {
		return err
	}
	stored, err := s.Plan(ctx, "victim")
	for err == nil {
		next := generated(stored.Revision % 4)
		next.Name = "victim"
		if stored, err = s.ReplacePlan(ctx, "victim", stored.Revision, next, Change{}); err == nil {
			_, err = fmt.Println(stored.Revision)
		}
	}
	return err
}

// TestKill: after SIGKILL in the midst of writing every acknowledged revision
// is there, and the rows are those of the newest one, whole.
func TestKill(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, address string) {
		created(t, s, small("victim"))
		for acknowledgements := 1; acknowledgements <= 6; acknowledgements++ {
			acknowledged := killAfter(t, address, acknowledgements)
			after := opened(t, address)
			stored, err := after.Plan(t.Context(), "victim")
			if err != nil {
				t.Fatal(err)
			}
			revisions, err := after.Revisions(t.Context(), "victim")
			if err != nil {
				t.Fatal(err)
			}
			if stored.Revision < acknowledged || len(revisions) != stored.Revision {
				t.Fatalf("revision %d of %d, acknowledged was %d", stored.Revision, len(revisions), acknowledged)
			}
			if last := revisions[len(revisions)-1]; stored.Plan.Hash() != last.Hash || stored.Hash != last.Hash {
				t.Fatalf("rows of revision %d are not its document", stored.Revision)
			}
			if s.dialect == dialectSQLite {
				sound(t, after)
			}
		}
	})
}

// killAfter kills a writing child once it has acknowledged n revisions, and
// returns the last one it acknowledged.
func killAfter(t *testing.T, address string, n int) (last int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+address)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	seen := 0
	for lines.Scan() { // also what it printed before it died
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Error(err)
		}
		if seen++; seen == n {
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := child.Wait(); err == nil || seen < n {
		t.Fatalf("the child ended by itself after %d acknowledgements: %v", seen, err)
	}
	return last
}
