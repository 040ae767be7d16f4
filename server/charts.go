package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/charts"
	"buildout/web/locales"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/negotiation"
)

// chartOperations are the charts of a plan: their options for ECharts, and
// their numbers.
func (s *Server) chartOperations(api huma.API) {
	registry := api.OpenAPI().Components.Schemas
	of := func(op huma.Operation, content map[string]*huma.MediaType) huma.Operation {
		op.Method, op.Tags, op.Errors = http.MethodGet, []string{"charts"}, []int{http.StatusNotFound}
		op.Responses = map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK), Content: content}}
		return op
	}
	list := map[string]*huma.MediaType{mediaJSON: {Schema: schemaOf[ChartList](registry)}}
	option := map[string]*huma.MediaType{mediaJSON: {Schema: schemaOf[ChartOption](registry)}}
	inCSV := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: "RFC 4180 in UTF-8; the first row has the names of the columns."}}
	add(api, of(huma.Operation{
		OperationID: "list-charts", Path: "/api/v1/plans/{id}/charts",
		Summary:     "List the charts of a plan",
		Description: "Every chart by its name, with its title, the unit of its values, and what it shows in words. " + chartGrammar,
	}, list), s.listCharts)
	add(api, of(huma.Operation{
		OperationID: "read-chart", Path: "/api/v1/plans/{id}/charts/{chart}",
		Summary: "Read a chart as an option of ECharts",
		Description: "With theme `light` or `dark` the option is whole: ECharts 6 draws it by itself with `setOption`. " +
			"With theme `page` it is as the pages of this program have it: colours and functions stand in it by names that begin with @; palette has each colour for light and dark pages, " +
			"functions says what each function takes and gives, for the reader to bring. " + chartGrammar,
	}, option), s.readChart)
	add(api, of(huma.Operation{
		OperationID: "read-chart-data", Path: "/api/v1/plans/{id}/charts/{chart}/data",
		Summary:     "Read the numbers of a chart",
		Description: "Columns with names, titles and units, and rows of numbers as they are: whole won, kW, shares from 0 to 1, months as YYYY-MM. CSV by `Accept: text/csv`, or at `data.csv`. " + chartGrammar,
	}, map[string]*huma.MediaType{mediaJSON: {Schema: schemaOf[charts.Data](registry)}, mediaCSV: inCSV}), s.readChartData)
	add(api, of(huma.Operation{
		OperationID: "read-chart-csv", Path: "/api/v1/plans/{id}/charts/{chart}/data.csv",
		Summary:     "Read the numbers of a chart as CSV",
		Description: "A text that a spreadsheet would take for a formula has an apostrophe before it. " + chartGrammar,
	}, map[string]*huma.MediaType{mediaCSV: inCSV}), s.readChartCSV)
}

const (
	mediaCSV     = "text/csv"
	chartGrammar = "Titles and words are in the language of `lang`, else of Accept-Language, and write won in `unit`. `revision` asks for another revision of the plan than the newest. The chart `bridge` needs a `baseline`."
)

// The parts inputs are made of; huma reads exported ones alone.
type (
	// ChartPath names a chart of a plan.
	ChartPath struct {
		PlanPath
		Chart string `path:"chart" doc:"Name of a chart" example:"cash" minLength:"1" maxLength:"100"`
	}
	// ChartQuery is what is asked of charts, and in which bytes.
	ChartQuery struct {
		Revision       string `query:"revision" doc:"Number of a revision or name of its approval; the newest where omitted" example:"1" maxLength:"400"`
		Baseline       string `query:"baseline" doc:"Id or name of the plan to compare with" example:"ansan-460" maxLength:"400"`
		Lang           string `query:"lang" enum:"en,ko" doc:"Language of titles and words"`
		Unit           string `query:"unit" enum:"won,million,eok" doc:"Unit in which words write won; that of the language where omitted. Values are whole won always"`
		AcceptLanguage string `header:"Accept-Language" doc:"Languages in the order they are liked in"`
		AcceptEncoding string `header:"Accept-Encoding" hidden:"true"`
		ReadCondition
	}
)

