package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"buildout/models"

	"github.com/danielgtaylor/huma/v2"
)

// ChangeHeaders say who makes a change and why.
type ChangeHeaders struct {
	Author string `header:"Buildout-Author" doc:"Who makes the change; as UTF-8 or as UTF-8''percent-encoded" example:"kim"`
	Reason string `header:"Buildout-Reason" doc:"Why; as UTF-8 or as UTF-8''percent-encoded" example:"Feed moved to June"`
}

// maxChangeText is the most characters of an author or a reason.
const maxChangeText = 500

// readable reports whether a text may be an author or a reason.
func readable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl) && utf8.RuneCountInString(text) <= maxChangeText
}

// model reads the headers that say who changes a plan and why.
func (c ChangeHeaders) model() (models.Change, error) {
	var faults []*huma.ErrorDetail
	read := func(name, value string) string {
		text := value
		if rest, ok := strings.CutPrefix(value, "UTF-8''"); ok {
			var err error
			if text, err = url.PathUnescape(rest); err != nil {
				faults = append(faults, &huma.ErrorDetail{Message: "is not percent-encoded UTF-8", Location: "header." + name})
				return ""
			}
		}
		if !readable(text) {
			faults = append(faults, &huma.ErrorDetail{
				Message: fmt.Sprintf("must be UTF-8 of at most %d characters without control characters", maxChangeText), Location: "header." + name,
			})
		}
		return text
	}
	model := models.Change{Author: read("Buildout-Author", c.Author), Reason: read("Buildout-Reason", c.Reason)}
	if len(faults) > 0 {
		p := problem(http.StatusUnprocessableEntity, "A header cannot be read.")
		p.Errors = faults
		return model, p
	}
	return model, nil
}
