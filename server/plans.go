package server

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"buildout/models"
	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// PlanResource is a stored plan as the API shows it.
type PlanResource struct {
	ID        int64        `json:"id" doc:"Number that never changes" example:"1"`
	Revision  int          `json:"revision" doc:"Rises by one with every change" example:"3"`
	Hash      string       `json:"hash" doc:"SHA-256 over the plan's JSON, in hex"`
	CreatedAt time.Time    `json:"created_at"`
	UpdatedAt time.Time    `json:"updated_at"`
	Plan      planner.Plan `json:"plan"`
}

// PlanList is a page of stored plans.
type PlanList struct {
	Count    int            `json:"count" doc:"Plans in all"`
	Next     *string        `json:"next" doc:"Address of the next page; null on the last"`
	Previous *string        `json:"previous" doc:"Address of the page before; null on the first"`
	Results  []PlanResource `json:"results" nullable:"false"`
}

// PlanRevision is a change that was made to a plan.
type PlanRevision struct {
	Revision  int       `json:"revision"`
	Hash      string    `json:"hash" doc:"SHA-256 over the plan's JSON at this revision, in hex"`
	Author    string    `json:"author" doc:"Who made it, as the request said; empty where it did not"`
	Reason    string    `json:"reason" doc:"Why, as the request said; empty where it did not"`
	CreatedAt time.Time `json:"created_at"`
}

// RevisionList is all revisions of a plan.
type RevisionList struct {
	Count   int            `json:"count"`
	Results []PlanRevision `json:"results" nullable:"false"`
}

// The parts inputs are made of; huma reads exported ones alone.
type (
	// PlanPath names a plan.
	PlanPath struct {
		ID string `path:"id" doc:"Id or name of a plan" example:"two-sites-460" minLength:"1" maxLength:"400"`
	}
	// ReadCondition asks for a plan only where it changed.
	ReadCondition struct {
		IfNoneMatch string `header:"If-None-Match" doc:"ETag the client has; 304 where it is current"`
	}
	// WriteCondition names the revision that may be changed.
	WriteCondition struct {
		IfMatch string `header:"If-Match" doc:"ETag of the revision to change, needed: 428 without, 412 where it is not current" example:"\"3-0123456789abcdef\""`
	}
	// ChangeHeaders say who makes a change and why.
	ChangeHeaders struct {
		Author string `header:"Buildout-Author" doc:"Who makes the change; as UTF-8 or as UTF-8''percent-encoded" example:"kim"`
		Reason string `header:"Buildout-Reason" doc:"Why; as UTF-8 or as UTF-8''percent-encoded" example:"Feed moved to June"`
	}
	// PlanBody is a plan as it was sent.
	PlanBody struct {
		ContentType string `header:"Content-Type" hidden:"true"`
		RawBody     []byte `contentType:"application/yaml"`
	}
	planAnswer struct {
		Status   int
		ETag     string `header:"ETag"`
		Location string `header:"Location"`
		Body     *PlanResource
	}
)

type listInput struct {
	Limit  int `query:"limit" default:"50" minimum:"1" maximum:"1000" doc:"Most plans to return"`
	Offset int `query:"offset" default:"0" minimum:"0" maximum:"1000000000" doc:"Plans to pass over"`
}

type listAnswer struct{ Body PlanList }

func (s *Server) listPlans(ctx context.Context, in *listInput) (*listAnswer, error) {
	plans, count, err := s.Store.Plans(ctx, in.Limit, in.Offset)
	if err != nil {
		return nil, err
	}
	list := PlanList{Count: count, Results: make([]PlanResource, len(plans))}
	for i, p := range plans {
		list.Results[i] = resource(p)
	}
	if in.Offset+in.Limit < count {
		list.Next = pageAddress(in.Limit, in.Offset+in.Limit)
	}
	if in.Offset > 0 {
		list.Previous = pageAddress(in.Limit, max(0, in.Offset-in.Limit))
	}
	return &listAnswer{list}, nil
}

func pageAddress(limit, offset int) *string {
	address := fmt.Sprintf("/api/v1/plans?limit=%d&offset=%d", limit, offset)
	return &address
}

func resource(p models.StoredPlan) PlanResource {
	return PlanResource{ID: p.ID, Revision: p.Revision, Hash: p.Hash, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt, Plan: p.Plan}
}

func answer(p models.StoredPlan) *planAnswer {
	body := resource(p)
	return &planAnswer{Status: http.StatusOK, ETag: planTag(p), Body: &body}
}

type createInput struct {
	ChangeHeaders
	PlanBody
}

func (s *Server) createPlan(ctx context.Context, in *createInput) (*planAnswer, error) {
	plan, err := in.plan(s.Reference)
	if err != nil {
		return nil, err
	}
	why, err := in.ChangeHeaders.model()
	if err != nil {
		return nil, err
	}
	stored, err := s.Store.CreatePlan(ctx, plan, why)
	if err != nil {
		return nil, err
	}
	out := answer(stored)
	out.Status, out.Location = http.StatusCreated, fmt.Sprintf("/api/v1/plans/%d", stored.ID)
	return out, nil
}

type readInput struct {
	PlanPath
	ReadCondition
}

