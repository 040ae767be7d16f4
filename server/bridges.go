package server

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/charts"

	"github.com/danielgtaylor/huma/v2"
)

// bridgeOperations are the operations that say why two plans differ.
func (s *Server) bridgeOperations(api huma.API) {
	registry := api.OpenAPI().Components.Schemas
	bridge := tables(schemaOf[compare.BridgeResult](registry), "A row for each line of each step: driver, with, place, line, site, phase, amount, unit. The amounts sum to the difference.")
	add(api, bridge(huma.Operation{
		OperationID: "bridge-plans", Method: http.MethodGet, Path: "/api/v1/bridge", Tags: []string{"comparisons"},
		Summary:     "Say why a figure of two stored plans differs",
		Description: "Leads from the figure of one plan to that of the other in steps by driver, each with its lines. " + bridgeWords,
		Errors:      []int{http.StatusNotFound},
	}), s.bridgePlans)
	add(api, bridge(s.reads(huma.Operation{
		OperationID: "bridge-sent-plans", Method: http.MethodPost, Path: "/api/v1/bridge", Tags: []string{"comparisons"},
		Summary:     "Say why a figure of two plans differs, stored or sent",
		Description: "The same of plans that are stored, at any revision, or sent with the request. Nothing is stored. " + bridgeWords,
		Metadata:    oneBody[BridgeRequest](jsonTypes...),
	})), s.bridgeSent)
}

const bridgeWords = "A step is the mean, over every order in which the steps may be taken, of what it moves the figure by (its Shapley value), in whole won or watts. " +
	"Steps sum to the difference and lines to their step, exactly; the bridge back is this one with every sign turned. Of more than 12 steps, orders are drawn, and each step has its standard error. CSV by `Accept: text/csv`."

// BridgeOf is what a bridge leads over.
type BridgeOf struct {
	Of     compare.Figure `query:"of" json:"of,omitempty" enum:"forecast_krw,npv_krw,usable_it_kw" doc:"Figure to explain; forecast_krw where omitted"`
	Detail compare.Detail `query:"detail" json:"detail,omitempty" enum:"driver,change" doc:"A step for each driver, or for each driver and place; driver where omitted"`
}

// options is what of a bridge is asked for.
func (b BridgeOf) options() compare.BridgeOptions {
	return compare.BridgeOptions{Of: b.Of, Detail: b.Detail}
}

type bridgeInput struct {
	From string `query:"from" required:"true" doc:"Id or name of a plan, with an @ and a revision where one is meant" example:"ansan-460" minLength:"1" maxLength:"400"`
	To   string `query:"to" required:"true" doc:"The other plan" example:"two-sites-460" minLength:"1" maxLength:"400"`
	BridgeOf
	TableAccept
	ReadCondition
}

func (s *Server) bridgePlans(ctx context.Context, in *bridgeInput) (*tableAnswer, error) {
	ends := s.located(ctx, []string{in.From, in.To})
	tag := func() string {
		return evaluationTag(ends[0].Hash, s.Version, "bridge", ends[1].Hash, ends[0].Name, ends[1].Name, string(in.Of), string(in.Detail), in.media())
	}
	if faultless(ends) && matches(in.IfNoneMatch, tag()) {
		return &tableAnswer{Status: http.StatusNotModified, ETag: tag(), Vary: []string{"Accept"}}, nil
	}
	made, err := s.bridged(ctx, ends, in.options(), asked("query.from", "query.to"))
	if err != nil {
		return nil, err
	}
	return asTable(in.media(), tag(), made, func() ([]byte, error) { return bridgeCSV(made) })
}

// BridgeRequest is two plans and what is asked of how they differ.
type BridgeRequest struct {
	From PlanSource `json:"from"`
	To   PlanSource `json:"to"`
	BridgeOf
}

type bridgeSentInput struct {
	TableAccept
	SentBody
}

