package server

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"buildout/models"
	"buildout/models/query"
	"buildout/planner"
	"buildout/planner/compare"

	"github.com/danielgtaylor/huma/v2"
)

// comparisonOperations are the operations on saved comparisons.
func (s *Server) comparisonOperations(api huma.API) {
	const list, one = "/api/v1/comparisons", "/api/v1/comparisons/{comparison}"
	registry := api.OpenAPI().Components.Schemas
	comparison := schemaOf[ComparisonResource](registry)
	describe := func(op huma.Operation) huma.Operation {
		op.Tags = []string{"comparisons"}
		return op
	}
	add(api, answers(schemaOf[ComparisonList](registry), describe(huma.Operation{
		OperationID: "list-comparisons", Method: http.MethodGet, Path: list,
		Summary: "List saved comparisons",
		Description: "Named sets of plans, each held at a revision; newer counts those of which there is a newer one. In the order they were stored in, a page at a time; " +
			"filters are the fields, with a lookup after `__` such as `__gte` or `__ic`.",
		Parameters: listParameters(), SkipValidateParams: true, Metadata: map[string]any{listFields: comparisonShape.Fields},
	})), s.listComparisons)
	add(api, answers(comparison, s.reads(describe(huma.Operation{
		OperationID: "create-comparison", Method: http.MethodPost, Path: list,
		Summary: "Save a comparison",
		Description: "Takes one, with members by id or name of a plan and revision; a member without a revision is held at the newest one there is now. " +
			"There is no bulk form: comparisons are few. Its name must be new, so that a request that is sent twice stores once and is answered with 409.",
		DefaultStatus: http.StatusCreated, Metadata: oneBody[ComparisonRequest](jsonTypes...), Errors: []int{http.StatusConflict, http.StatusInsufficientStorage},
	}))), s.createComparison)
	add(api, answers(comparison, describe(huma.Operation{
		OperationID: "read-comparison", Method: http.MethodGet, Path: one,
		Summary:     "Read a saved comparison",
		Description: "Each member shows the revision it is held at, the newest there is, and whether its plan is gone. The ETag changes with any of them.",
		Parameters:  projectionParameters(), SkipValidateParams: true, Errors: []int{http.StatusNotFound},
	})), s.readComparison)
	add(api, answers(comparison, s.reads(describe(huma.Operation{
		OperationID: "replace-comparison", Method: http.MethodPut, Path: one,
		Summary:     "Replace a saved comparison",
		Description: "If-Match is needed and must name it as it is. A member that it has already may stay where its plan is gone.",
		Metadata:    oneBody[ComparisonRequest](jsonTypes...), Errors: conditionalErrors,
	}))), s.replaceComparison)
	patch := oneBody[ComparisonRequest](patchTypes...)
	patch[bodyPatch] = true
	add(api, answers(comparison, s.reads(describe(huma.Operation{
		OperationID: "patch-comparison", Method: http.MethodPatch, Path: one,
		Summary: "Change a saved comparison",
		Description: "Takes a JSON merge patch (RFC 7396): what it names is put in place, what it gives null is taken away, all else stays; lists are replaced whole. " +
			"If-Match is needed and must name it as it is.",
		Metadata: patch, Errors: conditionalErrors,
	}))), s.patchComparison)
	add(api, describe(huma.Operation{
		OperationID: "delete-comparison", Method: http.MethodDelete, Path: one,
		Summary:       "Delete a saved comparison",
		Description:   "The plans stay. If-Match is needed and must name it as it is.",
		DefaultStatus: http.StatusNoContent, Errors: conditionalErrors,
	}), s.deleteComparison)
	add(api, tables(schemaOf[PlanMatrix](registry), matrixColumns)(describe(huma.Operation{
		OperationID: "read-comparison-matrix", Method: http.MethodGet, Path: one + "/matrix",
		Summary:     "Compare the plans of a saved comparison",
		Description: "At the revisions that it holds, with its baseline and its measures; with newest=true at the newest ones. " + comparedWords,
		Errors:      []int{http.StatusNotFound},
	})), s.readComparisonMatrix)
}