func (s *Server) readPlan(ctx context.Context, in *readInput) (*planAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if tag := planTag(stored); matches(in.IfNoneMatch, tag) {
		return &planAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	return answer(stored), nil
}

type replaceInput struct {
	PlanPath
	WriteCondition
	ChangeHeaders
	PlanBody
}

func (s *Server) replacePlan(ctx context.Context, in *replaceInput) (*planAnswer, error) {
	current, err := s.current(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	plan, err := in.plan(s.Reference)
	if err != nil {
		return nil, err
	}
	why, err := in.ChangeHeaders.model()
	if err != nil {
		return nil, err
	}
	stored, err := s.Store.ReplacePlan(ctx, strconv.FormatInt(current.ID, 10), current.Revision, plan, why)
	if err != nil {
		return nil, err
	}
	return answer(stored), nil
}

type deleteInput struct {
	PlanPath
	WriteCondition
}

func (s *Server) deletePlan(ctx context.Context, in *deleteInput) (*struct{}, error) {
	current, err := s.current(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, s.Store.DeletePlan(ctx, strconv.FormatInt(current.ID, 10), current.Revision)
}

// current loads the plan to change and holds it against If-Match. The store
// holds its revision again when it writes.
func (s *Server) current(ctx context.Context, ref, ifMatch string) (models.StoredPlan, error) {
	if ifMatch == "" {
		return models.StoredPlan{}, errNoIfMatch
	}
	stored, err := s.Store.Plan(ctx, ref)
	if err == nil && !matches(ifMatch, planTag(stored)) {
		err = &models.StaleError{Current: stored.Revision}
	}
	return stored, err
}

type revisionsAnswer struct{ Body RevisionList }

func (s *Server) listRevisions(ctx context.Context, in *PlanPath) (*revisionsAnswer, error) {
	revisions, err := s.Store.Revisions(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	list := RevisionList{Count: len(revisions), Results: make([]PlanRevision, len(revisions))}
	for i, r := range revisions {
		list.Results[i] = PlanRevision{Revision: r.Number, Hash: r.Hash, Author: r.Author, Reason: r.Reason, CreatedAt: r.CreatedAt}
	}
	return &revisionsAnswer{list}, nil
}

type evaluationAnswer struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *planner.Result
}

func (s *Server) evaluateStored(ctx context.Context, in *readInput) (*evaluationAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(stored.Hash, s.Version)
	if matches(in.IfNoneMatch, tag) {
		return &evaluationAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	result, err := s.evaluate(stored.Plan)
	if err != nil {
		return nil, err
	}
	return &evaluationAnswer{Status: http.StatusOK, ETag: tag, Body: &result}, nil
}

type sentAnswer struct{ Body planner.Result }

func (s *Server) evaluateSent(_ context.Context, in *PlanBody) (*sentAnswer, error) {
	plan, err := in.plan(s.Reference)
	if err != nil {
		return nil, err
	}
	result, err := s.evaluate(plan)
	if err != nil {
		return nil, err
	}
	return &sentAnswer{result}, nil
}

// planTypes are the media types of a plan. A body that names none is read too.
var planTypes = []string{"application/json", "application/yaml", "application/x-yaml", "text/yaml"}

// plan decodes the body of a request.
func (b *PlanBody) plan(ref planner.Reference) (planner.Plan, error) {
	if b.ContentType != "" {
		media, _, err := mime.ParseMediaType(b.ContentType)
		if err != nil || !slices.Contains(planTypes, media) {
			return planner.Plan{}, errMediaType
		}
		if trimmed := bytes.TrimLeft(b.RawBody, " \t\r\n"); media == planTypes[0] && (len(trimmed) == 0 || trimmed[0] != '{') {
			return planner.Plan{}, &planner.Invalid{Faults: []planner.Fault{{Line: 1, Message: "not a JSON object; send YAML as application/yaml"}}}
		}
	}
	return planner.DecodePlan(b.RawBody, ref)
}

// maxChangeText is the most characters of an author or a reason.
const maxChangeText = 500

// readable reports whether a text may be an author or a reason.
func readable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl) && utf8.RuneCountInString(text) <= maxChangeText
}

// model reads the headers that say who changes a plan and why.
func (c ChangeHeaders) model() (models.Change, error) {
	var faults []*huma.ErrorDetail
	read := func(name, value string) string {
		text := value
		if rest, ok := strings.CutPrefix(value, "UTF-8''"); ok {
			var err error
			if text, err = url.PathUnescape(rest); err != nil {
				faults = append(faults, &huma.ErrorDetail{Message: "is not percent-encoded UTF-8", Location: "header." + name})
				return ""
			}
		}
		if !readable(text) {
			faults = append(faults, &huma.ErrorDetail{
				Message: fmt.Sprintf("must be UTF-8 of at most %d characters without control characters", maxChangeText), Location: "header." + name,
			})
		}
		return text
	}
	model := models.Change{Author: read("Buildout-Author", c.Author), Reason: read("Buildout-Reason", c.Reason)}
	if len(faults) > 0 {
		p := problem(http.StatusUnprocessableEntity, "A header cannot be read.")
		p.Errors = faults
		return model, p
	}
	return model, nil
}
