package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"buildout/planner"
	"buildout/planner/compare"
)

type compareInput struct {
	Plans           []string `query:"plan,explode" required:"true" doc:"Id or name of a plan, with an @ and a revision where one is meant; once for each plan" example:"[\"ansan-460\",\"two-sites-460@1\",\"as-it-went\"]" minItems:"1" maxItems:"50"`
	Baseline        string   `query:"baseline" doc:"The one of the plans that differences are taken to; the first where omitted" example:"ansan-460" maxLength:"400"`
	Measures        []string `query:"measure,explode" doc:"Name of a measure to compare by, once for each; all where omitted" example:"[\"forecast_krw\",\"usable_it_kw\"]" maxItems:"1000"`
	OnlyDifferences bool     `query:"only_differences" doc:"Only results in which any two plans differ"`
	Inputs          int      `query:"inputs" default:"100" minimum:"0" maximum:"1000" doc:"Most inputs to list"`
	TableAccept
	ReadCondition
}

// wantedMatrix is what is asked of a comparison.
type wantedMatrix struct {
	baseline        int
	measures        []compare.Measure
	onlyDifferences bool
	inputs          int // most to list
}

func (s *Server) comparePlans(ctx context.Context, in *compareInput) (*tableAnswer, error) {
	list := s.located(ctx, in.Plans)
	if err := broken(list); err != nil {
		return nil, err
	}
	ask := wantedMatrix{onlyDifferences: in.OnlyDifferences, inputs: in.Inputs, baseline: baselineOf(list, in.Baseline)}
	var faults queryFaults
	if ask.baseline < 0 {
		faults = append(faults, queryFault("baseline", "is none of the plans that are compared"+planner.Offered(in.Baseline, in.Plans), in.Baseline))
	}
	var unknown []planner.Fault
	ask.measures, unknown = measuresOf(in.Measures)
	for _, f := range unknown {
		faults = append(faults, queryFault("measure", "names "+f.Message, f.Found))
	}
	if err := faults.problem(); err != nil {
		return nil, err
	}
	return s.answerMatrix(ctx, list, ask, in.TableAccept, in.ReadCondition, asked("query.plan"))
}

// answerMatrix answers with a comparison of stored plans, or says that the client
// has it.
func (s *Server) answerMatrix(ctx context.Context, list []source, ask wantedMatrix, as TableAccept, has ReadCondition, where whereabouts) (*tableAnswer, error) {
	if tag := s.matrixTag(list, ask, as.media()); matches(has.IfNoneMatch, tag) {
		return &tableAnswer{Status: http.StatusNotModified, ETag: tag, Vary: []string{"Accept"}}, nil
	}
	matrix, err := s.matrix(ctx, list, ask, where)
	if err != nil {
		return nil, err
	}
	return asTable(as.media(), s.matrixTag(list, ask, as.media()), matrix, matrix.csv)
}

// baselineOf finds the plan that is named as baseline among those compared; -1
// where it is none of them.
func baselineOf(list []source, baseline string) int {
	if baseline == "" {
		return 0
	}
	if at := slices.IndexFunc(list, func(from source) bool { return from.Ref == baseline }); at >= 0 {
		return at
	}
	return slices.IndexFunc(list, func(from source) bool {
		return from.Name == baseline || from.PlanID > 0 && strconv.FormatInt(from.PlanID, 10) == baseline
	})
}

// measuresOf reads names of measures. The faults are at their places in the list.
func measuresOf(names []string) (list []compare.Measure, faults []planner.Fault) {
	for i, name := range names {
		m, err := compare.ParseMeasure(name)
		for _, f := range faultsWithoutLines(err) {
			faults = append(faults, planner.Fault{Path: fmt.Sprintf("measures[%d]", i), Found: name, Message: f.Message})
		}
		list = append(list, m)
	}
	return list, faults
}

// matrixTag is the ETag of a comparison of stored plans. There is none where one
// may fare better another time.
func (s *Server) matrixTag(list []source, ask wantedMatrix, media string) string {
	asked := []string{"compare", media, strconv.Itoa(ask.baseline), strconv.FormatBool(ask.onlyDifferences), strconv.Itoa(ask.inputs), strconv.Itoa(len(list))}
	for _, from := range list {
		var slow *tooSlow
		if errors.As(from.Fault, &slow) {
			return ""
		}
		fault := ""
		if from.Hash == "" {
			fault = from.Fault.Error()
		}
		asked = append(asked, from.Ref, from.Name, from.Hash, fmt.Sprint(from.PlanID, from.Revision, from.Newest), fault)
	}
	for _, m := range ask.measures {
		asked = append(asked, m.Name)
	}
	return evaluationTag("", s.Version, asked...)
}

