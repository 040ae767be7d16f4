package server

import (
	"html"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

const setsAt = "/compare/sets"

// savesSet sends a form of saved comparisons.
func (h *house) savesSet(status int, form url.Values) *httptest.ResponseRecorder {
	h.t.Helper()
	return h.want(status, "POST", setsAt, form.Encode(), "Content-Type", formType, "Accept", "text/html")
}

// savedSet saves two of the plans, the second as the baseline.
func (h *house) savedSet(name string) {
	h.t.Helper()
	w := h.savesSet(303, url.Values{
		"do": {"save"}, "name": {name}, "note": {"as <b>decided</b>"}, "member": {"1@1", "2@1"}, "base": {"2@1"},
		"kept:plan": {"1", "2"}, "kept:baseline": {"2"}, "kept:lang": {"en"}, "kept:rows": {"differences"},
	})
	if got, want := w.Header().Get("Location"), "/compare?comparison="+name+"&lang=en&rows=differences#open-set"; got != want {
		h.t.Fatalf("saving leads to %s, want %s", got, want)
	}
}

func TestSavedComparisonHoldsItsRevisions(t *testing.T) {
	h := newHouse(t)
	h.savedSet("board")
	at := "/compare?comparison=board&lang=en&unit=won"
	page := h.page(200, at)
	for _, text := range []string{"Saved comparison board", "As it is saved, and every plan at its newest revision.", "plan=ansan-460%401", `href="/compare?comparison=board&lang=en&unit=won"`} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	form := sets("budget/total_krw", "470000000000")
	form.Set("reason", "more money")
	form.Set("base", "1")
	h.want(303, "POST", "/plans/two-sites-460/changes", form.Encode(), "Content-Type", formType)
	page = h.page(200, at)
	if strings.Contains(page, "470,000,000,000") {
		t.Error("the saved comparison shows what was saved later")
	}
	for _, text := range []string{"Plans with a newer revision: 1.", "Take the newest", "Newer exists: revision 2."} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	newest := hrefOf(t, page, "take-newest")
	if page = h.page(200, newest); !strings.Contains(page, "What shows is not what is saved.") || !strings.Contains(page, "470,000,000,000") {
		t.Errorf("%s does not show the newest revisions, or does not tell them apart from what is saved", newest)
	}
	w := h.savesSet(303, formOf(t, page, "replace"))
	page = h.page(200, strings.TrimSuffix(w.Header().Get("Location"), "#open-set"))
	if !strings.Contains(page, "As it is saved, and every plan at its newest revision.") || !strings.Contains(page, "470,000,000,000") {
		t.Error("the newest revisions are not saved")
	}
	h.want(200, "GET", "/compare?comparison=1", "", "Accept", "text/html") // by its id
}

// hrefOf is the address of a link by its id.
func hrefOf(t *testing.T, page, id string) string {
	t.Helper()
	m := regexp.MustCompile(`<a id="` + id + `" href="([^"]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page has no link %s", id)
	}
	return m[1]
}

// formOf is the fields of the form of a page that does something to a saved
// comparison, as a browser sends them.
func formOf(t *testing.T, page, do string) url.Values {
	t.Helper()
	for _, text := range regexp.MustCompile(`(?s)<form[^>]*action="/compare/sets".*?</form>`).FindAllString(page, -1) {
		form := url.Values{}
		for _, m := range regexp.MustCompile(`<input[^>]* name="([^"]+)"[^>]*?(?: value="([^"]*)")?[^>]*>`).FindAllStringSubmatch(text, -1) {
			value := regexp.MustCompile(` value="([^"]*)"`).FindStringSubmatch(m[0])
			form.Add(m[1], append(value, "", "")[1])
		}
		if form.Get("do") == do {
			return form
		}
	}
	t.Fatalf("the page has no form that does %s", do)
	return nil
}

