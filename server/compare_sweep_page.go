package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

// sweepView reads the sweep of the Compare page from its query: how many variants
// it makes, what is wrong with it, and the variant that is looked at. It is nil
// where no plan can be varied.
func (s *Server) sweepView(c *gin.Context, columns []pages.CompareColumn, baseline int) (*pages.SweepView, error) {
	query := c.Request.URL.Query()
	form := pages.SweepFormOf(query)
	of := sweptColumn(columns, form.Plan, baseline)
	if of < 0 {
		return nil, nil
	}
	ctx := c.Request.Context()
	view := &pages.SweepView{Of: of, Form: form, Reference: s.Reference}
	var err error
	if view.Variants, view.Faults, err = s.countVariants(ctx, form, columns[of].Plan); err != nil {
		return nil, err
	}
	if text := query.Get("variant"); text != "" && view.Variants > 0 {
		view.Variant, err = s.variantView(ctx, form, columns[of], text)
	}
	return view, err
}

// sweptColumn is the place of the plan that is varied: the one a ref names, else
// the baseline, else the first that has a result; below 0 where none has.
func sweptColumn(columns []pages.CompareColumn, ref string, baseline int) int {
	known := func(c pages.CompareColumn) bool { return c.Fault == nil }
	at := slices.IndexFunc(columns, func(c pages.CompareColumn) bool { return c.Ref == ref && known(c) })
	switch {
	case at >= 0:
		return at
	case baseline < len(columns) && known(columns[baseline]):
		return baseline
	}
	return slices.IndexFunc(columns, known)
}

var errCounted = errors.New("the variants are counted")

// countVariants says how many variants a sweep makes, and what is wrong with its
// form. It evaluates none.
func (s *Server) countVariants(ctx context.Context, form pages.SweepForm, plan planner.Plan) (count int, faults []planner.Fault, err error) {
	if form.Blank() {
		return 0, nil, nil
	}
	sweep, faults := form.Sweep()
	if len(faults) > 0 {
		return 0, faults, nil
	}
	err = s.evaluator().Sweep(ctx, plan, sweep, func(r compare.Record) error {
		count = r.Head.Variants
		return errCounted
	})
	var invalid *planner.Invalid
	switch {
	case errors.As(err, &invalid):
		return 0, form.Placed(invalid.Faults), nil
	case errors.Is(err, errCounted):
		return count, nil, nil
	}
	return 0, nil, err
}

// variantView works out a variant of a sweep by the text of its index.
func (s *Server) variantView(ctx context.Context, form pages.SweepForm, column pages.CompareColumn, text string) (*pages.VariantView, error) {
	sweep, _ := form.Sweep()
	view := &pages.VariantView{Form: form, Column: column, Sweep: sweep, Reference: s.Reference}
	for _, m := range compare.Measures(&column.Result) {
		if slices.Contains(sweep.Columns, m.Name) {
			view.Columns = append(view.Columns, m)
		}
	}
	var err error
	if view.Index, err = strconv.Atoi(text); err != nil {
		view.Faults = []planner.Fault{planner.NewFault("variant", text, "is not the number of a variant")}
		return view, nil
	}
	e := s.evaluator()
	view.Changes, err = e.ChangesAt(column.Plan, sweep, view.Index)
	if err == nil {
		var plan planner.Plan
		if plan, err = planner.Apply(column.Plan, s.Reference, view.Changes); err == nil {
			view.Result, err = e.Evaluate(ctx, plan)
		}
	}
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		view.Faults, err = invalid.Faults, nil
	}
	return view, err
}

// sweepRequest is a sweep that the Compare page asks for.
type sweepRequest struct {
	form   pages.SweepForm
	column pages.CompareColumn // the plan that is varied
	frame  pages.Frame         // of the page that shows it
	query  url.Values          // of that page
}

