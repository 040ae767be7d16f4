package query

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
)

// shelf is a list to ask; its order is that of the table below.
var shelf = []thing{
	{ID: "1", Name: "Étage", Count: 3, KW: 1.5, From: 2027 * 12, Open: true},
	{ID: "2", Name: "étage", Count: 10},
	{ID: "3", Name: "전산실", Count: 3, KW: 0.5, From: 2028 * 12, Circuit: &planner.Circuit{Volts: 220}},
	{ID: "4", Name: "DH-10", Count: -1, Open: true},
	{ID: "5", Name: "dh-1", Count: 3, KW: 1.5, Title: planner.Text{KO: "전산"}},
}

func TestSelect(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "1 2 3 4 5 of 5",
		"limit=2&offset=3":           "4 5 of 5",
		"offset=9":                   " of 5",
		"name=dh-1&name=DH-10":       "4 5 of 2",
		"name__n=dh-1&name__n=DH-10": "1 2 3 of 3",
		"name__ie=DH-1":              "5 of 1",
		"name__nie=DH-1":             "1 2 3 4 of 4",
		"name__isw=DH":               "4 5 of 2", // folds A to Z
		"name__ic=É":                 "1 of 1",   // and nothing else
		"name__ie=ÉTAGE":             "1 of 1",
		"name__iew=TAGE":             "1 2 of 2",
		"name__ic=산":                 "3 of 1",
		"name__nic=a&name__nic=산":    "4 5 of 2", // none of them
		"name__niew=0":               "1 2 3 5 of 4",
		"name__nisw=d":               "1 2 3 of 3",
		"name__gt=dh-1":              "1 2 3 of 3", // by bytes: DH-10, dh-1, Étage, étage, 전산실
		"name__ic=":                  "1 2 3 4 5 of 5",
		"count=3":                    "1 3 5 of 3",
		"count__gt=3":                "2 of 1",
		"count__gte=3":               "1 2 3 5 of 4",
		"count__lt=3":                "4 of 1",
		"count__lte=3&open=true":     "1 4 of 2",
		"count__lt=0&count__lt=4":    "1 3 4 5 of 4", // any of them
		"it_kw=1.5":                  "1 5 of 2",
		"it_kw__n=1.5":               "2 3 4 of 3",
		"it_kw__lt=1":                "3 of 1", // what is left out is not 0
		"it_kw__empty=true":          "2 4 of 2",
		"it_kw__empty=false":         "1 3 5 of 3",
		"open=false":                 "2 3 5 of 3",
		"sure=false":                 " of 0",
		"sure__n=true":               "1 2 3 4 5 of 5",
		"circuit.volts__gte=0":       "3 of 1",
		"title.ko__empty=true":       "1 2 3 4 of 4",
		"from__empty=true":           "2 4 5 of 3",
		"from__gte=2027-06":          "3 of 1",
		"from__lt=2027-06":           "1 2 4 5 of 4", // a text left out is empty
		"from=":                      "2 4 5 of 3",
		"ordering=name":              "4 5 1 2 3 of 5",
		"ordering=-name":             "3 2 1 5 4 of 5",
		"ordering=count":             "4 1 3 5 2 of 5", // 1, 3, 5 stay in their order
		"ordering=-count":            "2 1 3 5 4 of 5",
		"ordering=it_kw,-count":      "2 4 3 1 5 of 5", // nothing comes first
		"ordering=-it_kw,open":       "5 1 3 2 4 of 5",
		"ordering=-open,from":        "4 1 2 5 3 of 5",
		"ordering=count&limit=2&offset=1&count=3": "3 5 of 3",
	} {
		values, err := url.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		q := read(t, values)
		page := Select(slices.Values(shelf), idOf, q)
		if got := ids(page) + " of " + strconv.Itoa(page.Count); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
		if page.Next != "" {
			t.Errorf("%s: goes on with %s", text, page.Next)
		}
	}
}

func idOf(x thing) string { return x.ID }

func ids(p Page[thing]) string {
	list := make([]string, len(p.Items))
	for i, x := range p.Items {
		list[i] = x.ID
	}
	return strings.Join(list, " ")
}

