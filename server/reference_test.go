package server

import (
	"net/url"
	"strings"
	"testing"
)

func TestReferenceIsListedAndRead(t *testing.T) {
	h := newHouse(t)
	ref, newer := shipped().ref, newHouseOf(h, "newer")
	for list, want := range map[string]struct {
		count int
		first string
	}{
		"rack-types": {len(ref.RackTypes), ref.RackTypes[0].Name}, "redundancy-tiers": {len(ref.Tiers), ref.Tiers[0].Name},
		"cost-entries": {len(ref.Book.Entries), ref.Book.Entries[0].Code}, "cost-groups": {len(ref.Book.Groups), ref.Book.Groups[0].Code},
		"payment-profiles": {len(ref.Book.Profiles), ref.Book.Profiles[0].Name}, "tariffs": {len(ref.Tariffs), ref.Tariffs[0].Name},
		"climates": {len(ref.Climates), ref.Climates[0].Name}, "calendars": {len(ref.Calendars), ref.Calendars[0].Name},
		"lead-times": {len(ref.LeadTimes), ref.LeadTimes[0].Name}, "equipment": {len(ref.Equipment), string(ref.Equipment[0].Kind)},
		"plant-limits": {len(ref.Limits), string(ref.Limits[0].Name)}, "assumptions": {len(ref.Assumptions), string(ref.Assumptions[0].Name)},
		"asset-classes": {len(ref.Assets), ref.Assets[0].Name}, "benchmarks": {len(ref.Benchmarks), ref.Benchmarks[0].Name},
		"values": {len(h.elements("/api/v1/plans/two-sites-460/assumptions").Results), "cost_book.entries." + ref.Book.Entries[0].Code},
	} {
		address := "/api/v1/reference/" + list
		w := h.want(200, "GET", address+"?limit=1000", "")
		page := decode[elementList](t, w.Body)
		if list != "values" && (*page.Count != want.count || len(page.Results) != want.count) || *page.Count == 0 {
			t.Errorf("%s: %d of %d, want %d", list, len(page.Results), *page.Count, want.count)
		}
		h.want(304, "GET", address+"?limit=1000", "", "If-None-Match", w.Header().Get("ETag"))
		newer.want(200, "GET", address+"?limit=1000", "", "If-None-Match", w.Header().Get("ETag"))
		one := decode[map[string]any](t, h.want(200, "GET", address+"/"+url.PathEscape(want.first), "").Body)
		if one["name"] != want.first && one["code"] != want.first && one["kind"] != want.first {
			t.Errorf("%s/%s reads %v", list, want.first, one)
		}
		if p := h.wantProblem(404, "GET", address+"/"+url.PathEscape(want.first)+"x", ""); !strings.Contains(p.Detail, want.first) {
			t.Errorf("%s: a name that nearly is one: %q", list, p.Detail)
		}
		h.wantProblem(404, "GET", address+"/%ff", "")
		h.wantProblem(422, "GET", address+"?colour=red", "")
		h.want(405, "POST", address, "{}")
	}
	steel := h.elements("/api/v1/reference/cost-entries?code__isw=structure.&ordering=-unit_price&fields=code,unit_price&limit=2")
	if len(steel.Results) != 2 || len(steel.Results[0]) != 2 || steel.Results[0]["unit_price"].(float64) < steel.Results[1]["unit_price"].(float64) {
		t.Errorf("%v", steel.Results)
	}
}

// newHouseOf is a server of another version over the same database.
func newHouseOf(h *house, version string) *house {
	h.t.Helper()
	o := h.Options
	o.Version = version
	other := *h
	var err error
	if other.Server, err = New(o); err != nil {
		h.t.Fatal(err)
	}
	return &other
}
