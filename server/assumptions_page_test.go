package server

import (
	"net/url"
	"strings"
	"testing"
)

func TestAssumptionsPage(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	page := func(query string) string {
		return h.want(200, "GET", "/plans/two-sites-460/assumptions"+query, "", "Accept", "text/html").Body.String()
	}
	for query, text := range map[string]string{
		"":                                 "of the forecast of ",
		"?lang=ko":                         "영향이 큰 가정",
		"?section=worth":                   `id="value-assumptions.discount_rate"`,
		"?only=plan&q=usd":                 `id="value-exchange_rates.USD.2022-10"`,
		"?section=all&page=2":              `id="page-previous"`,
		"?explain=reference/cost_book.vat": `id="explain"`,
		"?set=" + url.QueryEscape("values/cost_book.vat=0.12") + "&base=1&section=factors": `value="0.12"`,
	} {
		if !strings.Contains(strings.ToLower(page(query)), strings.ToLower(text)) {
			t.Errorf("%s lacks %q", query, text)
		}
	}
	for query, status := range map[string]int{
		"?section=none": 422, "?only=x": 422, "?page=0": 422, "?q=" + strings.Repeat("x", 201): 422, "?page=999": 200, "?explain=nothing": 404,
		"?set=" + url.QueryEscape("values/cost_book.vat=2") + "&base=1": 422,
	} {
		h.want(status, "GET", "/plans/1/assumptions"+query, "", "Accept", "text/html")
	}
	h.want(404, "GET", "/plans/none/assumptions", "", "Accept", "text/html")
	p := h.wantProblem(422, "GET", "/plans/1/assumptions?section=none&page=x", "")
	if len(p.Errors) != 2 || p.Errors[0].Location != "query.page" || p.Errors[1].Location != "query.section" {
		t.Errorf("two faults: %+v", p)
	}
}

// A browser without scripts sends the fields of the page; it is led to the
// address of what they change.
func TestAssumptionsWithoutScripts(t *testing.T) {
	h := newHouse(t)
	query := url.Values{"section": {"factors"}, "edit:values/cost_book.vat": {"0.12"}, "edit:values/cost_book.regions.seoul": {"1.06"}}
	location := h.want(303, "GET", "/plans/1/assumptions?"+query.Encode(), "", "Accept", "text/html").Header().Get("Location")
	at, err := url.Parse(location)
	if err != nil || at.Query().Get("set") != "values/cost_book.vat=0.12" || len(at.Query()["set"]) != 1 || at.Query().Get("section") != "factors" || at.Query().Get("base") != "1" {
		t.Errorf("led to %s", location)
	}
}
