package server

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"buildout/models"
	"buildout/models/pgtest"
)

// survivors is how many clients work while PostgreSQL is stopped and started.
const survivors = 8

// TestPostgreSQLRestartsUnderLoad stops PostgreSQL in order and by a crash while
// clients read and write. They get problems of status 503 that say when to ask
// again, and once it is back not one more; all that was acknowledged is there,
// and what got no answer is settled by its key.
func TestPostgreSQLRestartsUnderLoad(t *testing.T) {
	cluster := pgtest.Own(t)
	h := newHouse(t, func(o *Options) {
		store, err := models.Open(t.Context(), cluster.Database(t))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { store.Close() })
		o.Store = store
	})
	listener := httptest.NewServer(h)
	defer listener.Close()
	g := newGate()
	var clients []*survivor
	var working sync.WaitGroup
	for i := range survivors {
		c := &survivor{t: t, gate: g, plan: created(t, h, fmt.Sprintf("plan-%d", i)), told: map[int]string{}}
		c.address = fmt.Sprintf("%s/api/v1/plans/%d", listener.URL, c.plan)
		clients = append(clients, c)
		working.Go(c.work)
	}
	for _, stop := range []func(testing.TB){cluster.Stop, cluster.Crash} {
		g.turns(3)
		g.close()
		stop(t)
		g.allRefused()
		h.want(200, "GET", "/healthz", "")
		if w := h.want(503, "GET", "/readyz", ""); w.Header().Get("Retry-After") == "" {
			t.Error("/readyz does not say when to ask again")
		}
		cluster.Restart(t)
		h.want(200, "GET", "/readyz", "")
		g.open()
	}
	g.turns(3)
	g.end()
	working.Wait()
	for _, c := range clients {
		c.check(h)
	}
}

// gate is where clients that were refused wait until the database is back.
type gate struct {
	sync.Mutex
	changed  *sync.Cond
	openings int
	closed   bool
	ended    bool
	waiting  int
	done     map[*survivor]int // turns since it opened
}

func newGate() *gate {
	g := &gate{done: map[*survivor]int{}}
	g.changed = sync.NewCond(g)
	return g
}

func (g *gate) change(f func()) {
	g.Lock()
	defer g.Unlock()
	f()
	g.changed.Broadcast()
}

func (g *gate) until(true func() bool) {
	g.Lock()
	defer g.Unlock()
	for !true() && !g.ended {
		g.changed.Wait()
	}
}

func (g *gate) close() { g.change(func() { g.closed = true }) }
func (g *gate) end()   { g.change(func() { g.ended = true }) }
func (g *gate) open() {
	g.change(func() { g.closed, g.openings = false, g.openings+1; clear(g.done) })
}
func (g *gate) allRefused() { g.until(func() bool { return g.waiting == survivors }) }

// turns waits until every client has done n turns since the gate opened.
func (g *gate) turns(n int) {
	g.until(func() bool {
		for _, turns := range g.done {
			if turns < n {
				return false
			}
		}
		return len(g.done) == survivors
	})
}

// up says whether the database is up, by the number of times it came back.
func (g *gate) up() (opening int, up bool) {
	g.Lock()
	defer g.Unlock()
	return g.openings, !g.closed
}

// wait waits at the gate, if it is closed.
func (g *gate) wait() {
	g.Lock()
	defer g.Unlock()
	g.waiting++
	g.changed.Broadcast()
	for g.closed && !g.ended {
		g.changed.Wait()
	}
	g.waiting--
}

// survivor is a client with a plan of its own.
type survivor struct {
	t             *testing.T
	gate          *gate
	plan          int64
	address       string
	tag           string
	count         int            // in the title of the plan
	rates         int            // exchange rates it added
	told          map[int]string // hashes of the revisions that were acknowledged, of 16 digits
	uncertainties int
}

// work reads, changes and adds to the plan until the gate ends.
func (c *survivor) work() {
	ok := c.read()
	for ok {
		if ok = c.write() && c.add() && c.read(); ok {
			c.gate.change(func() { c.gate.done[c]++; ok = !c.gate.ended })
		}
	}
	c.gate.end() // where it is not yet: this client is at fault
}

// read reads the plan until it is answered.
func (c *survivor) read() bool {
	for {
		w, ok := c.send("GET", "", "", nil)
		switch {
		case !ok:
			return false
		case w.refused:
			continue
		}
		var plan PlanResource
		if err := json.Unmarshal(w.body, &plan); err != nil || plan.Plan.Title.EN != fmt.Sprint(c.count) {
			c.t.Errorf("plan %d counts %s, %d was acknowledged, %v", c.plan, plan.Plan.Title.EN, c.count, err)
			return false
		}
		c.tag = w.tag
		return true
	}
}

