package server

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestModel holds a random sequence of calls of the API against a model in
// memory: what the server says after each is what the model has.
func TestModel(t *testing.T) {
	checks := "3"
	if soak() {
		checks = "200"
	}
	asked := flag.Lookup("rapid.checks").Value.String()
	if err := flag.Set("rapid.checks", checks); err != nil {
		t.Fatal(err)
	}
	defer flag.Set("rapid.checks", asked) //nolint:errcheck // it was set before
	houses := map[string]func() *house{"sqlite": func() *house { return newHouse(t) }}
	if soak() {
		houses["postgres"] = func() *house { h, _ := newPostgresHouse(t); return h }
	}
	for name, open := range houses {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				m := &model{h: open(), rt: rt, keys: map[string]string{}}
				m.create()
				rt.Repeat(map[string]func(*rapid.T){
					"create": func(*rapid.T) { m.create() }, "rename": func(*rapid.T) { m.title() },
					"add racks": func(*rapid.T) { m.addRacks() }, "move rack": func(*rapid.T) { m.moveRack() },
					"delete racks": func(*rapid.T) { m.deleteRacks() }, "restore": func(*rapid.T) { m.restore() },
					"approve": func(*rapid.T) { m.approve() }, "delete": func(*rapid.T) { m.delete() },
					"": func(*rapid.T) { m.check() },
				})
			})
		})
	}
}

// model is what the server should have.
type model struct {
	h     *house
	rt    *rapid.T
	plans []*modelPlan
	keys  map[string]string // the answers of idempotency keys
	made  int
}

// modelPlan is a plan of the model; the last state is the newest revision.
type modelPlan struct {
	address  string
	states   []modelState
	approved map[int]bool
}

type modelState struct {
	title string
	racks map[string]int // positions by names
}

func (p *modelPlan) now() modelState { return p.states[len(p.states)-1] }

func (p *modelPlan) next(change func(*modelState)) {
	state := p.now()
	state.racks = maps.Clone(state.racks)
	change(&state)
	p.states = append(p.states, state)
}

// plan draws a plan; nil where there is none.
func (m *model) plan() *modelPlan {
	if len(m.plans) == 0 {
		return nil
	}
	return m.plans[rapid.IntRange(0, len(m.plans)-1).Draw(m.rt, "plan")]
}

// call sends a request and holds its status.
func (m *model) call(status int, method, address, body string, headers ...string) (answer, tag string) {
	w := m.h.do(method, address, body, append(headers, "Content-Type", asJSON)...)
	if w.Code != status {
		m.rt.Fatalf("%s %s: status %d, want %d: %.500s", method, address, w.Code, status, w.Body)
	}
	return w.Body.String(), w.Header().Get("ETag")
}

// tag draws a condition: the right one, none or an old one, and the status that
// a change with it is answered with.
func (m *model) tag(address string, success int) (headers []string, status int) {
	_, right := m.call(200, "GET", address, "")
	switch rapid.IntRange(0, 5).Draw(m.rt, "tag") {
	case 0:
		return nil, 428
	case 1:
		return []string{"If-Match", `"99-0123456789abcdef"`}, 412
	}
	return []string{"If-Match", right}, success
}

// create stores a plan under a key, and sometimes sends the same once more.
func (m *model) create() {
	if len(m.plans) >= 3 {
		return
	}
	m.made++
	key := fmt.Sprint("key-", m.made)
	body := examplePlan(m.h.t, fmt.Sprint("model-", m.made))
	first, _ := m.call(201, "POST", "/api/v1/plans", body, "Idempotency-Key", key)
	if again, _ := m.call(201, "POST", "/api/v1/plans", body, "Idempotency-Key", key); again != first {
		m.rt.Fatalf("the same key is answered otherwise: %.200s", again)
	}
	m.call(422, "POST", "/api/v1/plans", body+" ", "Idempotency-Key", key)
	m.call(409, "POST", "/api/v1/plans", body)
	var stored PlanResource
	if err := json.Unmarshal([]byte(first), &stored); err != nil {
		m.rt.Fatal(err)
	}
	m.plans = append(m.plans, &modelPlan{
		address: planAddress(stored.ID), approved: map[int]bool{},
		states: []modelState{{title: stored.Title.EN, racks: map[string]int{}}},
	})
}

func (m *model) title() {
	p := m.plan()
	if p == nil {
		return
	}
	title := fmt.Sprint("title ", rapid.IntRange(1, 1000).Draw(m.rt, "title"))
	headers, status := m.tag(p.address, 200)
	m.call(status, "PATCH", p.address, fmt.Sprintf(`{"title":{"en":%q}}`, title), headers...)
	if status == 200 {
		p.next(func(s *modelState) { s.title = title })
	}
}

