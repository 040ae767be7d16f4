package server

import (
	"html"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
)

const (
	upsOf    = "sites/ansan/halls/DH-1/ups/arrangement"
	asForm   = "application/x-www-form-urlencoded"
	pumpsOf  = "sites/ansan/pump/modules"
	twoSites = "/plans/two-sites-460"
)

// sets is a query of changes: paths and values in turn.
func sets(pairs ...string) url.Values {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Add("set", pairs[i]+"="+pairs[i+1])
	}
	return query
}

func has(t *testing.T, w *httptest.ResponseRecorder, texts ...string) {
	t.Helper()
	body := html.UnescapeString(w.Body.String())
	for _, text := range texts {
		if !strings.Contains(body, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}

func (h *house) stored(ref string) PlanResource {
	h.t.Helper()
	return decode[PlanResource](h.t, h.want(200, "GET", "/api/v1"+ref, "").Body)
}

func upsIn(plan planner.Plan) planner.PowerStage { return plan.Sites[0].Phases[0].Halls[0].Train[0] }

func TestChangesOfTheAddressAreEvaluatedAndNotStored(t *testing.T) {
	h := newHouse(t)
	saved := h.stored(twoSites)
	query := sets(upsOf, "N+1")
	for _, page := range []string{"", "/capacity"} {
		w := h.want(200, "GET", twoSites+page+"?"+query.Encode(), "")
		has(t, w, "Changes not saved: 1", "Ansan · DH-1", " to saved", `href="`+twoSites+page+`" data-load`)
	}
	w := h.want(200, "GET", twoSites+"/capacity?"+query.Encode(), "")
	has(t, w, "was 2N", "was 4", `name="set" value="`+upsOf+`=N+1"`, `name="base" value="1"`, "/plans/1?set=")
	if now := h.stored(twoSites); now.Hash != saved.Hash {
		t.Error("a look stored something")
	}
}

func TestImpossibleChangesAreNamed(t *testing.T) {
	h := newHouse(t)
	query := sets(upsOf, "N+1", pumpsOf, "many", "sites/ansan/halls/DH-9/ups/modules", "3", "nonsense", "")
	w := h.want(422, "GET", twoSites+"/capacity?"+query.Encode(), "", "Accept", "text/html")
	has(t, w, "3 of the changes cannot be made", "was 2N", `value="many"`, `aria-invalid="true" aria-describedby="f-sites%2Fansan%2Fpump%2Fmodules-fault"`, "DH-9", "nonsense")
	if strings.Contains(w.Body.String(), `<form class="save"`) {
		t.Error("changes that cannot be made can be saved")
	}
}

// A browser without a script sends every field; those that differ become
// changes, one for each hall that is alike.
func TestFieldsBecomeChanges(t *testing.T) {
	h := newHouse(t)
	page := html.UnescapeString(h.want(200, "GET", twoSites+"/capacity", "").Body.String())
	query := url.Values{"lang": {"en"}}
	for _, m := range regexp.MustCompile(`<input id="[^"]*" name="(edit:[^"]+)"[^>]* value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		query.Set(m[1], m[2])
	}
	for _, m := range regexp.MustCompile(`<select id="[^"]*" name="(edit:[^"]+)".*?<option value="([^"]*)" selected`).FindAllStringSubmatch(page, -1) {
		query.Set(m[1], m[2])
	}
	if len(query) < 60 {
		t.Fatalf("%d fields", len(query))
	}
	same := h.want(303, "GET", twoSites+"/capacity?"+query.Encode(), "").Header().Get("Location")
	if same != twoSites+"/capacity?lang=en" {
		t.Errorf("unchanged fields lead to %s", same)
	}
	query.Set("edit:"+upsOf, "N+1")
	query.Set("edit:"+pumpsOf, "6")
	at, err := url.Parse(h.want(303, "GET", twoSites+"/capacity?"+query.Encode(), "").Header().Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	got := at.Query()["set"]
	if len(got) != 5 || got[0] != upsOf+"=N+1" || got[3] != "sites/ansan/halls/DH-4/ups/arrangement=N+1" || got[4] != pumpsOf+"=6" || at.Query().Get("base") != "1" {
		t.Errorf("changes %q of %s", got, at)
	}
	tier := h.want(303, "GET", twoSites+"/capacity?new-tier=V&new-tier-of=IV", "").Header().Get("Location")
	has(t, h.want(200, "GET", tier, ""), "Tier V", `<option value="V">V</option>`)
}

func saveForm(base string, more ...string) url.Values {
	form := sets(upsOf, "N+1")
	form.Set("base", base)
	form.Set("page", "capacity")
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

func TestSaveMakesARevision(t *testing.T) {
	h := newHouse(t)
	w := h.want(303, "POST", twoSites+"/changes", saveForm("1", "reason", "예비 모듈로 충분", "author", "김", "lang", "ko", "month", "2028-01").Encode(), "Content-Type", asForm)
	if at := w.Header().Get("Location"); at != "/plans/1/capacity?lang=ko&month=2028-01" {
		t.Errorf("leads to %s", at)
	}
	if ups := upsIn(h.stored(twoSites).Plan); ups.Arrangement != (power.Arrangement{Systems: 1, Spare: 1}) || ups.Modules != 3 {
		t.Errorf("stored %+v", ups)
	}
	list := decode[RevisionList](t, h.want(200, "GET", "/api/v1"+twoSites+"/revisions", "").Body)
	if r := list.Results[len(list.Results)-1]; r.Revision != 2 || r.Reason != "예비 모듈로 충분" || r.Author != "김" {
		t.Errorf("revision %+v", r)
	}
}

func TestSaveIsRefused(t *testing.T) {
	h := newHouse(t)
	long := strings.Repeat("x", maxChangeText+1)
	for _, c := range []struct {
		status int
		form   url.Values
	}{
		{422, saveForm("1")}, {422, saveForm("1", "reason", "  ")}, {422, saveForm("1", "reason", long)}, {422, saveForm("1", "reason", "why", "author", "a\nb")},
		{422, saveForm("one", "reason", "why")}, {422, url.Values{"base": {"1"}, "reason": {"why"}}},
		{422, saveForm("1", "reason", "why", "set", pumpsOf+"=many")},
	} {
		h.want(c.status, "POST", twoSites+"/changes", c.form.Encode(), "Content-Type", asForm)
	}
	if p := h.wantProblem(422, "POST", twoSites+"/changes", saveForm("1", "reason", "why", "set", pumpsOf+"=many").Encode(), "Content-Type", asForm); len(p.Errors) != 1 || p.Errors[0].Value != "many" {
		t.Errorf("faults %+v", p.Errors)
	}
	page := h.want(422, "POST", twoSites+"/changes", saveForm("1", "reason", "why", "set", pumpsOf+"=many").Encode(), "Content-Type", asForm, "Accept", "text/html")
	has(t, page, pumpsOf+": found ")
	h.want(404, "POST", "/plans/none/changes", saveForm("1", "reason", "why").Encode(), "Content-Type", asForm)
	h.want(403, "POST", twoSites+"/changes", saveForm("1", "reason", "why").Encode(), "Content-Type", asForm, "Sec-Fetch-Site", "cross-site")
	if now := h.stored(twoSites); now.Revision != 1 {
		t.Errorf("revision %d is stored", now.Revision)
	}
}

// Two planners change the same value: the later one sees both and chooses.
func TestSaveOverAnotherSaysSo(t *testing.T) {
	h := newHouse(t)
	theirs := sets(upsOf, "2(N+1)", pumpsOf, "6")
	theirs.Set("base", "1")
	theirs.Set("reason", "more spares")
	theirs.Set("author", "lee")
	h.want(303, "POST", twoSites+"/changes", theirs.Encode(), "Content-Type", asForm)

	at := h.want(303, "POST", twoSites+"/changes", saveForm("1", "reason", "fewer", "author", "kim").Encode(), "Content-Type", asForm).Header().Get("Location")
	if now := h.stored(twoSites); now.Revision != 2 || upsIn(now.Plan).Arrangement.String() != "2(N+1)" {
		t.Fatal("the other's revision is overwritten")
	}
	w := h.want(200, "GET", at, "")
	has(t, w, "it is at revision 2", "lee: more spares", "<td class=\"quiet\">2N</td><td><b>2(N+1)</b></td><td><b>N+1</b></td>", "Keep mine", "Take theirs")
	if strings.Contains(w.Body.String(), `<form class="save"`) {
		t.Error("a conflict can be saved over")
	}
	links := regexp.MustCompile(`class="button(?: primary)?" href="([^"]+)" data-load>(Keep mine|Take theirs)`).FindAllStringSubmatch(w.Body.String(), -1)
	if len(links) != 2 {
		t.Fatalf("links %q", links)
	}
	mine := html.UnescapeString(links[0][1])
	if page := h.want(200, "GET", mine, ""); !strings.Contains(mine, "base=2") || strings.Contains(page.Body.String(), "conflict-title") {
		t.Errorf("to keep mine leads to %s", mine)
	}
	if took := html.UnescapeString(links[1][1]); strings.Contains(took, "set=") || strings.Contains(took, "base=") {
		t.Errorf("to take theirs leads to %s", took)
	}
	has(t, h.want(200, "GET", mine, ""), `name="reason" required maxlength="500" value="fewer"`, `value="kim"`)
	h.want(413, "POST", twoSites+"/changes", saveForm("2", "reason", strings.Repeat("x", 2<<20)).Encode(), "Content-Type", asForm)
	h.want(400, "POST", twoSites+"/changes", "reason=%zz", "Content-Type", asForm)
	h.want(303, "POST", twoSites+"/changes", saveForm("2", "reason", "fewer").Encode(), "Content-Type", asForm)
	if now := h.stored(twoSites); now.Revision != 3 || upsIn(now.Plan).Arrangement.String() != "N+1" {
		t.Errorf("revision %d has %s", now.Revision, upsIn(now.Plan).Arrangement)
	}
}

// Someone else's revision that leaves the same values alone is told of too.
func TestRevisionBesideMineIsToldOf(t *testing.T) {
	h := newHouse(t)
	theirs := sets(pumpsOf, "6")
	theirs.Set("base", "1")
	theirs.Set("reason", "pumps")
	h.want(303, "POST", twoSites+"/changes", theirs.Encode(), "Content-Type", asForm)
	mine := sets(upsOf, "N+1")
	mine.Set("base", "1")
	has(t, h.want(200, "GET", twoSites+"/capacity?"+mine.Encode(), ""), "They changed none of the values you changed.", "Go on from their revision")
}

func TestSiteMonthAndFailureAreChosenByTheAddress(t *testing.T) {
	h := newHouse(t)
	at := twoSites + "/capacity?"
	has(t, h.want(200, "GET", at+"site=siheung&month=2026-01&failure=grid", ""), "Single-line diagram of Siheung", "Headroom in Jan 2026", "The generators carry the load.")
	has(t, h.want(200, "GET", at+"failure=module:none", ""), "does not exist in this plan")
	has(t, h.want(200, "GET", at+"month=2020-10", ""), "No hall is energised by 2020-10.")
	h.want(404, "GET", at+"site=none", "")
	for _, month := range []string{"2020-09", "2030-10", "soon"} {
		h.want(422, "GET", at+"month="+month, "")
	}
}