// Two see the same comparison: the second to save is told so and sees what the
// first saved; saving again puts theirs over it.
func TestSavedComparisonIsNotOverwrittenUnseen(t *testing.T) {
	h := newHouse(t)
	h.savedSet("board")
	at := "/compare?comparison=board&lang=en&plan=1&plan=3"
	mine, theirs := formOf(t, h.page(200, at), "replace"), formOf(t, h.page(200, "/compare?comparison=board&lang=en&plan=2&plan=3"), "replace")
	h.savesSet(303, theirs)
	refused := html.UnescapeString(h.savesSet(412, mine).Body.String())
	for _, text := range []string{`role="alert"`, "version 2 is current", "What shows is not what is saved.", "Save over it"} {
		if !strings.Contains(refused, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	h.savesSet(303, formOf(t, refused, "replace"))
	list, err := h.Store.Comparisons(t.Context())
	if err != nil || len(list) != 1 || list[0].Version != 3 || list[0].Members[0].PlanID != 1 || list[0].Members[1].PlanID != 3 {
		t.Errorf("stored %+v, %v", list, err)
	}
	stale := formOf(t, h.page(200, "/compare?comparison=board"), "delete")
	stale.Set("version", "1")
	h.savesSet(412, stale)
}

func TestSavedComparisonIsRenamedAndDeleted(t *testing.T) {
	h := newHouse(t)
	h.savedSet("board")
	h.savedSet("other")
	page := h.page(200, "/compare?comparison=board&lang=en")
	rename := formOf(t, page, "rename")
	rename.Set("name", "board-2")
	w := h.savesSet(303, rename)
	if to := w.Header().Get("Location"); !strings.Contains(to, "comparison=board-2") {
		t.Errorf("renaming leads to %s", to)
	}
	h.want(404, "GET", "/compare?comparison=board", "", "Accept", "text/html")
	page = h.page(200, "/compare?comparison=board-2&lang=en")
	rename = formOf(t, page, "rename")
	rename.Set("name", "other")
	has(t, h.savesSet(409, rename), "Another saved comparison has this name", "Saved comparison board-2")
	h.savesSet(303, formOf(t, page, "delete"))
	h.want(404, "GET", "/compare?comparison=board-2", "", "Accept", "text/html")
	if page := h.page(200, "/compare?lang=en"); !strings.Contains(page, ">other</a>") || strings.Contains(page, ">board-2</a>") {
		t.Error("the list does not hold what is left")
	}
}

func TestRefusedSetsAreSaidOnThePage(t *testing.T) {
	h := newHouse(t)
	shown := url.Values{"kept:plan": {"1", "2"}, "kept:lang": {"en"}, "member": {"1@1", "2@1"}, "base": {"1@1"}}
	for words, change := range map[string]url.Values{
		"name: a name has 1 to 100 characters":         {"do": {"save"}, "name": {""}},
		"a name of digits alone reads as an id":        {"do": {"save"}, "name": {"12"}},
		"there is no such plan":                        {"do": {"save"}, "name": {"x"}, "member": {"77@1"}},
		"has no such revision":                         {"do": {"save"}, "name": {"x"}, "member": {"1@9"}},
		"There is no such saved comparison any more":   {"do": {"replace"}, "comparison": {"none"}, "version": {"1"}},
		"There is no such saved comparison any more. ": {"do": {"delete"}, "comparison": {"9"}, "version": {"1"}},
	} {
		form := url.Values{}
		for _, from := range []url.Values{shown, change} {
			for key, values := range from {
				form[key] = values
			}
		}
		status := 422
		if strings.HasPrefix(words, "There is no such saved") {
			status = 404
		}
		has(t, h.savesSet(status, form), words, `role="alert"`, "Lowest forecast")
	}
	for _, form := range []url.Values{
		{"do": {"burn"}, "comparison": {"1"}, "version": {"1"}}, {"do": {"replace"}, "version": {"x"}}, {"do": {"save"}, "name": {"x"}, "member": {"one"}}, {},
	} {
		if w := h.do("POST", setsAt, form.Encode(), "Content-Type", formType, "Accept", "text/html"); w.Code != 400 && w.Code != 404 {
			t.Errorf("%v: status %d", form, w.Code)
		}
	}
	h.want(403, "POST", setsAt, "do=save", "Content-Type", formType, "Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site")
	if list, err := h.Store.Comparisons(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("something is stored: %v, %v", list, err)
	}
}

// A saved comparison stays readable when one of its plans is gone, and says so.
func TestSavedComparisonOutlivesItsPlans(t *testing.T) {
	h := newHouse(t)
	h.savedSet("board")
	h.want(204, "DELETE", "/api/v1/plans/1", "", "If-Match", "*")
	page := h.page(200, "/compare?comparison=board&lang=en")
	for _, text := range []string{"Plans without a result: 1", "Plans that are gone: 1.", "Saved comparison board"} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	if strings.Contains(page, "What shows is not what is saved.") {
		t.Error("what shows is told to be another thing than what is saved")
	}
}
