package server

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"buildout/planner"
)

func TestRacksOfAHall(t *testing.T) {
	h := newHouse(t)
	const address = "/api/v1/plans/two-sites-460/sites/ansan/halls/DH-1/layout"
	w := h.want(200, "GET", address, "")
	layout, tag := decode[planner.RackLayout](t, w.Body), w.Header().Get("ETag")
	want, err := planner.Racks(shipped().examples[0], shipped().ref, "ansan", "DH-1", shipped().examples[0].Horizon.End())
	if err != nil {
		t.Fatal(err)
	}
	if layout.Hall != "DH-1" || len(layout.Racks) < 400 || layout.Month != want.Month || len(layout.Racks) != len(want.Racks) {
		t.Errorf("%d racks of %s in %s, want %d of %s in %s", len(layout.Racks), layout.Hall, layout.Month, len(want.Racks), want.Hall, want.Month)
	}
	holdsConditions(t, h, address, tag, address+"?month=2029-01", "/api/v1/plans/1/sites/ansan/halls/DH-2/layout")
	if got := h.want(200, "GET", address+"?month=2030-09", "").Header().Get("ETag"); got != tag {
		t.Errorf("the last month by name has the ETag %s, by default %s", got, tag)
	}
	for path, detail := range map[string]string{
		"/api/v1/plans/none/sites/ansan/halls/DH-1/layout": "no such plan",
		"/api/v1/plans/1/sites/none/halls/DH-1/layout":     `no site "none"`,
		"/api/v1/plans/1/sites/ansan/halls/none/layout":    `no hall "none"`,
	} {
		if p := h.wantProblem(404, "GET", path, ""); !strings.Contains(p.Detail, detail) {
			t.Errorf("%s: %q", path, p.Detail)
		}
	}
	refusesMonths(t, h, address)
}

func TestStateOfASite(t *testing.T) {
	h := newHouse(t)
	const address = "/api/v1/plans/two-sites-460/sites/ansan/state"
	w := h.want(200, "GET", address, "")
	state, tag := decode[planner.SiteState](t, w.Body), w.Header().Get("ETag")
	if state.Failure != nil {
		t.Errorf("a failure that nobody asked for: %+v", state.Failure)
	}
	different := []string{address + "?month=2029-01", "/api/v1/plans/1/sites/siheung/state"}
	for _, failure := range state.Failures {
		query := address + "?failure=" + url.QueryEscape(failure.ID)
		broken := decode[planner.SiteState](t, h.want(200, "GET", query, "").Body)
		if broken.Failure == nil || broken.Failure.ID != failure.ID {
			t.Fatalf("asked for failure %s, got %+v", failure.ID, broken.Failure)
		}
		different = append(different[:2], query) // the last
	}
	holdsConditions(t, h, address, tag, different...)
	h.wantProblem(404, "GET", "/api/v1/plans/1/sites/none/state", "")
	refusesMonths(t, h, address)
	if len(state.Failures) < 20 || len(state.Halls) != 4 {
		t.Errorf("%d failures, %d halls", len(state.Failures), len(state.Halls))
	}
	p := h.wantProblem(422, "GET", address+"?failure=none%2Fof%20these", "")
	if len(p.Errors) != 1 || p.Errors[0].Location != "query.failure" || p.Errors[0].Value != "none/of these" {
		t.Errorf("an unknown failure: %+v", p)
	}
}

// holdsConditions holds that an address answers 304 to its own ETag, and that
// the other addresses have others.
func holdsConditions(t *testing.T, h *house, address, tag string, others ...string) {
	t.Helper()
	if w := h.want(304, "GET", address, "", "If-None-Match", tag); w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
		t.Errorf("304 with %q and ETag %q", w.Body, w.Header().Get("ETag"))
	}
	for _, other := range others {
		if got := h.want(200, "GET", other, "", "If-None-Match", tag).Header().Get("ETag"); got == tag || got == "" {
			t.Errorf("%s has the ETag %s of %s", other, got, address)
		}
	}
}