// CompareRequest is plans that are to be compared.
type CompareRequest struct {
	Plans           []PlanSource `json:"plans" nullable:"false" minItems:"1" maxItems:"50"`
	Baseline        int          `json:"baseline,omitempty" doc:"Place of the plan that differences are taken to, from 0; the first where omitted" minimum:"0"`
	Measures        []string     `json:"measures,omitempty" nullable:"false" doc:"Names of the measures to compare by; all where omitted"`
	OnlyDifferences bool         `json:"only_differences,omitempty" doc:"Only results in which any two plans differ"`
	Inputs          *int         `json:"inputs,omitempty" doc:"Most inputs to list, a number to 1000; 100 where omitted" minimum:"0" maximum:"1000"`
}

type compareSentInput struct {
	TableAccept
	SentBody
}

func (s *Server) compareSent(ctx context.Context, in *compareSentInput) (*tableAnswer, error) {
	sent, form, err := sentSources(in.SentBody, func(r CompareRequest) []string { return placesOf("plans", len(r.Plans)) })
	if err != nil {
		return nil, err
	}
	ask, faults := sent.wanted()
	if len(faults) > 0 {
		return nil, refusedSent(&planner.Invalid{Faults: faults}, false)
	}
	places := placesOf("plans", len(sent.Plans))
	list := make([]source, len(sent.Plans))
	for i, p := range sent.Plans {
		list[i] = s.sent(ctx, p, form[places[i]])
	}
	if err := broken(list); err != nil {
		return nil, err
	}
	matrix, err := s.matrix(ctx, list, ask, sentAt(places))
	if err != nil {
		return nil, err
	}
	return asTable(in.media(), "", matrix, matrix.csv)
}

// placesOf lists the paths of the elements of a list.
func placesOf(list string, n int) []string {
	places := make([]string, n)
	for i := range places {
		places[i] = fmt.Sprintf("%s[%d]", list, i)
	}
	return places
}

// maxInputs and usualInputs are the most inputs of a comparison that are listed,
// and how many are where none says.
const maxInputs, usualInputs = 1000, 100

// wanted reads what is asked of a comparison, and what is wrong with it.
func (r CompareRequest) wanted() (ask wantedMatrix, faults []planner.Fault) {
	if n := len(r.Plans); n == 0 || n > maxCompared {
		faults = append(faults, planner.Fault{Path: "plans", Found: fmt.Sprintf("a list of %d", n), Message: fmt.Sprintf("1 to %d plans are compared", maxCompared)})
		return ask, faults
	}
	for i, p := range r.Plans {
		faults = append(faults, p.check(fmt.Sprintf("plans[%d]", i))...)
	}
	if r.Baseline < 0 || r.Baseline >= len(r.Plans) {
		faults = append(faults, planner.NewFault("baseline", r.Baseline, "the place of a plan in plans, from 0 to %d", len(r.Plans)-1))
	}
	ask = wantedMatrix{baseline: r.Baseline, onlyDifferences: r.OnlyDifferences, inputs: usualInputs}
	if r.Inputs != nil {
		ask.inputs = *r.Inputs
	}
	if ask.inputs < 0 || ask.inputs > maxInputs {
		faults = append(faults, planner.NewFault("inputs", ask.inputs, "a number from 0 to %d", maxInputs))
	}
	measures, unknown := measuresOf(r.Measures)
	ask.measures = measures
	return ask, append(faults, unknown...)
}

// matrix evaluates plans and holds them against each other. where says where a
// request names them.
func (s *Server) matrix(ctx context.Context, list []source, ask wantedMatrix, where whereabouts) (PlanMatrix, error) {
	s.work(ctx, list)
	if err := broken(list); err != nil {
		return PlanMatrix{}, err
	}
	if !slices.ContainsFunc(list, func(from source) bool { return from.Fault == nil }) {
		return PlanMatrix{}, refusedSources("None of the plans can be compared.", list, where)
	}
	cases := make([]compare.Case, len(list))
	for i, from := range list {
		cases[i] = from.Case
	}
	made, err := bounded(ctx, s, func() (compare.Matrix, error) {
		return compare.Compare(cases, ask.baseline, ask.measures, ask.inputs), nil
	})
	if err != nil {
		return PlanMatrix{}, err
	}
	matrix := PlanMatrix{Plans: make([]ComparedPlan, len(list)), Baseline: made.Baseline, Results: made.Results, Inputs: made.Inputs}
	for i, from := range list {
		matrix.Plans[i] = ComparedPlan{Ref: from.Ref, ID: from.PlanID, Revision: from.Revision, Newest: from.Newest, MatrixPlan: made.Plans[i]}
		matrix.Plans[i].Hash = from.Hash // known of one with faults too
	}
	if ask.onlyDifferences {
		matrix.Results = slices.DeleteFunc(matrix.Results, func(row compare.MatrixRow) bool { return !row.Differs })
	}
	return matrix, nil
}