func read(t rapid.TB, values url.Values) Query {
	t.Helper()
	q, err := Parse(values, things)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestSelectByCursor(t *testing.T) {
	first := Select(slices.Values(shelf), idOf, read(t, url.Values{"limit": {"2"}}))
	if ids(first) != "1 2" || first.Count != 5 || first.Next == "" {
		t.Errorf("the first page: %+v", first)
	}
	if page := Select(slices.Values(shelf), idOf, read(t, url.Values{"limit": {"2"}, "offset": {"0"}})); page.Next != "" || page.Count != 5 {
		t.Errorf("by offset: %+v", page)
	}
	empty := Select(slices.Values(shelf), idOf, read(t, url.Values{"limit": {"2"}, "cursor": {""}}))
	if ids(empty) != "1 2" || empty.Count != -1 || empty.Next != first.Next {
		t.Errorf("by the empty cursor: %+v", empty)
	}
	next := read(t, url.Values{"limit": {"2"}, "cursor": {first.Next}})
	byID := map[string]thing{"9": {ID: "9", Count: 3}}
	for _, x := range shelf {
		byID[x.ID] = x
	}
	for now, want := range map[string]string{ // lists that the cursor behind 2 goes on in
		"1 2 3 4 5":   "3 4",
		"1 2 9 3 4 5": "9 3", // come behind it
		"9 1 2 3 4 5": "3 4", // come before it
		"2 3 4 5":     "3 4", // gone before it
		"1 2 4 5":     "4 5",
		"1 3 4 5":     "3 4", // itself gone
		"1 2":         "",
		"5 4 3 2 1":   "1",
		"":            "",
	} {
		var list []thing
		for id := range strings.FieldsSeq(now) {
			list = append(list, byID[id])
		}
		if page := Select(slices.Values(list), idOf, next); ids(page) != want || page.Count != -1 || page.Items == nil {
			t.Errorf("in %s: %+v, want %s", now, page, want)
		}
	}
	byCount := read(t, url.Values{"limit": {"2"}, "ordering": {"-count"}})
	byCount.Cursor = &Cursor{Values: []any{int64(3)}, ID: "3", At: []int{2}} // 2 1 | 3 | 5 4
	if page := Select(slices.Values(shelf), idOf, byCount); ids(page) != "5 4" {
		t.Errorf("by count: %s, want 5 4", ids(page))
	}
	gone := slices.Concat(shelf[:2], shelf[3:])
	if page := Select(slices.Values(gone), idOf, byCount); ids(page) != "5 4" {
		t.Errorf("by count, its element gone: %s, want 5 4", ids(page))
	}
}

// TestPagesAreTheList: the pages by cursor, and those by offset, are together
// the whole answer, in its order.
func TestPagesAreTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []thing
		for i := range rapid.IntRange(0, 30).Draw(t, "length") {
			list = append(list, thing{
				ID: "x" + strconv.Itoa(i), Name: rapid.SampledFrom([]string{"", "a", "A", "é", "가"}).Draw(t, "name"),
				Count: rapid.IntRange(0, 2).Draw(t, "count"), KW: planner.KW(rapid.IntRange(0, 2).Draw(t, "kW")), Open: rapid.Bool().Draw(t, "open"),
			})
		}
		values := url.Values{"limit": {"1000"}}
		if ordering := rapid.SampledFrom([]string{"", "name", "-count,name", "it_kw,-open", "-id", "open,-it_kw,name,-count"}).Draw(t, "ordering"); ordering != "" {
			values.Set("ordering", ordering)
		}
		if rapid.Bool().Draw(t, "filtered") {
			values.Set("count__lte", "1")
		}
		all := Select(slices.Values(list), idOf, read(t, values))
		values.Set("limit", strconv.Itoa(rapid.IntRange(1, 7).Draw(t, "limit")))
		var pages []string
		page := Select(slices.Values(list), idOf, read(t, values))
		for pages = append(pages, ids(page)); page.Next != "" && len(pages) <= len(list); pages = append(pages, ids(page)) {
			values.Set("cursor", page.Next)
			page = Select(slices.Values(list), idOf, read(t, values))
		}
		if got := strings.Join(pages, " "); got != ids(all) || all.Count != len(all.Items) {
			t.Fatalf("%v: %s, want %s", values, got, ids(all))
		}
		values.Del("cursor")
		from := rapid.IntRange(0, len(all.Items)).Draw(t, "offset")
		values.Set("offset", strconv.Itoa(from))
		page = Select(slices.Values(list), idOf, read(t, values))
		if want := all.Items[from:min(from+read(t, values).Limit, len(all.Items))]; !slices.EqualFunc(page.Items, want, func(a, b thing) bool { return a.ID == b.ID }) {
			t.Fatalf("%v: %s of %s", values, ids(page), ids(all))
		}
	})
}

// BenchmarkSelect picks a page of 100 of 10,000 elements by a filter and two
// fields to order by.
func BenchmarkSelect(b *testing.B) {
	list := make([]thing, 10_000)
	for i := range list {
		list[i] = thing{ID: strconv.Itoa(i), Name: "R-" + strconv.Itoa(i%97), Count: i % 7}
	}
	q, err := Parse(url.Values{"limit": {"100"}, "name__ic": {"r-1"}, "ordering": {"-count,name"}}, things)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Select(slices.Values(list), idOf, q)
	}
}