// ChartSummary is a chart that can be asked for.
type ChartSummary struct {
	Name          string `json:"name" example:"cash"`
	Title         string `json:"title"`
	Unit          string `json:"unit" doc:"Unit of the values: kW, KRW, share (0 to 1) or month; empty where it is not drawn" example:"KRW"`
	Label         string `json:"label" doc:"What it shows, in words; empty where it is not drawn"`
	NeedsBaseline bool   `json:"needs_baseline" doc:"It is drawn of a plan and a baseline"`
}

// ChartList is the charts of a plan.
type ChartList struct {
	Count   int            `json:"count"`
	Results []ChartSummary `json:"results" nullable:"false"`
}

// ChartOption is a chart for ECharts.
type ChartOption struct {
	Name      string                  `json:"name" example:"cash"`
	Title     string                  `json:"title"`
	Unit      string                  `json:"unit" doc:"Unit of the values in the option: kW, KRW, share (0 to 1) or month" example:"KRW"`
	Label     string                  `json:"label" doc:"What the chart shows, in words"`
	Height    int                     `json:"height_px" doc:"Height it is made for, in pixels"`
	Theme     string                  `json:"theme" enum:"light,dark,page"`
	Legend    []ChartKey              `json:"legend" nullable:"false"`
	Option    any                     `json:"option" doc:"Option of ECharts 6"`
	Palette   map[string]charts.Shade `json:"palette,omitempty" doc:"Of theme page: the colours that the option names"`
	Functions []charts.Function       `json:"functions,omitempty" doc:"Of theme page: the functions that the option names"`
}

// ChartKey is an entry of a legend.
type ChartKey struct {
	Title  string       `json:"title"`
	Colour charts.Shade `json:"colour"`
	Mark   string       `json:"mark" doc:"How it is drawn: area, hatch, faint, solid, dashed, dotted, over, disc, flag or diamond" example:"solid"`
	Series []string     `json:"series" nullable:"false" doc:"Names of the series it stands for; none where it explains a mark"`
}

type chartsInput struct {
	PlanPath
	ChartQuery
}

func (s *Server) listCharts(ctx context.Context, in *chartsInput) (*evaluationAnswer, error) {
	return s.chartAnswer(ctx, in.ID, "charts", mediaJSON, in.ChartQuery, func(subject charts.Subject, l *locales.Locale) ([]byte, error) {
		list := ChartList{Count: len(charts.Kinds)}
		for _, kind := range charts.Kinds {
			entry := ChartSummary{Name: kind.Name, Title: l.T(kind.Title), NeedsBaseline: kind.Compares}
			if !kind.Compares || subject.Bridge != nil {
				chart, err := kind.Draw(subject, l)
				if err != nil {
					return nil, err
				}
				entry.Unit, entry.Label = chart.Of, chart.Label
			}
			list.Results = append(list.Results, entry)
		}
		return writeJSON(list)
	})
}

type chartInput struct {
	ChartPath
	ChartQuery
	Theme string `query:"theme" enum:"light,dark,page" default:"light" doc:"Colours for a light or a dark page, or names of colours and functions"`
}

func (s *Server) readChart(ctx context.Context, in *chartInput) (*evaluationAnswer, error) {
	return s.drawnAnswer(ctx, in.ChartPath, in.Theme, mediaJSON, in.ChartQuery, func(chart charts.Chart) ([]byte, error) {
		out, err := chartOption(chart, in.Theme)
		if err != nil {
			return nil, err
		}
		return writeJSON(out)
	})
}

// chartOption is a chart as the API has it.
func chartOption(chart charts.Chart, theme string) (out ChartOption, err error) {
	out = ChartOption{
		Name: chart.Name, Title: chart.Table.Caption, Unit: chart.Of, Label: chart.Label, Height: chart.Height, Theme: theme, Option: chart.Option,
		Legend: make([]ChartKey, len(chart.Legend)),
	}
	for i, key := range chart.Legend {
		out.Legend[i] = ChartKey{Title: key.Title, Colour: key.Colour.Shade(), Mark: key.Mark, Series: append([]string{}, key.Series...)}
	}
	if theme == "page" {
		out.Palette, out.Functions, err = chart.Names()
		return out, err
	}
	out.Option, err = chart.Alone(theme == "dark")
	return out, err
}

