package pages_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/reference/exampletest"
	"buildout/web/pages"
)

// rackOn is a rack on circuits of 32 A at 230 V with a breaker share of 0.8,
// 25.6 A a feed, of which it draws amps in all.
func rackOn(row, position int, amps float64) planner.RackState {
	name := fmt.Sprintf("R%d-%02d", row, position)
	phase := fmt.Sprintf("L%d", (position-1)%3+1)
	feed := func(side string) planner.FeedState {
		return planner.FeedState{Side: side, Panel: fmt.Sprintf("P%d%s", row, side), Phase: phase, NowA: amps / 2, AfterA: amps, LimitA: 25.6}
	}
	return planner.RackState{
		Name: name, RackType: "server-6kw", Service: "talk", Generated: true, Row: fmt.Sprint("R", row), Position: position, From: finance.MonthOf(2024, 1),
		HeightU: 47, NameplateKW: 9, PeakKW: 6, AverageKW: 4.2, WeightKG: 900, KGPerM2: 1250,
		Feeds: []planner.FeedState{feed("A"), feed("B")}, FailoverShare: amps / 25.6, NetBoxVA: 11776 - amps*230, UsableVA: 5888 - amps*230,
	}
}

// hallOf is a hall of 30 positions in rows of 10 with 23 racks: one above its
// limit, one on one side alone, one near its limit.
func hallOf(t testing.TB) pages.RacksView {
	t.Helper()
	plan := exampletest.Plan(t, "two-sites-460")
	plan.Sites[0].Phases[0].Halls[0].FloorLoadKGPerM2 = 1200
	row := pages.PlanRow{ID: 1, Revision: 3, Name: plan.Name, Document: plan, Result: exampletest.Evaluate(t, plan)}
	hall := &row.Result.Sites[0].Halls[0]
	hall.UsedITKW, hall.UsableITKW = make([]planner.KW, 120), make([]planner.KW, 120)
	hall.UsedITKW[119], hall.UsableITKW[119] = 138, 2800
	v := pages.RacksView{
		Plan: row, Site: plan.Sites[0], Hall: plan.Sites[0].Phases[0].Halls[0], Halls: []string{"DH-1", "DH-2"}, Month: finance.MonthOf(2030, 9), Page: 1, Panels: 1,
		Layout: planner.RackLayout{Site: "ansan", Hall: "DH-1", Month: finance.MonthOf(2030, 9), RackPositions: 30},
	}
	for i := range 23 {
		v.Layout.Racks = append(v.Layout.Racks, rackOn(i/10+1, i%10+1, 18.432)) // 72 %
	}
	racks := v.Layout.Racks
	racks[3] = rackOn(1, 4, 25.7) // 100.4 %
	racks[4] = rackOn(1, 5, 24)   // 93.8 %
	racks[5].Feeds, racks[5].FailoverShare = racks[5].Feeds[:1], 0.72
	racks[5].PeakKW, racks[5].From = 5, finance.MonthOf(2025, 1)
	racks[6].Service, racks[6].Generated, racks[6].RackType = "", false, "storage-5kw"
	v.Layout.Panels = []planner.PanelState{
		{Name: "P1A", Side: "A", NowA: [3]float64{40, 41, 42}, AfterA: [3]float64{80, 82, 84}, LimitA: 100, Feeds: 10},
		{Name: "P1B", Side: "B", From: "MAIN-B", NowA: [3]float64{40, 41, 60}, AfterA: [3]float64{80, 82, 120}, LimitA: 100, Feeds: 10},
	}
	v.Layout.Faults = []planner.RackFinding{
		{Code: planner.RackFeedOver, Where: "R1-04", Found: 25.7, Limit: 25.6, Unit: "A"},
		{Code: planner.RackOneSided, Where: "R1-06", Found: 1, Limit: 2, Unit: "sides"},
		{Code: planner.PanelOver, Where: "P1B", Found: 120, Limit: 100, Unit: "A"},
	}
	return v
}

func racksOf(t testing.TB, query string, v pages.RacksView) string {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	v.Rack, v.Query, v.Sort = values.Get("rack"), values.Get("q"), values.Get("sort")
	lang := values.Get("lang")
	if lang == "" {
		lang = "en"
	}
	return draw(t, func(p *pages.Pages, w *strings.Builder) error {
		return p.Racks(w, pages.Frame{Lang: lang, Path: "/plans/1/racks", Query: values}, v)
	})
}

// words are the texts of the elements that a pattern finds.
func words(page, pattern string) []string {
	var found []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(page, -1) {
		found = append(found, m[1])
	}
	return found
}

