package server

import (
	"context"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"buildout/planner"
)

var planType = reflect.TypeFor[planner.Plan]()

// today is the day that types are brought in on.
func today() string { return time.Now().UTC().Format(time.DateOnly) }

type documentInput struct {
	PlanPath
	Format string `query:"format" enum:"yaml,json" doc:"In place of Accept" example:"yaml"`
	Accept string `header:"Accept" hidden:"true"`
	ReadCondition
}

var errNotAcceptable = problem(http.StatusNotAcceptable, "A plan is written as application/yaml or application/json; ask for one of them.")

// documentTypes are the media types a plan is written as, by format.
var documentTypes = map[string]string{"yaml": "application/yaml", "json": "application/json"}

func (s *Server) planDocument(ctx context.Context, in *documentInput) (*fileAnswer, error) {
	format, ok := in.Format, true
	if format == "" {
		if format, ok = accepted(in.Accept); !ok {
			return nil, errNotAcceptable
		}
	}
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	tag := planTag(stored)
	if matches(in.IfNoneMatch, tag) {
		return &fileAnswer{Status: http.StatusNotModified, ETag: tag, Vary: "Accept"}, nil
	}
	document, err := planner.EncodePlan(stored.Plan, format)
	if err != nil {
		return nil, err
	}
	return &fileAnswer{
		Status: http.StatusOK, ContentType: documentTypes[format], ETag: tag, Vary: "Accept", Body: document,
		Disposition: attachment(stored.Name + "-" + strconv.Itoa(stored.Revision) + "." + format),
	}, nil
}

// accepted returns the format that an Accept header wants most: YAML where it has
// no preference.
func accepted(header string) (format string, ok bool) {
	best := 0.0
	for part := range strings.SplitSeq(header, ",") {
		media, parameters, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		quality := 1.0
		if q, err := strconv.ParseFloat(parameters["q"], 64); err == nil {
			quality = q
		}
		wants := ""
		switch media {
		case "application/yaml", "application/x-yaml", "text/yaml", "*/*", "text/*", "application/*":
			wants = "yaml"
		case "application/json":
			wants = "json"
		}
		if wants != "" && quality > best {
			format, best = wants, quality
		}
	}
	if header == "" {
		return "yaml", true
	}
	return format, format != ""
}
