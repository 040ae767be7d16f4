package server

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
)

const bridgePage = "/compare/bridge?from=ansan-460&to=two-sites-460"

// stepAmounts are the amounts of the steps of a page in whole won.
func stepAmounts(t *testing.T, page string) (list []int64) {
	t.Helper()
	for _, m := range regexp.MustCompile(`class="step-amount">([^<]*)<`).FindAllStringSubmatch(page, -1) {
		v, err := strconv.ParseInt(strings.NewReplacer(",", "", "−", "-", "+", "").Replace(html.UnescapeString(m[1])), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

// TestBridgeOfTwoPlansAsAPart holds that the part says the difference of the two
// forecasts in a sentence, and its steps sum to it.
func TestBridgeOfTwoPlansAsAPart(t *testing.T) {
	h := newHouse(t)
	w := h.want(200, "GET", bridgePage+"&lang=en&unit=won", "", "Accept", "text/html")
	page := w.Body.String()
	has(t, w, "two-sites-460 costs ", " more than ansan-460: ", `id="bridge"`, `id="step-scope"`)
	if strings.Contains(page, "<main") || strings.Contains(page, "<html") {
		t.Error("the part is a page")
	}
	var sum int64
	for _, v := range stepAmounts(t, page) {
		sum += v
	}
	made := decode[compare.BridgeResult](t, h.want(200, "GET", "/api/v1/bridge?from=ansan-460&to=two-sites-460", "").Body)
	if sum != made.Difference || sum == 0 {
		t.Errorf("the steps sum to %d, the difference is %d", sum, made.Difference)
	}
	has(t, h.want(200, "GET", bridgePage+"&lang=ko", ""), "two-sites-460의 예상 사업비는 ansan-460보다")
	has(t, h.want(200, "GET", bridgePage+"&lang=en&of=usable_it_kw", ""), "usable IT load than ansan-460", `<span class="unit">kW</span>`)
}

// TestWhatKeepsPlansFromABridge holds that it is said in the part.
func TestWhatKeepsPlansFromABridge(t *testing.T) {
	h := newHouse(t)
	for query, c := range map[string]struct {
		status int
		says   string
	}{
		"?from=ansan-460&to=gone-460":                    {404, "gone-460 is not there"},
		"?from=&to=ansan-460":                            {422, "Choose two different plans."},
		"?from=ansan-460&to=two-sites-460@9":             {404, "two-sites-460@9 is not there"},
		"?from=ansan-460&to=ansan-460":                   {422, "Choose two different plans."},
		"?from=ansan-460&to=2":                           {422, "Choose two different plans."},
		"?from=ansan-460&to=two-sites-460&of=total":      {422, `of: found "total"; one of forecast_krw, npv_krw, usable_it_kw`},
		"?from=ansan-460&to=two-sites-460&detail=finest": {422, `detail: found "finest"; one of driver, change`},
	} {
		has(t, h.want(c.status, "GET", "/compare/bridge"+query+"&lang=en", "", "Accept", "text/html"), c.says)
	}
}

// sixChanges stores the two-site plan with changes at six places.
func (h *house) sixChanges() {
	h.t.Helper()
	plan := planner.Clone(shipped().examples[0])
	plan.Name = "six changes"
	for i := range 2 {
		plan.Sites[i].Phases[0].GrossAreaM2 += 500
		plan.Sites[i].Phases[0].Start++
	}
	plan.ExchangeRates[0].KRW *= 1.1
	plan.Budget.VAT = planner.VATIncluded
	body, err := json.Marshal(plan)
	if err != nil {
		h.t.Fatal(err)
	}
	h.want(201, "POST", "/api/v1/plans", string(body), "Content-Type", asJSON)
}

// TestBridgeOnTheComparePage holds that the page draws a bridge that is soon
// there, and says of another how many plans are to be worked out; that a link
// draws it at once; and that it is kept then.
func TestBridgeOnTheComparePage(t *testing.T) {
	h := newHouse(t)
	h.sixChanges()
	has(t, h.want(200, "GET", "/compare?plan=ansan-460&plan=two-sites-460&lang=en", ""), `id="step-scope"`, `<option value="ansan-460" selected>`, `<option value="driver" selected>`)
	const address = "/compare?plan=two-sites-460&plan=six+changes&lang=en&detail=change"
	page := h.want(200, "GET", address, "").Body.String()
	part := regexp.MustCompile(`data-part="([^"]+)"`).FindStringSubmatch(page)
	link := regexp.MustCompile(`class="button" href="([^"]+#why)"`).FindStringSubmatch(page)
	if part == nil || link == nil || !strings.Contains(page, "62 plans between the two") {
		t.Fatalf("nothing is to be loaded: %v %v", part, link)
	}
	to, err := url.Parse(html.UnescapeString(link[1]))
	if err != nil {
		t.Fatal(err)
	}
	answers := []string{"six changes costs ", "more than two-sites-460", "Quantity · Ansan", "Quantity · Siheung", "Plans worked out for it: 62."}
	has(t, h.want(200, "GET", to.RequestURI(), ""), answers...)
	before := h.evaluations(t)
	has(t, h.want(200, "GET", address, ""), answers...)
	has(t, h.want(200, "GET", html.UnescapeString(part[1]), ""), answers...)
	has(t, h.want(200, "GET", strings.Replace(html.UnescapeString(part[1]), "lang=en", "lang=ko", 1), ""), "수량 · 안산")
	if n := h.evaluations(t) - before; n > 6 {
		t.Errorf("%d plans were evaluated for a bridge that is kept", n)
	}
	has(t, h.want(200, "GET", address+"&from=six+changes&to=two-sites-460&bridge=1", ""), "two-sites-460 costs ", "less than six changes")
	has(t, h.want(200, "GET", address+"&to=none", ""), "none is not there")
}

// TestWhyABudgetDiffers holds that a change of one driver is said at once, that
// one of many is loaded as a part, and that both are those of the API.
func TestWhyABudgetDiffers(t *testing.T) {
	h := newHouse(t)
	change := sets("cost_book/overrides/services_and_equipment.ups.modules/unit_price", "520000")
	change.Set("lang", "en")
	h.want(200, "GET", budgetAt, "")
	before := h.evaluations(t)
	has(t, h.want(200, "GET", budgetAt+"?"+change.Encode(), ""), "This plan costs ", "more than revision 1, as saved: price +", "Plans worked out for it: 0.")
	if n := h.evaluations(t) - before; n > 2 {
		t.Errorf("%d plans were evaluated for a change of one price", n)
	}
	page := h.want(200, "GET", budgetAt+"?lang=en&unit=won&baseline=as-it-went&why=1", "").Body.String()
	made := decode[compare.BridgeResult](t, h.want(200, "GET", "/api/v1/bridge?from=as-it-went&to=two-sites-460", "").Body)
	var sum int64
	for _, v := range stepAmounts(t, page) {
		sum += v
	}
	if sum != made.Difference || len(made.Steps) == 0 {
		t.Errorf("the steps sum to %d, the API says %d", sum, made.Difference)
	}
	w := h.want(200, "GET", budgetAt+"/why?lang=en&unit=won&baseline=as-it-went", "")
	if got := stepAmounts(t, w.Body.String()); len(got) != len(made.Steps) || strings.Contains(w.Body.String(), "<main") {
		t.Errorf("the part has %d steps, want %d", len(got), len(made.Steps))
	}
	h.want(404, "GET", budgetAt+"/why?baseline=none", "", "Accept", "text/html")
	h.want(404, "GET", "/plans/none/budget/why", "", "Accept", "text/html")
	has(t, h.want(200, "GET", budgetAt+"/why?lang=en&baseline=two-sites-460", ""), "This plan costs as much as two-sites-460.")
}

// evaluations is how many plans the server evaluated.
func (h *house) evaluations(t *testing.T) int {
	t.Helper()
	var n int
	for _, m := range regexp.MustCompile(`(?m)^buildout_evaluations_total\{[^}]*\} (\d+)$`).FindAllStringSubmatch(h.want(200, "GET", "/metrics", "").Body.String(), -1) {
		v, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		n += v
	}
	if n == 0 {
		t.Fatal("no evaluation was counted")
	}
	return n
}
