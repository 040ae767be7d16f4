// Package server answers HTTP: the API with its OpenAPI document, the pages,
// health and metrics. Handlers bind, load, evaluate and draw; they compute
// nothing.
package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"time"

	"buildout/models"
	"buildout/planner"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
	"github.com/maypok86/otter/v2"
)

// Options is what a server is made of.
type Options struct {
	Store             *models.Store
	Reference         planner.Reference
	Example           planner.Plan // shown in the API documentation
	Assets            fs.FS
	Log               *slog.Logger
	Version           string
	Token             string // asked of every client; none where empty
	MaxBodyBytes      int64
	MaxImportBytes    int64
	RateLimit         int // requests of a client a second; 0 is no limit
	RequestTimeout    time.Duration
	EvaluationTimeout time.Duration // of one plan
	SweepTimeout      time.Duration // of a plan whose inputs are varied
	ShutdownTimeout   time.Duration // for requests in flight when the server stops
}

// Server serves one store.
type Server struct {
	Options
	pages   *pages.Pages
	metrics *metrics
	guard   guard
	pace    pace
	slots   chan struct{} // held by those who evaluate
	sweeps  chan struct{} // held by those who vary a plan
	desks   chan struct{} // held by those who write and read workbooks
	kept    *otter.Cache[keptKey, []byte]
	assets  map[string]asset
	handler http.Handler
}

// maxHeaderBytes is the most that the header of a request may have.
const maxHeaderBytes = 64 << 10

// New makes a server that does not listen yet.
func New(o Options) (*Server, error) {
	drawn, err := pages.New(o.Assets)
	if err != nil {
		return nil, err
	}
	assets, err := loadAssets(o.Assets)
	if err != nil {
		return nil, err
	}
	s := &Server{
		Options: o, pages: drawn, metrics: newMetrics(o.Store.Metrics()), guard: newGuard(o.Token), pace: newPace(o.RateLimit),
		slots: make(chan struct{}, runtime.GOMAXPROCS(0)), sweeps: make(chan struct{}, runtime.GOMAXPROCS(0)),
		desks: make(chan struct{}, (runtime.GOMAXPROCS(0)+1)/2), kept: newKept(), assets: assets,
	}
	s.handler = headAsGet(s.routes())
	return s, nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Serve answers requests on listener until ctx ends, then lets those in flight
// finish within ShutdownTimeout. It closes listener but not the store.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	h := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       s.RequestTimeout,
		WriteTimeout:      s.RequestTimeout + 10*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve %s: %w", listener.Addr(), err)
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.Background(), s.ShutdownTimeout)
	defer cancel()
	if err := h.Shutdown(stopping); err != nil {
		return errors.Join(fmt.Errorf("requests in flight were cut off: %w", err), h.Close())
	}
	return nil
}

// routes is the table of everything that is answered.
func (s *Server) routes() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.UseRawPath = true // a plan's name may hold a slash
	engine.UnescapePathValues = false
	engine.Use(unescape, s.observe, s.headers, s.quota, s.admit, s.plainBody, s.limit, compress)
	engine.NoRoute(func(c *gin.Context) { s.fail(c, errNoPage) })
	engine.NoMethod(func(c *gin.Context) { s.fail(c, errNoMethod) })

	engine.GET("/healthz", s.alive)
	engine.GET("/readyz", s.ready)
	engine.GET("/metrics", gin.WrapH(s.metrics.handler()))
	engine.GET("/assets/*file", s.asset)

	engine.GET("/", func(c *gin.Context) { c.Redirect(http.StatusSeeOther, "/plans") })
	engine.GET("/plans", s.plansPage)
	engine.GET("/plans/:id", s.overviewPage)
	engine.GET("/plans/:id/racks", s.racksPage)
	engine.POST("/plans/:id/racks/table", s.rackTable)
	engine.GET("/plans/:id/assumptions", s.assumptionsPage)
	engine.GET("/plans/:id/capacity", s.capacityPage)
	engine.GET("/plans/:id/revisions", s.revisionsPage)
	engine.POST("/plans/:id/revisions", s.changeRevisions)
	engine.GET("/plans/:id/budget", s.budgetPage)
	engine.GET("/plans/:id/budget/why", s.budgetWhy)
	engine.POST("/plans/:id/budget/books", s.books)
	engine.GET("/plans/:id/budget/books.csv", s.booksTemplate)
	engine.GET("/plans/:id/budget/books.xlsx", s.booksWorkbook)
	engine.GET("/plans/:id/budget.xlsx", s.workbookFile)
	engine.GET("/plans/:id/export", s.exportPage)
	engine.POST("/plans/:id/export", s.takeWorkbook)
	engine.POST("/plans/:id/changes", s.saveChanges)
	engine.GET("/compare", s.comparePage)
	engine.GET("/compare/bridge", s.compareBridge)
	engine.POST("/compare/sets", s.changeSets)
	engine.POST("/compare/sweep", s.compareSweep)
	engine.GET("/compare/sweep.csv", s.compareSweepCSV)
	engine.GET("/api/docs", s.docsPage)

	s.api(engine)
	return engine
}

// headAsGet answers HEAD as GET; net/http leaves out the body.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			get := *r
			get.Method = http.MethodGet
			r = &get
		}
		next.ServeHTTP(w, r)
	})
}

// limit ends the context of a request that takes too long.
func (s *Server) limit(c *gin.Context) {
	timeout := s.RequestTimeout
	if streamed[c.FullPath()] {
		timeout = s.SweepTimeout
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), timeout)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// unescape reads the names in the path of a request where gin left them as they
// were sent. Gin's own way takes a plus sign for a space.
func unescape(c *gin.Context) {
	if c.Request.URL.RawPath != "" {
		for i, p := range c.Params {
			if name, err := url.PathUnescape(p.Value); err == nil {
				c.Params[i].Value = name
			}
		}
	}
	c.Next()
}