// ComparisonResource is a saved comparison as the API shows it.
type ComparisonResource struct {
	ID        int64              `json:"id" doc:"Number that never changes" example:"1"`
	Name      string             `json:"name" example:"board"`
	Title     planner.Text       `json:"title,omitzero"`
	Note      string             `json:"note,omitempty"`
	Baseline  int                `json:"baseline" doc:"Place of the member that differences are taken to, from 0"`
	Measures  []string           `json:"measures" nullable:"false" doc:"Names of the measures that are compared; all where empty"`
	Members   []ComparisonMember `json:"members" nullable:"false"`
	Newer     int                `json:"newer" doc:"How many members have a newer revision than the one that is held"`
	Gone      int                `json:"gone" doc:"How many members have no plan any more"`
	Version   int                `json:"version" doc:"How many times it was written"`
	CreatedAt time.Time          `json:"created_at"`
	UpdatedAt time.Time          `json:"updated_at"`
}

// ComparisonMember is a plan of a saved comparison.
type ComparisonMember struct {
	PlanID   int64  `json:"plan_id" doc:"Id of the plan"`
	Plan     string `json:"plan" doc:"Name of the plan; the last it had where it is gone"`
	Revision int    `json:"revision" doc:"Revision that is held"`
	Newest   int    `json:"newest" doc:"Newest revision of the plan; 0 where it is gone"`
	Gone     bool   `json:"gone" doc:"Whether the plan was deleted"`
}

// ComparisonList is a page of saved comparisons.
type ComparisonList = Page[ComparisonResource]

var comparisonShape = query.ShapeOf[ComparisonResource]()

func comparisonResource(c models.Comparison) ComparisonResource {
	shown := ComparisonResource{
		ID: c.ID, Name: c.Name, Title: c.Title, Note: c.Note, Baseline: c.Baseline, Measures: append([]string{}, c.Measures...),
		Members: make([]ComparisonMember, len(c.Members)), Version: c.Version, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
	}
	for i, m := range c.Members {
		shown.Members[i] = ComparisonMember{PlanID: m.PlanID, Plan: m.PlanName, Revision: m.Revision, Newest: m.Newest, Gone: m.Newest == 0}
		switch {
		case m.Newest == 0:
			shown.Gone++
		case m.Newest > m.Revision:
			shown.Newer++
		}
	}
	return shown
}

// comparisonTag is the ETag of a comparison: its version and when it was made, by
// which it may be changed, and what it shows of its plans.
func comparisonTag(c models.Comparison) string {
	return fmt.Sprintf(`%s%.8s"`, comparisonVersion(c), contentHash(comparisonResource(c)))
}

// comparisonVersion is the part of the ETag of a comparison that changes when it
// is written, and not when its plans are.
func comparisonVersion(c models.Comparison) string {
	made := sha256.Sum256(fmt.Appendf(nil, "%d %s", c.ID, c.CreatedAt.UTC().Format(time.RFC3339Nano)))
	return fmt.Sprintf(`"%d-%x`, c.Version, made[:4])
}

// ComparisonPath names a saved comparison.
type ComparisonPath struct {
	Comparison string `path:"comparison" doc:"Id or name of a saved comparison" example:"board" minLength:"1" maxLength:"400"`
}

// savedComparison loads a saved comparison.
func (s *Server) savedComparison(ctx context.Context, ref string) (models.Comparison, error) {
	c, err := s.Store.Comparison(ctx, ref)
	return c, s.aboutComparison(ctx, ref, err)
}

// aboutComparison says an error of the store in words of comparisons.
func (s *Server) aboutComparison(ctx context.Context, ref string, err error) error {
	var invalid *planner.Invalid
	var stale *models.StaleError
	switch {
	case errors.As(err, &invalid):
		return refusedSent(ofMembers(invalid), false)
	case errors.As(err, &stale):
		return s.outdatedComparison(ctx, ref)
	case errors.Is(err, models.ErrDuplicate):
		return problem(http.StatusConflict, "Another comparison has this name. Give it one of its own.")
	case errors.Is(err, models.ErrNotFound):
		list, err := s.Store.Comparisons(ctx)
		if err != nil {
			return err
		}
		names := make([]string, len(list))
		for i, c := range list {
			names[i] = c.Name
		}
		return problem(http.StatusNotFound, fmt.Sprintf("There is no saved comparison %q%s.", ref, strings.TrimSuffix(planner.Offered(ref, names), "?")))
	}
	return err
}

