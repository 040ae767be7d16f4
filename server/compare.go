package server

import (
	"net/http"

	"buildout/planner/compare"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/negotiation"
)

// compareOperations are the operations that hold plans against each other.
func (s *Server) compareOperations(api huma.API) {
	registry := api.OpenAPI().Components.Schemas
	matrix := tables(schemaOf[PlanMatrix](registry), matrixColumns)
	add(api, matrix(huma.Operation{
		OperationID: "compare-plans", Method: http.MethodGet, Path: "/api/v1/compare", Tags: []string{"comparisons"},
		Summary:     "Compare stored plans",
		Description: "Results of any number of plans side by side, each against a baseline, with the best and the worst; and the inputs in which they differ, by path. " + comparedWords,
	}), s.comparePlans)
	add(api, matrix(s.reads(huma.Operation{
		OperationID: "compare-sent-plans", Method: http.MethodPost, Path: "/api/v1/compare", Tags: []string{"comparisons"},
		Summary:     "Compare plans, stored or sent",
		Description: "The same of plans that are stored, at any revision, and of plans that are sent with the request. Nothing is stored. " + comparedWords,
		Metadata:    oneBody[CompareRequest](jsonTypes...),
	})), s.compareSent)
	s.compareWorkbookOperation(api)
	s.bridgeOperations(api)
	s.sweepOperations(api)
	s.comparisonOperations(api)
}

const matrixColumns = "A row for each measure and plan: measure, unit, plan, value, difference, relative, best, worst."

const comparedWords = "At most 50 plans. One that is not there or cannot be evaluated has its faults in its place, and the others go on; 422 where none can be compared, or a measure is unknown. CSV by `Accept: text/csv`."

// tables says that an operation answers with JSON or, by Accept, with a table.
func tables(schema *huma.Schema, columns string) func(huma.Operation) huma.Operation {
	return func(op huma.Operation) huma.Operation {
		op.Responses = map[string]*huma.Response{"200": {
			Description: http.StatusText(http.StatusOK),
			Content: map[string]*huma.MediaType{
				mediaJSON: {Schema: schema},
				mediaCSV:  {Schema: &huma.Schema{Type: huma.TypeString, Description: "RFC 4180 in UTF-8. " + columns}},
			},
		}}
		return op
	}
}

// oneBody describes a body that is one object.
func oneBody[T any](media ...string) map[string]any {
	body := bodyOf[T](media...)
	body[bodyOne] = true
	return body
}

// TableAccept chooses between JSON and CSV.
type TableAccept struct {
	Accept string `header:"Accept" doc:"application/json or text/csv"`
}

// media is the media type that is answered with.
func (a TableAccept) media() string {
	if a.Accept != "" && negotiation.SelectQValue(a.Accept, []string{mediaJSON, mediaCSV}) == mediaCSV {
		return mediaCSV
	}
	return mediaJSON
}

// tableAnswer is JSON or CSV.
type tableAnswer struct {
	Status      int
	ETag        string   `header:"ETag"`
	Vary        []string `header:"Vary" hidden:"true"`
	ContentType string   `header:"Content-Type" hidden:"true"`
	Body        []byte
}

// asTable answers with JSON, or with the table as CSV.
func asTable(media, tag string, asJSON any, table func() ([]byte, error)) (*tableAnswer, error) {
	out := &tableAnswer{Status: http.StatusOK, ETag: tag, Vary: []string{"Accept"}, ContentType: mediaJSON}
	var err error
	if media == mediaCSV {
		out.ContentType = csvWithHeader
		out.Body, err = table()
	} else {
		out.Body, err = writeJSON(asJSON)
	}
	return out, err
}

// csvWithHeader is the media type of a table whose first row names its columns.
const csvWithHeader = "text/csv; charset=utf-8; header=present"

// PlanMatrix is plans side by side.
type PlanMatrix struct {
	Plans    []ComparedPlan      `json:"plans" nullable:"false"`
	Baseline int                 `json:"baseline" doc:"Place of the plan that differences are taken to, from 0"`
	Results  []compare.MatrixRow `json:"results" nullable:"false"`
	Inputs   compare.Inputs      `json:"inputs"`
}

// ComparedPlan is a plan of a comparison and where it comes from.
type ComparedPlan struct {
	Ref      string `json:"ref,omitempty" doc:"As it was asked for; none of a plan that was sent"`
	ID       int64  `json:"id,omitempty" doc:"Id of the stored plan"`
	Revision int    `json:"revision,omitempty" doc:"Revision that is compared"`
	Newest   int    `json:"newest,omitempty" doc:"Newest revision of the plan"`
	compare.MatrixPlan
}
