package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"buildout/models"
	"buildout/planner"
)

// soak reports whether the long tests are asked for.
func soak() bool { return os.Getenv("BUILDOUT_SOAK") == "1" }

const stressClients = 32

// acknowledged is a write that a server said is stored.
type acknowledged struct {
	plan     int64
	revision int
	hash     string
}

// TestStressNoLostUpdate lets 32 clients count in the same three plans, each
// reading a plan and writing it with one more. Every write that was acknowledged
// must be there at the end: the counters are the acknowledgements, and the
// revisions have no gap. On PostgreSQL two servers share the database.
func TestStressNoLostUpdate(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { stress(t, newHouse(t)) })
	t.Run("postgres", func(t *testing.T) {
		h, address := newPostgresHouse(t)
		stress(t, h, newHouse(t, func(o *Options) {
			store, err := models.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { store.Close() })
			o.Store = store
		}))
	})
}

func stress(t *testing.T, houses ...*house) {
	var addresses []string
	for _, h := range houses {
		listener := httptest.NewServer(h)
		defer listener.Close()
		addresses = append(addresses, listener.URL)
	}
	writes, deadline := 1, time.Now().Add(time.Hour)
	if soak() {
		writes, deadline = 1<<30, time.Now().Add(time.Minute)
	}
	var plans []int64
	for i := range 3 {
		plans = append(plans, created(t, houses[0], fmt.Sprintf("counter-%d", i)))
	}
	told := make([][]acknowledged, stressClients)
	var clients sync.WaitGroup
	for i := range stressClients {
		clients.Go(func() {
			c := &counter{server: addresses[i%len(addresses)], random: rand.New(rand.NewPCG(5, uint64(i)))}
			for n := 0; n < writes && time.Now().Before(deadline); n++ {
				a, err := c.count(plans[c.random.IntN(len(plans))])
				if err != nil {
					t.Error(err)
					return
				}
				told[i] = append(told[i], a)
			}
		})
	}
	clients.Wait()
	all := 0
	for _, plan := range plans {
		all += checkCounted(t, houses[len(houses)-1], plan, told)
	}
	t.Logf("%d writes acknowledged", all)
	if want := stressClients * writes; !soak() && all != want {
		t.Errorf("%d writes acknowledged, want %d", all, want)
	}
}

// created stores a plan whose counter stands at 0.
func created(t *testing.T, h *house, name string) int64 {
	t.Helper()
	plan := shipped().examples[0]
	plan.Name, plan.Title = name, planner.Text{EN: "0"}
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return decode[PlanResource](t, h.want(201, "POST", "/api/v1/plans", string(text), "Content-Type", asJSON).Body).ID
}

// counter is a client that counts.
type counter struct {
	server string
	random *rand.Rand
}

// count adds one to the counter of a plan, as often as it takes until nobody
// else was first.
func (c *counter) count(id int64) (acknowledged, error) {
	for {
		read, status, err := c.do("GET", id, "", "")
		if err != nil || status != http.StatusOK {
			return acknowledged{}, errors.Join(err, fmt.Errorf("read: status %d", status))
		}
		n, err := strconv.Atoi(read.Title.EN)
		if err != nil {
			return acknowledged{}, err
		}
		stored, status, err := c.do("PATCH", id, fmt.Sprintf(`{"title":{"en":"%d"}}`, n+1), read.tag)
		switch {
		case err != nil:
			return acknowledged{}, err
		case status == http.StatusOK:
			return acknowledged{id, stored.Revision, stored.Hash}, nil
		case status != http.StatusPreconditionFailed && status != http.StatusServiceUnavailable:
			return acknowledged{}, fmt.Errorf("write: status %d", status)
		}
	}
}

// taggedPlan is a stored plan and its tag.
type taggedPlan struct {
	PlanResource
	tag string
}

func (c *counter) do(method string, id int64, body, tag string) (plan taggedPlan, status int, err error) {
	address := fmt.Sprintf("%s/api/v1/plans/%d", c.server, id)
	if method == "GET" {
		address += "?omit=plan"
	}
	r, err := http.NewRequestWithContext(context.Background(), method, address, strings.NewReader(body))
	if err != nil {
		return plan, 0, err
	}
	r.Header.Set("Content-Type", mergePatch)
	if tag != "" {
		r.Header.Set("If-Match", tag)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return plan, 0, err
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	if err == nil && w.StatusCode == http.StatusOK {
		err = json.Unmarshal(text, &plan)
	}
	plan.tag = w.Header.Get("ETag")
	return plan, w.StatusCode, err
}

// checkCounted holds a plan against what the clients were told, and returns how
// many writes that is.
func checkCounted(t *testing.T, h *house, id int64, told [][]acknowledged) (count int) {
	t.Helper()
	hashes := map[int]string{}
	for _, revision := range revisionsOf(t, h, id) {
		hashes[revision.Revision] = revision.Hash
	}
	for n := 1; n <= len(hashes); n++ {
		if hashes[n] == "" {
			t.Errorf("plan %d has %d revisions, but none of the number %d", id, len(hashes), n)
		}
	}
	seen := map[int]bool{}
	for _, client := range told {
		for _, a := range client {
			switch {
			case a.plan != id:
				continue
			case seen[a.revision]:
				t.Errorf("revision %d of plan %d was acknowledged twice", a.revision, id)
			case hashes[a.revision] != a.hash:
				t.Errorf("revision %d of plan %d was acknowledged as %s, and is %s", a.revision, id, a.hash, hashes[a.revision])
			}
			seen[a.revision] = true
			count++
		}
	}
	stored := decode[PlanResource](t, h.want(200, "GET", fmt.Sprintf("/api/v1/plans/%d", id), "").Body)
	if stored.Plan.Title.EN != strconv.Itoa(count) || stored.Revision != count+1 || len(hashes) != count+1 {
		t.Errorf("plan %d counts %s at revision %d of %d, and %d writes were acknowledged", id, stored.Plan.Title.EN, stored.Revision, len(hashes), count)
	}
	return count
}

// revisionsOf reads all revisions of a plan, page by page.
func revisionsOf(t *testing.T, h *house, id int64) (all []PlanRevision) {
	t.Helper()
	for at := fmt.Sprintf("/api/v1/plans/%d/revisions?limit=1000", id); at != ""; {
		page := decode[RevisionList](t, h.want(200, "GET", at, "").Body)
		all, at = append(all, page.Results...), ""
		if page.Next != nil {
			at = *page.Next
		}
	}
	return all
}
