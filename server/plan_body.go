package server

import (
	"bytes"
	"mime"
	"slices"

	"buildout/planner"
)

// PlanBody is a plan as it was sent.
type PlanBody struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	RawBody     []byte `contentType:"application/yaml"`
}

// planTypes are the media types of a plan. A body that names none is read too.
var planTypes = []string{"application/json", "application/yaml", "application/x-yaml", "text/yaml"}

// check holds the media type of a body against those of plans, and the first byte
// of JSON against those that JSON may begin with here.
func (b *PlanBody) check(begins string) error {
	if b.ContentType == "" {
		return nil
	}
	media, _, err := mime.ParseMediaType(b.ContentType)
	if err != nil || !slices.Contains(planTypes, media) {
		return errMediaType
	}
	if trimmed := bytes.TrimLeft(b.RawBody, " \t\r\n"); media == planTypes[0] && (len(trimmed) == 0 || !bytes.ContainsRune([]byte(begins), rune(trimmed[0]))) {
		return &planner.Invalid{Faults: []planner.Fault{{Line: 1, Message: "not a JSON object; send YAML as application/yaml"}}}
	}
	return nil
}

// plan decodes the body of a request.
func (b *PlanBody) plan(ref planner.Reference) (planner.Plan, error) {
	if err := b.check("{"); err != nil {
		return planner.Plan{}, err
	}
	return planner.DecodePlan(b.RawBody, ref)
}

// plans decodes the body of a request that is a plan or a list of them.
func (b *PlanBody) plans(ref planner.Reference) (plans []planner.Plan, one bool, err error) {
	if err := b.check("{["); err != nil {
		return nil, false, err
	}
	plans, one, err = planner.DecodePlans(b.RawBody, ref)
	if err == nil {
		err = bulk(len(plans))
	}
	return plans, one, err
}