// outdatedComparison is the error of a change to a comparison that is not as the
// client saw it.
func (s *Server) outdatedComparison(ctx context.Context, ref string) error {
	now, err := s.savedComparison(ctx, ref)
	if err != nil {
		return err
	}
	p := problem(http.StatusPreconditionFailed, fmt.Sprintf("The comparison was changed since: version %d is current. Read it, bring your change to it and write again.", now.Version))
	p.Errors = []*huma.ErrorDetail{{Message: "names a version that is not current", Location: "header.If-Match", Value: now.Version}}
	return &conflict{p, comparisonTag(now)}
}

type listComparisonsInput struct {
	Address
	ReadCondition
}

func (s *Server) listComparisons(ctx context.Context, in *listComparisonsInput) (*written, error) {
	q, err := in.listQuery(comparisonShape)
	if err != nil {
		return nil, err
	}
	saved, err := s.Store.Comparisons(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]ComparisonResource, len(saved))
	for i, c := range saved {
		list[i] = comparisonResource(c)
	}
	page := query.Select(slices.Values(list), func(c ComparisonResource) string { return strconv.FormatInt(c.ID, 10) }, q)
	return pageAnswer(&in.Address, in.IfNoneMatch, q, page)
}

type readComparisonInput struct {
	ComparisonPath
	Address
	ReadCondition
}

func (s *Server) readComparison(ctx context.Context, in *readComparisonInput) (*written, error) {
	q, err := in.projection(comparisonShape)
	if err != nil {
		return nil, err
	}
	c, err := s.savedComparison(ctx, in.Comparison)
	if err != nil {
		return nil, err
	}
	tag := comparisonTag(c)
	if matches(in.IfNoneMatch, tag) {
		return unchanged(tag), nil
	}
	body, err := project(comparisonResource(c), q)
	if err != nil {
		return nil, err
	}
	return asWritten(tag, body), nil
}

type comparisonMatrixInput struct {
	ComparisonPath
	Newest          bool `query:"newest" doc:"Compare the plans as they are now, not as they are held"`
	OnlyDifferences bool `query:"only_differences" doc:"Only results in which any two plans differ"`
	Inputs          int  `query:"inputs" default:"100" minimum:"0" maximum:"1000" doc:"Most inputs to list"`
	TableAccept
	ReadCondition
}

func (s *Server) readComparisonMatrix(ctx context.Context, in *comparisonMatrixInput) (*tableAnswer, error) {
	c, err := s.savedComparison(ctx, in.Comparison)
	if err != nil {
		return nil, err
	}
	ask := wantedMatrix{baseline: c.Baseline, onlyDifferences: in.OnlyDifferences, inputs: in.Inputs}
	var faults []planner.Fault
	if ask.measures, faults = measuresOf(c.Measures); len(faults) > 0 {
		return nil, faulty("The comparison", &planner.Invalid{Faults: faults})
	}
	list := s.memberSources(ctx, c, in.Newest)
	if err := broken(list); err != nil {
		return nil, err
	}
	return s.answerMatrix(ctx, list, ask, in.TableAccept, in.ReadCondition, asked("path.comparison"))
}

// memberSources finds the plans of a comparison at the revisions it holds, or at
// the newest.
func (s *Server) memberSources(ctx context.Context, c models.Comparison, newest bool) []source {
	list := make([]source, len(c.Members))
	for i, m := range c.Members {
		ref := fmt.Sprintf("%s@%d", m.PlanName, m.Revision)
		switch revision := strconv.Itoa(m.Revision); {
		case m.Newest == 0:
			list[i] = source{Case: compare.Case{Name: ref, Fault: notThere("plan", m.PlanName, "the plan was deleted since it was put into the comparison")}}
		case newest:
			list[i] = s.locateRevision(ctx, strconv.FormatInt(m.PlanID, 10), "")
			ref = m.PlanName
		default:
			list[i] = s.locateRevision(ctx, strconv.FormatInt(m.PlanID, 10), revision)
		}
		list[i].Ref = ref
	}
	return list
}
