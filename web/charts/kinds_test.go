package charts_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/charts"
)

// drawAll draws every kind of chart of an example, against itself where a chart
// compares.
func drawAll(t *testing.T, name string) []charts.Chart {
	t.Helper()
	r := example(t, name)
	bridge := bridgeOf(t, name, name, compare.BridgeOptions{})
	var all []charts.Chart
	for _, kind := range charts.Kinds {
		c, err := kind.Draw(charts.Subject{Result: r, Bridge: &bridge}, english(t))
		if err != nil {
			t.Fatal(err)
		}
		if c.Name != kind.Name || c.Table.Caption != english(t).T(kind.Title) {
			t.Errorf("%s is drawn as %s, %q", kind.Name, c.Name, c.Table.Caption)
		}
		all = append(all, c)
	}
	return all
}

// Every function of the package that draws a chart is one of the kinds, or of the
// charts of several plans.
func TestKindsAreAllCharts(t *testing.T) {
	files := token.NewFileSet()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var drawn []string
	named := map[string]bool{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !f.Name.IsExported() || f.Type.Results == nil || len(f.Type.Results.List) != 2 {
				continue
			}
			if result, ok := f.Type.Results.List[0].Type.(*ast.Ident); ok && result.Name == "Chart" {
				drawn = append(drawn, f.Name.Name)
			}
		}
		if e.Name() == "kinds.go" || e.Name() == "compared.go" {
			ast.Inspect(file, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					named[id.Name] = true
				}
				return true
			})
		}
	}
	if known := len(charts.Kinds) + len(charts.Overlays); len(drawn) != known {
		t.Errorf("%d functions draw charts, %d kinds are known", len(drawn), known)
	}
	for _, f := range drawn {
		if !named[f] {
			t.Errorf("%s draws a chart that nobody can ask for", f)
		}
	}
}

// styleSheet is the colours of the style sheet by their names, light and dark.
func styleSheet(t *testing.T) map[string][]string {
	t.Helper()
	css, err := os.ReadFile("../assets/src/palette.css")
	if err != nil {
		t.Fatal(err)
	}
	sheet := map[string][]string{}
	for _, m := range regexp.MustCompile(`--([\w-]+): light-dark\((#\w+), (#\w+)\);`).FindAllStringSubmatch(string(css), -1) {
		sheet[m[1]] = m[2:]
	}
	sheet["leased-hatch"], sheet["muted-hatch"] = sheet["leased"], sheet["muted"]
	return sheet
}

func TestShadesAreThoseOfTheStyleSheet(t *testing.T) {
	sheet := styleSheet(t)
	for _, c := range drawAll(t, "two-sites-460") {
		palette, used, err := c.Names()
		if err != nil || len(palette) == 0 || len(used) == 0 {
			t.Fatalf("%s: %v", c.Name, err)
		}
		for name, shade := range palette {
			if want := sheet[name[1:]]; len(want) != 2 || shade.Light != want[0] || shade.Dark != want[1] {
				t.Errorf("%s: %s is %+v, the style sheet has %v", c.Name, name, shade, want)
			}
		}
		for _, key := range c.Legend {
			if want := sheet[string(key.Colour)]; len(want) != 2 || key.Colour.Shade().Light != want[0] {
				t.Errorf("%s: the key %s is %+v, the style sheet has %v", c.Name, key.Title, key.Colour.Shade(), want)
			}
		}
	}
}

// Names of colours and functions are found where the page's script looks for
// them, and a name of the plan's own is none.
func TestNamesOfAnOption(t *testing.T) {
	r := example(t, "two-sites-460")
	r.Sites[0].Title = planner.Text{EN: "@won"}
	r.Sites[0].Phases[0].Title = planner.Text{EN: "@gantt"}
	script, err := os.ReadFile("../assets/src/functions.ts")
	if err != nil {
		t.Fatal(err)
	}
	c, err := charts.Gantt(r, english(t))
	if err != nil {
		t.Fatal(err)
	}
	_, used, err := c.Names()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range used {
		names = append(names, f.Name)
		if f.What == "" || !strings.Contains(string(script), f.Name[1:]) {
			t.Errorf("%s: %q", f.Name, f.What)
		}
	}
	if !slices.Equal(names, []string{"@gantt", "@ganttTip", "@monthYear"}) {
		t.Errorf("functions %v", names)
	}
	alone, err := c.Alone(false)
	if err != nil || !strings.Contains(string(alone), `"@won · @gantt"`) {
		t.Errorf("the title of the plan's own is gone: %v", err)
	}
}

