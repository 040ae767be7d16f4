package server

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"buildout/models"
	"buildout/models/pgtest"
	"buildout/web/export/workbook"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named pgx
)

// onBoth runs a test on a server over SQLite and on one over PostgreSQL, with
// the examples in each. contents is a hash of every row of the database.
func onBoth(t *testing.T, test func(t *testing.T, h *house, contents func() string)) {
	t.Run("sqlite", func(t *testing.T) {
		h := newHouse(t)
		test(t, h, contentsOf(t, "sqlite", h.file, "SELECT name FROM sqlite_master WHERE type = 'table'"))
	})
	t.Run("postgres", func(t *testing.T) {
		h, address := newPostgresHouse(t)
		test(t, h, contentsOf(t, "pgx", address, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
	})
}

func newPostgresHouse(t testing.TB) (h *house, address string) {
	t.Helper()
	address = pgtest.Start(t)
	store, err := models.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := store.Seed(t.Context(), shipped().examples); err != nil {
		t.Fatal(err)
	}
	return newHouse(t, func(o *Options) { o.Store = store }), address
}

func contentsOf(t *testing.T, driver, address, tables string) func() string {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return func() string {
		t.Helper()
		sum := sha256.New()
		for _, table := range slices.Sorted(slices.Values(rowsOf(t, db, tables))) {
			fmt.Fprintln(sum, table)
			for _, row := range slices.Sorted(slices.Values(rowsOf(t, db, "SELECT * FROM "+table))) {
				fmt.Fprintln(sum, row)
			}
		}
		return hex.EncodeToString(sum.Sum(nil))
	}
}

// rowsOf reads the rows of a query, each as one text.
func rowsOf(t *testing.T, db *sql.DB, query string) (list []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values := make([]sql.NullString, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		if len(columns) == 1 {
			list = append(list, values[0].String)
			continue
		}
		list = append(list, fmt.Sprint(values))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// badBody is a body that no operation may take, and how it is sent.
type badBody struct{ name, body, media, encoding string }

// badBodies lists what is wrong for any operation, and what is wrong with an
// example of one.
func badBodies(media, example string) []badBody {
	const deep = 100_000
	half := example[:len(example)/2]
	list := []badBody{
		{"nothing", "", media, ""},
		{"spaces", " \n\t ", media, ""},
		{"a number alone", "7", media, ""},
		{"null", "null", media, ""},
		{"deep lists", strings.Repeat("[", deep) + strings.Repeat("]", deep), media, ""},
		{"deep objects", strings.Repeat(`{"a":`, deep) + "1" + strings.Repeat("}", deep), media, ""},
		{"no JSON", "{name: [}", media, ""},
		{"NUL", "\x00\x00\x00", media, ""},
		{"invalid UTF-8", "{\"name\":\"\xff\xfe\"}", media, ""},
		{"two values", example + " " + example, media, ""},
		{"a wrong media type", example, "text/html", ""},
		{"no media type", example, "nonsense;;", ""},
		{"gzip that is none", example, media, "gzip"},
		{"gzip that is cut off", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + half, media, "gzip"},
	}
	if !strings.HasSuffix(media, "json") {
		return list
	}
	list = append(list, badBody{"cut off", half, media, ""})
	var value any
	if err := json.Unmarshal([]byte(example), &value); err != nil {
		panic(err)
	}
	for name, change := range spoilt(value) {
		list = append(list, badBody{name, change, media, ""})
	}
	return list
}

// spoilt is an example with one thing wrong, by what that is.
func spoilt(value any) map[string]string {
	whole, isList := value.([]any)
	object := asObject(value)
	if isList {
		object = asObject(whole[len(whole)-1])
	}
	written := func(changed any) string {
		if isList {
			changed = append(slices.Clone(whole[:len(whole)-1]), changed)
		}
		text, _ := json.Marshal(changed)
		return string(text)
	}
	with := func(key string, value any) string {
		changed := maps.Clone(object)
		changed[key] = value
		return written(changed)
	}
	list := map[string]string{
		"an unknown key": with("colour", "red"), "SQL in an unknown key": with("name'; DROP TABLE plans; --", 1),
		"an unknown key with a script": with("<script>alert(1)</script>", 1),
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		switch object[key].(type) {
		case string:
			list[key+" is an object"] = with(key, map[string]any{"a": 1})
			list[key+" is a number"] = with(key, 7)
			list[key+" with NUL"] = with(key, "a\x00b")
			list[key+" is not UTF-8"] = strings.Replace(with(key, "MARK"), "MARK", "\xc3\x28", 1)
		case float64:
			list[key+" is a text"] = with(key, "many")
			list[key+" is beyond int64"] = with(key, json.Number("99999999999999999999"))
			list[key+" is beyond float64"] = with(key, json.Number("1e999"))
		case []any:
			list[key+" is a text"] = with(key, "many")
			list[key+" is deep"] = strings.Replace(with(key, "MARK"), `"MARK"`, strings.Repeat("[", 1000)+strings.Repeat("]", 1000), 1)
		case map[string]any:
			list[key+" is a list"] = with(key, []int{1})
			list[key+" is a number"] = with(key, 7)
		}
		said, _ := json.Marshal(object[key])
		list[key+" is given twice"] = strings.Replace(with(key, object[key]), fmt.Sprintf("%q:", key), fmt.Sprintf("%q:%s,%q:", key, said, key), 1)
	}
	return list
}

// inTurn skips a long test that sends one request after another in
// the short run, which is that under the race detector.
func inTurn(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("skipped: one request after another")
	}
}

// TestBadBodies sends every operation of the document that takes a body what it
// must not take: the answer is a problem that names what is wrong, and no row
// of the database changes.
func TestBadBodies(t *testing.T) {
	inTurn(t)
	d := newHouse(t).document()
	onBoth(t, func(t *testing.T, h *house, contents func() string) {
		h.saveBoard() // which the examples change
		before := contents()
		for _, op := range d.operations() {
			for _, shown := range d.requests(op) {
				if shown.media == "" || !soak() && op.alike() && (op.method != "POST" || t.Name() != "TestBadBodies/sqlite") {
					continue
				}
				address, tag := op.address(t, true), "*"
				for _, bad := range badBodies(shown.media, shown.body) {
					headers := []string{"Content-Type", bad.media, "If-Match", tag}
					if bad.encoding != "" {
						headers = append(headers, "Content-Encoding", bad.encoding)
					}
					d.checkRefused(t, op, bad.name+" as "+bad.media, h.do(op.method, address, bad.body, headers...))
				}
				large := strings.Repeat(" ", int(h.MaxImportBytes)+2) + shown.body
				d.checkRefused(t, op, "a large body", h.do(op.method, address, large, "Content-Type", shown.media, "If-Match", tag))
				if after := contents(); after != before {
					t.Fatalf("%s with %s changed the database", op.id, shown.media)
				}
			}
		}
	})
}

// checkRefused holds that an answer is a problem of a status that the document
// knows, and that it names what is wrong.
func (d *document) checkRefused(t *testing.T, op operation, sent string, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code < 400 || w.Code >= 500 {
		t.Errorf("%s takes %s: %d %.300s", op.id, sent, w.Code, w.Body)
		return
	}
	d.checkAnswer(t, op, w)
	p := decode[problemBody](t, bytes.NewReader(w.Body.Bytes()))
	if p.Detail == "" || w.Code == 422 && len(p.Errors) == 0 {
		t.Errorf("%s: %s is refused without a word of what is wrong: %.300s", op.id, sent, w.Body)
	}
	for _, e := range p.Errors {
		if e.Message == "" {
			t.Errorf("%s: %s: a fault without words: %.300s", op.id, sent, w.Body)
		}
	}
}

// badTexts are parameters that nobody should send.
var badTexts = []string{
	"a\x00b", "\xff\xfe", "'; DROP TABLE plans; --", "<script>alert(1)</script>", "..", "%", "\n", "99999999999999999999", "-1",
	strings.Repeat("x", 5000), "\u202e\U0001f600",
}

// TestBadParameters puts them into every parameter of every operation: the
// answer is never an error of the server, and no row changes.
func TestBadParameters(t *testing.T) {
	inTurn(t)
	d := newHouse(t).document()
	onBoth(t, func(t *testing.T, h *house, contents func() string) {
		// Restoring takes no body: with a good author or key it would be done.
		h.want(200, "PATCH", "/api/v1/plans/two-sites-460", `{"title":{"en":"Changed"}}`, "Content-Type", mergePatch, "If-Match", "*")
		h.saveBoard()
		before := contents()
		for _, op := range d.operations() {
			good := op.address(t, true)
			path, query, _ := strings.Cut(good, "?")
			if op.method == "GET" {
				d.checkRefused(t, op, "an unknown parameter", h.do("GET", path+"?"+query+"&colour=red", ""))
			}
			for _, p := range op.parameters {
				if !soak() && op.alike() && (p["in"] != "path" || op.method != "GET") {
					continue
				}
				texts := badTexts
				if !soak() && p["in"] == "header" && d.writesWorkbook(op) {
					texts = badTexts[:1] // a workbook is made whatever most headers say
				}
				for _, bad := range texts {
					address, headers := spoiltAddress(op, p, bad, path, query)
					if op.parameter("header", "If-Match") != nil && p["name"] != "If-Match" {
						headers = append(headers, "If-Match", `"1-0000000000000000"`)
					}
					w := h.do(op.method, address, "", headers...)
					if w.Code >= 500 {
						t.Errorf("%s %q: %d %.300s", op.method, address, w.Code, w.Body)
					}
					d.checkAnswer(t, op, w)
				}
			}
			if after := contents(); after != before {
				t.Fatalf("%s changed the database", op.id)
			}
		}
	})
}

// writesWorkbook reports whether an operation answers with a workbook.
func (d *document) writesWorkbook(op operation) bool {
	ok := d.response(op, "200")
	return ok != nil && asObject(ok["content"])[workbook.MediaType] != nil
}

// alike reports whether an operation is on a collection that is read and written
// like that of racks, by the same functions.
func (o operation) alike() bool {
	return slices.Contains(o.fields["tags"].([]any), any("resources")) && o.collection() != "/api/v1/plans/{id}/racks"
}

// spoiltAddress is the address of an operation with a parameter that is bad, and
// the headers where the parameter is one.
func spoiltAddress(op operation, p map[string]any, bad, path, query string) (address string, headers []string) {
	name := p["name"].(string)
	values, _ := url.ParseQuery(query)
	switch p["in"] {
	case "path":
		parts, pattern := strings.Split(path, "/"), strings.Split(op.path, "/")
		parts[slices.Index(pattern, "{"+name+"}")] = url.PathEscape(bad)
		path = strings.Join(parts, "/")
	case "query":
		values.Set(name, bad)
	default:
		headers = []string{name, bad}
	}
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	return path, headers
}
