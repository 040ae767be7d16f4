package models

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"gorm.io/gorm"
)

// Watch says which statements a store logs, and where.
type Watch struct {
	Log       *slog.Logger
	Slow      time.Duration                // a statement that takes longer is a warning
	RequestID func(context.Context) string // names the request that asked for it
}

// Watch has the store log slow statements, without the values in them. It is
// called before the store is used by others.
func (s *Store) Watch(w Watch) { s.watched.Watch = w }

// Metrics returns what the store counts: its connections, statements by kind
// and table, transactions by what became of them, and tries that were repeated.
func (s *Store) Metrics() prometheus.Collector { return s.watched }

// watched counts what a store asks of its database. It is a plugin of gorm.
type watched struct {
	Watch
	pool         prometheus.Collector
	statements   *prometheus.CounterVec
	seconds      *prometheus.CounterVec
	durations    *prometheus.HistogramVec
	transactions *prometheus.CounterVec
	spans        *prometheus.HistogramVec
	retries      *prometheus.CounterVec
	cached       *prometheus.CounterVec
}

var durationBuckets = prometheus.ExponentialBuckets(0.0001, 4, 9) // to 6.5 s

func newWatched(pool *sql.DB) *watched {
	return &watched{
		pool: collectors.NewDBStatsCollector(pool, "plans"),
		statements: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "buildout_database_statements_total", Help: "Statements, by whether they failed.",
		}, []string{"kind", "table", "outcome"}),
		seconds: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "buildout_database_statement_seconds_total", Help: "Time in statements.",
		}, []string{"kind", "table"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "buildout_database_statement_duration_seconds", Help: "Time of a statement.", Buckets: durationBuckets,
		}, []string{"kind"}),
		transactions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "buildout_database_transactions_total", Help: "Transactions, by what became of them.",
		}, []string{"kind", "outcome"}),
		spans: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "buildout_database_transaction_duration_seconds", Help: "Time from the wait for a connection to the end of a transaction.", Buckets: durationBuckets,
		}, []string{"kind"}),
		retries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "buildout_database_retries_total", Help: "Reads, and beginnings of transactions, tried once more on another connection.",
		}, []string{"step"}),
		cached: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "buildout_plan_cache_requests_total", Help: "Plans asked of memory, by whether they were there as the database has them.",
		}, []string{"outcome"}),
	}
}

func (w *watched) collectors() []prometheus.Collector {
	return []prometheus.Collector{w.pool, w.statements, w.seconds, w.durations, w.transactions, w.spans, w.retries, w.cached}
}

// Describe is that of a prometheus.Collector.
func (w *watched) Describe(to chan<- *prometheus.Desc) {
	for _, c := range w.collectors() {
		c.Describe(to)
	}
}

// Collect is that of a prometheus.Collector.
func (w *watched) Collect(to chan<- prometheus.Metric) {
	for _, c := range w.collectors() {
		c.Collect(to)
	}
}

// outcomes name in the metrics what became of a transaction. One that was given
// up for another reason, such as a plan with faults, is rolled_back.
var outcomes = []struct {
	err  error
	name string
}{
	{ErrNotFound, "not_found"}, {ErrStale, "stale"}, {ErrDuplicate, "duplicate"}, {ErrKeyReused, "key_reused"}, {ErrApproved, "approved"},
	{ErrBusy, "busy"}, {ErrFull, "full"}, {ErrUncertain, "uncertain"}, {ErrUnavailable, "unavailable"},
	{context.Canceled, "canceled"}, {context.DeadlineExceeded, "timeout"},
}

func (w *watched) transaction(kind string, err error, took time.Duration) {
	outcome := "committed"
	if err != nil {
		outcome = "rolled_back"
		for _, o := range outcomes {
			if errors.Is(err, o.err) {
				outcome = o.name
				break
			}
		}
	}
	w.transactions.WithLabelValues(kind, outcome).Inc()
	w.spans.WithLabelValues(kind).Observe(took.Seconds())
}

// Name is that of a gorm.Plugin.
func (w *watched) Name() string { return "watched" }

// startedKey names the time at which a statement began.
const startedKey = "watched:started"

// Initialize is that of a gorm.Plugin.
func (w *watched) Initialize(db *gorm.DB) error {
	started := func(tx *gorm.DB) { tx.InstanceSet(startedKey, time.Now()) }
	c := db.Callback()
	return errors.Join(
		c.Create().Before("gorm:create").Register("watched:before", started), c.Create().After("gorm:create").Register("watched:after", w.statement("insert")),
		c.Query().Before("gorm:query").Register("watched:before", started), c.Query().After("gorm:query").Register("watched:after", w.statement("select")),
		c.Update().Before("gorm:update").Register("watched:before", started), c.Update().After("gorm:update").Register("watched:after", w.statement("update")),
		c.Delete().Before("gorm:delete").Register("watched:before", started), c.Delete().After("gorm:delete").Register("watched:after", w.statement("delete")),
		c.Row().Before("gorm:row").Register("watched:before", started), c.Row().After("gorm:row").Register("watched:after", w.statement("rows")),
		c.Raw().Before("gorm:raw").Register("watched:before", started), c.Raw().After("gorm:raw").Register("watched:after", w.statement("raw")),
	)
}

// statement returns what counts a statement of a kind once it has run.
func (w *watched) statement(kind string) func(*gorm.DB) {
	return func(tx *gorm.DB) {
		started, ok := tx.InstanceGet(startedKey)
		if !ok {
			return
		}
		took, table, outcome := time.Since(started.(time.Time)), tx.Statement.Table, "done"
		if table == "" {
			table = "none"
		}
		if tx.Error != nil && !errors.Is(tx.Error, gorm.ErrRecordNotFound) {
			outcome = "failed"
		}
		w.statements.WithLabelValues(kind, table, outcome).Inc()
		w.seconds.WithLabelValues(kind, table).Add(took.Seconds())
		w.durations.WithLabelValues(kind).Observe(took.Seconds())
		w.slow(tx.Statement.Context, tx.Statement.SQL.String(), tx.RowsAffected, took)
	}
}

// maxLogged bounds the statement in a line of the log: an INSERT of many rows
// is as long as they are.
const maxLogged = 1000

func (w *watched) slow(ctx context.Context, statement string, rows int64, took time.Duration) {
	if w.Log == nil || took <= w.Slow {
		return
	}
	if len(statement) > maxLogged {
		statement = statement[:maxLogged] + "…"
	}
	w.Log.LogAttrs(context.WithoutCancel(ctx), slog.LevelWarn, "slow statement", slog.String("request_id", w.RequestID(ctx)),
		slog.String("sql", statement), slog.Int64("rows", rows), slog.Float64("duration_ms", float64(took.Microseconds())/1000))
}
