package server

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

const revisionsAt = "/plans/two-sites-460/revisions"

// savedTwice is a house whose two-site plan is at revision 3: 2 has another
// arrangement, 3 another budget besides.
func savedTwice(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	for i, change := range []string{"sites/ansan/halls/DH-1/ups/arrangement=N+1", "budget/total_krw=470000000000"} {
		form := url.Values{"set": {change}, "base": {fmt.Sprint(i + 1)}, "reason": {fmt.Sprintf("reason %d", i+1)}, "author": {"kim"}}
		h.want(303, "POST", "/plans/two-sites-460/changes", form.Encode(), "Content-Type", formType)
	}
	return h
}

const formType = "application/x-www-form-urlencoded"

func (h *house) revise(status int, form url.Values) string {
	h.t.Helper()
	return h.want(status, "POST", revisionsAt, form.Encode(), "Content-Type", formType, "Accept", "text/html").Body.String()
}

func TestRevisionsPage(t *testing.T) {
	h := savedTwice(t)
	for query, texts := range map[string][]string{
		"":                {"Revision 3 is current. No revision is approved.", `id="revision-1"`, "reason 2", "budget/total_krw", "470,000,000,000"},
		"?from=1&to=2":    {"sites/ansan/halls/DH-1/ups/arrangement", ">2N<", ">N+1<"},
		"?from=2&to=2":    {"They hold the same plan."},
		"?lang=ko":        {"현재 개정은 3입니다", "개정 이력"},
		"?approve=2":      {`id="ask-name"`, "Approve revision 2"},
		"?restore=1":      {`value="restore revision 1"`},
		"?page=9&from=1":  {`id="revision-3"`},
		"?lang=en&from=1": {"sites/ansan/halls/DH-1/ups/modules"},
	} {
		has(t, h.want(200, "GET", revisionsAt+query, "", "Accept", "text/html"), texts...)
	}
	if page := h.want(200, "GET", revisionsAt+"?from=1&to=2", "").Body.String(); strings.Contains(page, "budget/total_krw") {
		t.Error("what revision 3 changed is told of revisions 1 and 2")
	}
	has(t, h.want(200, "GET", "/plans/ansan-460/revisions", ""), "There is one revision; every save makes the next.")
	for _, query := range []string{"from=4", "to=0", "to=x", "approve=9", "restore=-1", "page=0"} {
		h.want(422, "GET", revisionsAt+"?"+query, "", "Accept", "text/html")
	}
	h.want(404, "GET", "/plans/none/revisions", "", "Accept", "text/html")
}

func TestApproveAndRestoreOnThePage(t *testing.T) {
	h := savedTwice(t)
	h.revise(303, url.Values{"do": {"approve"}, "revision": {"2"}, "name": {"board-2026-11"}, "note": {"as <b>decided</b>"}, "author": {"lee"}, "base": {"3"}})
	w := h.want(200, "GET", revisionsAt, "")
	if strings.Contains(w.Body.String(), "<b>decided") {
		t.Error("the note is not escaped")
	}
	has(t, w, "Revision 2 is approved as board-2026-11; saves since then: 1.", "as <b>decided</b>", "UTC · lee")
	for words, form := range map[string]url.Values{
		"The revision is approved already":     {"do": {"approve"}, "revision": {"2"}, "name": {"again"}},
		"Another revision of the plan":         {"do": {"approve"}, "revision": {"3"}, "name": {"board-2026-11"}},
		"revision 3 is current":                {"do": {"restore"}, "revision": {"1"}, "reason": {"back"}, "base": {"2"}},
		"name: a name has 1 to 100 characters": {"do": {"approve"}, "revision": {"3"}, "name": {"12"}},
		"no revision":                          {"do": {"restore"}, "revision": {"77"}, "base": {"3"}},
	} {
		status := map[string]int{"name: a name has 1 to 100 characters": 422, "revision 3 is current": 412, "no revision": 404}[words]
		if status == 0 {
			status = 409
		}
		if body := h.revise(status, form); !strings.Contains(body, words) || !strings.Contains(body, `role="alert"`) {
			t.Errorf("%v: the page does not say %q", form, words)
		}
	}
	h.revise(422, url.Values{"do": {"burn"}, "revision": {"1"}})
	before := decode[PlanResource](t, h.want(200, "GET", "/api/v1/plans/two-sites-460", "").Body)
	h.revise(303, url.Values{"do": {"restore"}, "revision": {"1"}, "reason": {"back"}, "base": {"3"}})
	after := decode[PlanResource](t, h.want(200, "GET", "/api/v1/plans/two-sites-460", "").Body)
	if before.Revision != 3 || after.Revision != 4 || after.Hash == before.Hash || after.Plan.Budget.TotalKRW != 460_000_000_000 {
		t.Errorf("restored: revision %d after %d, budget %d", after.Revision, before.Revision, after.Plan.Budget.TotalKRW)
	}
}