// write counts one on in the plan. Where it is told nothing of it, it looks.
func (c *survivor) write() bool {
	w, ok := c.send("PATCH", "", fmt.Sprintf(`{"title":{"en":"%d"}}`, c.count+1), map[string]string{"If-Match": c.tag})
	switch {
	case !ok:
		return false
	case !w.refused:
		c.count++
		c.acknowledge(w.tag)
		return true
	case !w.uncertain:
		return c.read() // the count and with it the tag are as they were
	}
	for {
		seen, ok := c.send("GET", "", "", nil)
		switch {
		case !ok:
			return false
		case !seen.refused:
			if strings.Contains(string(seen.body), fmt.Sprintf(`"title":{"en":"%d"`, c.count+1)) {
				c.count++
			}
			return true
		}
	}
}

// add adds an exchange rate, with a key, until it is told that it is there.
func (c *survivor) add() bool {
	month := fmt.Sprintf("%d-%02d", 1990+c.rates/12, 1+c.rates%12)
	for {
		w, ok := c.send("POST", "/exchange-rates", fmt.Sprintf(`{"currency":"JPY","month":"%s","krw":9.1,"source":"test"}`, month),
			map[string]string{"Idempotency-Key": fmt.Sprintf("plan %d rate %s", c.plan, month)})
		switch {
		case !ok:
			return false
		case !w.refused:
			c.rates++
			return true
		}
	}
}

// answered is what a client was told.
type answered struct {
	refused, uncertain bool
	tag                string
	body               []byte
}

// send sends a request. Where it is refused for want of the database, it waits
// until that is back. ok is false where the answer is none that may be.
func (c *survivor) send(method, path, body string, headers map[string]string) (a answered, ok bool) {
	r, err := http.NewRequestWithContext(context.Background(), method, c.address+path, strings.NewReader(body))
	if err != nil {
		c.t.Error(err)
		return a, false
	}
	r.Header.Set("Content-Type", asJSON)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	opening, up := c.gate.up()
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Error(err)
		return a, false
	}
	defer w.Body.Close()
	if a.body, err = io.ReadAll(w.Body); err != nil {
		c.t.Error(err)
		return a, false
	}
	a.tag = w.Header.Get("ETag")
	if w.StatusCode == http.StatusOK || w.StatusCode == http.StatusCreated {
		return a, true
	}
	a.refused, a.uncertain = true, strings.Contains(string(a.body), "may be stored or not")
	if w.StatusCode != http.StatusServiceUnavailable || w.Header.Get("Content-Type") != "application/problem+json" || w.Header.Get("Retry-After") == "" {
		c.t.Errorf("%s %s: %s, Retry-After %q: %s", method, path, w.Status, w.Header.Get("Retry-After"), a.body)
		return a, false
	}
	if a.uncertain {
		c.uncertainties++
	} else if !strings.Contains(string(a.body), "Nothing was written") {
		c.t.Errorf("%s %s does not say whether anything was written: %s", method, path, a.body)
	}
	if now, still := c.gate.up(); up && still && now == opening {
		c.t.Errorf("%s %s is refused while the database is up: %s", method, path, a.body)
	}
	c.gate.wait()
	return a, true
}

func (c *survivor) acknowledge(tag string) {
	var revision int
	var hash string
	if _, err := fmt.Sscanf(strings.Trim(tag, `W/"`), "%d-%s", &revision, &hash); err != nil {
		c.t.Errorf("tag %s: %v", tag, err)
	}
	c.told[revision] = hash
}

// check holds the plan against what the client was told.
func (c *survivor) check(h *house) {
	c.t.Helper()
	revisions := decode[RevisionList](c.t, h.want(200, "GET", fmt.Sprintf("/api/v1/plans/%d/revisions?limit=1000", c.plan), "").Body).Results
	if want := 1 + c.count + c.rates; len(revisions) != want {
		c.t.Errorf("plan %d has %d revisions; %d were acknowledged or settled", c.plan, len(revisions), want)
	}
	hashes := map[int]string{}
	for _, r := range revisions {
		hashes[r.Revision] = r.Hash
	}
	for revision, hash := range c.told {
		if !strings.HasPrefix(hashes[revision], hash) {
			c.t.Errorf("revision %d of plan %d is not what was acknowledged", revision, c.plan)
		}
	}
	c.t.Logf("plan %d: %d writes, %d additions, %d without an answer", c.plan, c.count, c.rates, c.uncertainties)
}
