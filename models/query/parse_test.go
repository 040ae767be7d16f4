package query

import (
	"errors"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"buildout/planner"
)

var things = ShapeOf[thing]()

func TestParse(t *testing.T) {
	field := func(name string) Field {
		for _, f := range things.Fields {
			if f.Name == name {
				return f
			}
		}
		t.Fatal("no field", name)
		return Field{}
	}
	for text, want := range map[string]Query{
		"":                                  {Limit: 50},
		"limit=1000&offset=0":               {Limit: 1000, ByOffset: true},
		"limit=1&offset=1000000000":         {Limit: 1, Offset: 1_000_000_000, ByOffset: true},
		"cursor=":                           {Limit: 50, Keyset: true},
		"ordering=-name,plot.area_m2":       {Limit: 50, Order: []Order{{field("name"), true}, {field("plot.area_m2"), false}}},
		"ordering=name&ordering=-id":        {Limit: 50, Order: []Order{{field("name"), false}, {field("id"), true}}},
		"fields=id,tags,plot.tenure,tags.x": {Limit: 50, Fields: []string{"id", "tags", "plot.tenure", "tags.x"}},
		"omit=plot":                         {Limit: 50, Omit: []string{"plot"}},
		"name=a,b&name=":                    {Limit: 50, Filters: []Filter{{field("name"), Is, []any{"a,b", ""}}}},
		"name__n=x&name__isw=%EA%B0%80":     {Limit: 50, Filters: []Filter{{field("name"), Begins, []any{"가"}}, {field("name"), Not, []any{"x"}}}},
		"count__gte=-9223372036854775808&count=3": {Limit: 50, Filters: []Filter{
			{field("count"), Is, []any{int64(3)}}, {field("count"), AtLeast, []any{int64(-9223372036854775808)}},
		}},
		"plot.area_m2__lt=1.5e3":          {Limit: 50, Filters: []Filter{{field("plot.area_m2"), Below, []any{1500.0}}}},
		"open=false&sure__empty=true":     {Limit: 50, Filters: []Filter{{field("open"), Is, []any{false}}, {field("sure"), Empty, []any{true}}}},
		"from__gt=2027-09&from__isw=2027": {Limit: 50, Filters: []Filter{{field("from"), Above, []any{"2027-09"}}, {field("from"), Begins, []any{"2027"}}}},
		"from=&rule=2(N%2B1)":             {Limit: 50, Filters: []Filter{{field("from"), Is, []any{""}}, {field("rule"), Is, []any{"2(N+1)"}}}},
		"seen__gte=2026-11-29&seen__lt=2026-11-29T17:00:00%2B09:00": {Limit: 50, Filters: []Filter{
			{field("seen"), AtLeast, []any{"2026-11-29T00:00:00.000000000Z"}}, {field("seen"), Below, []any{"2026-11-29T08:00:00.000000000Z"}},
		}},
	} {
		values, err := url.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Parse(values, things)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestParseFaults(t *testing.T) {
	long := strings.Repeat("x", 1001)
	for text, want := range map[string]string{ // parts of the faults, in their order
		"limit=0":    "limit: found 0; must be a whole number from 1 to 1000",
		"limit=1001": "limit: found 1001", "limit=": "limit: must be a whole", "limit=1.5": "limit", "limit=%2B5": "limit", "limit=5&limit=6": "limit: found 6; is given 2 times",
		"limit=99999999999999999999": "limit", "offset=-1": "offset: found -1; must be a whole number from 0", "offset=1e3": "offset",
		"offset=0&cursor=": "cursor: cannot be given together with offset",
		"ordering=nam":     "ordering: found nam; no such field; did you mean name?", "ordering=--name": "ordering", "ordering=name,-name": "ordering: found -name; is named twice",
		"ordering=name,": "ordering: found name,; has a place without a name", "ordering=": "ordering", "ordering=tags": "ordering: found tags; is a list",
		"ordering=plot": "ordering: found plot; is a structure; name a value in it: plot.area_m2, plot.tenure",
		"fields=nam":    "fields: found nam; no such field; did you mean name?", "fields=": "fields", "omit=tag": "did you mean tags?", "omit=own": "known are id, small",
		"fields=id&omit=name": "omit: found name; cannot be given together with fields",
		"nam=x":               "nam: found x; no such field; did you mean name?", "limt=5": "did you mean limit?", "tags=x": "tags: found x; is a list", "plot=1": "is a structure",
		"name__icc=x": "name__icc: found x; no such operator; did you mean name__ic?", "name__=x": "no such operator", "name__contains=x": "no such operator; name takes n, empty, gt",
		"count__ic=1":   "count__ic: found 1; ic compares texts or sizes, and count is a whole number; it takes n, empty, gt, gte, lt, lte",
		"open__gt=true": "open is a truth value; it takes n, empty", "plot.area_m2__isw=1": "is a number",
		"count=1.5": "count: found 1.5; must be a whole number", "count=9223372036854775808": "63 bits", "count=%2B1": "count", "count=": "count",
		"plot.area_m2=NaN": "must be a number", "plot.area_m2=Inf": "must be", "plot.area_m2=0x1": "must be", "plot.area_m2=1e999": "must be", "plot.area_m2=%201": "must be", "plot.area_m2=null": "must be",
		"open=yes": "open: found yes; must be true or false", "name__empty=1": "must be true or false",
		"from=2027-13": `from: found 2027-13; "2027-13" is no month; write it as YYYY-MM`, "from__gte=2027": "is no month", "rule=3N": "is no redundancy arrangement", "seen=yesterday": "must be a time",
		"name=%00": "name", "name=%ff": "must be UTF-8 without NUL", "name=" + long: "is longer than 1000 bytes",
		"cursor=x": "cursor: found x; is no cursor of this list",
		"limit=0&nam=x&ordering=y&count=z&count=w": "count: found z; must be a whole number of at most 63 bits, such as 12\ncount: found w; must be a whole number of at most 63 bits, such as 12\n" +
			"limit: found 0; must be a whole number from 1 to 1000\nnam: found x; no such field; did you mean name?\nordering: found y; no such field",
	} {
		values, err := url.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Parse(values, things)
		var invalid *planner.Invalid
		if !errors.As(err, &invalid) {
			t.Errorf("%s: %v, want *planner.Invalid", text, err)
			continue
		}
		if got := err.Error(); !strings.Contains(got, want) || strings.Count(got, "\n") != strings.Count(want, "\n") {
			t.Errorf("%s: %s; want %s", text, got, want)
		}
	}
}

func TestParseBounds(t *testing.T) {
	filters := url.Values{}
	for i := range 60 {
		filters.Set("name__"+strconv.Itoa(i), "x")
	}
	_, err := Parse(filters, things)
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) || len(invalid.Faults) != 51 || !strings.Contains(err.Error(), "one filter too many; give at most 50") {
		t.Errorf("60 filters: %v", err)
	}
	many := make([]string, 101)
	if _, err := Parse(url.Values{"name": many[1:]}, things); err != nil {
		t.Errorf("100 values: %v", err)
	}
	for parameter, message := range map[string]string{"name": "has 101 values; give at most 100", "fields": "names more than 100 fields"} {
		values := url.Values{parameter: many}
		if _, err := Parse(values, things); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("101 of %s: %v", parameter, err)
		}
	}
	if _, err := Parse(url.Values{"omit": {strings.Repeat("x", 10_001)}}, things); err == nil || len(err.Error()) > 200 {
		t.Errorf("a long omit: %v", err)
	}
}

