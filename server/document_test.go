package server

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// document is the OpenAPI document as its readers have it: JSON, and nothing
// of what made it.
type document struct {
	t        testing.TB
	root     map[string]any
	compiler *jsonschema.Compiler
}

const documentAddress = "https://buildout.test/openapi.json"

// document reads what the server serves.
func (h *house) document() *document {
	h.t.Helper()
	root, err := jsonschema.UnmarshalJSON(h.want(200, "GET", "/openapi.json", "").Body)
	if err != nil {
		h.t.Fatal(err)
	}
	d := &document{t: h.t, root: root.(map[string]any), compiler: jsonschema.NewCompiler()}
	d.compiler.DefaultDraft(jsonschema.Draft2020)
	d.compiler.AssertFormat()
	if err := d.compiler.AddResource(documentAddress, root); err != nil {
		h.t.Fatal(err)
	}
	return d
}

// resolve follows the $ref of an object, if it is one.
func (d *document) resolve(v any) map[string]any {
	object, _ := v.(map[string]any)
	ref, ok := object["$ref"].(string)
	if !ok {
		return object
	}
	at := d.pointed(ref)
	if at == nil {
		d.t.Fatalf("nothing at %s", ref)
	}
	return d.resolve(at)
}

// pointed returns what a local reference points at; nil where it is nothing.
func (d *document) pointed(ref string) any {
	var at any = d.root
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		if unescaped, err := url.PathUnescape(part); err == nil {
			part = unescaped
		}
		below, _ := at.(map[string]any)
		at = below[strings.NewReplacer("~1", "/", "~0", "~").Replace(part)]
	}
	return at
}

// fits returns what is wrong with a value by the schema at a place of the
// document.
func (d *document) fits(value any, place ...string) error {
	d.t.Helper()
	for i, part := range place {
		place[i] = url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(part))
	}
	schema, err := d.compiler.Compile(documentAddress + "#/" + strings.Join(place, "/"))
	if err != nil {
		d.t.Fatal(err)
	}
	return schema.Validate(value)
}

// operation is an operation of the document.
type operation struct {
	method, path, id string
	fields           map[string]any
	parameters       []map[string]any
}

// operations lists all of them by path and method.
func (d *document) operations() []operation {
	var list []operation
	paths := d.root["paths"].(map[string]any)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := paths[path].(map[string]any)
		for _, method := range []string{"get", "post", "put", "patch", "delete"} {
			fields, ok := item[method].(map[string]any)
			if !ok {
				continue
			}
			op := operation{method: strings.ToUpper(method), path: path, fields: fields}
			op.id, _ = fields["operationId"].(string)
			parameters, _ := fields["parameters"].([]any)
			for _, p := range parameters {
				op.parameters = append(op.parameters, d.resolve(p))
			}
			list = append(list, op)
		}
	}
	return list
}

// parameter returns a parameter of an operation; nil where it takes none.
func (o operation) parameter(in, name string) map[string]any {
	for _, p := range o.parameters {
		if p["in"] == in && strings.EqualFold(p["name"].(string), name) {
			return p
		}
	}
	return nil
}

// body returns the media types of the body of an operation.
func (d *document) body(o operation) map[string]any {
	content, _ := d.resolve(o.fields["requestBody"])["content"].(map[string]any)
	return content
}

// response returns what an operation answers with a status.
func (d *document) response(o operation, status string) map[string]any {
	return d.resolve(o.fields["responses"].(map[string]any)[status])
}

// address is the path of an operation with the examples of its parameters;
// where the answer is to be whole, without those that leave parts of it out.
func (o operation) address(t testing.TB, whole bool) string {
	t.Helper()
	path, query := o.path, url.Values{}
	for _, p := range o.parameters {
		name, example := p["name"].(string), p["example"]
		switch {
		case p["required"] == true && example == nil:
			t.Fatalf("%s: no example of %s", o.id, name)
		case p["in"] == "path":
			path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(text(example)))
		case p["in"] != "query" || example == nil || whole && (name == "fields" || name == "omit"):
		case asObject(p["schema"])["type"] == "object":
			for key, value := range asObject(example) {
				query.Set(key, text(value))
			}
		case p["explode"] == true:
			for _, value := range example.([]any) {
				query.Add(name, text(value))
			}
		default:
			query.Set(name, text(example))
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

func asObject(v any) map[string]any {
	object, _ := v.(map[string]any)
	return object
}

// text is an example as it stands in an address or a header.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			parts[i] = text(part)
		}
		return strings.Join(parts, ",")
	}
	b, _ := json.Marshal(v)
	return string(b)
}

