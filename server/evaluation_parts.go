package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"buildout/models/query"
	"buildout/planner"
)

// wanted is what is asked for, in the same form however its parts are ordered.
func (in EvaluationQuery) wanted() wanted {
	asked := "result"
	for _, parts := range [][]string{in.Fields, in.Omit} {
		asked += ";" + strings.Join(slices.Compact(slices.Sorted(slices.Values(parts))), ",")
	}
	return wanted{asked: asked, media: mediaJSON, ifNoneMatch: in.IfNoneMatch, gzip: acceptsGzip(in.AcceptEncoding)}
}

// check reports parts that no result has.
func (p ResultParts) check() error {
	var faults queryFaults
	for _, list := range []struct {
		name  string
		parts []string
	}{{"fields", p.Fields}, {"omit", p.Omit}} {
		for _, part := range list.parts {
			if message := resultKeys.lacks(part); message != "" {
				faults = append(faults, queryFault(list.name, message, part))
			}
		}
	}
	return faults.problem()
}

// of writes the parts of a result. What is not asked for at the top is not
// written at all.
func (p ResultParts) of(r planner.Result) ([]byte, error) {
	deep := func(part string) bool { return strings.Contains(part, ".") }
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if len(p.Fields) == 0 && len(p.Omit) == 0 {
		err := encoder.Encode(r)
		return body.Bytes(), err
	}
	body.WriteByte('{')
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "" || slices.Contains(p.Omit, name) || len(p.Fields) > 0 && !slices.ContainsFunc(p.Fields, func(f string) bool { return f == name || strings.HasPrefix(f, name+".") }) {
			continue
		}
		if body.Len() > 1 {
			body.WriteByte(',')
		}
		fmt.Fprintf(&body, "%q:", name)
		if err := encoder.Encode(v.Field(i).Interface()); err != nil {
			return nil, err
		}
	}
	body.WriteString("}\n")
	if !slices.ContainsFunc(p.Fields, deep) && !slices.ContainsFunc(p.Omit, deep) {
		return body.Bytes(), nil
	}
	chosen, err := query.Project(body.Bytes(), p.Fields, nil)
	if err != nil {
		return nil, err
	}
	return query.Project(chosen, nil, p.Omit)
}
