package command

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"buildout/models"
	"buildout/planner/reference"
	"buildout/web/export/workbook/workbooktest"

	"github.com/xuri/excelize/v2"
)

// stocked is the address of a database with the examples, and a folder for files.
func stocked(t *testing.T) (database, folder string) {
	t.Helper()
	_, examples, err := reference.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	database = filepath.Join(folder, "test.db")
	store, err := models.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Seed(t.Context(), examples); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return database, folder
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const racks = "site,hall,name,rack_type,row,position,from\nansan,DH-1,R1,server-6kw,A,1,2025-01\n"

// TestImportAndExport moves a plan through files and standard streams, while
// another program has the database open as a server has it.
func TestImportAndExport(t *testing.T) {
	database, folder := stocked(t)
	server, err := models.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	run := func(stdin, line string, more ...string) string {
		t.Helper()
		out, _, err := command(stdin, append(append(strings.Fields(line), more...), "--database", database)...)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		return out
	}
	yaml := run("", "export two-sites-460")
	file := filepath.Join(folder, "plan.json")
	run("", "export 1 --to", file)
	asJSON := read(t, file)
	if !strings.HasPrefix(yaml, "name: two-sites-460\n") || !strings.HasPrefix(asJSON, "{") {
		t.Fatalf("%.40s and %.40s", yaml, asJSON)
	}
	write(t, file, strings.Replace(asJSON, "two-sites-460", "copy", 1))
	if out := run("", "import --dry-run", file); !strings.Contains(out, `"copy" would be new`) {
		t.Error(out)
	}
	if out := run("", "import", file); !strings.Contains(out, `plan "copy": revision 1`) {
		t.Error(out)
	}
	if out := run(yaml, "import - --replace --author kim --reason again"); !strings.Contains(out, `plan "two-sites-460": revision 2`) {
		t.Error(out)
	}
	if got := run("", "export copy"); got != strings.Replace(yaml, "two-sites-460", "copy", 1) {
		t.Error("the copy is another plan")
	}

	table := filepath.Join(folder, "racks.csv")
	write(t, table, racks)
	if out := run("", "import --plan copy --dry-run", table); !strings.Contains(out, "rows 1: added 1, changed 0") || !strings.Contains(out, "placed racks: 0 before, 1 after") || !strings.Contains(out, "nothing is stored") {
		t.Error(out)
	}
	if out := run(racks, "import - --format racks --plan copy"); !strings.Contains(out, `plan "copy": revision 2`) {
		t.Error(out)
	}
	if got := run("", "export copy --format racks"); got != racks {
		t.Errorf("racks %q", got)
	}
	if got := run("", "export copy --format racks --revision 1"); strings.Contains(got, "R1") {
		t.Errorf("racks at revision 1: %q", got)
	}
	stored, err := server.Plan(t.Context(), "copy")
	if err != nil || stored.Revision != 2 {
		t.Errorf("the server sees revision %d, %v", stored.Revision, err)
	}
	revision, err := server.Revision(t.Context(), "two-sites-460", "2")
	if err != nil || revision.Author != "kim" || revision.Reason != "again" {
		t.Errorf("%+v, %v", revision, err)
	}
}

// TestWorkbookThroughFiles: a workbook is written of a stored plan and of a file,
// and comes back as a revision or a plan of its own.
func TestWorkbookThroughFiles(t *testing.T) {
	database, folder := stocked(t)
	run := func(line string) (string, error) {
		t.Helper()
		out, _, err := command("", append(strings.Fields(line), "--database", database)...)
		return out, err
	}
	book := filepath.Join(folder, "budget.xlsx")
	if _, err := run("export two-sites-460 --lang ko --unit eok --to " + book); err != nil {
		t.Fatal(err)
	}
	write(t, book, workbooktest.Type(t, read(t, book), map[string]any{"exchange_rates/0/krw": 1500, "budget/carry_over": "false"}))
	for _, c := range []struct {
		line string
		says []string
	}{
		{"import --dry-run " + book, []string{"exchange_rates/0/krw", "1415.64", "1500", "budget/carry_over", "nothing is stored"}},
		{"import --as-variant dearer " + book, []string{`"dearer"`, "revision 1"}},
		{"import " + book, []string{`"two-sites-460"`, "revision 2"}},
		{"export dearer --format yaml", []string{"krw: 1500"}},
	} {
		out, err := run(c.line)
		for _, want := range c.says {
			if err != nil || !strings.Contains(out, want) {
				t.Errorf("%s: %v, no %q in %.600s", c.line, err, want, out)
			}
		}
	}
	for _, c := range []struct{ line, says string }{
		{"import " + book, "revision 1"}, // the plan is at 2 now
		{"import --plan ansan-460 " + book, "two-sites-460"},
		{"export 1 --lang fr --to " + filepath.Join(folder, "other.xlsx"), `--lang is "fr"; there are en, ko`},
	} {
		if _, err := run(c.line); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.line, err, c.says)
		}
	}
}

