package query

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

func TestProject(t *testing.T) {
	const site = `{"name":"Ansan","title":{"en":"A, \"one\"\\","ko":"안산"},"plot":{"area_m2":18383,"tenure":"leased"},` +
		`"feeds":[{"name":"F1","rating_kva":40000.5},{"name":"F2","rating_kva":0}],"tags":["a","b"],"none":null,"t\u0065n":10}`
	for _, c := range []struct{ fields, omit, want string }{
		{"", "", site},
		{"name", "", `{"name":"Ansan"}`},
		{"plot,name", "", `{"name":"Ansan","plot":{"area_m2":18383,"tenure":"leased"}}`}, // in the order of the document
		{"plot.area_m2,title.ko", "", `{"title":{"ko":"안산"},"plot":{"area_m2":18383}}`},
		{"feeds.name", "", `{"feeds":[{"name":"F1"},{"name":"F2"}]}`},
		{"feeds.nothing", "", `{"feeds":[{},{}]}`},
		{"title,title.ko", "", `{"title":{"en":"A, \"one\"\\","ko":"안산"}}`}, // the whole holds its parts
		{"title.ko,title", "", `{"title":{"en":"A, \"one\"\\","ko":"안산"}}`},
		{"name.first,tags.x,none.y", "", `{"tags":[]}`}, // nothing lies in a text, in a null
		{"ten", "", `{"t\u0065n":10}`},
		{"unknown", "", `{}`},
		{"", "title,plot.tenure,feeds.rating_kva,tags,none", `{"name":"Ansan","plot":{"area_m2":18383},"feeds":[{"name":"F1"},{"name":"F2"}],"t\u0065n":10}`},
		{"", "name.first,title.en,title.ko,tags.x,plot,feeds,none.y,ten", `{"name":"Ansan","title":{},"tags":["a","b"],"none":null}`},
	} {
		got, err := Project([]byte(site), names(c.fields), names(c.omit))
		if err != nil || string(got) != c.want {
			t.Errorf("fields %q omit %q:\n%s, %v; want\n%s", c.fields, c.omit, got, err, c.want)
		}
	}
	for _, document := range []string{"", "{", `{"a":1}}`, `{"a" 1}`, "\xff"} {
		if got, err := Project([]byte(document), []string{"a"}, nil); err == nil {
			t.Errorf("%q: %s, want an error", document, got)
		}
	}
}

func names(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// FuzzProject holds the projection against one that goes over decoded values.
func FuzzProject(f *testing.F) {
	for _, document := range []string{
		`{"a":1,"b":{"a":[{"a":"x\\","b":null}]}}`, ` { "a" : [ 1 , [ { "b" : "\"" } ] ] , "b" : -1e9 } `, `[]`, `"a"`, `{"":{"":1}}`, `{"a":{},"a":[1]}`,
	} {
		for _, names := range []string{"a", "b.a", "a.b,b.a.b", "b.a.a,b", "."} {
			f.Add(document, names, true)
			f.Add(document, names, false)
		}
	}
	f.Fuzz(func(t *testing.T, document, list string, keep bool) {
		fields, omit := strings.Split(list, ","), []string(nil)
		if !keep {
			fields, omit = nil, fields
		}
		got, err := Project([]byte(document), fields, omit)
		var value any
		if json.Unmarshal([]byte(document), &value) != nil {
			if valid := json.Valid([]byte(document)); valid != (err == nil) { // 1e999 is valid
				t.Fatalf("%q: %v, though valid JSON is %t", document, err, valid)
			}
			return
		}
		if err != nil || !json.Valid(got) {
			t.Fatalf("%s of %s: %s, %v", list, document, got, err)
		}
		if duplicates(document) {
			return // the decoder keeps the last of two keys, the projection both
		}
		var projected any
		if err := json.Unmarshal(got, &projected); err != nil {
			t.Fatal(err)
		}
		want := value
		switch value.(type) {
		case map[string]any, []any:
			want, _ = projectValue(value, strings.Split(list, ","), keep)
		}
		if !reflect.DeepEqual(projected, want) {
			t.Fatalf("%s (keep %t) of %s: %s, want %v", list, keep, document, got, want)
		}
	})
}

func duplicates(document string) bool {
	var value any
	if err := json.Unmarshal([]byte(document), &value); err != nil {
		return false
	}
	again, err := json.Marshal(value)
	var plain bytes.Buffer
	return err != nil || json.Compact(&plain, []byte(document)) != nil || strings.Count(plain.String(), `":`) != strings.Count(string(again), `":`)
}

// projectValue is Project over decoded values; left reports whether anything is.
func projectValue(value any, names []string, keep bool) (projected any, left bool) {
	switch value := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, v := range value {
			var below []string
			whole, named := false, false
			for _, n := range names {
				first, rest, deeper := strings.Cut(n, ".")
				if first == key {
					named, whole = true, whole || !deeper
					below = append(below, rest)
				}
			}
			switch {
			case whole && keep, !named && !keep:
				out[key] = v
			case named && !whole:
				if v, ok := projectValue(v, below, keep); ok {
					out[key] = v
				}
			}
		}
		return out, true
	case []any:
		out := []any{}
		for _, v := range value {
			if v, ok := projectValue(v, names, keep); ok {
				out = append(out, v)
			}
		}
		return out, true
	}
	return value, !keep
}

// BenchmarkProject picks two keys and a part of a list out of 500 kB.
func BenchmarkProject(b *testing.B) {
	var document bytes.Buffer
	document.WriteString(`{"name":"plan","rows":[`)
	for i := range 6000 {
		if i > 0 {
			document.WriteByte(',')
		}
		document.WriteString(`{"id":` + strconv.Itoa(i) + `,"name":"R-\"001","values":[1.5,2.25,3],"note":"높이 42U, 쪽 A"}`)
	}
	document.WriteString(`],"budget":{"total_krw":460000000000},"findings":[]}`)
	for _, c := range []struct{ name, fields, omit string }{
		{"keys", "budget,findings", ""}, {"below", "name,rows.id", ""}, {"omit", "", "rows.note"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(document.Len()))
			for b.Loop() {
				if _, err := Project(document.Bytes(), names(c.fields), names(c.omit)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
