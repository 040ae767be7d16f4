package server

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// resourceCase is an element that the example plan can take in a collection, and
// a patch of it with the value that it gives a key. A body may begin with the
// address of an element that it copies, with other values after it.
type resourceCase struct {
	collection string
	body       string
	patch      string
	key        string
	want       any
	fault      string // where a second element of the same names is refused
}

// closedBooks lets the example plan take entries of the books.
const closedBooks = `{"actuals":{"through":"2020-12","entries":[]}}`

const plan1 = "/api/v1/plans/two-sites-460/"

var resourceCases = []resourceCase{
	{"sites", `sites/siheung {"name":"busan","title":{"en":"Busan"}}`, `{"plot":{"area_m2":500}}`, "plot", map[string]any{"area_m2": 500.0, "tenure": "leased"}, "/name"},
	{"phases", `{"site":"ansan","name":"second","start":"2025-01","gross_area_m2":100}`, `{"gross_area_m2":200}`, "gross_area_m2", 200.0, "/name"},
	{"halls", `halls/siheung/DH-4 {"name":"DH-9"}`, `{"rack_positions":10}`, "rack_positions", 10.0, "/name"},
	{"racks", `{"site":"ansan","hall":"DH-1","name":"R-9","rack_type":"server-6kw","row":"A","position":1,"from":"2025-01"}`, `{"position":7}`, "position", 7.0, "/name"},
	{"panels", `{"site":"ansan","hall":"DH-1","name":"PDU-A11","side":"A","volts":380,"amps":630,"phases":3,"breaker_share":0.8}`, `{"amps":400}`, "amps", 400.0, "/name"},
	{"reservations", `{"site":"ansan","hall":"DH-1","name":"later","it_kw":10,"rack_positions":2,"from":"2026-01","until":"2027-01"}`, `{"it_kw":20}`, "it_kw", 20.0, "/name"},
	{"power-stages", `{"site":"ansan","hall":"DH-1","kind":"liquid_loop","modules":2,"rating_kw":500,"cop":null}`, `{"modules":3}`, "modules", 3.0, "/kind"},
	{"feeds", `{"site":"ansan","name":"third","substation":"Danwon","rating_kw":20000,"cable_km":3,"available":"2024-01"}`, `{"cable_km":4}`, "cable_km", 4.0, "/name"},
	{"services", `services/talk {"name":"mail","priority":9}`, `{"priority":8}`, "priority", 8.0, "/name"},
	{"leases", `leases/pangyo {"name":"bundang"}`, `{"source":"contract"}`, "source", "contract", "/name"},
	{"links", `{"name":"second-route","from":"ansan","to":"siheung","km":20,"built":"2025-01"}`, `{"km":21.5}`, "km", 21.5, "/name"},
	{"rack-types", `{"name":"own","height_u":47,"nameplate_kw":10,"peak_kw":8,"average_kw":5,"weight_kg":900,"source":"ours","as_of":"2026"}`, `{"peak_kw":9}`, "peak_kw", 9.0, "/name"},
	{"redundancy-tiers", `{"name":"own","arrangements":[{"kind":"ups","arrangement":"N+1"}],"source":"ours","as_of":"2026"}`, `{"continuous_cooling":true}`, "continuous_cooling", true, "/name"},
	{"cost-overrides", `{"code":"structure.frame","unit_price":1,"currency":"KRW","unit":"m2","price_month":"2022-10","source":"ours"}`, `{"unit_price":2}`, "unit_price", 2.0, "/code"},
	{"exchange-rates", `{"currency":"EUR","month":"2023-01","krw":1350.5}`, `{"krw":1351}`, "krw", 1351.0, "/month"},
	{"ceilings", `{"year":2026,"amount_krw":1000000000}`, `{"amount_krw":2000000000}`, "amount_krw", 2e9, "/year"},
	{"funding", `{"name":"reserve","amount_krw":5,"from":"2023-01"}`, `{"source":"board"}`, "source", "board", "/name"},
	{"actuals", `{"code":"structure.frame","site":"ansan","month":"2020-12","committed_krw":5,"paid_krw":5}`, `{"paid_krw":4}`, "paid_krw", 4.0, ""},
	{"values", `{"name":"assumptions.discount_rate","value":0.05}`, `{"value":0.06}`, "value", 0.06, "/name"},
	{"calendars", `{"name":"own","work":[1,1,1,1,1,1,1,1,1,1,1,1],"source":"ours","as_of":"2026"}`, `{"source":"theirs"}`, "source", "theirs", "/name"},
	{"tariffs", `reference/tariffs/industrial-eul-high-voltage-a-2 {"name":"own"}`, `{"demand_krw_per_kw_month":9000}`, "demand_krw_per_kw_month", 9000.0, "/name"},
	{"climates", `{"name":"own","mean_c":[0,1,2,3,4,5,6,7,8,9,10,11],"source":"ours","as_of":"2026"}`, `{"title":{"ko":"여기"}}`, "title", map[string]any{"ko": "여기"}, "/name"},
}

