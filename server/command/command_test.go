package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"buildout/models"
	"buildout/models/pgtest"
	"buildout/planner/reference"

	"github.com/spf13/cobra"
)

// command runs a command line. What the program prints of an error is in the
// error.
func command(stdin string, args ...string) (stdout, stderr string, err error) {
	var out, errs bytes.Buffer
	root := &cobra.Command{Use: "buildout", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Commands(func(cmd *cobra.Command) func() (string, error) {
		address := cmd.Flags().String("database", "", "")
		return func() (string, error) { return *address, nil }
	}, "test")...)
	root.SetArgs(args)
	root.SetIn(strings.NewReader(stdin))
	root.SetOut(&out)
	root.SetErr(&errs)
	err = root.Execute()
	return out.String(), errs.String(), err
}

func TestMigrate(t *testing.T) {
	database := filepath.Join(t.TempDir(), "test.db")
	for _, c := range []struct{ args, says string }{
		{"--status", "schema of the database: version 0\n"},
		{"", "schema: from version 0 to version "},
		{"", ", up to date"},
	} {
		if c.args == "--status" {
			if _, err := os.Stat(database); err == nil {
				t.Error("a look made the database")
			}
		}
		out, _, err := command("", strings.Fields("migrate --database "+database+" "+c.args)...)
		if err != nil || !strings.Contains(out, c.says) {
			t.Errorf("migrate %s: %v, %s; want %q", c.args, err, out, c.says)
		}
	}
	out, _, _ := command("", "migrate", "--status", "--database", database)
	lines := strings.Split(out, "\n")
	if strings.TrimPrefix(lines[0], "schema of the database") != strings.TrimPrefix(lines[1], "schema of this program") {
		t.Errorf("after migrate: %s", out)
	}
}

// TestBackupAndRestore backs a database up and restores it into the other kind and
// back.
func TestBackupAndRestore(t *testing.T) {
	folder := t.TempDir()
	first, last := filepath.Join(folder, "first.db"), filepath.Join(folder, "last.db")
	postgres := pgtest.Start(t)
	seed(t, first)
	file := filepath.Join(folder, "plans.backup")
	run := func(stdin string, args ...string) (stdout string) {
		out, errs, err := command(stdin, args...)
		if err != nil || !strings.Contains(errs, "plans: 3, revisions: 3, approvals: 0, comparisons: 0, idempotency keys: 0") {
			t.Fatalf("%v: %v: %s", args, err, errs)
		}
		return out
	}
	run("", "backup", file, "--database", first)
	run("", "restore", file, "--database", postgres)
	piped := run("", "backup", "-", "--database", postgres)
	run(piped, "restore", "-", "--database", last)
	if left, _ := filepath.Glob(filepath.Join(folder, ".plans*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"restore", file, "--database", last}, "the database has plans"},
		{[]string{"restore", first, "--database", filepath.Join(folder, "new.db")}, "no file that buildout backup made"},
		{[]string{"restore", filepath.Join(folder, "none"), "--database", last}, "no such file"},
		{[]string{"backup", filepath.Join(folder, "none", "file"), "--database", first}, "no such file"},
		{[]string{"backup", file, "--database", filepath.Join(folder, "none.db")}, "no such file"},
		{[]string{"backup", file, "--database", folder}, "cannot be reached"},
	} {
		_, _, err := command("", c.args...)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v; want %q", c.args, err, c.says)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "none.db")); err == nil {
		t.Error("a backup made a database")
	}
}

func seed(t *testing.T, database string) {
	t.Helper()
	store, err := models.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	_, examples, err := reference.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Seed(t.Context(), examples); err != nil {
		t.Fatal(err)
	}
}