func TestRacksAnswerFirst(t *testing.T) {
	page := racksOf(t, "", hallOf(t))
	holds(t, page, `class="answer no"`,
		"DH-1 in Sep 2030: 23 of 30 positions, 138 of 2,800 kW. Worst rack R1-04 at 100.4% of its breaker limit after the loss of a side. Limits broken: 3.",
		`aria-current="page">Racks`, "/api/v1/plans/1/sites/ansan/halls/DH-1/layout?month=2030-09", "1,250", "of 1,200")
	if strings.Index(page, `class="answer`) > strings.Index(page, `id="grid"`) {
		t.Error("the answer does not stand before its reason")
	}
	korean := racksOf(t, "lang=ko", hallOf(t))
	holds(t, korean, "DH-1, 2030년 9월: 랙 자리 30개 중 23개", "A 계통", "한쪽 계통에만 연결")
	if left := regexp.MustCompile(`racks\.[a-z_.]+`).FindString(regexp.MustCompile(`/racks[^"]*`).ReplaceAllString(korean, "")); left != "" {
		t.Errorf("%s stands on the page for its text", left)
	}
}

// 23 racks, of which one is over and one on one side; 7 positions are free.
func TestEveryPositionIsInTheGrid(t *testing.T) {
	page := racksOf(t, "", hallOf(t))
	for class, want := range map[string]int{"load-3": 20, "load-near": 1, "load-over": 1, "load-single": 1} {
		if got := strings.Count(page, `<a class="place `+class+`"`); got != want {
			t.Errorf("%d positions are %s, want %d", got, class, want)
		}
	}
	if got := strings.Count(page, `<span class="place load-free"`); got != 7 {
		t.Errorf("%d positions are free, want 7", got)
	}
	holds(t, page, `▲</span>101</a>`, `◐</span>72</a>`, ">94</a>", ">72</a>", `href="/plans/1/racks?rack=R1-01#rack"`)
	// The hall has a row that no rack says how to name.
	v := hallOf(t)
	v.Layout.RackPositions = 45
	if got := strings.Count(racksOf(t, "", v), `<span class="place load-free"`); got != 22 {
		t.Errorf("%d positions are free, want 22", got)
	}
	v.Layout.RackPositions = 20
	if got := strings.Count(racksOf(t, "", v), `<span class="place load-free"`); got != 0 {
		t.Errorf("%d positions are free in a hall with too many racks", got)
	}
}

func TestChosenRackIsShown(t *testing.T) {
	page := racksOf(t, "rack=R2-07&set=a%3D1&set=b%3D2", hallOf(t))
	holds(t, page, `<h2>R2-07</h2>`, "row R2, position 7, from 2024-01", "72.0%", "47 U", ">18.4<", ">25.6<", "for talk",
		`href="/plans/1/racks?set=a%3D1&amp;set=b%3D2&amp;rack=R1-01#rack"`, `name="set" value="a=1"`, `name="set" value="b=2"`)
	if strings.Count(page, `aria-current="true" title="R2-07`) != 1 {
		t.Error("the chosen rack is not marked in the grid")
	}
	if strings.Contains(page, "curl -s") {
		t.Error("the API is offered for a plan that is not stored")
	}
	holds(t, racksOf(t, "", hallOf(t)), "<h2>R1-04</h2>")
	holds(t, racksOf(t, "rack=gone", hallOf(t)), "<h2>R1-04</h2>", "There is no rack gone here")
	holds(t, racksOf(t, "rack=R1-07", hallOf(t)), "placed by the plan")
}

func TestFeedsAreFilteredAndSorted(t *testing.T) {
	names := func(query string) string {
		return strings.Join(words(racksOf(t, query, hallOf(t)), `<th scope="row" class="text"><a[^>]*>(R[^<]*)</a>`), " ")
	}
	for query, want := range map[string]string{
		"q=storage": "R1-07", "q=STORAGE+p1a": "R1-07", "q=r3": "R3-01 R3-02 R3-03", "q=p3b": "R3-01 R3-02 R3-03", "q=storage+r3": "",
		"q=r3&sort=-position": "R3-03 R3-02 R3-01", "q=r3&sort=-row": "R3-03 R3-02 R3-01", "q=r3&sort=name": "R3-01 R3-02 R3-03",
	} {
		if got := names(query); got != want {
			t.Errorf("%s shows %q, want %q", query, got, want)
		}
	}
	for query, want := range map[string]string{"sort=-failover": "R1-04 R1-05 ", "sort=usable": "R1-04 R1-05 ", "sort=-a": "R1-04 R1-05 ", "sort=b": "R1-06 ", "sort=type": "R1-01 ", "sort=-type": "R1-07 "} {
		if got := names(query); !strings.HasPrefix(got+" ", want) {
			t.Errorf("%s begins with %.12q, want %q", query, got, want)
		}
	}
	page := racksOf(t, "sort=-failover", hallOf(t))
	holds(t, page, `aria-sort="descending"><a id="sort-failover" data-load href="/plans/1/racks?sort=failover#feeds">`, `<a id="sort-name" data-load href="/plans/1/racks?sort=name#feeds">`, "no feed")
	holds(t, racksOf(t, "q=nothing+like+it", hallOf(t)), "No rack holds “nothing like it”.")
	for _, key := range pages.RackSorts() {
		if names("sort="+key) == names("sort=-"+key) {
			t.Errorf("sort=%s is the same both ways", key)
		}
	}
}

