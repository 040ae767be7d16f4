package planner_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"buildout/planner"
)

func faultsOf(t *testing.T, err error) []planner.Fault {
	t.Helper()
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		t.Fatalf("the error is %v, want *planner.Invalid", err)
	}
	return invalid.Faults
}

// TestTenFaults holds that a document with ten faults, of form and of meaning,
// reports each at its path and line, with what was found.
func TestTenFaults(t *testing.T) {
	document, err := os.ReadFile("testdata/ten-faults.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = planner.DecodePlan(document, smallReference(t))
	got := map[string]planner.Fault{}
	for _, f := range faultsOf(t, err) {
		got[f.Path] = f
	}
	hall := "sites[0].phases[0].halls[0]"
	for path, want := range map[string][3]string{
		"exchange_rates[0].month":      {"/exchange_rates/0/month", "2023-13", "YYYY-MM"},
		"budget.total_krw":             {"/budget/total_krw", "1.5 trillion", "in won"},
		"budget.vat":                   {"/budget/vat", "maybe", "included or excluded"},
		"budget.covers[1]":             {"/budget/covers/1", "servces", "groups are structure, services, fees, plant"},
		"demand.services[0].rack_type": {"/demand/services/0/rack_type", "r6", "there are r5"},
		"sites[0].feeds[0].rating_mw":  {"/sites/0/feeds/0/rating_mw", "unknown key", "rating_kw"},
		"sites[0].phases[0].hals":      {"/sites/0/phases/0/hals", "unknown key", "halls"},
		hall + ".design_it_kw":         {"/sites/0/phases/0/halls/0/design_it_kw", "-900", "above 0"},
		hall + ".train[0].rating_kva":  {"/sites/0/phases/0/halls/0/train/0/rating_kva", "500", "rated in kW"},
		hall + ".train[1]":             {"/sites/0/phases/0/halls/0/train/1", "no rating", "missing"},
	} {
		f, ok := got[path]
		switch {
		case !ok:
			t.Errorf("no fault at %s", path)
		case f.Pointer() != want[0] || !strings.Contains(f.Found, want[1]) || !strings.Contains(f.Message, want[2]):
			t.Errorf("%s: pointer %s, found %s, message %q, want %q", path, f.Pointer(), f.Found, f.Message, want)
		}
	}
	for path, line := range map[string]int{
		"budget.total_krw": 5, "budget.vat": 5, "sites[0].phases[0].hals": 19, hall + ".design_it_kw": 25, hall + ".train[1]": 28,
	} {
		if got[path].Line != line {
			t.Errorf("the fault at %s is on line %d, want %d", path, got[path].Line, line)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	type doc struct {
		Name  string   `json:"name"`
		Count int      `json:"count,omitempty"`
		KW    float64  `json:"it_kw,omitempty"`
		On    bool     `json:"on,omitempty"`
		Tags  []string `json:"tags,omitempty"`
	}
	for _, c := range []struct{ document, path, want string }{
		{"", "", "empty"},
		{"# nothing\n", "", "empty"},
		{"name: [", "", "not YAML"},
		{`{"name": "a"`, "", "not JSON"},
		{`{"name": "a"} {}`, "", "more than one document"},
		{"name: a\n---\nname: b\n", "", "more than one document"},
		{"name: &x a\ncount: 1\n", "", "anchors"},
		{"- a\n", "", "mapping with the keys name"},
		{"count: 1\n", "name", "missing"},
		{"name: a\nname: b\n", "name", "once"},
		{`{"name": "a", "name": "b"}`, "name", "once"},
		{"name: a\ncount: many\n", "count", "number"},
		{"name: a\ncount: 1.5\n", "count", "whole number"},
		{"name: a\ncount: \"1\"\n", "count", "number"},
		{"name: a\nit_kw: .nan\n", "it_kw", "in kW"},
		{"name: a\nit_kw: .inf\n", "it_kw", "in kW"},
		{"name: a\nit_kw: 1e999\n", "it_kw", "in kW"},
		{"name: a\nit_kw: 0x10\n", "it_kw", "in kW"},
		{"name: a\nit_kw: 10 kW\n", "it_kw", "without unit"},
		{"name: a\nit_mw: 10\n", "it_mw", "it_kw"},
		{"name: a\non: yes\n", "on", "true or false"},
		{"name: a\ntags: x\n", "tags", "list"},
		{"name: {a: b}\n", "name", "text"},
		{"name: \xff\n", "", "UTF-8"},
		{"name: " + strings.Repeat("[", 40) + strings.Repeat("]", 40), "", "deeper"},
		{`{"name": ` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "}", "", "deeper"},
		{strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000), "", "deeper"},
		{"[" + strings.Repeat("0,", planner.MaxValues) + "0]", "", "more than 2000000 values"},
		{strings.Repeat(":\n", 2*planner.MaxValues), "", "more than 2000000 values"},
		{"{\"name\": \"a\",\n\"x\":: 1}", "", "line 2: not JSON"},
		{"{\"y\": 1, \"y\": 2, \"name\": \"a\"}", "y", "no such key"},
	} {
		_, err := planner.Decode[doc]([]byte(c.document))
		if err == nil {
			t.Errorf("%q is taken", c.document)
			continue
		}
		if f := faultsOf(t, err)[0]; f.Path != c.path || !strings.Contains(f.Message, c.want) {
			t.Errorf("%q: at %q %q, want at %q %q", c.document, f.Path, f.Message, c.path, c.want)
		}
	}
}

// TestYAMLAndJSONAreOne holds that a plan reads the same from both, and that
// its own JSON reads back as it was.
func TestYAMLAndJSONAreOne(t *testing.T) {
	ref := smallReference(t)
	files, _ := filepath.Glob("testdata/cases/*.yaml")
	for _, file := range files {
		document, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		fromYAML, err := planner.DecodePlan(document, ref)
		if err != nil {
			t.Fatal(err)
		}
		asJSON, err := json.Marshal(fromYAML)
		if err != nil {
			t.Fatal(err)
		}
		fromJSON, err := planner.DecodePlan(asJSON, ref)
		if err != nil {
			t.Fatalf("%s as JSON: %v", file, err)
		}
		if diff := cmp.Diff(fromYAML, fromJSON); diff != "" || fromYAML.Hash() != fromJSON.Hash() {
			t.Errorf("%s differs when read back (-YAML +JSON):\n%s", file, diff)
		}
	}
}

func FuzzDecodePlan(f *testing.F) {
	ref := smallReference(f)
	files, _ := filepath.Glob("testdata/cases/*.yaml")
	for _, file := range append(files, "testdata/ten-faults.yaml", "testdata/money-faults.yaml") {
		document, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(document)
		var value any
		if yaml.Unmarshal(document, &value) == nil {
			if asJSON, err := json.Marshal(value); err == nil {
				f.Add(asJSON)
			}
		}
	}
	if asJSON, err := json.Marshal(funded(f, ref)); err == nil {
		f.Add(asJSON)
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		plan, err := planner.DecodePlan(document, ref)
		if err != nil {
			if len(faultsOf(t, err)) == 0 {
				t.Fatal("refused without a fault")
			}
			return
		}
		readsBack(t, plan, func(document []byte) (planner.Plan, error) { return planner.DecodePlan(document, ref) })
		if plan.Horizon.Months > 60 || len(plan.Sites) > 5 {
			return
		}
		if _, err := planner.Evaluate(plan, ref); err != nil && !slices.ContainsFunc(faultsOf(t, err), func(f planner.Fault) bool {
			return f.Path == "sites" || strings.HasPrefix(f.Path, "actuals.entries[") // what costs or pays too much to count
		}) {
			t.Fatalf("a plan that was taken does not evaluate: %v", err)
		}
	})
}

// FuzzJSON holds that JSON reads as encoding/json reads it, on the lines it stands
// on, and that what is none is refused.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{"a": [1, -2.5e-3, true, false, null, "x"], "b": {}, "c": []}`, "[\n1\n,\r\n\t2 ]  ", `["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud800"]`, `{"a\nb": "가", "": 0}`,
		`[[[[]]]]`, `{"a": 1,}`, `[1 2]`, `{"a" 1}`, `[01]`, `[1]]`, `{"a": "b`, `[tru]`, "\ufeff[1]",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		text := bytes.TrimLeft(document, " \t\r\n\ufeff")
		if len(text) == 0 || text[0] != '{' && text[0] != '[' {
			return
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		var want any
		wrong := decoder.Decode(&want)
		got, err := planner.Document(document)
		switch {
		case err == nil && !json.Valid(text):
			t.Fatal("it is no JSON and is taken")
		case err != nil && json.Valid(text) && utf8.Valid(text) && !strings.Contains(err.Error(), "deeper"):
			t.Fatalf("it is JSON and is refused: %v", err)
		case err == nil:
			if diff := cmp.Diff(want, got); wrong != nil || diff != "" {
				t.Fatalf("%v: it reads differently (-json +read):\n%s", wrong, diff)
			}
		}
	})
}

