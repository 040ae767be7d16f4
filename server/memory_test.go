package server

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	memoryClients = 8
	memoryPlans   = 16
	memorySamples = 10   // in a quarter of the test
	mostGrowth    = 1.15 // of the median live heap from the second quarter to the last
)

// TestMemoryFlat: a server that reads, evaluates, answers what-ifs and writes for
// long holds no more in its last quarter than in its second, beside the answers
// it keeps, whose bytes are bounded. It takes BUILDOUT_SOAK_LENGTH, a minute by
// itself.
func TestMemoryFlat(t *testing.T) {
	if !soak() {
		t.Skip("takes long: BUILDOUT_SOAK is not 1")
	}
	length, err := time.ParseDuration(os.Getenv("BUILDOUT_SOAK_LENGTH"))
	if err != nil {
		length = time.Minute
	}
	h := newHouse(t, func(o *Options) { o.Log = slog.New(slog.DiscardHandler) })
	listener := httptest.NewServer(h)
	defer listener.Close()
	plans := make([]int64, memoryPlans)
	for i := range plans {
		plans[i] = created(t, h, fmt.Sprintf("plan-%d", i))
	}
	var pause sync.RWMutex // held by one who sends; all of it by one who measures
	var ended atomic.Bool
	var requests atomic.Int64
	var clients sync.WaitGroup
	for i := range memoryClients {
		clients.Go(func() {
			for n := i; !ended.Load(); n++ {
				pause.RLock()
				err := loadOnce(listener.URL, plans[n%len(plans)], n)
				pause.RUnlock()
				requests.Add(1)
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	live := make([]uint64, 0, 4*memorySamples)
	tick := time.NewTicker(length / (4 * memorySamples))
	defer tick.Stop()
	for range cap(live) {
		<-tick.C
		pause.Lock()
		live = append(live, liveHeap()-h.kept.WeightedSize())
		pause.Unlock()
	}
	ended.Store(true)
	clients.Wait()
	second, last := median(live[memorySamples:2*memorySamples]), median(live[3*memorySamples:])
	t.Logf("%d requests; live heap in MB, by quarters: %d %d %d %d", requests.Load(), median(live[:memorySamples])>>20, second>>20,
		median(live[2*memorySamples:3*memorySamples])>>20, last>>20)
	if kept := h.kept.WeightedSize(); kept > mostKept {
		t.Errorf("%d bytes of answers are kept, %d may be", kept, mostKept)
	}
	if growth := float64(last) / float64(second); growth > mostGrowth {
		t.Errorf("the live heap grew by a factor of %.2f, more than %.2f: %v", growth, mostGrowth, live)
	}
}

// liveHeap is the bytes of what is in use.
func liveHeap() uint64 {
	runtime.GC()
	runtime.GC() // what finalizers and pools held through the first
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func median(list []uint64) uint64 { return slices.Sorted(slices.Values(list))[len(list)/2] }

// loadOnce sends one of the requests that a server gets.
func loadOnce(server string, plan int64, n int) error {
	address := fmt.Sprintf("%s/api/v1/plans/%d", server, plan)
	change := fmt.Sprintf(`{"budget":{"total_krw":%d}}`, 460_000_000_000+n)
	switch n % 7 {
	case 0:
		return sendOnce("GET", address, "")
	case 1:
		return sendOnce("GET", address+"/evaluation?fields=budget,findings", "")
	case 2:
		return sendOnce("POST", address+"/evaluation?fields=budget", change)
	case 3:
		return sendOnce("GET", address+"/racks?limit=50", "")
	case 4:
		return sendOnce("GET", address+"/revisions?limit=10", "")
	case 5:
		return sendOnce("GET", server+fmt.Sprintf("/plans/%d/budget", plan), "")
	default:
		return sendOnce("PATCH", address, change)
	}
}

func sendOnce(method, address, body string) error {
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/merge-patch+json")
	r.Header.Set("If-Match", "*")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	if err == nil && w.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %.300s", method, address, w.Status, text)
	}
	return err
}