// element is the body that a case sends.
func (c resourceCase) element(h *house) string {
	at, changes, copies := strings.Cut(c.body, " {")
	if !copies || strings.HasPrefix(c.body, "{") {
		return c.body
	}
	address := plan1 + at
	if strings.HasPrefix(at, "reference/") {
		address = "/api/v1/" + at
	}
	fields := decode[map[string]any](h.t, h.want(200, "GET", address, "").Body)
	delete(fields, "id")
	if err := json.Unmarshal([]byte("{"+changes), &fields); err != nil {
		h.t.Fatal(err)
	}
	text, err := json.Marshal(fields)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(text)
}

// elementList is a page of elements as the tests look at it.
type elementList struct {
	Count    *int
	Next     *string
	Previous *string
	Results  []map[string]any
}

func (h *house) elements(address string) elementList {
	h.t.Helper()
	return decode[elementList](h.t, h.want(200, "GET", address, "").Body)
}

func (h *house) planTag() string {
	h.t.Helper()
	return h.want(200, "GET", "/api/v1/plans/two-sites-460?fields=id", "").Header().Get("ETag")
}

const asPatch = "application/merge-patch+json"

func TestCollections(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	h.want(200, "PATCH", "/api/v1/plans/1", closedBooks, "Content-Type", asPatch, "If-Match", "*")
	h.want(200, "PATCH", plan1+"sites/ansan", `{"feed_arrangement":"N+1"}`, "Content-Type", asPatch, "If-Match", "*")
	for _, c := range resourceCases {
		t.Run(c.collection, func(t *testing.T) {
			h.t = t
			list := plan1 + c.collection
			before := *h.elements(list).Count
			body := c.element(h)
			at := c.create(h, list, body)
			if got := *h.elements(list).Count; got != before+1 {
				t.Errorf("%d elements, want %d", got, before+1)
			}
			c.change(h, at)
			id := c.refuse(h, list, at, body)
			c.bulk(h, list, id, body)
			if got := *h.elements(list).Count; got != before {
				t.Errorf("%d elements at the end, want %d", got, before)
			}
		})
	}
}

// create adds the element, reads it back and returns its address.
func (c resourceCase) create(h *house, list, body string) string {
	h.t.Helper()
	w := h.want(201, "POST", list, body, "Content-Type", asJSON)
	at, tag := w.Header().Get("Location"), w.Header().Get("ETag")
	created := w.Body.String()
	if !strings.HasPrefix(at, "/api/v1/plans/1/"+c.collection+"/") {
		h.t.Fatalf("Location %q", at)
	}
	read := h.want(200, "GET", at, "")
	if read.Body.String() != created || read.Header().Get("ETag") != tag {
		h.t.Errorf("created %s with %s, read %s with %s", created, tag, read.Body, read.Header().Get("ETag"))
	}
	id := decode[map[string]any](h.t, strings.NewReader(created))["id"].(string)
	if page := h.elements(list + "?fields=id&id=" + url.QueryEscape(id)); len(page.Results) != 1 || page.Results[0]["id"] != id || len(page.Results[0]) != 1 {
		h.t.Errorf("chosen by its id: %v", page.Results)
	}
	if w := h.want(304, "GET", at, "", "If-None-Match", tag); w.Body.Len() != 0 {
		h.t.Errorf("304 with %q", w.Body)
	}
	all := h.want(200, "GET", list, "").Header().Get("ETag")
	h.want(304, "GET", list, "", "If-None-Match", all)
	return at
}

// change patches the element, and holds that If-Match is asked for.
func (c resourceCase) change(h *house, at string) {
	h.t.Helper()
	first := h.want(200, "GET", at, "").Header().Get("ETag")
	h.wantProblem(428, "PATCH", at, c.patch, "Content-Type", asPatch)
	h.wantProblem(428, "DELETE", at, "")
	h.wantProblem(412, "PATCH", at, c.patch, "Content-Type", asPatch, "If-Match", `"1-0000000000000000"`)
	w := h.want(200, "PATCH", at, c.patch, "Content-Type", asPatch, "If-Match", first)
	second := w.Header().Get("ETag")
	patched := decode[map[string]any](h.t, w.Body)
	if fmt.Sprint(patched[c.key]) != fmt.Sprint(c.want) {
		h.t.Errorf("%s is %v, want %v", c.key, patched[c.key], c.want)
	}
	if got := h.want(200, "GET", at, "", "If-None-Match", first); got.Header().Get("ETag") != second {
		h.t.Errorf("ETag %s after a patch that answered %s", got.Header().Get("ETag"), second)
	}
	p := h.wantProblem(412, "PATCH", at, c.patch, "Content-Type", asPatch, "If-Match", first)
	if len(p.Errors) < 2 || !strings.Contains(p.Detail, "is current") {
		h.t.Errorf("a conflict names no difference: %+v", p)
	}
	h.wantProblem(412, "DELETE", at, "", "If-Match", first)
}