func TestPanelsPhaseByPhase(t *testing.T) {
	page := racksOf(t, "", hallOf(t))
	holds(t, page, "MAIN-B", `<td class="over"><span class="mark" aria-hidden="true">▲</span>120.0</td>`, `class="over"><span class="mark" aria-hidden="true">▲</span>120.0`)
	v := hallOf(t)
	v.Layout.Panels = nil
	holds(t, racksOf(t, "", v), "The plan lists no panels in this hall.")
}

func TestEmptyHallSaysHowToBegin(t *testing.T) {
	v := hallOf(t)
	v.Layout.Racks, v.Layout.Panels, v.Layout.Faults = nil, nil, nil
	page := racksOf(t, "", v)
	holds(t, page, "DH-1 has no racks in Sep 2030", "rack_type: server-6kw", "0 of 30 positions", `<select id="hall"`)
	v.Hall, v.Halls = planner.Hall{}, nil
	holds(t, racksOf(t, "", v), "This plan has no hall yet")
	v.Plan.Fault = "sites[0].tier: <VI> is no tier"
	holds(t, racksOf(t, "", v), "sites[0].tier: &lt;VI&gt; is no tier")
	v = hallOf(t)
	v.Lacks = "DH-9"
	holds(t, racksOf(t, "", v), "Ansan has no hall DH-9; DH-1 is shown.")
}

// manyRacks is a hall of n racks in rows of the given length.
func manyRacks(t testing.TB, n, length int) pages.RacksView {
	v := hallOf(t)
	v.Layout.RackPositions, v.Layout.Racks = n+100, nil
	for i := range n {
		v.Layout.Racks = append(v.Layout.Racks, rackOn(i/length+1, i%length+1, 12))
	}
	return v
}

// A page of a huge hall is as long as that of a large one.
func TestHugeHallIsPaged(t *testing.T) {
	for _, length := range []int{1, 50, 20_000} {
		v := manyRacks(t, 20_000, length)
		page := racksOf(t, "", v)
		if cells := strings.Count(page, `class="place `); cells < 30 || cells > 1100 {
			t.Errorf("rows of %d: %d positions on a page", length, cells)
		}
		if rows := len(words(page, `<th scope="row" class="text"><a[^>]*>(R[^<]*)</a>`)); rows != 200 {
			t.Errorf("rows of %d: %d rows of feeds", length, rows)
		}
		if len(page) > 800_000 {
			t.Errorf("rows of %d: a page of %d bytes", length, len(page))
		}
	}
	v := manyRacks(t, 100_000, 50)
	v.Page, v.Lines = 500, 3
	page := racksOf(t, "page=500&rows=3", v)
	holds(t, page, "99,801 to 100,000 of 100,000", `href="/plans/1/racks?page=499&amp;rows=3#feeds"`, `href="/plans/1/racks?page=500&amp;rows=4#grid"`)
	v.Page, v.Lines = 1000, 0
	far := racksOf(t, "rack=R1999-30", v)
	holds(t, far, "99,801 to 100,000 of 100,000", "<h2>R1999-30</h2>", `aria-current="true" title="R1999-30`)
	// A rack far from the others draws no empty lines between.
	v = manyRacks(t, 20, 10)
	v.Layout.Racks = append(v.Layout.Racks, rackOn(2, 1<<40, 12))
	if lines := strings.Count(racksOf(t, "", v), `<tr><th scope="row" title=`); lines > 8 {
		t.Errorf("%d lines for 21 racks", lines)
	}
}

func TestHostileRackNamesAreText(t *testing.T) {
	const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>`
	v := hallOf(t)
	rack := &v.Layout.Racks[0]
	rack.Name, rack.RackType, rack.Service, rack.Row, rack.Feeds[0].Panel, rack.Feeds[0].Phase = hostile, hostile, hostile, hostile, hostile, hostile
	v.Layout.Panels[0].Name, v.Layout.Panels[0].From, v.Layout.Faults[0].Where, v.Layout.Faults[0].Unit = hostile, hostile, hostile, hostile
	v.Hall.Name, v.Halls, v.Site.Name, v.Lacks = hostile, []string{hostile}, hostile, hostile
	page := racksOf(t, url.Values{"rack": {hostile}, "q": {"p1"}, "set": {hostile}, "month": {hostile}}.Encode(), v)
	for _, markup := range []string{"<script>alert", "<img src=x", ` style=`} {
		if strings.Contains(page, markup) {
			t.Errorf("%s stands in the page", markup)
		}
	}
	holds(t, page, "<h2>&#34;&gt;&lt;script&gt;alert(1)")
}

// BenchmarkRacks draws a hall of 500 racks, and one of 100,000.
func BenchmarkRacks(b *testing.B) {
	for _, n := range []int{500, 100_000} {
		v := manyRacks(b, n, 20)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				racksOf(b, "sort=-failover&q=talk", v)
			}
		})
	}
}