type chartDataInput struct {
	ChartPath
	ChartQuery
	Accept string `header:"Accept" doc:"application/json or text/csv"`
}

func (s *Server) readChartData(ctx context.Context, in *chartDataInput) (*evaluationAnswer, error) {
	media := mediaJSON
	if in.Accept != "" && negotiation.SelectQValue(in.Accept, []string{mediaJSON, mediaCSV}) == mediaCSV {
		media = mediaCSV
	}
	out, err := s.chartData(ctx, in.ChartPath, media, in.ChartQuery)
	if err == nil {
		out.Vary = append(out.Vary, "Accept")
	}
	return out, err
}

type chartCSVInput struct {
	ChartPath
	ChartQuery
}

func (s *Server) readChartCSV(ctx context.Context, in *chartCSVInput) (*evaluationAnswer, error) {
	return s.chartData(ctx, in.ChartPath, mediaCSV, in.ChartQuery)
}

// chartData answers with the numbers of a chart.
func (s *Server) chartData(ctx context.Context, path ChartPath, media string, in ChartQuery) (*evaluationAnswer, error) {
	out, err := s.drawnAnswer(ctx, path, media, media, in, func(chart charts.Chart) ([]byte, error) {
		if media == mediaJSON {
			return writeJSON(chart.Data())
		}
		var body bytes.Buffer
		err := chart.Data().CSV(&body)
		return body.Bytes(), err
	})
	if err == nil && media == mediaCSV && out.Status == http.StatusOK {
		out.ContentType = csvWithHeader
		out.ContentDisposition = fmt.Sprintf("attachment; filename=%q", path.Chart+".csv")
	}
	return out, err
}

// drawnAnswer answers with what is made of a chart; form is the form it is made
// in.
func (s *Server) drawnAnswer(ctx context.Context, path ChartPath, form, media string, in ChartQuery, from func(charts.Chart) ([]byte, error)) (*evaluationAnswer, error) {
	at := slices.IndexFunc(charts.Kinds, func(k charts.Kind) bool { return k.Name == path.Chart })
	if at < 0 {
		return nil, noChart(path.Chart)
	}
	kind := charts.Kinds[at]
	if kind.Compares && in.Baseline == "" {
		p := problem(http.StatusUnprocessableEntity, fmt.Sprintf("The chart %s compares the plan with another; name it as baseline.", kind.Name))
		p.Errors = []*huma.ErrorDetail{{Message: "is missing", Location: "query.baseline"}}
		return nil, p
	}
	return s.chartAnswer(ctx, path.ID, kind.Name+" "+form, media, in, func(subject charts.Subject, l *locales.Locale) ([]byte, error) {
		chart, err := kind.Draw(subject, l)
		if err != nil {
			return nil, err
		}
		return from(chart)
	})
}

// noChart says which charts there are.
func noChart(name string) error {
	names := make([]string, len(charts.Kinds))
	for i, k := range charts.Kinds {
		names[i] = k.Name
	}
	detail := fmt.Sprintf("There is no chart %q; there are %s.", name, strings.Join(names, ", "))
	if best := planner.Nearest(name, names); best != "" {
		detail = fmt.Sprintf("There is no chart %q; did you mean %s? There are %s.", name, best, strings.Join(names, ", "))
	}
	return problem(http.StatusNotFound, detail)
}