// refuse sends what is wrong, and returns the id of the element.
func (c resourceCase) refuse(h *house, list, at, body string) string {
	h.t.Helper()
	id := decode[map[string]any](h.t, h.want(200, "GET", at, "").Body)["id"].(string)
	tag := h.planTag()
	for sent, location := range map[string]string{`{"colour":"red"}`: "/colour", `{"id":"other"}`: "/id", `[]`: "", `{`: "", "\"\xff\"": ""} {
		p := h.wantProblem(422, "PATCH", at, sent, "Content-Type", asPatch, "If-Match", tag)
		if len(p.Errors) == 0 || p.Errors[0].Location != location {
			h.t.Errorf("%s: %+v", sent, p.Errors)
		}
	}
	if c.fault != "" {
		if p := h.wantProblem(422, "POST", list, body, "Content-Type", asJSON); len(p.Errors) != 1 || p.Errors[0].Location != c.fault {
			h.t.Errorf("the same again: %+v", p.Errors)
		}
		if p := h.wantProblem(404, "GET", at+"x", ""); !strings.Contains(p.Detail, "did you mean "+id+"?") {
			h.t.Errorf("an id that nearly is one: %q", p.Detail)
		}
	}
	h.wantProblem(404, "GET", strings.Replace(at, "/plans/1/", "/plans/none/", 1), "")
	for _, media := range []string{"text/csv", asYAML, "nonsense;;"} {
		h.wantProblem(415, "PATCH", at, c.patch, "Content-Type", media, "If-Match", tag)
		h.wantProblem(415, "POST", list, body, "Content-Type", media)
		h.wantProblem(415, "DELETE", list, "[]", "Content-Type", media, "If-Match", tag)
	}
	for _, sent := range []string{`"text"`, `[]`, `[null]`, `{"colour":1}`, `{"name":`, "{\"name\":\"\xff\"}"} {
		if p := h.wantProblem(422, "POST", list, sent, "Content-Type", asJSON); len(p.Errors) == 0 {
			h.t.Errorf("%s: %+v", sent, p)
		}
	}
	h.wantProblem(422, "GET", list+"?colour=red", "")
	h.wantProblem(422, "GET", at+"?limit=1", "")
	if after := h.planTag(); after != tag {
		h.t.Errorf("what was refused changed the plan from %s to %s", tag, after)
	}
	return id
}

// bulk changes and deletes the element in a list, and adds it in a list again.
func (c resourceCase) bulk(h *house, list, id, body string) {
	h.t.Helper()
	quoted, _ := json.Marshal(id)
	patches := fmt.Sprintf(`[{"id":%s,%s]`, quoted, c.patch[1:])
	gone := fmt.Sprintf(`[{"id":%s}]`, quoted)
	h.wantProblem(428, "PATCH", list, patches, "Content-Type", asJSON)
	h.wantProblem(428, "DELETE", list, gone, "Content-Type", asJSON)
	w := h.want(200, "PATCH", list, patches, "Content-Type", asJSON, "If-Match", h.planTag())
	if got := decode[[]map[string]any](h.t, w.Body); len(got) != 1 || got[0]["id"] != id {
		h.t.Errorf("patched %v", got)
	}
	if got := w.Header().Get("ETag"); got != h.planTag() {
		h.t.Errorf("ETag %s of a list, want that of the plan", got)
	}
	p := h.wantProblem(422, "PATCH", list, fmt.Sprintf(`[{"id":%s},{"id":"no/such/thing"},{"id":%s,"colour":1}]`, quoted, quoted), "Content-Type", asJSON, "If-Match", "*")
	if len(p.Errors) < 2 || p.Errors[0].Location != "/1/id" || p.Errors[1].Location != "/2/colour" {
		h.t.Errorf("two wrong of three: %+v", p.Errors)
	}
	h.want(204, "DELETE", list, gone, "Content-Type", asJSON, "If-Match", h.planTag())
	if p := h.wantProblem(422, "DELETE", list, gone, "Content-Type", asJSON, "If-Match", "*"); p.Errors[0].Location != "/0/id" {
		h.t.Errorf("deleted twice: %+v", p.Errors)
	}
	w = h.want(201, "POST", list, "["+body+"]", "Content-Type", asJSON)
	added := decode[[]map[string]any](h.t, w.Body)
	if len(added) != 1 || added[0]["id"] != id {
		h.t.Fatalf("added %v", added)
	}
	at := list + "/" + id
	tag := h.want(200, "GET", at, "").Header().Get("ETag")
	h.want(204, "DELETE", at, "", "If-Match", tag)
	h.wantProblem(404, "GET", at, "")
	h.wantProblem(404, "DELETE", at, "", "If-Match", tag)
}
