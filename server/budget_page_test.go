package server

import (
	"bytes"
	"encoding/csv"
	"html"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

const budgetAt = "/plans/two-sites-460/budget"

func TestBudgetPage(t *testing.T) {
	h := newHouse(t)
	for query, texts := range map[string][]string{
		"":                             {"The forecast of ", `id="yearly"`, `id="where"`, "Choose a plan to hold this one against"},
		"?lang=ko":                     {"예상 사업비", "연도별 예산"},
		"?baseline=as-it-went":         {"Held against as-it-went", `id="bridge"`, "to baseline"},
		"?open=services_and_equipment": {`id="row-services_and_equipment.ups"`, `aria-expanded="true"`},
		"?explain=budget/forecast_krw": {`id="explain"`, "forecast_krw = sum(below)", "Sum of the cost groups."},
		"?explain=":                    {"The forecast of "},
		"?" + sets("budget/ceilings/2023/amount_krw", "170000000000").Encode(): {"Held against revision 1, as saved", "was 180 bn won", " to saved", `value="170,000,000,000"`},
	} {
		has(t, h.want(200, "GET", budgetAt+query, "", "Accept", "text/html"), texts...)
	}
	has(t, h.want(404, "GET", budgetAt+"?explain=budget/none", "", "Accept", "text/html"), "The plan has no figure budget/none.")
	h.want(404, "GET", budgetAt+"?baseline=none", "", "Accept", "text/html")
	h.want(404, "GET", "/plans/none/budget", "", "Accept", "text/html")
	has(t, h.want(422, "GET", budgetAt+"?"+sets("budget/ceilings/2023/amount_krw", "much").Encode(), "", "Accept", "text/html"), `value="much"`, `aria-invalid="true"`)
}

// A browser without a script sends every field; only what was changed becomes a
// change, whatever stands between its thousands.
func TestBudgetFieldsBecomeChanges(t *testing.T) {
	h := newHouse(t)
	page := html.UnescapeString(h.want(200, "GET", budgetAt+"?open=services_and_equipment,services_and_equipment.ups", "").Body.String())
	query := url.Values{"open": {"services_and_equipment"}}
	for _, m := range regexp.MustCompile(`<input id="[^"]*" name="(edit:[^"]+)"[^>]* value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		query.Set(m[1], m[2])
	}
	const price = "cost_book/overrides/services_and_equipment.ups.modules/unit_price"
	if query.Get("edit:"+price) == "" || !strings.Contains(query.Get("edit:budget/total_krw"), ",") {
		t.Fatalf("the page lacks fields: %v", query)
	}
	query.Set("edit:"+price, "1,300,000")
	to, err := url.Parse(h.want(303, "GET", budgetAt+"?"+query.Encode(), "").Header().Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	if got := to.Query()["set"]; len(got) != 1 || got[0] != price+"=1300000" || to.Query().Get("open") != "services_and_equipment" {
		t.Errorf("led to %s", to)
	}
}

// send posts books as a form with a file, as a browser does.
func (h *house) send(status int, fields map[string]string, file string) *httptest.ResponseRecorder {
	h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			h.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", "books.csv")
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := part.Write([]byte(file)); err != nil {
		h.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		h.t.Fatal(err)
	}
	return h.want(status, "POST", budgetAt+"/books", body.String(), "Content-Type", form.FormDataContentType(), "Accept", "text/html")
}

const twoRows = "code,site,phase,month,committed_krw,paid_krw\n" +
	"consultants.design.design,ansan,building,2021-02,\"3,000,000,000\",\"1,200,000,000\"\n" +
	"consultants.design.design,ansan,building,2021-03,,800000000\n"

func TestBooksAreCheckedThenSaved(t *testing.T) {
	h := newHouse(t)
	row := lineOf(t, h)
	books := strings.ReplaceAll(twoRows, "consultants.design.design,ansan,building", row)
	before := h.stored(twoSites)
	w := h.send(200, map[string]string{"do": "check", "base": "1", "through": "2021-03", "open": "consultants"}, books)
	has(t, w, "Entries that would change: 2", ">3,000,000,000<", ">new<", `name="through" value="2021-03"`, "Forecast with these books", `id="row-consultants" href="/plans/1/budget"`)
	if h.stored(twoSites).Hash != before.Hash {
		t.Error("a look stored something")
	}
	save := map[string]string{"do": "save", "base": "1", "through": "2021-03", "reason": "March closed", "csv": books}
	if at := h.send(303, save, "").Header().Get("Location"); at != "/plans/1/budget#books" {
		t.Errorf("led to %s", at)
	}
	has(t, h.want(200, "GET", budgetAt, "", "Accept", "text/html"), "By the books to Mar 2021", "Closed to Mar 2021", ">2021-03<")
	if now := h.stored(twoSites); len(now.Plan.Actuals.Entries) != 2 || now.Revision != 2 {
		t.Errorf("revision %d has %d entries", now.Revision, len(now.Plan.Actuals.Entries))
	}
	has(t, h.send(409, save, ""), "Someone else saved this plan meanwhile: it is at revision 2", "The plan has these books already")
	has(t, h.send(200, map[string]string{"do": "check", "through": "2021-03"}, books), "The plan has these books already")
}

// lineOf is the code, site and phase of a line of the plan.
func lineOf(t *testing.T, h *house) string {
	t.Helper()
	rows, err := csv.NewReader(h.want(200, "GET", budgetAt+"/books.csv", "").Body).ReadAll()
	if err != nil || len(rows) < 50 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	for _, row := range rows {
		if strings.HasPrefix(row[0], "consultants.design") && row[1] == "ansan" {
			return strings.Join(row[:3], ",")
		}
	}
	t.Fatal("no line of design")
	return ""
}

func TestBooksWithFaultsAreNotSaved(t *testing.T) {
	h := newHouse(t)
	before := h.stored(twoSites)
	for _, do := range []string{"check", "save"} {
		w := h.send(422, map[string]string{"do": do, "base": "1", "reason": "x"}, "code,site,month,paid_krw\nno.such.line,ansan,2021-02,5\nx,nowhere,2021,lots\n")
		has(t, w, "row 2 · code", "row 3 · site", "row 3 · month", "row 3 · paid_krw", "lots", "no.such.line")
	}
	has(t, h.send(422, map[string]string{"do": "check", "through": "soon"}, twoRows), "soon", "write it as YYYY-MM")
	has(t, h.send(422, map[string]string{"do": "check"}, ""), "the file is empty")
	row := lineOf(t, h)
	h.send(422, map[string]string{"do": "save", "base": "1", "through": "2021-03"}, strings.ReplaceAll(twoRows, "consultants.design.design,ansan,building", row)) // no reason
	if h.stored(twoSites).Hash != before.Hash {
		t.Error("books with faults were stored")
	}
	h.want(400, "POST", budgetAt+"/books", "--x", "Content-Type", "multipart/form-data; boundary=y")
	h.want(404, "POST", "/plans/none/budget/books", "do=check", "Content-Type", asForm)
}

// The template, sent back as it is, changes nothing and has no faults.
func TestBooksTemplateIsReadBack(t *testing.T) {
	h := newHouse(t)
	w := h.want(200, "GET", budgetAt+"/books.csv", "")
	if kind := w.Header().Get("Content-Type"); kind != "text/csv; charset=utf-8" {
		t.Errorf("sent as %s", kind)
	}
	has(t, h.send(200, map[string]string{"do": "check"}, w.Body.String()), "The plan has these books already")
	h.want(404, "GET", "/plans/none/budget/books.csv", "")
}

// BenchmarkBudgetPage answers the Budget page of the example plan: load,
// evaluate, draw.
func BenchmarkBudgetPage(b *testing.B) {
	h := newHouse(b)
	for b.Loop() {
		h.want(200, "GET", budgetAt, "", "Accept", "text/html")
	}
}
