package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"buildout/models"
	"buildout/planner/compare"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

// compareBridge sends why a figure of two plans differs, as a part of the Compare
// page. What keeps it from being worked out is said in it.
func (s *Server) compareBridge(c *gin.Context) {
	ctx := c.Request.Context()
	ends := s.sources(ctx, []string{c.Query(pages.FromKey), c.Query(pages.ToKey)})
	if err := broken(ends); err != nil {
		s.fail(c, err)
		return
	}
	var view pages.CompareView
	view.Columns, _ = columnsOf(ends, nil, "")
	status := http.StatusOK
	bridge := askedBridge(c)
	bridge.To = len(view.Columns) - 1 // a plan and itself are one column
	for _, end := range ends {
		switch {
		case end.Ref == "":
			bridge.To = 0 // nothing is chosen
		case errors.Is(end.Fault, models.ErrNotFound) && bridge.Gone == "":
			status, bridge.Gone = http.StatusNotFound, end.Ref
		}
	}
	if err := s.workOut(ctx, &bridge, view.Columns, true); err != nil {
		s.fail(c, err)
		return
	}
	if status == http.StatusOK && (bridge.Fault != "" || bridge.Bridge == nil) {
		status = http.StatusUnprocessableEntity
	}
	view.Bridge = &bridge
	s.draw(c, status, func(w io.Writer, f pages.Frame) error { return s.pages.CompareBridge(w, f, view) })
}

// bridgeView is why two of the plans of a comparison differ, as the query asks;
// else the baseline and the first other that has a result. It is nil where there
// are not two.
func (s *Server) bridgeView(c *gin.Context, columns []pages.CompareColumn, baseline int) (*pages.BridgeView, error) {
	if len(columns) < 2 {
		return nil, nil
	}
	b := askedBridge(c)
	b.From, b.To = baseline, -1
	for i := len(columns) - 1; i >= 0; i-- {
		if i != baseline && (b.To < 0 || columns[i].Fault == nil || columns[b.To].Fault != nil) {
			b.To = i
		}
	}
	for _, end := range []struct {
		key string
		at  *int
	}{{pages.FromKey, &b.From}, {pages.ToKey, &b.To}} {
		ref := c.Query(end.key)
		if ref == "" {
			continue
		}
		*end.at = slices.IndexFunc(columns, func(column pages.CompareColumn) bool { return column.Ref == ref || column.Name == ref })
		if *end.at < 0 {
			b.Gone = ref
		}
	}
	return &b, s.workOut(c.Request.Context(), &b, columns, c.Query(pages.BridgeKey) != "")
}

// askedBridge is the figure and the detail that a query asks for.
func askedBridge(c *gin.Context) pages.BridgeView {
	b := pages.BridgeView{Of: compare.ForecastKRW, Detail: compare.ByDriver}
	if of := c.Query(pages.OfKey); of != "" {
		b.Of = compare.Figure(of)
	}
	if detail := c.Query(pages.DetailKey); detail != "" {
		b.Detail = compare.Detail(detail)
	}
	if faults := (BridgeOf{b.Of, b.Detail}).check(); len(faults) > 0 {
		b.Of, b.Detail, b.Fault = compare.ForecastKRW, compare.ByDriver, faults[0].String()
	}
	return b
}

// workOut works out a bridge where its plans can be held against each other and
// it is wanted at once or soon done.
func (s *Server) workOut(ctx context.Context, b *pages.BridgeView, columns []pages.CompareColumn, wanted bool) error {
	if b.Gone != "" || b.Fault != "" || b.From == b.To || columns[b.From].Fault != nil || columns[b.To].Fault != nil {
		return nil
	}
	made, plans, err := s.bridgeSoon(ctx, columns[b.From].Case, columns[b.To].Case, compare.BridgeOptions{Of: b.Of, Detail: b.Detail}, wanted)
	if err != nil {
		p, _ := problemOf(err)
		if p.Status >= http.StatusInternalServerError || ctx.Err() != nil {
			return fmt.Errorf("work out bridge: %w", err)
		}
		b.Fault = p.Detail
		return nil
	}
	b.Bridge, b.Plans = made, plans
	return nil
}
