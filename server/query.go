package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// maxFilter is the most characters of a filter of a list.
const maxFilter = 200

// queryFaults collects what is wrong with the query of a page.
type queryFaults []*huma.ErrorDetail

func (q *queryFaults) fault(c *gin.Context, key, message string) {
	*q = append(*q, queryFault(key, message, c.Query(key)))
}

func queryFault(key, message, value string) *huma.ErrorDetail {
	return &huma.ErrorDetail{Message: message, Location: "query." + key, Value: value}
}

// words holds that a filter is not too long.
func (q *queryFaults) words(c *gin.Context, key string) {
	if utf8.RuneCountInString(c.Query(key)) > maxFilter {
		q.fault(c, key, fmt.Sprintf("is longer than %d characters", maxFilter))
	}
}

// page reads the number of a page where the query gives one.
func (q *queryFaults) page(c *gin.Context, key string, page *int) {
	text := c.Query(key)
	if text == "" {
		return
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		q.fault(c, key, "is not a number from 1")
	}
	*page = n
}

// problem names every fault in the order of the keys; nil where there is none.
func (q queryFaults) problem() error {
	if len(q) == 0 {
		return nil
	}
	slices.SortFunc(q, func(a, b *huma.ErrorDetail) int { return strings.Compare(a.Location, b.Location) })
	words := make([]string, len(q))
	for i, f := range q {
		words[i] = strings.TrimPrefix(f.Location, "query.") + " " + f.Message
		if !strings.HasSuffix(f.Message, "?") {
			words[i] += "."
		}
	}
	p := problem(http.StatusUnprocessableEntity, strings.Join(words, " "))
	p.Errors = q
	return p
}
