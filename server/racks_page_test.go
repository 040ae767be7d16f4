package server

import (
	"net/url"
	"strings"
	"testing"
)

func TestRacksPage(t *testing.T) {
	h := newHouse(t)
	page := func(query string) string {
		return h.want(200, "GET", "/plans/two-sites-460/racks"+query, "", "Accept", "text/html").Body.String()
	}
	for query, texts := range map[string][]string{
		"":                              {"DH-1 in Sep 2030: ", `id="grid"`, "<h2>Ansan · DH-1</h2>"},
		"?site=siheung&hall=DH-3":       {"<h2>Siheung · DH-3</h2>", `<option value="DH-3" selected>`},
		"?site=siheung&hall=DH-9":       {"<h2>Siheung · DH-1</h2>", "Siheung has no hall DH-9; DH-1 is shown."},
		"?month=2021-01":                {"DH-1 has no racks in Jan 2021"},
		"?rack=talk-3&sort=-a&q=talk-3": {"<h2>talk-3</h2>", "aria-sort"},
		"?lang=ko":                      {"2030년 9월"},
	} {
		body := page(query)
		for _, text := range texts {
			if !strings.Contains(body, text) {
				t.Errorf("%s lacks %q", query, text)
			}
		}
	}
	body := page("?set=" + url.QueryEscape("sites/ansan/halls/DH-1/rack_positions=300"))
	if !strings.Contains(body, "of 300 positions") {
		t.Error("the changes that are not saved are not shown")
	}
	for query, status := range map[string]int{
		"?site=none": 404, "?month=2031-01": 422, "?month=x": 422, "?page=0": 422, "?rows=x": 422, "?panels=-1": 422, "?sort=colour": 422,
		"?q=" + strings.Repeat("x", 201): 422, "?page=99999999999999999999": 422, "?page=9999": 200, "?rack=none": 200,
	} {
		h.want(status, "GET", "/plans/1/racks"+query, "", "Accept", "text/html")
	}
	p := h.wantProblem(422, "GET", "/plans/1/racks?sort=colour&page=x", "")
	if len(p.Errors) != 2 || p.Errors[0].Location != "query.page" || p.Errors[1].Location != "query.sort" {
		t.Errorf("two faults: %+v", p)
	}
	h.want(404, "GET", "/plans/none/racks", "", "Accept", "text/html")
}

// BenchmarkRacksPage draws a hall of the example plan: 500 positions.
func BenchmarkRacksPage(b *testing.B) {
	h := newHouse(b)
	for b.Loop() {
		h.want(200, "GET", "/plans/1/racks", "", "Accept", "text/html")
	}
}