func TestAloneKeepsTheNumbers(t *testing.T) {
	for _, c := range drawAll(t, "two-sites-460") {
		for _, dark := range []bool{false, true} {
			alone, err := c.Alone(dark)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(alone), `"@`) || strings.Contains(string(alone), "renderItem") {
				t.Errorf("%s names what nobody brings", c.Name)
			}
			if c.Name == "gantt" {
				continue
			}
			was, is := numbersIn(t, c.Option), numbersIn(t, alone)
			if len(was) == 0 || !slices.Equal(was, is) {
				t.Errorf("%s: %d numbers became %d", c.Name, len(was), len(is))
			}
		}
	}
}

// numbersIn lists the values of the series that are not drawn by a function.
func numbersIn(t *testing.T, option json.RawMessage) (list []float64) {
	t.Helper()
	var o struct {
		Series []struct {
			Type string
			Data any
		}
	}
	if err := json.Unmarshal(option, &o); err != nil {
		t.Fatal(err)
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case float64:
			list = append(list, v)
		case []any:
			for _, below := range v {
				walk(below)
			}
		case map[string]any:
			walk(v["value"])
			walk(v["children"])
		}
	}
	for _, s := range o.Series {
		if s.Type != "custom" {
			walk(s.Data)
		}
	}
	return list
}

// The Gantt chart alone has a bar for every stage, from its first day to the day
// after its last month.
func TestGanttAloneDrawsTheSchedule(t *testing.T) {
	r := example(t, "as-it-went")
	c, err := charts.Gantt(r, english(t))
	if err != nil {
		t.Fatal(err)
	}
	alone, err := c.Alone(false)
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		XAxis  []struct{ Type string }
		Series []struct {
			Name, Type string
			Data       []any
		}
	}
	if err := json.Unmarshal(alone, &o); err != nil {
		t.Fatal(err)
	}
	if o.XAxis[0].Type != "time" {
		t.Errorf("the axis is of %s", o.XAxis[0].Type)
	}
	bars := map[string]bool{}
	for _, s := range o.Series {
		for i := 0; s.Type == "line" && i+1 < len(s.Data); i += 3 {
			bars[s.Data[i].([]any)[0].(string)+" "+s.Data[i+1].([]any)[0].(string)] = true
		}
	}
	for _, site := range r.Sites {
		for _, phase := range site.Phases {
			for _, stage := range phase.Stages {
				if !bars[stage.Start.String()+" "+(stage.End+1).String()] {
					t.Errorf("no bar from %s to %s for %s", stage.Start, stage.End, stage.Stage)
				}
			}
		}
	}
}

func TestDataIsWhatTheChartShows(t *testing.T) {
	for _, c := range drawAll(t, "two-sites-460") {
		d := c.Data()
		if d.Name != c.Name || d.Title == "" || len(d.Columns) == 0 || len(d.Rows) == 0 {
			t.Errorf("%s: %d columns, %d rows", c.Name, len(d.Columns), len(d.Rows))
		}
		seen := map[string]bool{}
		for i, column := range d.Columns {
			if seen[column.Name] || column.Title == "" {
				t.Errorf("%s: column %+v", c.Name, column)
			}
			seen[column.Name] = true
			for _, row := range d.Rows {
				if text, ok := row[i].(string); ok && column.Unit != "" {
					t.Errorf("%s: the text %q in a column of %s", c.Name, text, column.Unit)
				}
			}
		}
	}
}

func TestFormulasInCSVAreTexts(t *testing.T) {
	d := charts.Data{Columns: []charts.DataColumn{{Name: "=a"}, {Name: "n_krw"}}, Rows: [][]any{
		{"=1", planner.KRW(-5)}, {"+1", 0.1}, {"-1", 1e21}, {"@x", nil}, {"\tx", 3}, {"\rx", 0}, {`a"b,c`, 1}, {"", 2}, {"plain=", 4},
	}}
	var b strings.Builder
	if err := d.CSV(&b); err != nil {
		t.Fatal(err)
	}
	want := "'=a,n_krw\r\n'=1,-5\r\n'+1,0.1\r\n'-1,1000000000000000000000\r\n'@x,\r\n'\tx,3\r\n\"'x\",0\r\n\"a\"\"b,c\",1\r\n,2\r\nplain=,4\r\n"
	if b.String() != want {
		t.Errorf("%q, want\n%q", b.String(), want)
	}
}