// sweepRequestOf reads a sweep from a form or a query, and loads its plan.
func (s *Server) sweepRequestOf(c *gin.Context, form url.Values) (sweepRequest, error) {
	asked := sweepRequest{form: pages.SweepFormOf(form), frame: s.frame(c), query: url.Values{}}
	asked.frame.Path, asked.frame.Query = "/compare", asked.query
	for key, values := range form {
		if !slices.Contains(pages.SweepKeys, key) && key != "do" {
			asked.query[key] = values
		}
	}
	for _, key := range []string{"lang", "unit"} {
		if value := c.Request.URL.Query().Get(key); value != "" {
			asked.query.Set(key, value)
		}
	}
	if asked.form.Plan == "" {
		return asked, problem(http.StatusUnprocessableEntity, "sweep is missing: name the plan that is varied.")
	}
	list := s.sources(c.Request.Context(), []string{asked.form.Plan})
	if err := broken(list); err != nil {
		return asked, err
	}
	if list[0].Fault != nil {
		return asked, list[0].Fault
	}
	columns, _ := columnsOf(list, nil, "")
	asked.column = columns[0]
	return asked, nil
}

// compareSweep runs the sweep of the Compare page: told line by line to its
// script, as a page to a browser without one, and with do=check only counted.
func (s *Server) compareSweep(c *gin.Context) {
	form, err := s.form(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	if wantsPage(c.Request) { // before gin reads the query, which it does once
		c.Request.URL = sweptPage(c.Request.URL.Query(), form)
	}
	asked, err := s.sweepRequestOf(c, form)
	if err != nil {
		s.fail(c, err)
		return
	}
	count, faults, err := s.countVariants(c.Request.Context(), asked.form, asked.column.Plan)
	if err != nil {
		s.fail(c, err)
		return
	}
	switch {
	case wantsPage(c.Request):
		s.sweepPage(c, asked, count)
	case form.Get("do") == "check":
		c.JSON(http.StatusOK, s.pages.SweepCheck(asked.frame, asked.view(s.Reference, count, faults), asked.column))
	case count == 0:
		c.JSON(http.StatusUnprocessableEntity, s.pages.SweepCheck(asked.frame, asked.view(s.Reference, count, faults), asked.column))
	default:
		sweep, _ := asked.form.Sweep()
		s.streamSweep(c, asked.column.Plan, sweep, s.pageWriter(asked))
	}
}

func (a sweepRequest) view(ref planner.Reference, count int, faults []planner.Fault) pages.SweepView {
	return pages.SweepView{Form: a.form, Reference: ref, Variants: count, Faults: faults}
}

// sweptPage is the address of the Compare page with the sweep of a form: the links
// of the page lead to it, not to where it is run.
func sweptPage(query, form url.Values) *url.URL {
	kept := pages.SweepFormOf(form).Query()
	for _, values := range []url.Values{query, form} {
		for key := range values {
			if !slices.Contains(pages.SweepKeys, key) && key != "do" {
				kept[key] = values[key]
			}
		}
	}
	return &url.URL{Path: "/compare", RawQuery: kept.Encode()}
}

// sweepPage draws the Compare page with what came of a sweep that is small enough
// to wait for.
func (s *Server) sweepPage(c *gin.Context, asked sweepRequest, count int) {
	view, err := s.compareView(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	status := http.StatusOK
	switch {
	case view.Sweep == nil || count == 0:
		status = http.StatusUnprocessableEntity
	case count > pages.MostWithoutScript:
		status = http.StatusUnprocessableEntity
		view.Sweep.Faults = append(view.Sweep.Faults, planner.NewFault("form", count, "variants are more than the %d that are drawn without JavaScript; vary less, or take the CSV", pages.MostWithoutScript))
	default:
		swept := s.sweptView(asked)
		swept.Rows = true
		if err := s.sweep(c.Request.Context(), asked.column.Plan, swept.Sweep, func(r compare.Record) error { take(&swept, r); return nil }); err != nil {
			s.fail(c, err)
			return
		}
		view.Sweep.Swept = &swept
	}
	s.draw(c, status, func(w io.Writer, f pages.Frame) error { return s.pages.Compare(w, f, view) })
}

// compareSweepCSV sends every variant of the sweep of a query as CSV.
func (s *Server) compareSweepCSV(c *gin.Context) {
	asked, err := s.sweepRequestOf(c, c.Request.URL.Query())
	if err != nil {
		s.fail(c, err)
		return
	}
	sweep, faults := asked.form.Sweep()
	if len(faults) > 0 {
		s.fail(c, &planner.Invalid{Faults: faults})
		return
	}
	c.Header("Content-Disposition", `attachment; filename="sweep.csv"`)
	s.streamSweep(c, asked.column.Plan, sweep, writeVariants)
}
