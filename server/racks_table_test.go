package server

import (
	"net/url"
	"strings"
	"testing"
)

// TestRackTableIsCheckedThenSaved sends a table with a fault, one that can be
// read, saves that, and saves it again against the revision before.
func TestRackTableIsCheckedThenSaved(t *testing.T) {
	h := newHouse(t)
	tag := h.tag("/api/v1/plans/1")
	send := func(status int, csv string, more ...string) string {
		t.Helper()
		form := url.Values{"csv": {csv}, "hall": {"DH-2"}}
		for i := 0; i+1 < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		w := h.want(status, "POST", "/plans/1/racks/table", form.Encode(), "Content-Type", asForm)
		return w.Body.String() + w.Header().Get("Location")
	}
	if page := send(422, strings.Replace(oneRack, "DH-1", "DH-99", 1), "do", "check"); !strings.Contains(page, "row 2 · hall") || !strings.Contains(page, "there are DH-1") {
		t.Error("the fault is not shown")
	}
	page := send(200, oneRack, "do", "check", "base", "1")
	for _, want := range []string{`name="do" value="save"`, "R1,server-6kw", "Racks added", `name="base" value="1"`, "DH-2"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if h.tag("/api/v1/plans/1") != tag {
		t.Fatal("a check stored something")
	}
	send(422, oneRack, "do", "save", "base", "1") // without a reason
	if to := send(303, oneRack, "do", "save", "base", "1", "reason", "racks of January"); !strings.HasSuffix(to, "/plans/1/racks?hall=DH-2#rack-table") {
		t.Errorf("led to %s", to)
	}
	if got := h.want(200, "GET", "/api/v1/plans/1/exports/racks", "").Body.String(); got != oneRack {
		t.Errorf("racks %q", got)
	}
	if page := send(200, oneRack, "do", "check"); !strings.Contains(page, "nothing to save") {
		t.Error("the page offers to save what the plan has")
	}
	if page := send(409, strings.Replace(oneRack, "R1", "R2", 1)+"ansan,DH-1,R1,server-6kw,A,2,2025-01\n", "do", "save", "base", "1", "reason", "late"); !strings.Contains(page, "revision 2") {
		t.Error("the conflict is not shown")
	}
	h.want(404, "POST", "/plans/99/racks/table", "", "Content-Type", asForm)
}
