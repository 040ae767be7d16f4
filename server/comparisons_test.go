package server

import (
	"fmt"
	"strings"
	"testing"
)

const (
	savedSets = "/api/v1/comparisons"
	boardSet  = savedSets + "/board"
)

// saveBoard saves a comparison of the three examples, one at a revision.
func (h *house) saveBoard() (tag string) {
	h.t.Helper()
	w := h.want(201, "POST", savedSets, `{"name":"board","title":{"en":"For the board"},"baseline":1,"measures":["forecast_krw","usable_it_kw"],
		"members":[{"plan":"ansan-460"},{"plan":"two-sites-460","revision":"1"},{"plan":"as-it-went@1"}]}`, "Content-Type", asJSON)
	if got := w.Header().Get("Location"); got != savedSets+"/1" {
		h.t.Errorf("Location %q", got)
	}
	return w.Header().Get("ETag")
}

func TestSavedComparisonStaysTrue(t *testing.T) {
	h := newHouse(t)
	tag := h.saveBoard()
	holdsConditions(t, h, boardSet, tag)
	holdsConditions(t, h, boardSet+"/matrix", h.want(200, "GET", boardSet+"/matrix", "").Header().Get("ETag"), boardSet+"/matrix?newest=true&inputs=1")
	withRevisions(h)
	w := h.want(200, "GET", savedSets+"/1", "", "If-None-Match", tag)
	c := decode[ComparisonResource](t, w.Body)
	if c.Newer != 1 || c.Gone != 0 || c.Version != 1 || c.Members[1] != (ComparisonMember{PlanID: 1, Plan: "two-sites-460", Revision: 1, Newest: 3}) || c.Baseline != 1 {
		t.Errorf("after two more revisions: %+v", c)
	}
	held := decode[matrixBody](t, h.want(200, "GET", boardSet+"/matrix", "").Body)
	newest := decode[matrixBody](t, h.want(200, "GET", boardSet+"/matrix?newest=true", "").Body)
	if held.Plans[1].Revision != 1 || held.Plans[1].Newest != 3 || held.Plans[1].Name != "two-sites-460@1" || newest.Plans[1].Revision != 3 || len(held.Results) != 2 || held.Baseline != 1 {
		t.Errorf("held %+v, newest %+v", held.Plans, newest.Plans)
	}
	// That a plan was saved since takes nothing from a change of the comparison.
	changed := h.want(200, "PATCH", boardSet, `{"note":"As of November","measures":null}`, "Content-Type", mergePatch, "If-Match", tag)
	c = decode[ComparisonResource](t, changed.Body)
	if c.Note != "As of November" || len(c.Measures) != 0 || c.Version != 2 || c.Members[1].Revision != 1 || c.Title.EN != "For the board" {
		t.Errorf("patched: %+v", c)
	}
	h.want(204, "DELETE", "/api/v1/plans/as-it-went", "", "If-Match", "*")
	c = decode[ComparisonResource](t, h.want(200, "GET", boardSet, "").Body)
	if c.Gone != 1 || c.Members[2] != (ComparisonMember{PlanID: 3, Plan: "as-it-went", Revision: 1, Gone: true}) {
		t.Errorf("with a plan that is gone: %+v", c)
	}
	h.want(200, "PATCH", boardSet, `{"title":{"en":"For two boards"}}`, "Content-Type", mergePatch, "If-Match", changed.Header().Get("ETag"))
	m := decode[matrixBody](t, h.want(200, "GET", boardSet+"/matrix", "").Body)
	if len(m.Plans[2].Faults) != 1 || !strings.Contains(m.Plans[2].Faults[0].Message, "deleted") || m.Results[0].Cells[2].Value != nil || m.Results[0].Cells[0].Value == nil {
		t.Errorf("with a plan that is gone: %+v", m.Plans[2])
	}
	h.want(204, "DELETE", boardSet, "", "If-Match", "*")
	h.wantProblem(404, "GET", boardSet, "")
}

func TestComparisonsAreChangedUnderConditions(t *testing.T) {
	h := newHouse(t)
	tag := h.saveBoard()
	whole := `{"name":"board","members":[{"plan":"1"}]}`
	for _, c := range [][2]string{{"PUT", whole}, {"PATCH", `{}`}, {"DELETE", ""}} {
		h.wantProblem(428, c[0], boardSet, c[1], "Content-Type", asJSON)
	}
	w := h.want(200, "PUT", boardSet, whole, "Content-Type", asJSON, "If-Match", tag)
	if c := decode[ComparisonResource](t, w.Body); len(c.Members) != 1 || c.Members[0].Revision != 1 || c.Title.EN != "" || c.ID != 1 {
		t.Errorf("replaced: %+v", c)
	}
	for _, c := range [][2]string{{"PUT", whole}, {"PATCH", `{"note":"late"}`}, {"DELETE", ""}} {
		answer := h.want(412, c[0], boardSet, c[1], "Content-Type", asJSON, "If-Match", tag)
		p := decode[problemBody](t, answer.Body)
		if answer.Header().Get("ETag") != w.Header().Get("ETag") || !strings.Contains(p.Detail, "version 2 is current") || p.Errors[0].Value != 2.0 {
			t.Errorf("%s of what is old: %s %+v", c[0], answer.Header().Get("ETag"), p)
		}
	}
	// One of the same name that was made anew is another.
	h.want(204, "DELETE", boardSet, "", "If-Match", w.Header().Get("ETag"))
	h.want(201, "POST", savedSets, whole, "Content-Type", asJSON)
	h.wantProblem(412, "DELETE", boardSet, "", "If-Match", tag)
	if p := h.wantProblem(409, "POST", savedSets, whole, "Content-Type", asJSON); !strings.Contains(p.Detail, "comparison") {
		t.Errorf("a name that is taken: %s", p.Detail)
	}
}

