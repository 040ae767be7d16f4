package server

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
)

// worthCompressing is the least body in bytes that gzip makes smaller enough.
const worthCompressing = 512

// gzipWriters compress what is sent once: half the time of the usual level for
// a sixth more bytes. What is sent again and again is compressed well.
var gzipWriters = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil { // the level is a constant and valid
		panic(err)
	}
	return w
}}

// compressed is a body as gzip, as small as it gets in a few milliseconds.
func compressed(body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(body) // a bytes.Buffer takes all
	_ = w.Close()
	return b.Bytes()
}

// compress sends texts as gzip to clients that read it.
func compress(c *gin.Context) {
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if !acceptsGzip(c.GetHeader("Accept-Encoding")) {
		c.Next()
		return
	}
	plain := c.Writer
	w := &compressing{ResponseWriter: plain, stream: streamed[c.FullPath()]}
	c.Writer = w
	defer func() { c.Writer = plain }()
	c.Next()
	w.close()
}

// compressing decides at the first write whether to compress.
type compressing struct {
	gin.ResponseWriter
	stream  bool // whether more follows what is written first
	decided bool
	gzip    *gzip.Writer
}

func (w *compressing) Write(body []byte) (int, error) {
	if !w.decided {
		w.decide(len(body))
	}
	if w.gzip != nil {
		return w.gzip.Write(body)
	}
	return w.ResponseWriter.Write(body)
}

func (w *compressing) WriteString(body string) (int, error) { return w.Write([]byte(body)) }

// Flush sends what was written so far.
func (w *compressing) Flush() {
	if w.gzip != nil {
		_ = w.gzip.Flush() // a failed write means that the client is gone
	}
	w.ResponseWriter.Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (w *compressing) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// decide begins to compress a text that is long enough and not compressed yet.
// The ETag becomes a weak one: the bytes are not those it was made for.
func (w *compressing) decide(size int) {
	w.decided = true
	h := w.Header()
	if size < worthCompressing && !w.stream || h.Get("Content-Encoding") != "" || w.Status() == http.StatusPartialContent || !isText(h.Get("Content-Type")) {
		return
	}
	h.Set("Content-Encoding", "gzip")
	h.Del("Content-Length")
	if tag := h.Get("ETag"); strings.HasPrefix(tag, `"`) {
		h.Set("ETag", "W/"+tag)
	}
	w.gzip = gzipWriters.Get().(*gzip.Writer)
	w.gzip.Reset(w.ResponseWriter)
}

// close ends the body. A failed write means that the client is gone.
func (w *compressing) close() {
	if w.gzip != nil {
		_ = w.gzip.Close()
		gzipWriters.Put(w.gzip)
		w.gzip = nil
	}
}

// isText reports whether a content type is text, whatever its name says.
func isText(contentType string) bool {
	media, _, _ := strings.Cut(contentType, ";")
	media = strings.TrimSpace(media)
	return strings.HasPrefix(media, "text/") || strings.HasSuffix(media, "json") || strings.HasSuffix(media, "yaml") ||
		strings.HasSuffix(media, "xml") || media == "application/javascript"
}

// acceptsGzip reads an Accept-Encoding header.
func acceptsGzip(header string) bool {
	accepts := false
	for part := range strings.SplitSeq(header, ",") {
		coding, q, weighted := strings.Cut(part, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding != "gzip" && coding != "*" {
			continue
		}
		weight := 1.0
		if weighted {
			weight, _ = strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(q), "q="), 64)
		}
		if coding == "gzip" {
			return weight > 0
		}
		accepts = weight > 0
	}
	return accepts
}
