package server

import (
	"bytes"
	"context"
	"net/http"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/export/workbook"

	"github.com/danielgtaylor/huma/v2"
)

// compareWorkbookOperation is the operation that writes a comparison as a
// workbook.
func (s *Server) compareWorkbookOperation(api huma.API) {
	add(api, huma.Operation{
		OperationID: "export-comparison-workbook", Method: http.MethodGet, Path: "/api/v1/compare/workbook", Tags: []string{"comparisons"},
		Summary: "Export a comparison as a workbook",
		Description: "An xlsx workbook of at most 50 plans: the results side by side with what they differ from the baseline, the bridge from the baseline to each other plan, " +
			"the years side by side, and the inputs that differ. Values are the program's; differences, sums and running totals are formulas. " +
			"A plan that cannot be evaluated is refused here.",
		Responses: map[string]*huma.Response{"200": {Description: "The workbook", Content: map[string]*huma.MediaType{workbook.MediaType: {Schema: binarySchema}}}},
		Errors:    []int{http.StatusNotFound},
	}, s.compareWorkbook)
}

type compareWorkbookInput struct {
	Plans          []string `query:"plan,explode" required:"true" doc:"Id or name of a plan, with an @ and a revision where one is meant; once for each plan" example:"[\"ansan-460\",\"two-sites-460@1\"]" minItems:"1" maxItems:"50"`
	Baseline       string   `query:"baseline" doc:"The one of the plans that differences are taken to; the first where omitted" example:"ansan-460" maxLength:"400"`
	Lang           string   `query:"lang" enum:"en,ko" doc:"Language of the workbook; that of Accept-Language where omitted" example:"en"`
	Unit           string   `query:"unit" enum:"won,million,eok" doc:"Unit in which amounts are shown; that of the language where omitted. Cells hold whole won always"`
	AcceptLanguage string   `header:"Accept-Language" doc:"Languages in the order they are liked in"`
}

func (s *Server) compareWorkbook(ctx context.Context, in *compareWorkbookInput) (*evaluationAnswer, error) {
	list := s.located(ctx, in.Plans)
	if err := broken(list); err != nil {
		return nil, err
	}
	ask := wantedMatrix{baseline: baselineOf(list, in.Baseline), inputs: maxInputs}
	if ask.baseline < 0 {
		faults := queryFaults{queryFault("baseline", "is none of the plans that are compared"+planner.Offered(in.Baseline, in.Plans), in.Baseline)}
		return nil, faults.problem()
	}
	matrix, err := s.matrix(ctx, list, ask, asked("query.plan"))
	if err != nil {
		return nil, err
	}
	for _, from := range list {
		if from.Fault != nil {
			return nil, refusedSources("A plan cannot be compared.", list, asked("query.plan"))
		}
	}
	l := s.pages.Locale(s.pages.Language(in.AcceptLanguage, "", in.Lang), in.Unit)
	made := workbook.Comparison{Matrix: matrix.Matrix(), Version: s.Version, Locale: l}
	for i, from := range list {
		made.Results = append(made.Results, from.Result)
		var bridge compare.BridgeResult
		if i != ask.baseline {
			if bridge, err = s.bridge(ctx, list[ask.baseline].Case, from.Case, compare.BridgeOptions{}); err != nil {
				return nil, err
			}
		}
		made.Bridges = append(made.Bridges, bridge)
	}
	var body bytes.Buffer
	if err := s.onDesk(ctx, func() error { return workbook.WriteComparison(ctx, &body, made) }); err != nil {
		return nil, err
	}
	return &evaluationAnswer{
		Status: http.StatusOK, ContentType: workbook.MediaType, ContentLanguage: l.Lang, ContentDisposition: attachment("comparison.xlsx"), Body: body.Bytes(),
	}, nil
}

// Matrix is the comparison without where its plans come from.
func (m PlanMatrix) Matrix() compare.Matrix {
	made := compare.Matrix{Baseline: m.Baseline, Results: m.Results, Inputs: m.Inputs}
	for _, p := range m.Plans {
		made.Plans = append(made.Plans, p.MatrixPlan)
	}
	return made
}
