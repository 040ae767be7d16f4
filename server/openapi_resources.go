package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// shownElement is an element that the example plan can take in a collection: the
// one that all operations on the collection show. Those on one element are of
// the one that the example of the POST adds.
type shownElement struct {
	id      string
	element string // JSON, without the id
	like    any    // what has all keys that element does not name, as a copy
	patch   string
}

// shownElements are the elements that the document shows, by their collections.
func (s *Server) shownElements() map[string]shownElement {
	site := s.Example.Sites[len(s.Example.Sites)-1]
	phase := site.Phases[len(site.Phases)-1]
	return map[string]shownElement{
		"sites":            {"busan", `{"name":"busan","title":{"en":"Busan"}}`, site, `{"plot":{"area_m2":12000}}`},
		"phases":           {"ansan/second", `{"site":"ansan","name":"second","start":"2025-01","gross_area_m2":8000}`, nil, `{"start":"2025-04"}`},
		"halls":            {site.Name + "/DH-9", fmt.Sprintf(`{"site":%q,"phase":%q,"name":"DH-9"}`, site.Name, phase.Name), phase.Halls[len(phase.Halls)-1], `{"rack_positions":300}`},
		"racks":            {"ansan/DH-1/R-001", `{"site":"ansan","hall":"DH-1","name":"R-001","rack_type":"server-6kw","row":"A","position":1,"from":"2025-01"}`, nil, `{"position":7}`},
		"panels":           {"ansan/DH-1/PDU-A11", `{"site":"ansan","hall":"DH-1","name":"PDU-A11","side":"A","volts":380,"amps":630,"phases":3,"breaker_share":0.8}`, nil, `{"amps":400}`},
		"reservations":     {"ansan/DH-1/later", `{"site":"ansan","hall":"DH-1","name":"later","it_kw":120,"rack_positions":20,"from":"2026-01","until":"2027-01"}`, nil, `{"it_kw":150}`},
		"power-stages":     {"ansan/DH-1/liquid_loop", `{"site":"ansan","hall":"DH-1","kind":"liquid_loop","modules":2,"rating_kw":500,"source":"data sheet"}`, nil, `{"modules":3}`},
		"feeds":            {"ansan/third", `{"site":"ansan","name":"third","substation":"Danwon","rating_kw":20000,"cable_km":3,"available":"2024-01"}`, nil, `{"available":"2024-06"}`},
		"services":         {"mail", `{"name":"mail","title":{"en":"Mail"},"priority":9}`, s.Example.Demand.Services[0], `{"priority":8}`},
		"leases":           {"bundang", `{"name":"bundang"}`, s.Example.Leases[0], `{"source":"contract of 2023-11"}`},
		"links":            {"second-route", `{"name":"second-route","from":"ansan","to":"siheung","km":20,"built":"2025-01"}`, nil, `{"km":21.5}`},
		"rack-types":       {"storage-8", `{"name":"storage-8","height_u":47,"nameplate_kw":10,"peak_kw":8,"average_kw":5,"weight_kg":900,"source":"data sheet","as_of":"2026"}`, nil, `{"peak_kw":9}`},
		"redundancy-tiers": {"III-own", `{"name":"III-own","arrangements":[{"kind":"ups","arrangement":"N+1"}],"source":"standard of the house","as_of":"2026"}`, nil, `{"continuous_cooling":true}`},
		"cost-overrides":   {"structure.frame", `{"code":"structure.frame","unit_price":900000,"currency":"KRW","unit":"m2","price_month":"2022-10","source":"quotation 2022-31"}`, nil, `{"unit_price":950000}`},
		"exchange-rates":   {"EUR/2023-01", `{"currency":"EUR","month":"2023-01","krw":1350.5,"source":"Bank of Korea, mean of the month"}`, nil, `{"krw":1351}`},
		"ceilings":         {"2026", `{"year":2026,"amount_krw":1000000000}`, nil, `{"amount_krw":2000000000}`},
		"funding":          {"reserve", `{"name":"reserve","amount_krw":5000000000,"from":"2023-01","source":"board, 2022-12"}`, nil, `{"from":"2023-03"}`},
		"actuals":          {"1", `{"code":"structure.frame","site":"ansan","month":"2020-12","committed_krw":5000000,"paid_krw":5000000,"source":"voucher 118"}`, nil, `{"paid_krw":4000000}`},
		"values":           {"assumptions.discount_rate", `{"name":"assumptions.discount_rate","value":0.05,"source":"board, 2022-12"}`, nil, `{"value":0.06}`},
		"calendars":        {"no-winter", `{"name":"no-winter","work":[0,0.5,1,1,1,1,1,1,1,1,1,0.5],"source":"contractor","as_of":"2026"}`, nil, `{"source":"contractor, second year"}`},
		"tariffs":          {"industrial-own", `{"name":"industrial-own"}`, s.Reference.Tariffs[0], `{"demand_krw_per_kw_month":9000}`},
		"climates":         {"ansan-own", `{"name":"ansan-own","mean_c":[-2,0,6,12,18,22,25,26,21,15,7,0],"source":"own measurement","as_of":"2026"}`, nil, `{"title":{"ko":"안산"}}`},
	}
}