// TestMoneyFaults holds the table of the faults of testdata/money-faults.yaml,
// line by line as they are told.
func TestMoneyFaults(t *testing.T) {
	document, err := os.ReadFile("testdata/money-faults.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = planner.DecodePlan(document, smallReference(t))
	if err == nil {
		t.Fatal("no fault is seen")
	}
	got := err.Error() + "\n"
	if *update {
		if err := os.WriteFile("testdata/money-faults.want", []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/money-faults.want")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("faults differ (-want +got):\n%s", diff)
	}
}

// TestDecodeMoney holds that every field of money and operation reads alike
// from YAML and JSON, and that a key beside them is refused.
func TestDecodeMoney(t *testing.T) {
	ref := smallReference(t)
	want := funded(t, ref)
	asJSON, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(asJSON, &value); err != nil {
		t.Fatal(err)
	}
	asYAML, err := yaml.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	for name, document := range map[string][]byte{"JSON": asJSON, "YAML": asYAML} {
		got, err := planner.DecodePlan(document, ref)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s reads differently (-want +got):\n%s", name, diff)
		}
	}
	for key, path := range map[string]string{
		`"rate_per_year":`: "budget.construction_interest.rate", `"final":`: "actuals.entries[1].finals", `"through":`: "actuals.thru",
		`"work":`: "calendars[0].works", `"mean_c":`: "climates[0].mean_f", `"ratchet_months":`: "tariffs[0].ratchet",
		`"share_of_bill":`: "tariffs[0].surcharges[1].share", `"annuity":`: "worth.annuities", `"returns":`: "leases[0].return",
	} {
		wrong := path[strings.LastIndexByte(path, '.')+1:]
		_, err := planner.DecodePlan([]byte(strings.Replace(string(asJSON), key, `"`+wrong+`":`, 1)), ref)
		if err == nil || !slices.ContainsFunc(faultsOf(t, err), func(f planner.Fault) bool { return f.Path == path && f.Found == "an unknown key" }) {
			t.Errorf("%s is taken: %v", path, err)
		}
	}
}
