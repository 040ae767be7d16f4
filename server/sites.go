package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// siteOperations are the operations on a part of a stored plan.
func (s *Server) siteOperations(api huma.API) {
	add(api, huma.Operation{
		OperationID: "read-racks", Method: http.MethodGet, Path: "/api/v1/plans/{id}/sites/{site}/halls/{hall}/layout", Tags: []string{"capacity"},
		Summary: "Read the racks of a hall",
		Description: "Racks of a hall in a month with what every feed and panel carries, with both sides in and after the loss of the other side, against its limit. " +
			"usable_va counts redundancy; netbox_available_va is the sum of the feeds as NetBox has it.",
		Errors: []int{http.StatusNotFound},
	}, s.readRacks)
	add(api, huma.Operation{
		OperationID: "read-site-state", Method: http.MethodGet, Path: "/api/v1/plans/{id}/sites/{site}/state", Tags: []string{"capacity"},
		Summary: "See a site with a failure",
		Description: "Puts on every hall what it may carry in a month, takes a failure out, and says what every system then carries, what is above its rating and what is dropped. " +
			"Without a failure the site is sound; failures lists what can be chosen.",
		Errors: []int{http.StatusNotFound},
	}, s.readSiteState)
}

// The parts of inputs; huma reads exported ones alone.
type (
	// SitePath names a site of a plan.
	SitePath struct {
		PlanPath
		Site string `path:"site" doc:"Name of a site" example:"ansan" minLength:"1" maxLength:"400"`
	}
	// MonthQuery chooses a month of the plan.
	MonthQuery struct {
		Month string `query:"month" doc:"Month of the plan as YYYY-MM; its last where omitted" example:"2030-09" maxLength:"20"`
	}
)

// ChangeList is changes to a plan, in the order they are made in.
type ChangeList struct {
	Changes []planner.Change `json:"changes" nullable:"false" maxItems:"1000"`
}

// refusedChanges says that it is the plan with the changes that is at fault,
// and which of them are.
func refusedChanges(err error, changes []planner.Change) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	p := invalidPlan(invalid)
	p.Detail = fmt.Sprintf("The plan with these changes has %d faults.", len(invalid.Faults))
	if len(invalid.Faults) == 1 {
		p.Detail = "The plan with these changes has one fault."
	}
	for i, f := range invalid.Faults {
		if at := slices.IndexFunc(changes, func(c planner.Change) bool { return c.Path == f.Path }); at >= 0 {
			p.Errors[i].Location = fmt.Sprintf("/changes/%d", at)
		}
	}
	return p
}

type racksInput struct {
	SitePath
	Hall string `path:"hall" doc:"Name of a hall of the site" example:"DH-1" minLength:"1" maxLength:"400"`
	MonthQuery
	ReadCondition
}

type racksAnswer struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *planner.RackLayout
}

func (s *Server) readRacks(ctx context.Context, in *racksInput) (*racksAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	site, err := siteOf(stored.Plan, in.Site)
	if err != nil {
		return nil, err
	}
	if _, err := hallOf(site, in.Hall); err != nil {
		return nil, err
	}
	month, err := monthOf(stored.Plan, in.Month)
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(stored.Hash, s.Version, in.Site, in.Hall, month.String())
	if matches(in.IfNoneMatch, tag) {
		return &racksAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	layout, err := bounded(ctx, s, func() (planner.RackLayout, error) {
		return planner.Racks(stored.Plan, s.Reference, in.Site, in.Hall, month)
	})
	if err != nil {
		return nil, err
	}
	return &racksAnswer{Status: http.StatusOK, ETag: tag, Body: &layout}, nil
}

type stateInput struct {
	SitePath
	MonthQuery
	Failure string `query:"failure" doc:"Id of one of the site's failures; none goes out where omitted" maxLength:"1000"`
	ReadCondition
}

type stateAnswer struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *planner.SiteState
}

func (s *Server) readSiteState(ctx context.Context, in *stateInput) (*stateAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := siteOf(stored.Plan, in.Site); err != nil {
		return nil, err
	}
	month, err := monthOf(stored.Plan, in.Month)
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(stored.Hash, s.Version, in.Site, month.String(), in.Failure)
	if matches(in.IfNoneMatch, tag) {
		return &stateAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	state, err := bounded(ctx, s, func() (planner.SiteState, error) {
		return planner.Simulate(stored.Plan, s.Reference, in.Site, month, in.Failure)
	})
	if err != nil {
		return nil, refusedFailure(err, in.Failure)
	}
	return &stateAnswer{Status: http.StatusOK, ETag: tag, Body: &state}, nil
}

// refusedFailure says that it is the failure asked for that the site does not
// have, where it is.
func refusedFailure(err error, id string) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) || len(invalid.Faults) != 1 || invalid.Faults[0].Path != "failure" {
		return err
	}
	p := problem(http.StatusUnprocessableEntity, "The site has no such failure in this month; the state without one lists them.")
	p.Errors = []*huma.ErrorDetail{{Message: invalid.Faults[0].Message, Location: "query.failure", Value: id}}
	return p
}