// FuzzParse: whatever is sent is a query within its bounds or a fault at a
// parameter that was sent.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "limit=5&offset=3", "cursor=&ordering=-name,id", "ordering=rack", "name__ic=%ff&count=1&count=x", "fields=a..b&omit=", "plot.area_m2__lte=1e5&from__n=2027-01",
		"cursor=" + Query{}.Mark(Cursor{ID: "a/b", At: []int{3}}), "a__b__c=1", "seen=2026-11-29", "__=1", "=",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		values, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		q, err := Parse(values, things)
		var invalid *planner.Invalid
		switch {
		case errors.As(err, &invalid):
			for _, fault := range invalid.Faults {
				if fault.Message == "" || !strings.HasSuffix(fault.Path, "…") && !strings.Contains(fault.Path, "\uFFFD") && !values.Has(fault.Path) {
					t.Fatalf("%q: fault %+v", text, fault)
				}
			}
		case err != nil:
			t.Fatal(err)
		case q.Limit < 1 || q.Limit > Most || q.Offset < 0 || len(q.Filters) > maxFilters || q.Cursor != nil && len(q.Cursor.Values) != len(q.Order):
			t.Fatalf("%q: %+v", text, q)
		default:
			Select(func(yield func(thing) bool) { yield(thing{}) }, func(x thing) string { return x.ID }, q)
		}
	})
}