// chartAnswer answers with what is made of the charts of a plan, in the language
// and unit asked for.
func (s *Server) chartAnswer(ctx context.Context, id, asked, media string, in ChartQuery, from func(charts.Subject, *locales.Locale) ([]byte, error)) (*evaluationAnswer, error) {
	l := s.pages.Locale(s.pages.Language(in.AcceptLanguage, "", in.Lang), in.Unit)
	base, err := s.baselineHead(ctx, in.Baseline)
	if err != nil {
		return nil, err
	}
	against := func(base string) wanted {
		return wanted{asked: strings.Join([]string{asked, l.Lang, l.Unit, base}, " "), media: media, ifNoneMatch: in.IfNoneMatch, gzip: acceptsGzip(in.AcceptEncoding)}
	}
	plan, hash, out, err := s.planFor(ctx, id, in.Revision, against(base.Hash))
	if err != nil {
		return nil, err
	}
	if out == nil {
		out, err = s.drawn(ctx, plan, hash, in.Baseline, against, func(subject charts.Subject) ([]byte, error) { return from(subject, l) })
	}
	if err != nil {
		return nil, err
	}
	out.ContentLanguage = l.Lang
	if in.Lang == "" {
		out.Vary = append(out.Vary, "Accept-Language")
	}
	return out, nil
}

// baselineHead is what is known of a plan to compare with; nothing where none is
// named.
func (s *Server) baselineHead(ctx context.Context, ref string) (models.PlanHead, error) {
	if ref == "" {
		return models.PlanHead{}, nil
	}
	head, err := s.Store.Head(ctx, ref)
	if errors.Is(err, models.ErrNotFound) {
		p := problem(http.StatusNotFound, fmt.Sprintf("There is no plan %q to compare with.", ref))
		p.Errors = []*huma.ErrorDetail{{Message: "names no stored plan", Location: "query.baseline", Value: ref}}
		return head, p
	}
	return head, err
}

// planFor loads a plan at a revision, the newest where none is named, with its
// hash; or it answers at once where what is wanted of it is at hand.
func (s *Server) planFor(ctx context.Context, id, revision string, w wanted) (plan planner.Plan, hash string, out *evaluationAnswer, err error) {
	if revision != "" {
		saved, err := s.Store.Revision(ctx, id, revision)
		if err != nil {
			return plan, "", nil, err
		}
		if out := s.atHand(saved.Hash, w); out != nil {
			return plan, "", out, nil
		}
		plan, err = planner.DecodePlan(saved.Document, s.Reference)
		return plan, saved.Hash, nil, err
	}
	head, err := s.Store.Head(ctx, id)
	if err != nil {
		return plan, "", nil, err
	}
	if out := s.atHand(head.Hash, w); out != nil {
		return plan, "", out, nil
	}
	stored, err := s.Store.Plan(ctx, id)
	return stored.Plan, stored.Hash, nil, err
}

// drawn answers with what is made of a plan and the baseline, where one is
// named, as both are now.
func (s *Server) drawn(ctx context.Context, plan planner.Plan, hash, baseline string, against func(string) wanted, from func(charts.Subject) ([]byte, error)) (*evaluationAnswer, error) {
	var base models.StoredPlan
	if baseline != "" {
		var err error
		if base, err = s.Store.Plan(ctx, baseline); err != nil {
			return nil, err
		}
	}
	return s.made(ctx, hash, against(base.Hash), func(ctx context.Context) ([]byte, error) {
		subject, err := s.subject(ctx, plan, base)
		if err != nil {
			return nil, err
		}
		return from(subject)
	})
}

// subject evaluates a plan, and the baseline where there is one.
func (s *Server) subject(ctx context.Context, plan planner.Plan, base models.StoredPlan) (charts.Subject, error) {
	result, err := s.evaluate(ctx, plan)
	subject := charts.Subject{Result: result, RackTypes: charts.RackTypes(plan, s.Reference)}
	if err != nil || base.ID == 0 {
		return subject, err
	}
	was, err := s.evaluate(ctx, base.Plan)
	if err != nil {
		return subject, err
	}
	from := compare.Case{Name: base.Plan.Name, Plan: base.Plan, Result: was}
	bridge, err := s.bridge(ctx, from, compare.Case{Name: plan.Name, Plan: plan, Result: result}, compare.BridgeOptions{})
	subject.Bridge = &bridge
	return subject, err
}
