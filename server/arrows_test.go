package server

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// arrows says what a folder of this module may use; a folder that ends in / is
// all below it. Arrows go one way: main, server, {web, models}, planner, its
// leaves. config is read by main alone.
var arrows = []struct {
	from string
	to   []string
}{
	{"buildout/planner/power", nil},
	{"buildout/planner/finance", nil},
	{"buildout/planner/table", nil},
	{"buildout/planner/formula", nil},
	{"buildout/planner", []string{"buildout/planner/power", "buildout/planner/finance", "buildout/planner/table"}},
	{"buildout/planner/", []string{"buildout/planner", "buildout/planner/"}},
	{"buildout/models", []string{"buildout/planner", "buildout/planner/", "buildout/models/"}},
	{"buildout/models/", []string{"buildout/planner", "buildout/planner/"}},
	{"buildout/web", []string{"buildout/web/", "buildout/planner", "buildout/planner/"}},
	{"buildout/web/", []string{"buildout/web", "buildout/web/", "buildout/planner", "buildout/planner/"}},
	{"buildout/server", []string{"buildout/web", "buildout/web/", "buildout/models", "buildout/models/query", "buildout/planner", "buildout/planner/"}},
	{"buildout/server/", []string{"buildout/models", "buildout/models/query", "buildout/web/export", "buildout/web/export/", "buildout/web/locales", "buildout/planner", "buildout/planner/"}},
	{"buildout/config", nil},
	{"buildout", []string{"buildout/"}},
}

// impure is what the domain may not use: input and output, clocks, chance, and
// the libraries of other folders.
var impure = []string{
	"os", "time", "net", "net/http", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand", "database/sql", "syscall", "runtime",
	"github.com/gin-gonic/gin", "github.com/danielgtaylor/huma/v2", "gorm.io/gorm", "github.com/prometheus/client_golang/prometheus",
}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestArrows(t *testing.T) {
	output, err := exec.Command("go", "list", "-json=ImportPath,Imports", "buildout/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for decoder := json.NewDecoder(strings.NewReader(string(output))); ; seen++ {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, fault := range wrongArrows(p) {
			t.Error(fault)
		}
	}
	if seen < 10 {
		t.Errorf("only %d folders were read", seen)
	}
}

func wrongArrows(p listed) []string {
	var faults []string
	at := slices.IndexFunc(arrows, func(a struct {
		from string
		to   []string
	}) bool {
		return covers(a.from, p.ImportPath)
	})
	if at < 0 {
		return []string{p.ImportPath + " has no arrows; say in this test what it may use"}
	}
	for _, used := range p.Imports {
		ours := used == "buildout" || strings.HasPrefix(used, "buildout/")
		if ours && !slices.ContainsFunc(arrows[at].to, func(to string) bool { return covers(to, used) }) {
			faults = append(faults, p.ImportPath+" may not use "+used)
		}
		if strings.HasPrefix(p.ImportPath, "buildout/planner") && slices.Contains(impure, used) {
			faults = append(faults, p.ImportPath+" is pure and may not use "+used)
		}
	}
	return faults
}

func covers(pattern, path string) bool {
	return pattern == path || strings.HasSuffix(pattern, "/") && strings.HasPrefix(path, pattern)
}

func TestWrongArrowsAreFound(t *testing.T) {
	for _, p := range []listed{
		{"buildout/planner", []string{"buildout/models"}}, {"buildout/planner/power", []string{"buildout/planner"}},
		{"buildout/web/pages", []string{"buildout/server"}}, {"buildout/server", []string{"buildout/config"}},
		{"buildout/models", []string{"buildout/web"}}, {"buildout/planner/compare", []string{"time"}}, {"buildout/util", nil},
	} {
		if len(wrongArrows(p)) != 1 {
			t.Errorf("%s -> %v passes", p.ImportPath, p.Imports)
		}
	}
}
