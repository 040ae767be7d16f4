package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

// asset is a built file, ready to send.
type asset struct {
	body        []byte
	gzip        []byte // empty where it would not be smaller
	contentType string
	tag         string
	immutable   bool // its name changes with its content
}

// contentTypes are those of the files that are served; they do not depend on
// what the machine knows.
var contentTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json",
	".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2",
	".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".map": "application/json",
	".webmanifest": "application/manifest+json",
}

// loadAssets reads and compresses the built files of known types. Those the
// manifest names have names made from their content.
func loadAssets(files fs.FS) (map[string]asset, error) {
	manifest := map[string]string{}
	text, err := fs.ReadFile(files, "manifest.json")
	if err == nil {
		err = json.Unmarshal(text, &manifest)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read asset manifest: %w", err)
	}
	hashed := map[string]bool{}
	for _, name := range manifest {
		hashed[strings.TrimPrefix(name, "/assets/")] = true
	}
	assets := map[string]asset{}
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		contentType := contentTypes[path.Ext(name)]
		if err != nil || entry.IsDir() || contentType == "" {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		assets["/"+name] = newAsset(body, contentType, hashed[name])
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read assets: %w", err)
	}
	return assets, nil
}

func newAsset(body []byte, contentType string, immutable bool) asset {
	sum := sha256.Sum256(body)
	a := asset{body: body, contentType: contentType, tag: `"` + hex.EncodeToString(sum[:8]) + `"`, immutable: immutable}
	if isText(contentType) {
		if small := compressed(body); len(small) < len(body) {
			a.gzip = small
		}
	}
	return a
}

func (s *Server) asset(c *gin.Context) {
	a, ok := s.assets[c.Param("file")]
	if !ok {
		s.fail(c, errNoPage)
		return
	}
	send(c, a)
}

// send answers with an asset, or with 304 where the client has it.
func send(c *gin.Context, a asset) {
	if a.immutable {
		c.Header("Cache-Control", "private, max-age=31536000, immutable")
	}
	body, tag := a.body, a.tag
	if len(a.gzip) > 0 && acceptsGzip(c.GetHeader("Accept-Encoding")) {
		body, tag = a.gzip, "W/"+a.tag
		c.Header("Content-Encoding", "gzip")
	}
	c.Header("ETag", tag)
	if matches(c.GetHeader("If-None-Match"), a.tag) {
		c.Writer.Header().Del("Content-Encoding")
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(http.StatusOK, a.contentType, body)
}
