package server

import (
	"strings"
	"sync"
	"testing"
)

func TestKeyStoresOnce(t *testing.T) {
	h := newHouse(t)
	first := h.want(201, "POST", plan1+"racks", rackBody("K1", "K", 1), "Content-Type", asJSON, "Idempotency-Key", "one")
	h.want(200, "PATCH", plan1+"racks/ansan/DH-1/K1", `{"position":2}`, "Content-Type", asPatch, "If-Match", "*")
	before := h.planTag()
	for _, address := range []string{plan1, "/api/v1/plans/1/", "/api/v1/plans/two%2Dsites-460/"} { // one plan by three names
		again := h.want(201, "POST", address+"racks", rackBody("K1", "K", 1), "Content-Type", asJSON, "Idempotency-Key", "one")
		if again.Header().Get("Idempotency-Replayed") != "true" || again.Body.String() != first.Body.String() ||
			again.Header().Get("ETag") != first.Header().Get("ETag") || again.Header().Get("Location") != first.Header().Get("Location") {
			t.Errorf("at %s: %v %s, first %v %s", address, again.Header(), again.Body, first.Header(), first.Body)
		}
	}
	if first.Header().Get("Idempotency-Replayed") != "" || h.planTag() != before {
		t.Errorf("the first was replayed %q, the plan went from %s to %s", first.Header().Get("Idempotency-Replayed"), before, h.planTag())
	}
	for _, c := range [][3]string{
		{plan1 + "racks", rackBody("K2", "K", 2), asJSON},
		{plan1 + "racks", rackBody("K1", "K", 1), ""},
		{"/api/v1/plans/2/racks", rackBody("K1", "K", 1), asJSON},
		{plan1 + "panels", rackBody("K1", "K", 1), asJSON},
		{"/api/v1/plans", examplePlan(t, "k"), asJSON},
		{plan1 + "revisions/1/restore", "", ""},
		{plan1 + "revisions/1/approval", `{"name":"k"}`, asJSON},
	} {
		if w := h.do("POST", c[0], c[1], "Content-Type", c[2], "Idempotency-Key", "one"); w.Code != 422 {
			t.Errorf("%s with the key of another request: %d %s", c[0], w.Code, w.Body)
		}
	}
	for _, key := range []string{strings.Repeat("x", 201), "a\x01b", "\xff"} {
		if p := h.wantProblem(422, "POST", plan1+"racks", rackBody("K3", "K", 3), "Content-Type", asJSON, "Idempotency-Key", key); p.Errors[0].Location != "header.Idempotency-Key" {
			t.Errorf("key %q: %+v", key, p)
		}
	}
	h.want(201, "POST", plan1+"racks", rackBody("K3", "K", 3), "Content-Type", asJSON, "Idempotency-Key", strings.Repeat("열", 200))
}

// What failed is not remembered: the key may be sent again with what is mended.
func TestKeyOfWhatFailed(t *testing.T) {
	h := newHouse(t)
	h.wantProblem(422, "POST", plan1+"racks", strings.Replace(rackBody("K1", "K", 1), "server-6kw", "none", 1), "Content-Type", asJSON, "Idempotency-Key", "two")
	h.want(201, "POST", plan1+"racks", rackBody("K1", "K", 1), "Content-Type", asJSON, "Idempotency-Key", "two")
}

func TestKeyOfPlansAndRevisions(t *testing.T) {
	h := newHouse(t)
	for address, body := range map[string]string{
		"/api/v1/plans": "[" + examplePlan(t, "k1") + "," + examplePlan(t, "k2") + "]", plan1 + "revisions/1/restore": "", plan1 + "revisions/1/approval": `{"name":"board"}`,
	} {
		first := h.want(201, "POST", address, body, "Content-Type", asJSON, "Idempotency-Key", "of "+address)
		again := h.want(201, "POST", address, body, "Content-Type", asJSON, "Idempotency-Key", "of "+address)
		if again.Body.String() != first.Body.String() || again.Header().Get("Idempotency-Replayed") != "true" || again.Header().Get("Location") != first.Header().Get("Location") {
			t.Errorf("%s: %s, then %s", address, first.Body, again.Body)
		}
	}
	at := h.want(201, "POST", "/api/v1/plans", examplePlan(t, "gone"), "Idempotency-Key", "gone").Header().Get("Location")
	h.want(204, "DELETE", at, "", "If-Match", "*")
	h.wantProblem(410, "POST", "/api/v1/plans", examplePlan(t, "gone"), "Idempotency-Key", "gone")
}

// Of many that send one request at once, one stores and all are answered alike.
func TestKeyAtOnce(t *testing.T) {
	h := newHouse(t)
	var clients sync.WaitGroup
	bodies := make([]string, 6)
	for i := range bodies {
		clients.Go(func() {
			bodies[i] = h.do("POST", plan1+"racks", rackBody("K1", "K", 1), "Content-Type", asJSON, "Idempotency-Key", "race").Body.String()
		})
	}
	clients.Wait()
	for _, body := range bodies {
		if body != bodies[0] || !strings.Contains(body, `"id":"ansan/DH-1/K1"`) {
			t.Errorf("answered %s, another %s", body, bodies[0])
		}
	}
	if got := h.elements(plan1 + "revisions"); *got.Count != 2 {
		t.Errorf("%d revisions", *got.Count)
	}
}
