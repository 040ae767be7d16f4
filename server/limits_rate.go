package server

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"
)

// mostClients is how many clients are told apart, and idleClient how long one
// is remembered that sends nothing: longer than its quota takes to be whole
// again, so that forgetting it changes nothing.
const (
	mostClients = 10_000
	idleClient  = 10 * time.Second
)

// pace bounds the requests of each client.
type pace struct {
	limit   int // requests a second, and at once; 0 is no limit
	clients *otter.Cache[string, *rate.Limiter]
	policy  string
	now     func() time.Time
}

func newPace(limit int) pace {
	return pace{
		limit: limit, policy: fmt.Sprintf(`"client";q=%d;w=1`, limit), now: time.Now,
		clients: otter.Must(&otter.Options[string, *rate.Limiter]{
			MaximumSize: mostClients, ExpiryCalculator: otter.ExpiryAccessing[string, *rate.Limiter](idleClient),
		}),
	}
}

// take takes one request from the quota of a client, and says how many are
// left; ok is false where none was.
func (p pace) take(client string) (left int, ok bool) {
	limiter, _ := p.clients.ComputeIfAbsent(client, func() (*rate.Limiter, bool) {
		return rate.NewLimiter(rate.Limit(p.limit), p.limit), false
	})
	now := p.now()
	ok = limiter.AllowN(now, 1)
	return max(0, int(limiter.TokensAt(now))), ok
}

// quota counts a request, and refuses it where its client has none left. The
// fields are those of draft-ietf-httpapi-ratelimit-headers-11.
func (s *Server) quota(c *gin.Context) {
	if s.pace.limit == 0 || uncounted[c.FullPath()] {
		c.Next()
		return
	}
	left, ok := s.pace.take(s.client(c.Request))
	h := c.Writer.Header()
	h.Set("RateLimit-Policy", s.pace.policy)
	h.Set("RateLimit", `"client";r=`+strconv.Itoa(left)+`;t=1`)
	if ok {
		c.Next()
		return
	}
	h.Set("Retry-After", "1")
	p := limitProblem(http.StatusTooManyRequests, "", "Request cannot be satisfied as assigned quota has been exceeded", "header.RateLimit", s.pace.limit,
		fmt.Sprintf("More than %d requests a second. Wait a second; lists of up to 1000 in one request need fewer.", s.pace.limit))
	p.Type = "https://iana.org/assignments/http-problem-types#quota-exceeded"
	s.fail(c, p)
}

// uncounted are the addresses by which programs watch the server.
var uncounted = map[string]bool{"/healthz": true, "/readyz": true, "/metrics": true}

// client tells who sends a request: those who know the token are one client,
// others are told by their address. Of an IPv6 address the network counts, for
// a client has all of its addresses.
func (s *Server) client(r *http.Request) string {
	if s.guard.closed && s.guard.knows(r) {
		return "token"
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if addr = addr.Unmap(); addr.Is6() {
		if network, err := addr.WithZone("").Prefix(64); err == nil {
			return network.String()
		}
	}
	return addr.String()
}
