package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"buildout/models"
	"buildout/planner"
)

func TestErrorsAndTheirStatus(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
	}{
		{&planner.Invalid{Faults: []planner.Fault{{Message: "x"}}}, 422},
		{models.ErrNotFound, 404},
		{models.ErrStale, 412},
		{&models.StaleError{Current: 3}, 412},
		{models.ErrDuplicate, 409},
		{models.ErrTwice, 422},
		{models.ErrKeyReused, 422},
		{models.ErrGone, 410},
		{models.ErrApproved, 409},
		{&conflict{problem(412, "changed"), `"2-0"`}, 412},
		{models.ErrBusy, 503},
		{models.ErrFull, 507},
		{models.ErrUnavailable, 503},
		{context.DeadlineExceeded, 503},
		{context.Canceled, statusClientGone},
		{&http.MaxBytesError{Limit: 5}, 413},
		{errMediaType, 415},
		{errNoIfMatch, 428},
		{errNoToken, 401},
		{errors.New("disk on fire"), 500},
	} {
		p, header := problemOf(fmt.Errorf("noun: %w", c.err))
		if p.Status != c.status || p.Title == "" {
			t.Errorf("%v: %d %q, want %d", c.err, p.Status, p.Title, c.status)
		}
		if retry := header.Get("Retry-After"); (retry != "") != (errors.Is(c.err, models.ErrBusy) || errors.Is(c.err, models.ErrUnavailable)) {
			t.Errorf("%v: Retry-After %q", c.err, retry)
		}
		if c.status == 500 && p.Detail == c.err.Error() {
			t.Errorf("%v is shown", c.err)
		}
		if tag := header.Get("ETag"); (tag != "") != (c.err.Error() == "changed") {
			t.Errorf("%v: ETag %q", c.err, tag)
		}
		p.Instance = "changed"
	}
	if errNoToken.Instance != "" {
		t.Error("a problem that all requests share was changed")
	}
}
