package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// hostile is texts that a spreadsheet would run as formulas, or XML would take for
// its own.
var hostile = []string{`=cmd|' /C calc'!A0`, "+1", "-2+3", "@SUM(1)", "<a>&\"'"}

// TestTextsAreNeverFormulas writes such texts as the title and sites of a plan,
// and finds them in the file as texts that stay so when a cell is edited.
func TestTextsAreNeverFormulas(t *testing.T) {
	inTurn(t)
	for _, words := range hostile {
		plan := exampletest.Plan(t, "ansan-460")
		plan.Title = planner.Text{EN: words}
		plan.Sites[0].Title = planner.Text{EN: words}
		plan.Description = planner.Text{EN: words}
		s := sourceOf(t, plan)
		var out bytes.Buffer
		if err := Write(context.Background(), &out, s); err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		file, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		for sheet, cell := range map[string]string{"Cover": "A1", "Summary": "A1"} {
			if f, err := file.GetCellFormula(sheet, cell); err != nil || f != "" {
				t.Errorf("%q stands on %s as formula %q (%v)", words, sheet, f, err)
			}
			kind, err := file.GetCellType(sheet, cell)
			if err != nil || kind != excelize.CellTypeInlineString {
				t.Errorf("%q stands on %s as %v (%v)", words, sheet, kind, err)
			}
			id, err := file.GetCellStyle(sheet, cell)
			if err != nil {
				t.Fatal(err)
			}
			quoted := file.Styles.CellXfs.Xf[id].QuotePrefix
			if want := strings.ContainsRune("=+-@\t\r", rune(words[0])); (quoted != nil && *quoted) != want {
				t.Errorf("%q on %s is quoted: %v, want %v", words, sheet, !want, want)
			}
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestCellsHoldWhatFilesMay puts texts in a cell that a file has no characters for
// or no room.
func TestCellsHoldWhatFilesMay(t *testing.T) {
	for _, c := range []struct {
		words, want string
		quoted      bool
	}{
		{"bell\x07", "bell", false}, {"\t=1", "\t=1", true}, {"\r=1", "\r=1", true}, {"a=1", "a=1", false}, {"\xff", "", false},
		{strings.Repeat("가", 40_000), strings.Repeat("가", 32_767), false},
	} {
		var s sheet
		s.text(1, 1, c.words, style{plain, label})
		if got := s.at(1, 1); got.text() != c.want || got.quoted != c.quoted {
			t.Errorf("%.20q is %.20q, quoted %v", c.words, got.text(), got.quoted)
		}
	}
}

// TestFileIsWellFormed reads every part of a workbook as XML, and finds no
// macros and no links out of it.
func TestFileIsWellFormed(t *testing.T) {
	inTurn(t)
	var out bytes.Buffer
	if err := Write(context.Background(), &out, sourceOf(t, exampletest.Plan(t, "as-it-went"))); err != nil {
		t.Fatal(err)
	}
	file, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range file.File {
		if strings.Contains(part.Name, "vba") || strings.Contains(part.Name, "externalLink") {
			t.Errorf("%s is in the workbook", part.Name)
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		formula := false
		for d := xml.NewDecoder(r); ; {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
			switch v := token.(type) {
			case xml.StartElement:
				formula = v.Name.Local == "f"
				for _, a := range v.Attr {
					if a.Name.Local == "TargetMode" && a.Value == "External" {
						t.Errorf("%s links out of the workbook", part.Name)
					}
				}
			case xml.CharData:
				if formula && len(v) > 8191 {
					t.Errorf("%s has a formula of %d characters", part.Name, len(v))
				}
				if formula && longText.Match(v) {
					t.Errorf("%s has a formula with a text of more than 255 characters", part.Name)
				}
				if formula && unknownFunction(string(v)) != "" {
					t.Errorf("%s calls %s", part.Name, unknownFunction(string(v)))
				}
			case xml.EndElement:
				formula = false
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

var (
	longText = regexp.MustCompile(`"[^"]{256,}"`)
	inQuotes = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	called   = regexp.MustCompile(`([A-Z][A-Z0-9.]*)\(`)
)

// functions are those that Excel, LibreOffice and Gnumeric have under one name and
// in every version of the format.
var functions = strings.Fields(`ABS AND BETADIST COUNT COUNTIF DATE EXP IF IFERROR INDEX INT IRR MATCH MAX MIN MOD MONTH NOT NPV OR POWER ROUND SMALL SQRT SUM SUMIF SUMIFS SUMPRODUCT TEXT YEAR`)

// unknownFunction returns the first function of a formula that is none of them.
func unknownFunction(f string) string {
	for _, found := range called.FindAllStringSubmatch(inQuotes.ReplaceAllString(f, ""), -1) {
		if !slices.Contains(functions, found[1]) {
			return found[1]
		}
	}
	return ""
}

// TestSameSourceSameFile writes a plan twice.
func TestSameSourceSameFile(t *testing.T) {
	inTurn(t)
	s := sourceOf(t, exampletest.Plan(t, "ansan-460"))
	var a, b bytes.Buffer
	if err := errors.Join(Write(context.Background(), &a, s), Write(context.Background(), &b, s)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("the files of %d and %d bytes differ", a.Len(), b.Len())
	}
}

// TestWriteEndsWithItsContext ends it before and in the middle of writing.
func TestWriteEndsWithItsContext(t *testing.T) {
	s := sourceOf(t, exampletest.Plan(t, "ansan-460"))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s.Progress = func(share float64) {
		if share > 0.6 {
			cancel()
		}
	}
	if err := Write(ctx, io.Discard, s); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// BenchmarkWorkbook writes the two-site example.
func BenchmarkWorkbook(b *testing.B) {
	s := sourceOf(b, exampletest.Plan(b, "two-sites-460"))
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(context.Background(), io.Discard, s); err != nil {
			b.Fatal(err)
		}
	}
}

// manySites is the first example site so many times over a longer horizon.
func manySites(tb testing.TB, sites, months int) planner.Plan {
	plan := planner.Clone(exampletest.Plan(tb, "two-sites-460"))
	plan.Horizon.Months = months
	plan.Links = nil
	first := plan.Sites[0]
	plan.Sites = nil
	for i := range sites {
		s := planner.Clone(planner.Plan{Sites: []planner.Site{first}}).Sites[0]
		s.Name = fmt.Sprintf("site-%d", i+1)
		s.Title = planner.Text{EN: fmt.Sprintf("Site %d", i+1)}
		plan.Sites = append(plan.Sites, s)
	}
	return plan
}

// BenchmarkWorkbookOf2000Lines writes 2,000 cost lines over 240 months.
func BenchmarkWorkbookOf2000Lines(b *testing.B) {
	src := sourceOf(b, manySites(b, 20, 240))
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(context.Background(), io.Discard, src); err != nil {
			b.Fatal(err)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(len(src.Result.CostLines)), "lines")
	b.ReportMetric(float64(m.Sys)/1e6, "MB-from-system")
}
