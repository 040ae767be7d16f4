package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/gin-gonic/gin"
)

// contentPolicy lets a page load what this server serves, and nothing else.
// Chart tooltips set style attributes.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
	"img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'"

// headers sets what every response carries.
func (s *Server) headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cache-Control", "private, no-cache")
	c.Next()
}

// guard decides who is let in.
type guard struct {
	token  [sha256.Size]byte
	closed bool // a token is asked for
	origin *http.CrossOriginProtection
}

func newGuard(token string) guard {
	return guard{token: sha256.Sum256([]byte(token)), closed: token != "", origin: http.NewCrossOriginProtection()}
}

// admit lets a request in or answers why not. Health is open to all.
func (s *Server) admit(c *gin.Context) {
	open := c.FullPath() == "/healthz" || c.FullPath() == "/readyz"
	switch {
	case s.guard.closed && !open && !s.guard.knows(c.Request):
		s.fail(c, errNoToken)
	case !s.guard.closed && !loopback(c.Request.Host):
		s.fail(c, errForeignHost)
	case s.guard.origin.Check(c.Request) != nil:
		s.fail(c, errForeignOrigin)
	default:
		c.Next()
	}
}

// plainBody refuses a body that was compressed: it would be read as what it is
// not.
func (s *Server) plainBody(c *gin.Context) {
	coding := c.GetHeader("Content-Encoding")
	if coding == "" || strings.EqualFold(coding, "identity") {
		c.Next()
		return
	}
	c.Header("Accept-Encoding", "identity") // RFC 9110 15.5.16
	s.fail(c, errCoding)
}

// knows reports whether a request carries the token, in constant time.
func (g guard) knows(r *http.Request) bool {
	scheme, sent, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		_, sent, _ = r.BasicAuth()
	}
	sum := sha256.Sum256([]byte(strings.TrimSpace(sent)))
	return subtle.ConstantTimeCompare(sum[:], g.token[:]) == 1
}

// loopback reports whether a Host header names this machine to itself. A name
// of another site that resolves to a loopback address (DNS rebinding) does not.
func loopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && addr.Unmap().IsLoopback()
}
