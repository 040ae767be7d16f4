package pages_test

import (
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
	"buildout/web/pages"
)

func capacityView(t testing.TB, plan planner.Plan, failure string) pages.CapacityView {
	t.Helper()
	row := evaluated(t, 1, plan)
	ref := exampletest.Reference(t)
	row.Document, row.Tiers = plan, ref.Tiers
	v := pages.CapacityView{Plan: row, Reference: ref, Month: row.Result.Plan.Horizon.End(), Site: plan.Sites[0].Name}
	state := func(failure string) planner.SiteState {
		s, err := planner.Simulate(plan, ref, v.Site, v.Month, failure)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	v.Sound, v.State = state(""), state(failure)
	return v
}

// edited is a view of a plan with changes to it.
func edited(t testing.TB, plan planner.Plan, changes ...planner.Change) pages.CapacityView {
	t.Helper()
	changed, err := planner.Apply(plan, exampletest.Reference(t), changes)
	if err != nil {
		t.Fatal(err)
	}
	v := capacityView(t, changed, "")
	v.Plan.Edit = &pages.Edit{Base: 3, Changes: changes, Saved: pages.State{Document: plan, Result: exampletest.Evaluate(t, plan)}}
	return v
}

func capacityOf(t testing.TB, f pages.Frame, v pages.CapacityView) string {
	t.Helper()
	return draw(t, func(p *pages.Pages, w *strings.Builder) error { return p.Capacity(w, f, v) })
}

var inEnglish = pages.Frame{Lang: "en", Path: "/plans/1/capacity"}

func TestCapacityShowsTheResult(t *testing.T) {
	v := capacityView(t, exampletest.Plan(t, "two-sites-460"), "")
	page := capacityOf(t, inEnglish, v)
	l, r := english(t), v.Plan.Result
	site := r.Sites[0]
	holds(t, page, l.KW(site.CompleteITKW)+" kW usable when complete", "DH-1 … DH-4</span> <span class=\"quiet\">×4",
		`aria-current="page">Capacity`, `id="line"`, `id="heat"`, `id="tiers"`, `id="checks"`, `id="redundancy"`)
	for _, stages := range [][]planner.StageResult{site.Stages, site.Halls[0].Stages} {
		for _, s := range stages {
			for _, number := range []string{l.KW(s.InstalledKW), l.KW(s.RedundantKW), l.KW(s.UsableKW), l.Number(s.LoadPerITKW, 3), l.KW(s.UsableITKW), l.KW(s.StrandedITKW), l.KW(s.HeadroomITKW[len(r.Months)-1])} {
				holds(t, page, ">"+number+"<")
			}
		}
	}
	for _, check := range site.Plant {
		holds(t, page, html.EscapeString(check.Title.EN))
	}
	if n := strings.Count(page, `data-paths="sites/ansan/halls/DH-1/ups/arrangement`); n != 1 {
		t.Errorf("the UPS of four halls that are alike is shown %d times", n)
	}
}

func TestHallsThatDifferAreShownApart(t *testing.T) {
	v := edited(t, exampletest.Plan(t, "two-sites-460"), planner.Change{Path: "sites/ansan/halls/DH-2/ups/arrangement", Value: "N+1"})
	holds(t, capacityOf(t, inEnglish, v), ">DH-2</span>", ">DH-1 … DH-4</span> <span class=\"quiet\">×3", `title="DH-1, DH-3, DH-4"`,
		"was 2N", "Changes not saved: 1", "UPS, arrangement", " to saved")
}

// The diagram has a box for every system of the sites' plant and, once, of the
// halls that are alike; its words are the simulation's.
func TestDiagramDrawsTheSimulation(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	l := english(t)
	v := capacityView(t, plan, "system:transformer:A")
	page := capacityOf(t, inEnglish, v)
	boxes := 0
	for _, stages := range [][]planner.StageResult{v.Plan.Result.Sites[0].Stages, v.Plan.Result.Sites[0].Halls[0].Stages} {
		for _, s := range stages {
			boxes += s.Systems
		}
	}
	if n := strings.Count(page, `class="system `); n != boxes+1 {
		t.Errorf("%d boxes, want %d and the racks", n, boxes)
	}
	for _, s := range v.State.Stages[0].Systems {
		holds(t, page, l.KW(s.LoadKW)+" / "+l.KW(s.RatingKW)+" kW")
	}
	holds(t, page, "Transformer A out", "The failure is survived.", `class="system out chosen"`, `class="system dead"`, `<option value="system:transformer:A" selected>Transformer A out</option>`,
		"Substation Nam-Ansan", "DH-1 … DH-4 ×4")

	part := capacityOf(t, inEnglish, capacityView(t, plan, "module:ups:A@DH-1"))
	holds(t, part, "One module of DH-1 UPS A out", "1/2 × 1,500 kW", "Tier III, which is claimed, is reached")
}

func TestWhatDropsIsSaid(t *testing.T) {
	v := edited(t, exampletest.Plan(t, "two-sites-460"), planner.Change{Path: "sites/ansan/halls/DH-1/ups/arrangement", Value: "N"})
	state, err := planner.Simulate(v.Plan.Document, v.Reference, "ansan", v.Month, "bus:ups@DH-1")
	if err != nil {
		t.Fatal(err)
	}
	v.State = state
	l := english(t)
	holds(t, capacityOf(t, inEnglish, v), "The failure is not survived.", "DH-1: "+l.KW(state.Halls[0].DroppedKW)+" of "+l.KW(state.Halls[0].ITKW)+" kW of IT load drops", "only tier")
}

// The cheapest change to the tier claimed is a link that makes it.
func TestTierChangeIsALink(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	v := edited(t, plan, planner.Change{Path: "sites/ansan/halls/DH-1/pdu/arrangement", Value: "N"})
	change := v.Plan.Result.Sites[0].TierChange
	if change == nil {
		t.Fatal("no change reaches the tier")
	}
	page := capacityOf(t, inEnglish, v)
	l := english(t)
	holds(t, page, strings.ReplaceAll(l.WonSigned(change.AmountKRW), "+", "&#43;")+" M won, "+l.KW(change.UsableKW)+" kW usable", "<b>"+html.EscapeString(change.To)+"</b>")
	want := url.QueryEscape(change.Changes[0].Path + "=" + change.Changes[0].Value)
	if !strings.Contains(html.UnescapeString(page), want) {
		t.Errorf("no link sets %s", want)
	}
}

func TestCapacityInKorean(t *testing.T) {
	v := edited(t, exampletest.Plan(t, "two-sites-460"), planner.Change{Path: "sites/ansan/halls/DH-1/ups/arrangement", Value: "N"})
	page := capacityOf(t, pages.Frame{Lang: "ko", Path: "/plans/1/capacity"}, v)
	holds(t, page, "단선 결선도", "설비 단계별 용량", "저장하지 않은 변경 1건", "저장값 2N", "안산", "UPS 구성", "목표 등급과 달성 등급")
	words := regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`).ReplaceAllString(page[strings.Index(page, "<main"):], " ")
	for _, english := range []string{"usable", "Failure", "Grid feed", "achieved", "takes load", "spare"} {
		if strings.Contains(words, english) {
			t.Errorf("the Korean page says %q", english)
		}
	}
}

func TestNothingOfACapacityPageIsMarkup(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	v := capacityView(t, plan, "")
	r := &v.Plan.Result
	r.Sites[0].Title, r.Sites[0].Halls[0].Name, r.Sites[0].Plant[0].Source = planner.Text{EN: hostile}, hostile, hostile
	r.Sites[0].Stages[0].Compartments = []string{hostile}
	v.Plan.Document.Sites[0].Feeds[0].Substation = hostile
	v.State.Halls[0].Name, v.State.Failures[0].Name, v.Site = hostile, hostile, plan.Sites[0].Name
	v.Plan.Edit = &pages.Edit{
		Changes: []planner.Change{{Path: hostile, Value: hostile}, {Path: "sites/ansan/pump/modules", Value: hostile}},
		Faults:  []planner.Fault{{Path: "sites/ansan/pump/modules", Message: hostile}},
		Saved:   pages.State{Document: plan, Result: v.Plan.Result}, Author: hostile, Reason: hostile,
		Conflict: &pages.Conflict{Current: 4, Revisions: []pages.Revision{{Number: 4, Author: hostile, Reason: hostile}}},
	}
	page := capacityOf(t, pages.Frame{Lang: "en", Path: "/plans/1/capacity", Query: url.Values{"set": {hostile}, hostile: {hostile}}}, v)
	for _, markup := range []string{"<script>alert", "<img src=x"} {
		if strings.Contains(page, markup) {
			t.Errorf("%s stands in the page", markup)
		}
	}
	if regexp.MustCompile(`<[^>]+ style=`).MatchString(page) {
		t.Error("inline style")
	}
}

// BenchmarkCapacity draws the Capacity page of the two-site plan.
func BenchmarkCapacity(b *testing.B) {
	v := capacityView(b, exampletest.Plan(b, "two-sites-460"), "")
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Capacity(io.Discard, inEnglish, v); err != nil {
			b.Fatal(err)
		}
	}
}