// whole is the element as the API answers with it, and as it is sent.
func (e shownElement) whole() (answered, sent map[string]any, err error) {
	like, err := plain(e.like)
	if err != nil {
		return nil, nil, err
	}
	sent, _ = like.(map[string]any)
	if sent == nil {
		sent = map[string]any{}
	}
	if err := json.Unmarshal([]byte(e.element), &sent); err != nil {
		return nil, nil, err
	}
	answered = map[string]any{"id": e.id}
	for key, value := range sent {
		answered[key] = value
	}
	return answered, sent, nil
}

// addElements adds the bodies of the operations on the collections of a plan to
// the examples.
func (s *Server) addElements(values map[string]illustrated) error {
	for collection, e := range s.shownElements() {
		answered, sent, err := e.whole()
		if err != nil {
			return fmt.Errorf("%s: %w", collection, err)
		}
		var patch map[string]any
		if err := json.Unmarshal([]byte(e.patch), &patch); err != nil {
			return fmt.Errorf("%s: %w", collection, err)
		}
		patchInList := map[string]any{"id": e.id}
		for key, value := range patch {
			patchInList[key] = value
		}
		for form, value := range map[string]any{
			"element": answered, "new": sent, "elements": []any{answered}, "patch": patch,
			"page":    map[string]any{"count": 1, "next": nil, "previous": nil, "results": []any{answered}},
			"patches": []any{patchInList}, "ids": []any{map[string]any{"id": e.id}},
		} {
			values[collection+"."+form] = illustrated{strings.ReplaceAll(collection, "-", " ") + ": " + formWords[form], value, false}
		}
	}
	return nil
}

// formWords say what the example of a body is.
var formWords = map[string]string{
	"element": "one", "new": "one to add", "elements": "those that were changed", "patch": "what changes of one",
	"page": "a page", "patches": "what changes of some", "ids": "those to delete",
}

// formsOf are the examples of an operation on a collection: of its body and of
// its answer.
func formsOf(op *huma.Operation) (body, answer string, ok bool) {
	rest, ok := strings.CutPrefix(op.Path, "/api/v1/plans/{id}/")
	collection, _, one := strings.Cut(rest, "/")
	if !ok || len(op.Tags) == 0 || op.Tags[0] != "resources" || collection == "budget" {
		return "", "", false
	}
	switch {
	case op.Method == http.MethodGet && one:
		answer = "element"
	case op.Method == http.MethodGet:
		answer = "page"
	case op.Method == http.MethodPost:
		body, answer = "new", "element"
	case op.Method == http.MethodPatch && one:
		body, answer = "patch", "element"
	case op.Method == http.MethodPatch:
		body, answer = "patches", "elements"
	case op.Method == http.MethodDelete && !one:
		body = "ids"
	}
	return collection + "." + body, collection + "." + answer, true
}
