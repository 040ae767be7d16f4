package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"buildout/planner"
	"buildout/planner/parts"

	"github.com/danielgtaylor/huma/v2"
)

// The example of RFC 7396, appendix A, as far as it is about objects.
func TestMergePatchesOfTheStandard(t *testing.T) {
	for _, c := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		got, err := mergeJSON(json.RawMessage(c[0]), []byte(c[1]))
		if err != nil || string(got) != c[2] {
			t.Errorf("%s with %s: %s, %v, want %s", c[0], c[1], got, err, c[2])
		}
	}
}

// FuzzBodies reads any bytes as every kind of body: what is wrong is a problem of
// the client.
func FuzzBodies(f *testing.F) {
	for _, seed := range []string{
		`{"site":"a","hall":"b","name":"c","rack_type":"d","row":"e","position":1,"from":"2025-01"}`, `[{"id":"a/b/c"}]`, `[{"id":1,"revision":2,"plan":{"name":null}}]`,
		`{"id":null}`, `[]`, `[null]`, `{`, ``, "\xff", `{"a":{"b":[{"c":1e999}]}}`, `[{"id":"a","id":"b"}]`, `{"name":"a","note":"b"}`, `[[[[`, `{"position":9223372036854775808}`,
	} {
		f.Add([]byte(seed))
	}
	rack := parts.Rack{Site: "ansan", Hall: "DH-1", Rack: planner.Rack{Name: "A1", RackType: "server-6kw", Row: "A", Position: 1}}
	f.Fuzz(func(t *testing.T, body []byte) {
		b := SentBody{ContentType: asJSON, RawBody: body}
		_, _, _, errElements := sentElements[parts.Rack](b)
		_, errIDs := sentIDs(b)
		_, errPatches := sentPatches(b)
		_, _, errPlans := seenPlans(b, jsonTypes, true)
		_, errApproval := object[ApprovalRequest](b)
		document, errPatch := sentPatch(b)
		for _, err := range []error{errElements, errIDs, errPatches, errPlans, errApproval, errPatch} {
			var p *huma.ErrorModel
			if err != nil && (!errors.As(err, &p) || p.Status != http.StatusUnprocessableEntity || len(p.Errors) == 0) {
				t.Errorf("%q: %v", body, err)
			}
		}
		if errPatch != nil {
			return
		}
		patched, faults := merge(rack, document)
		if again, _ := merge(patched, document); len(faults) == 0 && contentHash(again) != contentHash(patched) {
			t.Errorf("%q made twice differs", body)
		}
	})
}