func refusesMonths(t *testing.T, h *house, address string) {
	t.Helper()
	for _, month := range []string{"2030-10", "2020-09", "2025-13", "May", "0000-00"} {
		p := h.wantProblem(422, "GET", address+"?month="+month, "")
		if len(p.Errors) != 1 || p.Errors[0].Location != "query.month" || p.Errors[0].Value != month || !strings.Contains(p.Detail, "2020-10") {
			t.Errorf("month %s: %+v", month, p)
		}
	}
	h.wantProblem(422, "GET", address+"?colour=red", "")
}

// A name may hold a slash; it is escaped in an address.
func TestNamesWithSlashes(t *testing.T) {
	h := newHouse(t)
	plan := strings.NewReplacer(`"ansan"`, `"an/san"`, `"DH-1"`, `"D/1"`).Replace(examplePlan(t, "two/sites"))
	h.want(201, "POST", "/api/v1/plans", plan, "Content-Type", asJSON)
	h.want(200, "GET", "/api/v1/plans/two%2Fsites/sites/an%2Fsan/halls/D%2F1/layout", "")
	h.want(200, "GET", "/api/v1/plans/two%2Fsites/sites/an%2Fsan/state", "")
	h.want(200, "POST", "/api/v1/plans/two%2Fsites/evaluation", `{"changes":[]}`, "Content-Type", asJSON)
}

func TestWhatIf(t *testing.T) {
	h := newHouse(t)
	const address = "/api/v1/plans/two-sites-460/evaluation"
	stored := h.want(200, "GET", address, "")
	same := h.want(200, "POST", address, `{"changes":[]}`, "Content-Type", asJSON)
	if stored.Body.String() != same.Body.String() {
		t.Error("no change changes the result")
	}
	changes := []planner.Change{{Path: "sites/ansan/halls/DH-1/ups/arrangement", Value: "N+1"}}
	body, err := json.Marshal(ChangeList{changes})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := planner.Apply(shipped().examples[0], shipped().ref, changes)
	if err != nil {
		t.Fatal(err)
	}
	changed := decode[planner.Result](t, h.want(200, "POST", address, string(body), "Content-Type", asJSON).Body)
	if changed.Plan.Hash != plan.Hash() {
		t.Errorf("the result is of plan %s, want the changed %s", changed.Plan.Hash, plan.Hash())
	}
	if again := h.want(200, "GET", address, "").Body.String(); again != stored.Body.String() {
		t.Error("asking what if changed the stored plan")
	}

	p := h.wantProblem(422, "POST", address, `{"changes":[
		{"path":"sites/ansan/halls/DH-1/ups/modules","value":"4"}, {"path":"sites/none/tier","value":"II"}, {"path":"sites/ansan/halls/DH-1/ups/arrangement","value":"5N"}
	]}`, "Content-Type", asJSON)
	if len(p.Errors) != 2 || p.Errors[0].Location != "/changes/1" || p.Errors[1].Location != "/changes/2" || p.Errors[1].Value != "5N" {
		t.Errorf("two wrong changes: %+v", p)
	}
	h.wantProblem(404, "POST", "/api/v1/plans/none/evaluation", `{"changes":[]}`, "Content-Type", asJSON)
	h.wantProblem(415, "POST", address, "changes: []", "Content-Type", asYAML)
	for _, wrong := range []string{`{}`, `{"changes":null}`, `{"changes":[{"path":"x"}]}`, `{"changes":[{"path":"x","value":3}]}`, `{"changes":[],"colour":"red"}`} {
		if p := h.wantProblem(422, "POST", address, wrong, "Content-Type", asJSON); len(p.Errors) == 0 || !strings.HasPrefix(p.Errors[0].Location, "/") {
			t.Errorf("%s: %+v", wrong, p)
		}
	}
}