// TestBooksThroughAWorkbook: the template of the books is filled in and read back.
func TestBooksThroughAWorkbook(t *testing.T) {
	database, folder := stocked(t)
	file := filepath.Join(folder, "books.xlsx")
	if _, _, err := command("", "export", "two-sites-460", "--format", "actuals", "--to", file, "--database", database); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.GetSheetList()[0]
	rows, err := f.GetRows(sheet)
	if err != nil || len(rows) < 20 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for name, value := range map[string]any{"month": "2021-03", "paid_krw": 1_234_567} {
		col := slices.Index(rows[0], name) + 1
		at, err := excelize.CoordinatesToCellName(col, 2)
		if err := errors.Join(err, f.SetCellValue(sheet, at, value)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(f.Save(), f.Close()); err != nil {
		t.Fatal(err)
	}
	out, _, err := command("", "import", file, "--format", "actuals", "--through", "2021-03", "--plan", "two-sites-460", "--database", database)
	if err != nil || !strings.Contains(out, "revision 2") {
		t.Fatalf("%v: %s", err, out)
	}
	books, _, err := command("", "export", "two-sites-460", "--format", "actuals", "--database", database)
	if err != nil || !strings.Contains(books, "1234567") || strings.Count(books, "\n") != 2 {
		t.Errorf("%v: %.400s", err, books)
	}
}

// TestImportRefused holds that every fault stands on a line of its own, and that
// nothing is stored.
func TestImportRefused(t *testing.T) {
	database, folder := stocked(t)
	plan := filepath.Join(folder, "plan.yaml")
	write(t, plan, "name: x\nbudget: {}\n")
	table := filepath.Join(folder, "table.csv")
	write(t, table, strings.ReplaceAll(racks, "DH-1", "DH-99")+"ansan,DH-1,R2,server-6kw,A,x,2025-01\n")
	same, _, err := command("", "export", "1", "--database", database)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ stdin, line, says string }{
		{"", "import " + plan, "price_base"},
		{"", "import " + table + " --plan 1", "give --format"},
		{"", "import " + table + " --format racks", "--plan"},
		{"", "import " + table + " --format rakcs --plan 1", "no such format"},
		{"", "import " + table + " --format racks --plan 1", "row 2, hall: "},
		{"", "import " + table + " --format racks --plan 1", "\nrow 3, position: "},
		{"", "import " + table + " --format racks --plan none", "not found"},
		{"", "import " + table + " --format racks --plan 1 --replace", "whole plans"},
		{"", "import " + table + " --format racks --plan 1 --through 2025-01", "--through"},
		{"", "import - --format actuals --plan 1 --through soon", "--through"},
		{"", "import " + filepath.Join(folder, "none.yaml"), "no such file"},
		{same, "import -", "--replace"},
		{same, "import - --plan 1", "--replace"},
		{same, "import - --create --replace", "none of the others can be"},
		{strings.Replace(same, "two-sites-460", "fresh", 1), "import - --replace", "not found"},
		{"", "export none", "not found"},
		{"", "export 1 --format device-types", "no such format"},
		{"", "export 1 --to plan.txt", "give --format"},
		{"", "export 1 --revision 7", "not found"},
	} {
		_, _, err := command(c.stdin, append(strings.Fields(c.line), "--database", database)...)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.line, err, c.says)
		}
	}
	store, err := models.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	heads, err := store.Heads(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, head := range heads {
		if head.Revision != 1 {
			t.Errorf("%s is at revision %d", head.Name, head.Revision)
		}
	}
}
