package server

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"

	"buildout/models/query"
	"buildout/planner"
)

// Media types of bodies, for the document too. A body that names none is read as
// the first.
var (
	jsonTypes  = []string{"application/json"}
	patchTypes = []string{"application/merge-patch+json", "application/json"}
)

// SentBody is a body as it was sent.
type SentBody struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	RawBody     []byte
}

// typed holds the media type of a body against those that are read.
func (b SentBody) typed(types []string) error {
	if b.ContentType == "" {
		return nil
	}
	media, _, err := mime.ParseMediaType(b.ContentType)
	if err != nil || !slices.Contains(types, media) {
		return problem(http.StatusUnsupportedMediaType, "Send the body as "+strings.Join(types, " or ")+".")
	}
	return nil
}

// begins is the first byte of a JSON document: { of an object, [ of a list.
func (b SentBody) begins() byte {
	if trimmed := bytes.TrimLeft(b.RawBody, " \t\r\n"); len(trimmed) > 0 {
		return trimmed[0]
	}
	return 0
}

// object decodes a body that is one JSON object.
func object[T any](b SentBody) (T, error) {
	var value T
	if err := b.typed(jsonTypes); err != nil {
		return value, err
	}
	if b.begins() != '{' {
		return value, wrongKind("a JSON object is wanted here")
	}
	value, err := planner.Decode[T](b.RawBody)
	return value, refusedSent(err, false)
}

// sentElements decodes a body that is a JSON object or a list of them. Faults of
// its form are at their paths in the list, beside what could be read all the same.
func sentElements[T any](b SentBody) (list []T, form []planner.Fault, one bool, err error) {
	if err := b.typed(jsonTypes); err != nil {
		return nil, nil, false, err
	}
	switch b.begins() {
	case '{':
		var element T
		element, err = planner.Decode[T](b.RawBody)
		list, one = []T{element}, true
	case '[':
		if list, err = planner.Decode[[]T](b.RawBody); len(list) > query.Most {
			return nil, nil, false, bulk(len(list))
		}
	default:
		return nil, nil, false, wrongKind("a JSON object is wanted here, or a list of them")
	}
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return list, nil, one, cmp.Or(err, bulk(len(list)))
	}
	for _, f := range invalid.Faults {
		if one {
			f.Path = below("[0]", f.Path)
		}
		form = append(form, f)
	}
	return list, form, one, nil
}

// bulk holds the length of a list that is written at once.
func bulk(n int) error {
	switch {
	case n == 0:
		return wrongKind("the list is empty; there is nothing to do")
	case n > query.Most:
		return limitProblem(http.StatusUnprocessableEntity, "list-length", "List Too Long", "body", query.Most,
			fmt.Sprintf("The list has %d elements; at most %d are written at once. Send them in parts.", n, query.Most))
	}
	return nil
}

func wrongKind(message string) error {
	return refusedSent(&planner.Invalid{Faults: []planner.Fault{{Line: 1, Message: message}}}, false)
}

// sentIDs decodes a body that is a list of references.
func sentIDs(b SentBody) ([]string, error) {
	if err := b.typed(jsonTypes); err != nil {
		return nil, err
	}
	if b.begins() != '[' {
		return nil, wrongKind("a JSON list of objects with an id is wanted here")
	}
	list, err := planner.Decode[[]ElementReference](b.RawBody)
	if err != nil {
		return nil, refusedSent(err, false)
	}
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.ID
	}
	return ids, bulk(len(ids))
}

// patch is a JSON merge patch of the element with an id.
type patch struct {
	id       string
	document []byte
}

// sentPatch reads a body that is a JSON merge patch of one element.
func sentPatch(b SentBody) ([]byte, error) {
	if err := b.typed(patchTypes); err != nil {
		return nil, err
	}
	if b.begins() != '{' {
		return nil, wrongKind("a JSON object with what changes is wanted here")
	}
	return b.RawBody, refusedSent(planner.WellFormed(b.RawBody), false)
}

// sentPatches reads a body that is a list of JSON merge patches, each with the id
// of its element.
func sentPatches(b SentBody) ([]patch, error) {
	objects, err := sentObjects(b, patchTypes)
	if err != nil {
		return nil, err
	}
	var faults []planner.Fault
	list := make([]patch, len(objects))
	for i, fields := range objects {
		list[i].id = idOf(fields["id"])
		if list[i].id == "" {
			faults = append(faults, planner.Fault{Path: fmt.Sprintf("[%d].id", i), Found: string(fields["id"]), Message: "the id of an element is wanted here, as a text"})
		}
		delete(fields, "id")
		if list[i].document, err = json.Marshal(fields); err != nil {
			return nil, err
		}
	}
	if len(faults) > 0 {
		return nil, refusedSent(&planner.Invalid{Faults: faults}, false)
	}
	return list, nil
}

// idOf reads a text; empty where it is none.
func idOf(value json.RawMessage) (id string) {
	if json.Unmarshal(value, &id) != nil {
		return ""
	}
	return id
}

// sentObjects reads a body that is a list of JSON objects.
func sentObjects(b SentBody, types []string) ([]map[string]json.RawMessage, error) {
	if err := b.typed(types); err != nil {
		return nil, err
	}
	if b.begins() != '[' {
		return nil, wrongKind("a JSON list of objects is wanted here")
	}
	if err := planner.WellFormed(b.RawBody); err != nil {
		return nil, refusedSent(err, false)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(b.RawBody, &list); err != nil {
		return nil, wrongKind("not JSON: " + err.Error())
	}
	if err := bulk(len(list)); err != nil {
		return nil, err
	}
	var faults []planner.Fault
	objects := make([]map[string]json.RawMessage, len(list))
	for i, element := range list {
		if json.Unmarshal(element, &objects[i]) != nil || objects[i] == nil {
			faults = append(faults, planner.Fault{Path: fmt.Sprintf("[%d]", i), Message: "an object is wanted here"})
		}
	}
	if len(faults) > 0 {
		return nil, refusedSent(&planner.Invalid{Faults: faults}, false)
	}
	return objects, nil
}