func (s *Server) bridgeSent(ctx context.Context, in *bridgeSentInput) (*tableAnswer, error) {
	places := []string{"from", "to"}
	sent, form, err := sentSources(in.SentBody, func(BridgeRequest) []string { return places })
	if err != nil {
		return nil, err
	}
	faults := append(sent.From.check("from"), sent.To.check("to")...)
	if faults = append(faults, sent.BridgeOf.check()...); len(faults) > 0 {
		return nil, refusedSent(&planner.Invalid{Faults: faults}, false)
	}
	ends := []source{s.sent(ctx, sent.From, form["from"]), s.sent(ctx, sent.To, form["to"])}
	made, err := s.bridged(ctx, ends, sent.options(), sentAt(places))
	if err != nil {
		return nil, err
	}
	return asTable(in.media(), "", made, func() ([]byte, error) { return bridgeCSV(made) })
}

// check holds what is asked of a bridge against what there is.
func (b BridgeOf) check() (faults []planner.Fault) {
	for _, choice := range []struct {
		path, value string
		known       []string
	}{
		{"of", string(b.Of), []string{string(compare.ForecastKRW), string(compare.NPVKRW), string(compare.UsableITKW)}},
		{"detail", string(b.Detail), []string{string(compare.ByDriver), string(compare.ByChange)}},
	} {
		if choice.value != "" && !slices.Contains(choice.known, choice.value) {
			faults = append(faults, planner.NewFault(choice.path, choice.value, "one of %s", strings.Join(choice.known, ", ")))
		}
	}
	return faults
}

// bridged works out the bridge between two plans.
func (s *Server) bridged(ctx context.Context, ends []source, o compare.BridgeOptions, where whereabouts) (compare.BridgeResult, error) {
	if err := broken(ends); err != nil {
		return compare.BridgeResult{}, err
	}
	if !faultless(ends) {
		return compare.BridgeResult{}, unbridged(ends, where)
	}
	if made, ok := s.bridgeAtHand(ends[0].unworked(), ends[1].unworked(), o); ok {
		return made, nil
	}
	s.work(ctx, ends)
	if err := broken(ends); err != nil {
		return compare.BridgeResult{}, err
	}
	if !faultless(ends) {
		return compare.BridgeResult{}, unbridged(ends, where)
	}
	return s.bridge(ctx, ends[0].Case, ends[1].Case, o)
}

// unworked is a plan that is not evaluated, by what a bridge is kept under.
func (from source) unworked() compare.Case {
	return compare.Case{Name: from.Name, Result: planner.Result{Plan: planner.PlanRef{Hash: from.Hash}}}
}

// unbridged says which of two plans cannot be compared, and why.
func unbridged(ends []source, where whereabouts) *huma.ErrorModel {
	p := refusedSources("The plans cannot be compared.", ends, where)
	for _, end := range ends {
		if errors.Is(end.Fault, models.ErrNotFound) && strings.HasPrefix(p.Errors[0].Location, "query.") {
			p.Status, p.Title = http.StatusNotFound, http.StatusText(http.StatusNotFound)
		}
	}
	return p
}

// bridgeCSV writes a bridge as a table, a row for each line of each step.
func bridgeCSV(b compare.BridgeResult) ([]byte, error) {
	table := charts.Data{}
	for _, name := range []string{"driver", "with", "place", "line", "site", "phase", "amount", "unit"} {
		table.Columns = append(table.Columns, charts.DataColumn{Name: name})
	}
	for _, step := range b.Steps {
		with := make([]string, len(step.With))
		for i, driver := range step.With {
			with[i] = string(driver)
		}
		row := func(line compare.BridgeLine) {
			table.Rows = append(table.Rows, []any{string(step.Driver), strings.Join(with, " "), step.Place, line.Name, line.Site, line.Phase, line.Amount, b.Unit})
		}
		for _, line := range step.Lines {
			row(line)
		}
		if len(step.Lines) == 0 {
			row(compare.BridgeLine{Amount: step.Amount})
		}
	}
	var body bytes.Buffer
	err := table.CSV(&body)
	return body.Bytes(), err
}
