package server

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"buildout/models"

	"github.com/danielgtaylor/huma/v2"
)

// maxKey is the most characters of an idempotency key.
const maxKey = 200

// KeyHeader names a request, so that it can be sent again where its answer was
// lost.
type KeyHeader struct {
	Key string `header:"Idempotency-Key" doc:"Names the request: sent again with the same key within 24 hours it stores nothing and is answered as the first time, with Idempotency-Replayed. 1 to 200 printable characters" example:"2f9c1f6e-8f0b-4a51-9a55-0d6a3f4e9c11"`
}

// keyed reads who changes a plan, why, and by what key. Where there is a key, ref
// is the number of the plan, for a name and a number are one address.
func (s *Server) keyed(ctx context.Context, ref string, who ChangeHeaders, key KeyHeader, at *Address, body SentBody) (string, models.Change, error) {
	why, err := who.model()
	if err != nil || key.Key == "" {
		return ref, why, err
	}
	address := at.path
	if ref != "" {
		head, err := s.Store.Head(ctx, ref)
		if err != nil {
			return ref, why, err
		}
		ref = strconv.FormatInt(head.ID, 10)
		address = planAddress(head.ID) + afterPlan(at.path)
	}
	why.Key, err = key.model(http.MethodPost, address, at.query.Encode(), body)
	return ref, why, err
}

// afterPlan is what follows the plan in the path of an address.
func afterPlan(path string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(path, "/api/v1/plans/"), "/")
	return "/" + rest
}

// model is the key with the hash of the request it was sent with.
func (k KeyHeader) model(method, path, query string, body SentBody) (models.Key, error) {
	if !utf8.ValidString(k.Key) || utf8.RuneCountInString(k.Key) > maxKey || strings.ContainsFunc(k.Key, func(r rune) bool { return !unicode.IsPrint(r) }) {
		p := problem(http.StatusUnprocessableEntity, "The idempotency key cannot be read.")
		p.Errors = []*huma.ErrorDetail{{Message: fmt.Sprintf("must have 1 to %d printable characters", maxKey), Location: "header.Idempotency-Key"}}
		return models.Key{}, p
	}
	request := sha256.New()
	fmt.Fprintf(request, "%q %q %q %q\n", method, path, query, body.ContentType)
	request.Write(body.RawBody)
	key := models.Key{Name: k.Key}
	request.Sum(key.Request[:0])
	return key, nil
}
