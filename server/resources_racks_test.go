package server

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// rackBody is a rack of hall DH-1 of Ansan.
func rackBody(name, row string, position int) string {
	text, _ := json.Marshal(map[string]any{"site": "ansan", "hall": "DH-1", "name": name, "rack_type": "server-6kw", "row": row, "position": position, "from": "2025-01"})
	return string(text)
}

// withRacks adds nine racks in three rows to the example plan: A1 to A3, B1 to
// B3 and C1 to C3.
func withRacks(h *house) {
	h.t.Helper()
	var bodies []string
	for _, row := range []string{"A", "B", "C"} {
		for position := range 3 {
			bodies = append(bodies, rackBody(fmt.Sprintf("%s%d", row, position+1), row, position+1))
		}
	}
	h.want(201, "POST", plan1+"racks", "["+strings.Join(bodies, ",")+"]", "Content-Type", asJSON)
}

func TestRacksAreChosenOrderedAndPaged(t *testing.T) {
	h := newHouse(t)
	withRacks(h)
	names := func(list elementList) string {
		var names []string
		for _, rack := range list.Results {
			names = append(names, rack["name"].(string))
		}
		return strings.Join(names, " ")
	}
	for query, want := range map[string]string{
		"":                               "A1 A2 A3 B1 B2 B3 C1 C2 C3",
		"row=A&row=C&position=2":         "A2 C2",
		"row__n=A&position__lte=1":       "B1 C1",
		"name__ic=b":                     "B1 B2 B3",
		"ordering=-position,row":         "A3 B3 C3 A2 B2 C2 A1 B1 C1",
		"id=ansan/DH-1/C2":               "C2",
		"hall=DH-2":                      "",
		"from__gt=2025-01":               "",
		"from__gte=2025-01&limit=2":      "A1 A2",
		"offset=7":                       "C2 C3",
		"position__gt=1&name__isw=a":     "A2 A3",
		"ordering=-name&limit=1&row=B":   "B3",
		"rack_type=server-6kw&row__ie=c": "C1 C2 C3",
	} {
		if got := names(h.elements(plan1 + "racks?" + query)); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	var paged []string
	for next := plan1 + "racks?limit=2&ordering=-position"; next != ""; {
		list := h.elements(next)
		paged = append(paged, names(list))
		if next = ""; list.Next != nil {
			next = *list.Next
		}
	}
	if got := strings.Join(paged, " | "); got != "A3 B3 | C3 A2 | B2 C2 | A1 B1 | C1" {
		t.Errorf("by cursor: %s", got)
	}
	first := h.elements(plan1 + "racks?limit=2")
	if *first.Count != 9 {
		t.Errorf("%d racks counted", *first.Count)
	}
	if second := h.elements(*first.Next); second.Count != nil || second.Previous != nil {
		t.Errorf("a page by cursor counts %v, previous %v", second.Count, second.Previous)
	}
	middle := h.elements(plan1 + "racks?limit=2&offset=4")
	if back := h.elements(*middle.Previous); names(back) != "A3 B1" || names(h.elements(*middle.Next)) != "C1 C2" {
		t.Errorf("before %q, after %q", names(back), names(h.elements(*middle.Next)))
	}
	for query, location := range map[string]string{"limit=0": "limit", "ordering=colour": "ordering", "position=two": "position", "fields=colour": "fields", "cursor=nonsense": "cursor", "position__ic=1": "position__ic", "offset=1&cursor=": "cursor"} {
		if p := h.wantProblem(422, "GET", plan1+"racks?"+query, ""); len(p.Errors) == 0 || p.Errors[0].Location != "query."+location {
			t.Errorf("%s: %+v", query, p.Errors)
		}
	}
}

func TestFieldsOfElements(t *testing.T) {
	h := newHouse(t)
	withRacks(h)
	for address, want := range map[string]string{
		plan1 + "racks/ansan/DH-1/A1?fields=name,row":            `{"name":"A1","row":"A"}`,
		plan1 + "racks/ansan/DH-1/A1?omit=id,site,hall,from":     `{"name":"A1","rack_type":"server-6kw","row":"A","position":1}`,
		plan1 + "sites/ansan?fields=name,plot.area_m2":           `{"name":"ansan","plot":{"area_m2":9191.5}}`,
		plan1 + "sites/ansan?fields=feeds.name":                  `{"feeds":[{"name":"main"},{"name":"reserve"}]}`,
		plan1 + "budget?fields=total_krw,vat":                    `{"total_krw":460000000000,"vat":"excluded"}`,
		"/api/v1/plans/two-sites-460?fields=plan.horizon.months": `{"plan":{"horizon":{"months":120}}}`,
	} {
		if got := h.want(200, "GET", address, "").Body.String(); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
	h.wantProblem(422, "GET", plan1+"racks/ansan/DH-1/A1?fields=colour", "")
	h.wantProblem(422, "GET", plan1+"racks/ansan/DH-1/A1?row=A", "")
}

// A rack's faults are told in the body, those that it makes elsewhere in the plan.
func TestFaultsOfRacks(t *testing.T) {
	h := newHouse(t)
	withRacks(h)
	tag := h.planTag()
	wrong := strings.Replace(rackBody("D1", "D", 0), "server-6kw", "server-9kw", 1)
	p := h.wantProblem(422, "POST", plan1+"racks", "["+rackBody("D0", "D", 9)+","+wrong+"]", "Content-Type", asJSON)
	var at []string
	for _, e := range p.Errors {
		at = append(at, e.Location)
	}
	if slices.Sort(at); strings.Join(at, " ") != "/1/position /1/rack_type" {
		t.Errorf("a list: %+v", p.Errors)
	}
	for body, location := range map[string]string{
		strings.Replace(rackBody("E1", "E", 1), "ansan", "ansa", 1):                   "/site",
		strings.Replace(rackBody("E1", "E", 1), "DH-1", "DH-9", 1):                    "/hall",
		strings.Replace(rackBody("E1", "E", 1), `"row":"E",`, ``, 1):                  "/row",
		strings.Replace(rackBody("E1", "E", 1), `"position":1`, `"position":1e30`, 1): "/position",
		strings.Replace(rackBody("E1", "E", 1), `{`, `{"id":"ansan/DH-1/E2",`, 1):     "/id",
		strings.Replace(rackBody("E1", "E", 1), `{`, `{"row":"F",`, 1):                "/row",
	} {
		if p := h.wantProblem(422, "POST", plan1+"racks", body, "Content-Type", asJSON); len(p.Errors) != 1 || p.Errors[0].Location != location || p.Errors[0].Message == "" {
			t.Errorf("%s: %+v", body, p.Errors)
		}
	}
	p = h.wantProblem(422, "PATCH", plan1+"racks/ansan/DH-1/A1", `{"rack_type":null}`, "Content-Type", asPatch, "If-Match", tag)
	if len(p.Errors) != 1 || p.Errors[0].Location != "/rack_type" || p.Errors[0].Message != "is missing" {
		t.Errorf("null on what is required: %+v", p.Errors)
	}
	p = h.wantProblem(422, "DELETE", plan1+"sites/siheung", "", "If-Match", tag)
	if len(p.Errors) != 1 || p.Errors[0].Location != "plan/links/0/to" {
		t.Errorf("a site that a link leads to: %+v", p.Errors)
	}
	if after := h.planTag(); after != tag {
		t.Error("what was refused changed the plan")
	}
}

// Faults of form, of holders and of meaning are told at once, each at its place,
// and none for what follows from another.
func TestFaultsOfEveryKindAtOnce(t *testing.T) {
	h := newHouse(t)
	withRacks(h)
	change := func(body, was, is string) string {
		if !strings.Contains(body, was) {
			t.Fatalf("%s lacks %s", body, was)
		}
		return strings.Replace(body, was, is, 1)
	}
	list := []string{
		rackBody("D1", "D", 1),
		change(rackBody("D2", "D", 2), `"position":2`, `"position":"two"`),
		change(rackBody("D3", "D", 3), `"DH-1"`, `"DH-77"`),
		change(rackBody("D4", "D", 4), `"server-6kw"`, `"server-7kw"`),
		change(change(rackBody("D5", "D", 5), `"2025-01"`, `"2025-13"`), `"server-6kw"`, `"none"`),
	}
	p := h.wantProblem(422, "POST", plan1+"racks", "["+strings.Join(list, ",")+"]", "Content-Type", asJSON)
	places := func() string {
		var at []string
		for _, e := range p.Errors {
			at = append(at, e.Location)
		}
		slices.Sort(at)
		return strings.Join(at, " ")
	}
	if got, want := places(), "/1/position /2/hall /3/rack_type /4/from /4/rack_type"; got != want {
		t.Errorf("faults at %s, want %s: %+v", got, want, p.Errors)
	}
	p = h.wantProblem(422, "POST", plan1+"racks", list[4], "Content-Type", asJSON)
	if got, want := places(), "/from /rack_type"; got != want {
		t.Errorf("faults of one at %s, want %s", got, want)
	}
	p = h.wantProblem(422, "PATCH", plan1+"racks", `[{"id":"ansan/DH-1/A1","rack_type":"none"},{"id":"ansan/DH-1/A9"},{"id":"ansan/DH-1/A2","colour":"red","hall":"DH-0"}]`, "Content-Type", asJSON, "If-Match", "*")
	if got, want := places(), "/0/rack_type /1/id /2/colour /2/hall"; got != want {
		t.Errorf("faults of patches at %s, want %s: %+v", got, want, p.Errors)
	}
	if count := *h.elements(plan1 + "racks").Count; count != 9 {
		t.Errorf("%d racks are stored, want 9", count)
	}
}

func TestBulkIsBounded(t *testing.T) {
	h := newHouse(t)
	bodies := make([]string, 1001)
	for i := range bodies {
		bodies[i] = rackBody(fmt.Sprintf("R%d", i), "A", 1)
	}
	many := "[" + strings.Join(bodies, ",") + "]"
	if p := h.wantProblem(422, "POST", plan1+"racks", many, "Content-Type", asJSON); !strings.Contains(p.Detail, "1001") || !strings.Contains(p.Detail, "1000") {
		t.Errorf("%q", p.Detail)
	}
	if p := h.wantProblem(422, "PATCH", plan1+"racks", many, "Content-Type", asJSON, "If-Match", "*"); !strings.Contains(p.Detail, "1000") {
		t.Errorf("%q", p.Detail)
	}
}

// A patch of names moves an element, and its address with it.
func TestPatchOfNames(t *testing.T) {
	h := newHouse(t)
	withRacks(h)
	w := h.want(200, "PATCH", plan1+"racks/ansan/DH-1/A1", `{"hall":"DH-2","name":"Z/9"}`, "Content-Type", asPatch, "If-Match", "*")
	if got := w.Header().Get("Location"); got != "/api/v1/plans/1/racks/ansan/DH-2/Z%2F9" {
		t.Errorf("Location %q", got)
	}
	if moved := decode[map[string]any](t, w.Body); moved["id"] != "ansan/DH-2/Z%2F9" {
		t.Errorf("id %v", moved["id"])
	}
	h.wantProblem(404, "GET", plan1+"racks/ansan/DH-1/A1", "")
	h.want(200, "GET", plan1+"racks/ansan/DH-2/Z%2F9", "")
	h.want(200, "PATCH", plan1+"racks", `[{"id":"ansan/DH-1/A2","name":"A3"},{"id":"ansan/DH-1/A3","name":"A2"}]`, "Content-Type", asJSON, "If-Match", "*")
	if got := decode[map[string]any](t, h.want(200, "GET", plan1+"racks/ansan/DH-1/A2", "").Body)["position"]; got != 3.0 {
		t.Errorf("after two racks traded names A2 stands at %v", got)
	}
}

// Two clients that change two racks of a hall are no conflict; two that change
// one are.
func TestClientsChangeRacksAtOnce(t *testing.T) {
	h := newHouse(t)
	withRacks(h)
	var clients sync.WaitGroup
	statuses := make([]int, 9)
	for i := range statuses {
		at := fmt.Sprintf("%sracks/ansan/DH-1/%c%d", plan1, 'A'+i/3, i%3+1)
		tag := h.want(200, "GET", at, "").Header().Get("ETag")
		clients.Go(func() {
			statuses[i] = h.do("PATCH", at, `{"rack_type":"server-8kw"}`, "Content-Type", asPatch, "If-Match", tag).Code
		})
	}
	clients.Wait()
	for i, status := range statuses {
		if status != 200 {
			t.Errorf("client %d of a rack of its own: %d", i, status)
		}
	}
	if got := h.elements(plan1 + "racks?rack_type=server-8kw"); *got.Count != 9 {
		t.Errorf("%d of 9 racks changed", *got.Count)
	}
	tag := h.want(200, "GET", plan1+"racks/ansan/DH-1/B2", "").Header().Get("ETag")
	for i := range 4 {
		clients.Go(func() {
			statuses[i] = h.do("PATCH", plan1+"racks/ansan/DH-1/B2", fmt.Sprintf(`{"row":"by %d"}`, i), "Content-Type", asPatch, "If-Match", tag).Code
		})
	}
	clients.Wait()
	if slices.Sort(statuses[:4]); !slices.Equal(statuses[:4], []int{200, 412, 412, 412}) {
		t.Errorf("four clients of one rack: %v", statuses[:4])
	}
}

// A conflict says what differs of the rack, whatever else changed.
func TestConflictNamesWhatDiffers(t *testing.T) {
	h := newHouse(t)
	withRacks(h)
	old := h.want(200, "GET", plan1+"racks/ansan/DH-1/B2", "").Header().Get("ETag")
	h.want(200, "PATCH", plan1+"racks/ansan/DH-1/B2", `{"position":40}`, "Content-Type", asPatch, "If-Match", old)
	h.want(200, "PATCH", plan1+"racks/ansan/DH-1/C2", `{"position":41}`, "Content-Type", asPatch, "If-Match", "*")
	w := h.want(412, "PATCH", plan1+"racks/ansan/DH-1/B2", `{"position":42}`, "Content-Type", asPatch, "If-Match", old)
	current := h.want(200, "GET", plan1+"racks/ansan/DH-1/B2", "").Header().Get("ETag")
	if got := w.Header().Get("ETag"); got != current {
		t.Errorf("the conflict names %s, current is %s", got, current)
	}
	p := decode[problemBody](t, w.Body)
	if len(p.Errors) != 2 || p.Errors[0].Value != 4.0 || p.Errors[1].Location != "sites/ansan/halls/DH-1/racks/B2/position" {
		t.Fatalf("%+v", p.Errors)
	}
	if got := p.Errors[1].Value.(map[string]any); got["was"] != "2" || got["is"] != "40" {
		t.Errorf("the difference is %v", got)
	}
}

// Names may hold anything that can be shown; in an address they are escaped.
func TestNamesOfElementsInAddresses(t *testing.T) {
	h := newHouse(t)
	for _, name := range []string{"a/b", "50%", "a%2Fb", "a b", "a+b", "a+b/c", "랙 1", "?#&=", `"'`, "<script>alert(1)</script>", "'; DROP TABLE plans; --", "é", ".."} {
		w := h.want(201, "POST", plan1+"racks", rackBody(name, "A", 1), "Content-Type", asJSON)
		at := w.Header().Get("Location")
		if want := "/api/v1/plans/1/racks/ansan/DH-1/" + url.PathEscape(name); at != want {
			t.Errorf("%q is at %s, want %s", name, at, want)
		}
		for _, address := range []string{at, plan1 + "racks/ansan/DH-1/" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")} {
			if got := decode[map[string]any](t, h.want(200, "GET", address, "").Body)["name"]; got != name {
				t.Errorf("%q was read as %q", name, got)
			}
		}
		if got := h.elements(plan1 + "racks?name=" + url.QueryEscape(name)); *got.Count != 1 {
			t.Errorf("%q is found %d times", name, *got.Count)
		}
		h.want(204, "DELETE", at, "", "If-Match", w.Header().Get("ETag"))
	}
	for _, path := range []string{"racks/ansan/DH-1/%00", "racks/ansan/DH-1/%ff", "racks/%2F/%25/%00", "sites/%F0%9F%92%A9"} {
		h.wantProblem(404, "GET", plan1+path, "")
	}
	for _, name := range []string{"", " a", "a\\u0000b", "\\n", strings.Repeat("x", 101)} {
		body := strings.Replace(rackBody("NAME", "A", 1), "NAME", name, 1)
		if p := h.wantProblem(422, "POST", plan1+"racks", body, "Content-Type", asJSON); p.Errors[0].Location != "/name" {
			t.Errorf("%q: %+v", name, p.Errors)
		}
	}
}