// FuzzCursor: what is no cursor is a fault, and one that is read says what was
// written.
func FuzzCursor(f *testing.F) {
	order := []Order{{things.Fields[0], false}, {Field{Name: "count", Kind: Integer}, true}, {Field{Name: "it_kw", Kind: Number}, false}, {Field{Name: "open", Kind: Boolean}, false}}
	q := Query{Order: order}
	f.Add(q.Mark(Cursor{Values: []any{"가", int64(1 << 62), 0.1, true}, ID: "a", At: []int{1, 2, 3, 4}}))
	f.Add(q.Mark(Cursor{Values: []any{"", nil, nil, nil}, ID: "a%2F/b", At: []int{0}}))
	for _, text := range []string{
		"", "e30", "bnVsbA", "W10", "!", Query{}.Mark(Cursor{ID: "a", At: []int{1}}), q.Mark(Cursor{ID: "", At: []int{1}}), q.Mark(Cursor{Values: []any{1, 2, 3, 4}, ID: "a", At: []int{1}}),
		q.Mark(Cursor{Values: []any{"", int64(1), 1.5, false}, ID: "a", At: []int{-1}}), q.Mark(Cursor{Values: []any{"\x00", int64(1), 1.5, false}, ID: "a", At: []int{1}}),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := readCursor(text, order)
		if err != nil {
			return
		}
		again, err := readCursor(q.Mark(*c), order)
		if err != nil || !reflect.DeepEqual(c, again) {
			t.Fatalf("%q: %v", text, cmp.Diff(c, again))
		}
	})
}

func TestCursorsOfOthersAreRefused(t *testing.T) {
	byName := Query{Order: []Order{{things.Fields[0], false}}}
	text := byName.Mark(Cursor{Values: []any{"x"}, ID: "7", At: []int{3}})
	for ordering, want := range map[string]string{"id": "", "-id": "is of a list ordered by id", "": "is of a list ordered by id"} {
		values := url.Values{"cursor": {text}}
		if ordering != "" {
			values.Set("ordering", ordering)
		}
		q, err := Parse(values, things)
		switch {
		case want == "" && (err != nil || !reflect.DeepEqual(q.Cursor, &Cursor{Values: []any{"x"}, ID: "7", At: []int{3}}) || !q.Keyset):
			t.Errorf("%q: %+v, %v", ordering, q, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v, want %s", ordering, err, want)
		}
	}
	for _, bad := range []Cursor{{Values: []any{"x"}, At: []int{3}}, {Values: []any{"x"}, ID: "7"}, {Values: []any{int64(3)}, ID: "7", At: []int{1}}, {ID: "7", At: []int{1}}, {Values: []any{"\x00"}, ID: "7", At: []int{1}}, {Values: []any{"x"}, ID: "\x00", At: []int{1}}, {Values: []any{"x"}, ID: "7", At: []int{1, 2, 3, 4, 5}}} {
		if c, err := readCursor(byName.Mark(bad), byName.Order); err == nil {
			t.Errorf("%+v was read as %+v", bad, c)
		}
	}
}
