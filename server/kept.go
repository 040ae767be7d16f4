package server

import (
	"bytes"
	"context"
	"net/http"

	"github.com/maypok86/otter/v2"
)

// mostKept is the most bytes of answers that are kept.
const mostKept = 64 << 20

// keptKey names the bytes of an answer that a plan and a program make: the
// plan's hash, what was asked of it, and whether they are compressed. The program
// does not change while it runs.
type keptKey struct {
	hash, asked string
	gzip        bool
}

// newKept makes a cache of answers, bounded by their bytes.
func newKept() *otter.Cache[keptKey, []byte] {
	return otter.Must(&otter.Options[keptKey, []byte]{
		MaximumWeight: mostKept,
		Weigher: func(key keptKey, body []byte) uint32 {
			return uint32(len(key.hash) + len(key.asked) + len(body) + 64)
		},
	})
}

// wanted is what a request wants of a plan, and in which bytes.
type wanted struct {
	asked       string
	media       string
	ifNoneMatch string
	gzip        bool
}

func (w wanted) key(hash string) keptKey { return keptKey{hash, w.asked, w.gzip} }

// evaluationAnswer is an answer as bytes that are ready to be sent.
type evaluationAnswer struct {
	Status             int
	ETag               string   `header:"ETag"`
	Vary               []string `header:"Vary" hidden:"true"`
	ContentType        string   `header:"Content-Type" hidden:"true"`
	ContentEncoding    string   `header:"Content-Encoding" hidden:"true"`
	ContentLanguage    string   `header:"Content-Language" hidden:"true"`
	ContentDisposition string   `header:"Content-Disposition" hidden:"true"`
	Body               []byte
}

// atHand answers where the client has what it wants of the plan of a hash or
// that was made lately; nil where neither is so.
func (s *Server) atHand(hash string, w wanted) *evaluationAnswer {
	tag := evaluationTag(hash, s.Version, w.asked)
	if matches(w.ifNoneMatch, tag) {
		return &evaluationAnswer{Status: http.StatusNotModified, ETag: tag}
	}
	if body, ok := s.kept.GetIfPresent(w.key(hash)); ok {
		return w.answer(tag, body)
	}
	return nil
}

// made answers with what is made of the plan of a hash, and keeps it. Of several
// requests for the same at once one makes it; that its client leaves does not end
// it, for others wait.
func (s *Server) made(ctx context.Context, hash string, w wanted, from func(context.Context) ([]byte, error)) (*evaluationAnswer, error) {
	if out := s.atHand(hash, w); out != nil {
		return out, nil
	}
	body, err := s.kept.Get(ctx, w.key(hash), otter.LoaderFunc[keptKey, []byte](func(ctx context.Context, key keptKey) ([]byte, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.RequestTimeout)
		defer cancel()
		key.gzip = false
		body, ok := s.kept.GetIfPresent(key)
		if !ok || !w.gzip {
			var err error
			if body, err = from(ctx); err != nil {
				return nil, err
			}
		}
		if w.gzip && len(body) >= worthCompressing {
			body = compressed(body)
		}
		return body, nil
	}))
	if err != nil {
		return nil, err
	}
	return w.answer(evaluationTag(hash, s.Version, w.asked), body), nil
}

// answer sends bytes, which are gzip where they begin as gzip does.
func (w wanted) answer(tag string, body []byte) *evaluationAnswer {
	out := &evaluationAnswer{Status: http.StatusOK, ETag: tag, ContentType: w.media, Body: body}
	if w.gzip && bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		out.ETag, out.ContentEncoding = "W/"+tag, "gzip"
	}
	return out
}