// addRacks adds some racks at once; none where one of them is there already.
func (m *model) addRacks() {
	p := m.plan()
	if p == nil {
		return
	}
	names := rapid.SliceOfNDistinct(rapid.IntRange(1, 12), 1, 4, rapid.ID[int]).Draw(m.rt, "racks")
	var racks []string
	taken := false
	for _, n := range names {
		name := fmt.Sprint("R-", n)
		_, there := p.now().racks[name]
		taken = taken || there
		racks = append(racks, fmt.Sprintf(`{"site":"ansan","hall":"DH-1","name":%q,"rack_type":"server-6kw","row":"A","position":%d,"from":"2025-01"}`, name, n))
	}
	if taken {
		m.call(422, "POST", p.address+"/racks", "["+strings.Join(racks, ",")+"]")
		return
	}
	m.call(201, "POST", p.address+"/racks", "["+strings.Join(racks, ",")+"]")
	p.next(func(s *modelState) {
		for _, n := range names {
			s.racks[fmt.Sprint("R-", n)] = n
		}
	})
}

// rack draws a rack of a plan; none where it has none.
func (m *model) rack(p *modelPlan) string {
	names := slices.Sorted(maps.Keys(p.now().racks))
	if len(names) == 0 {
		return ""
	}
	return rapid.SampledFrom(names).Draw(m.rt, "rack")
}

func (m *model) moveRack() {
	p := m.plan()
	if p == nil || m.rack(p) == "" {
		return
	}
	name := m.rack(p)
	number, _ := strconv.Atoi(strings.TrimPrefix(name, "R-"))
	position := number + 20*rapid.IntRange(1, 5).Draw(m.rt, "position")
	if p.now().racks[name] == position {
		return
	}
	at := p.address + "/racks/ansan/DH-1/" + name
	headers, status := m.tag(at, 200)
	m.call(status, "PATCH", at, fmt.Sprintf(`{"position":%d}`, position), headers...)
	if status == 200 {
		p.next(func(s *modelState) { s.racks[name] = position })
	}
}

func (m *model) deleteRacks() {
	p := m.plan()
	if p == nil || m.rack(p) == "" {
		return
	}
	name := m.rack(p)
	headers, status := m.tag(p.address, 204)
	m.call(status, "DELETE", p.address+"/racks", fmt.Sprintf(`[{"id":"ansan/DH-1/%s"}]`, name), headers...)
	if status == 204 {
		p.next(func(s *modelState) { delete(s.racks, name) })
	}
}

func (m *model) restore() {
	p := m.plan()
	if p == nil {
		return
	}
	revision := rapid.IntRange(1, len(p.states)+1).Draw(m.rt, "revision")
	address := fmt.Sprintf("%s/revisions/%d/restore", p.address, revision)
	if revision > len(p.states) {
		m.call(404, "POST", address, "")
		return
	}
	m.call(201, "POST", address, "")
	p.states = append(p.states, p.states[revision-1])
}

func (m *model) approve() {
	p := m.plan()
	if p == nil {
		return
	}
	revision := rapid.IntRange(1, len(p.states)).Draw(m.rt, "revision")
	status := 201
	if p.approved[revision] {
		status = 409
	}
	m.call(status, "POST", fmt.Sprintf("%s/revisions/%d/approval", p.address, revision), fmt.Sprintf(`{"name":"board-%d"}`, revision))
	p.approved[revision] = true
}

func (m *model) delete() {
	p := m.plan()
	if p == nil {
		return
	}
	headers, status := m.tag(p.address, 204)
	if status == 204 && len(p.approved) > 0 {
		status = 409
	}
	m.call(status, "DELETE", p.address, "", headers...)
	if status == 204 {
		m.call(404, "GET", p.address, "")
		m.plans = slices.DeleteFunc(m.plans, func(other *modelPlan) bool { return other == p })
	}
}

// check holds every plan of the server against the model.
func (m *model) check() {
	for _, p := range m.plans {
		text, _ := m.call(200, "GET", p.address+"?omit=plan", "")
		var head PlanResource
		if err := json.Unmarshal([]byte(text), &head); err != nil {
			m.rt.Fatal(err)
		}
		if head.Revision != len(p.states) || head.Title.EN != p.now().title {
			m.rt.Fatalf("%s is at revision %d with title %q, want %d with %q", p.address, head.Revision, head.Title.EN, len(p.states), p.now().title)
		}
		racks := map[string]int{}
		for _, r := range m.h.elements(p.address + "/racks?limit=1000&fields=name,position&name__isw=" + url.QueryEscape("R-")).Results {
			racks[r["name"].(string)] = int(r["position"].(float64))
		}
		if !maps.Equal(racks, p.now().racks) {
			m.rt.Fatalf("%s has the racks %v, want %v", p.address, racks, p.now().racks)
		}
		approved := 0
		for _, r := range m.h.elements(p.address + "/revisions?limit=1000").Results {
			if r["approval"] != nil {
				approved++
			}
		}
		if approved != len(p.approved) {
			m.rt.Fatalf("%s has %d approvals, want %d", p.address, approved, len(p.approved))
		}
	}
}
