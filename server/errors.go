package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"buildout/models"
	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// statusClientGone is nginx's status of a request whose client went away.
const statusClientGone = 499

// Requests that are refused before any plan is looked at.
var (
	errNoPage        = problem(http.StatusNotFound, "There is nothing at this address.")
	errNoMethod      = problem(http.StatusMethodNotAllowed, "This address does not answer this method; the Allow header lists those it does.")
	errNoToken       = problem(http.StatusUnauthorized, "Send the token of this server as Authorization: Bearer, or as the password of Basic with any user name.")
	errForeignHost   = problem(http.StatusMisdirectedRequest, "This server answers to localhost and loopback addresses alone. To serve other names, listen on another address and set a token.")
	errForeignOrigin = problem(http.StatusForbidden, "A page of another site may not write here.")
	errNoIfMatch     = problem(http.StatusPreconditionRequired, "Send If-Match with the ETag of the plan you have seen, so that no change of another is overwritten.")
	errCoding        = problem(http.StatusUnsupportedMediaType, "Send the body without Content-Encoding.")
	errMediaType     = problem(http.StatusUnsupportedMediaType, "Send the plan as application/json or application/yaml.")
)

func problem(status int, detail string) *huma.ErrorModel {
	return &huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: detail}
}

// problemOf is the one place that maps errors to status codes. The problem is
// the caller's to change.
func problemOf(err error) (*huma.ErrorModel, http.Header) {
	var known *huma.ErrorModel
	var invalid *planner.Invalid
	var stale *models.StaleError
	var large *http.MaxBytesError
	var changed *conflict
	header := http.Header{}
	if errors.As(err, &changed) {
		header["Etag"] = []string{changed.tag}
	}
	switch {
	case errors.As(err, &known):
		p := *known
		switch p.Status {
		case http.StatusServiceUnavailable:
			header.Set("Retry-After", "1")
		case http.StatusUnauthorized:
			header["Www-Authenticate"] = []string{`Bearer realm="buildout"`, `Basic realm="buildout", charset="UTF-8"`}
		}
		return &p, header
	case errors.As(err, &invalid):
		return invalidPlan(invalid), header
	case errors.As(err, &stale):
		p := problem(http.StatusPreconditionFailed, fmt.Sprintf("The plan was changed since: revision %d is current. Read it, bring your change to it and write again.", stale.Current))
		p.Errors = []*huma.ErrorDetail{{Message: "names a revision that is not current", Location: "header.If-Match", Value: stale.Current}}
		return p, header
	case errors.As(err, &large):
		return tooLarge(large.Limit), header
	case errors.Is(err, context.Canceled):
		return &huma.ErrorModel{Status: statusClientGone, Title: "Client Closed Request"}, header
	case errors.Is(err, context.DeadlineExceeded):
		return problem(http.StatusServiceUnavailable, "The request took longer than this server allows."), header
	case errors.Is(err, models.ErrNotFound):
		return problem(http.StatusNotFound, "There is no such plan."), header
	case errors.Is(err, models.ErrStale):
		return problem(http.StatusPreconditionFailed, "The plan was changed since."), header
	case errors.Is(err, models.ErrDuplicate):
		return problem(http.StatusConflict, "Another plan has this name. Give it one of its own."), header
	case errors.Is(err, models.ErrTwice):
		return problem(http.StatusUnprocessableEntity, "The list names a plan twice. Send one object for each plan."), header
	case errors.Is(err, models.ErrKeyReused):
		return problem(http.StatusUnprocessableEntity, "The Idempotency-Key was used for another request within 24 hours. Send a new key with a new request."), header
	case errors.Is(err, models.ErrGone):
		return problem(http.StatusGone, "What the first request with this Idempotency-Key stored was deleted since. Send a new key to store it again."), header
	case errors.Is(err, models.ErrApproved):
		return problem(http.StatusConflict, "A revision is approved, which never changes: it is approved once, and its plan cannot be deleted."), header
	case errors.Is(err, models.ErrBusy):
		header.Set("Retry-After", "1")
		return problem(http.StatusServiceUnavailable, "The database is locked by another program. Nothing was written; try again."), header
	case errors.Is(err, models.ErrFull):
		return problem(http.StatusInsufficientStorage, "The disk of the database is full. Nothing was written."), header
	case errors.Is(err, models.ErrUncertain):
		header.Set("Retry-After", "1")
		return problem(http.StatusServiceUnavailable, "The connection to the database was lost while this was being stored: it may be stored or not. "+
			"Read what is there before you write again, or send the request again with the Idempotency-Key it had: that stores it once."), header
	case errors.Is(err, models.ErrUnavailable):
		header.Set("Retry-After", "1")
		return problem(http.StatusServiceUnavailable, "The database does not answer. Nothing was written; try again."), header
	}
	return problem(http.StatusInternalServerError, "Something went wrong here. The log has it under the id of this request."), header
}

// invalidPlan names every fault of a plan with its JSON pointer.
func invalidPlan(invalid *planner.Invalid) *huma.ErrorModel { return faulty("The plan", invalid) }

// faulty names every fault of what was sent with its JSON pointer.
func faulty(what string, invalid *planner.Invalid) *huma.ErrorModel {
	p := problem(http.StatusUnprocessableEntity, fmt.Sprintf("%s has %d faults.", what, len(invalid.Faults)))
	if len(invalid.Faults) == 1 {
		p.Detail = what + " has one fault."
	}
	for _, f := range invalid.Faults {
		detail := &huma.ErrorDetail{Message: f.Message, Location: f.Pointer()}
		if f.Line > 0 {
			detail.Message = fmt.Sprintf("line %d: %s", f.Line, f.Message)
		}
		if f.Found != "" {
			detail.Value = strings.ToValidUTF8(f.Found, "\ufffd")
		}
		p.Errors = append(p.Errors, detail)
	}
	return p
}