// TestDocumentIsOpenAPI holds the document against the schema of OpenAPI 3.1,
// and against what that schema cannot say.
func TestDocumentIsOpenAPI(t *testing.T) {
	inTurn(t)
	d := newHouse(t).document()
	rules, err := os.ReadFile("testdata/openapi-3.1-schema-2022-10-07.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(rules))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi-3.1.json", schema); err != nil {
		t.Fatal(err)
	}
	if err := compiler.MustCompile("openapi-3.1.json").Validate(d.root); err != nil {
		t.Error(err)
	}
	for name := range d.root["components"].(map[string]any)["schemas"].(map[string]any) {
		if _, err := d.compiler.Compile(documentAddress + "#/components/schemas/" + name); err != nil {
			t.Errorf("schema %s: %v", name, err)
		}
	}
	checkReferences(t, d, d.root)
	tags, ids := map[any]bool{}, map[string]bool{}
	for _, tag := range d.root["tags"].([]any) {
		tags[tag.(map[string]any)["name"]] = true
	}
	for _, op := range d.operations() {
		if op.id == "" || ids[op.id] {
			t.Errorf("%s %s: the id %q is not its own", op.method, op.path, op.id)
		}
		ids[op.id] = true
		for _, tag := range op.fields["tags"].([]any) {
			if !tags[tag] {
				t.Errorf("%s: the tag %v is not described", op.id, tag)
			}
		}
		checkParameters(t, op)
	}
}

// checkParameters holds the parameters of an operation against its path.
func checkParameters(t *testing.T, op operation) {
	t.Helper()
	seen := map[string]bool{}
	for _, p := range op.parameters {
		key := p["in"].(string) + " " + p["name"].(string)
		if seen[key] {
			t.Errorf("%s: %s is there twice", op.id, key)
		}
		seen[key] = true
		if description, _ := p["description"].(string); description == "" {
			t.Errorf("%s: %s is not described", op.id, key)
		}
		if p["in"] == "path" && !strings.Contains(op.path, "{"+p["name"].(string)+"}") {
			t.Errorf("%s: %s is not in the path", op.id, key)
		}
	}
	for part := range strings.SplitSeq(op.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok && !seen["path "+strings.TrimSuffix(name, "}")] {
			t.Errorf("%s: %s of the path is not described", op.id, part)
		}
	}
}

// checkReferences follows every $ref.
func checkReferences(t *testing.T, d *document, v any) {
	switch v := v.(type) {
	case []any:
		for _, below := range v {
			checkReferences(t, d, below)
		}
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok && d.pointed(ref) == nil {
			t.Errorf("nothing at %s", ref)
		}
		for _, below := range v {
			checkReferences(t, d, below)
		}
	}
}

// TestDocumentSaysWhatOperationsAnswer holds that every operation is described
// with every status that any can answer with.
func TestDocumentSaysWhatOperationsAnswer(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	d := h.document()
	for _, op := range d.operations() {
		for _, key := range []string{"summary", "description"} {
			if said, _ := op.fields[key].(string); said == "" {
				t.Errorf("%s has no %s", op.id, key)
			}
		}
		want := []string{"401", "403", "421", "422", "429", "500", "503"}
		if d.body(op) != nil {
			want = append(want, "400", "408", "413", "415")
		}
		if strings.Contains(op.path, "{id}") {
			want = append(want, "404")
		}
		if op.parameter("header", "If-Match") != nil {
			want = append(want, "412")
		}
		if op.parameter("header", "If-None-Match") != nil {
			want = append(want, "304")
		}
		for _, status := range want {
			if d.response(op, status) == nil {
				t.Errorf("%s does not say %s", op.id, status)
			}
		}
		for status := range op.fields["responses"].(map[string]any) {
			response := d.response(op, status)
			content, _ := response["content"].(map[string]any)
			if status >= "400" && content["application/problem+json"] == nil {
				t.Errorf("%s answers %s with no problem", op.id, status)
			}
			if response["description"] == http.StatusText(atoi(status)) {
				t.Errorf("%s: %s is not described", op.id, status)
			}
		}
	}
}

func atoi(s string) (n int) {
	for _, digit := range s {
		n = 10*n + int(digit-'0')
	}
	return n
}