func TestComparisonsAreListed(t *testing.T) {
	h := newHouse(t)
	h.saveBoard()
	for i := range 3 {
		h.want(201, "POST", savedSets, fmt.Sprintf(`{"name":"set-%d","members":[{"plan":"1"}]}`, i), "Content-Type", asJSON)
	}
	withRevisions(h)
	names := func(query string) string {
		page := decode[ComparisonList](t, h.want(200, "GET", savedSets+"?"+query, "").Body)
		list := []string{}
		for _, c := range page.Results {
			list = append(list, c.Name)
		}
		return fmt.Sprint(*page.Count, " ", strings.Join(list, " "))
	}
	for query, want := range map[string]string{
		"":                        "4 board set-0 set-1 set-2",
		"ordering=-name&limit=2":  "4 set-2 set-1",
		"name__isw=set&offset=2":  "3 set-2",
		"newer__gte=1&name=board": "1 board",
		"gone__gte=1":             "0 ",
	} {
		if got := names(query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	if got := h.want(200, "GET", savedSets+"?fields=name,newer&limit=1", "").Body.String(); !strings.Contains(got, `"results":[{"name":"board","newer":1}]`) {
		t.Errorf("two fields: %s", got)
	}
	if p := h.wantProblem(404, "GET", savedSets+"/bord", ""); !strings.Contains(p.Detail, "did you mean board") {
		t.Errorf("%s", p.Detail)
	}
	h.wantProblem(422, "GET", savedSets+"?nam=x", "")
}

func TestWrongSavedComparisons(t *testing.T) {
	h := newHouse(t)
	tag := h.saveBoard()
	for body, want := range map[string]string{
		`{"name":"7","members":[{"plan":"1"}]}`: "/name",
		`{"name":"x","members":[]}`:             "/members",
		`{"name":"x","members":[` + strings.TrimSuffix(strings.Repeat(`{"plan":"1"},`, 51), ",") + `]}`: "/members",
		`{"name":"x","members":[{"plan":"1"},{"plan":"1","revision":"1"}]}`:                             "/members/1",
		`{"name":"x","members":[{"plan":"none"}]}`:                                                      "/members/0/plan",
		`{"name":"x","members":[{"plan":""}]}`:                                                          "/members/0/plan",
		`{"name":"x","members":[{"plan":"1","revision":"2"}]}`:                                          "/members/0/revision",
		`{"name":"x","members":[{"plan":"1"}],"baseline":1}`:                                            "/baseline",
		`{"name":"x","members":[{"plan":"1"}],"measures":["forcast_krw"]}`:                              "/measures/0",
		`{"name":"x","members":[{"plan":"1"}],"note":"` + strings.Repeat("x", 4001) + `"}`:              "/note",
		`{"name":"x","members":[{"plan":1}]}`:                                                           "/members/0/plan",
		`{"name":"x","members":[{"plan":"1"}],"colour":"red"}`:                                          "/colour",
	} {
		for method, address := range map[string]string{"POST": savedSets, "PUT": boardSet} {
			if p := h.wantProblem(422, method, address, body, "Content-Type", asJSON, "If-Match", tag); len(p.Errors) != 1 || p.Errors[0].Location != want {
				t.Errorf("%s %.80s: %+v, want one fault at %s", method, body, p.Errors, want)
			}
		}
	}
	all := `{"name":" ","baseline":9,"measures":["npv_krw","npw_krw"],"members":[{"plan":"none"},{"plan":"1@7"},{"plan":"2"},{"plan":"2@1"}]}`
	if p := h.wantProblem(422, "POST", savedSets, all, "Content-Type", asJSON); len(p.Errors) != 6 {
		t.Errorf("%d of 6 faults are told: %+v", len(p.Errors), p.Errors)
	}
	h.wantProblem(422, "PATCH", boardSet, `{"members":[{"plan":"none"}]}`, "Content-Type", mergePatch, "If-Match", tag)
	h.wantProblem(415, "POST", savedSets, all, "Content-Type", asYAML)
	h.wantProblem(405, "PATCH", savedSets, "[]", "Content-Type", asJSON)
	if c := decode[ComparisonResource](t, h.want(200, "GET", boardSet, "").Body); c.Version != 1 {
		t.Errorf("what was refused is version %d", c.Version)
	}
}
