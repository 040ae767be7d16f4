package server

import (
	"bytes"
	"mime"
	"slices"
	"strings"
	"testing"

	"buildout/planner/interchange"
)

const (
	rackHead  = "site,hall,name,rack_type,row,position,from\n"
	oneRack   = rackHead + "ansan,DH-1,R1,server-6kw,A,1,2025-01\n"
	imports   = "/api/v1/plans/two-sites-460/imports/"
	exports   = "/api/v1/plans/two-sites-460/exports/"
	aDocument = "/api/v1/plans/two-sites-460/document"
)

// TestImportOfRacks brings a rack in: as a dry run, which stores nothing and says
// the same, then as a revision, and with the same key once more.
func TestImportOfRacks(t *testing.T) {
	h := newHouse(t)
	tag := h.tag("/api/v1/plans/two-sites-460")
	dry := decode[ImportResult](t, h.want(200, "POST", imports+"racks?dry_run=true", oneRack, "Content-Type", "text/csv").Body)
	if dry.Rows != 1 || dry.Added != 1 || dry.After.PlacedRacks != dry.Before.PlacedRacks+1 || dry.Before.ForecastKRW == 0 || dry.Flags == nil {
		t.Errorf("dry run: %+v", dry)
	}
	if h.tag("/api/v1/plans/two-sites-460") != tag {
		t.Error("a dry run stored something")
	}
	h.wantProblem(412, "POST", imports+"racks?dry_run=true", oneRack, "If-Match", `"9-0123456789abcdef"`)
	h.wantProblem(428, "POST", imports+"racks", oneRack)
	h.wantProblem(412, "POST", imports+"racks", oneRack, "If-Match", `"9-0123456789abcdef"`)

	send := []string{"If-Match", tag, "Content-Type", "text/csv; charset=utf-8", "Buildout-Author", "kim", "Buildout-Reason", "Racks of January", "Idempotency-Key", "january"}
	w := h.want(200, "POST", imports+"racks", oneRack, send...)
	if got := decode[ImportResult](t, w.Body); got.Added != 1 || got.After != dry.After {
		t.Errorf("stored %+v, the dry run said %+v", got, dry)
	}
	now := w.Header().Get("ETag")
	if now != h.tag("/api/v1/plans/two-sites-460") || !strings.HasPrefix(now, `"2-`) {
		t.Errorf("ETag %s", now)
	}
	again := h.want(200, "POST", imports+"racks", oneRack, send...)
	if got := decode[ImportResult](t, again.Body); got.Added != 1 || got.After != dry.After || again.Header().Get("Idempotency-Replayed") != "true" || again.Header().Get("ETag") != now {
		t.Errorf("the same request again: %+v, %v", got, again.Header())
	}
	h.wantProblem(422, "POST", imports+"racks", strings.Replace(oneRack, "R1", "R2", 1), send...)
	if h.tag("/api/v1/plans/two-sites-460") != now {
		t.Error("a replay stored something")
	}
	h.wantProblem(412, "POST", imports+"racks", oneRack, "If-Match", tag)
	same := decode[ImportResult](t, h.want(200, "POST", imports+"racks", oneRack, "If-Match", now).Body)
	if same.Same != 1 || same.Before != same.After {
		t.Errorf("the same rack again: %+v", same)
	}
}

// TestFaultyTable holds that every fault is named at its row and column, and that
// nothing is stored.
func TestFaultyTable(t *testing.T) {
	h := newHouse(t)
	tag := h.tag("/api/v1/plans/two-sites-460")
	p := h.wantProblem(422, "POST", imports+"racks", oneRack+"ansan,DH-99,R2,server-6kw,A,2,2025-01\nansan,DH-1,R3,server,A,x,soon\n", "If-Match", tag)
	var at []string
	for _, e := range p.Errors {
		at = append(at, e.Location)
	}
	if want := []string{"row 3, hall", "row 4, position", "row 4, from", "row 4, rack_type"}; !slices.Equal(at, want) || p.Detail != "The file has 4 faults. Nothing was stored." {
		t.Errorf("%s at %q, want %q", p.Detail, at, want)
	}
	h.wantProblem(415, "POST", imports+"racks", "{}", "If-Match", tag, "Content-Type", asJSON)
	h.wantProblem(415, "POST", imports+"device-types", oneRack, "If-Match", tag, "Content-Type", "text/csv")
	h.wantProblem(422, "POST", imports+"rakcs", oneRack, "If-Match", tag)
	h.wantProblem(422, "POST", imports+"racks", "\xff", "If-Match", tag)
	h.wantProblem(422, "POST", imports+"racks?dry_run=perhaps", oneRack)
	h.wantProblem(404, "POST", "/api/v1/plans/none/imports/racks", oneRack, "If-Match", tag)
	if h.tag("/api/v1/plans/two-sites-460") != tag {
		t.Error("something was stored")
	}
}

func TestLargeImport(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.MaxBodyBytes, o.MaxImportBytes = 100, 2_000 })
	h.want(200, "POST", imports+"racks?dry_run=true", oneRack+strings.Repeat("\n", 1_000))
	h.wantProblem(413, "POST", imports+"racks?dry_run=true", oneRack+strings.Repeat("\n", 2_000))
}

// TestExports holds that every table goes out under its name, and that it comes
// in again without a change.
func TestExports(t *testing.T) {
	h := newHouse(t)
	tag := h.want(200, "POST", imports+"racks", oneRack, "If-Match", h.tag("/api/v1/plans/two-sites-460")).Header().Get("ETag")
	for _, format := range interchange.Formats {
		if !format.Writes {
			h.wantProblem(422, "GET", exports+format.Name, "")
			continue
		}
		w := h.want(200, "GET", exports+format.Name, "")
		_, parameters, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
		if err != nil || parameters["filename"] != "two-sites-460-"+format.Name+"-2.csv" || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" {
			t.Errorf("%s: %v", format.Name, w.Header())
		}
		if bytes.Count(w.Body.Bytes(), []byte("\n")) > 1 && format.Name != "actuals" && !format.Result {
			got := decode[ImportResult](t, h.want(200, "POST", imports+format.Name+"?dry_run=true", w.Body.String()).Body)
			if got.Same != got.Rows || got.Before != got.After {
				t.Errorf("%s in again: %+v", format.Name, got)
			}
		}
		h.want(304, "GET", exports+format.Name, "", "If-None-Match", w.Header().Get("ETag"))
	}
	w := h.want(200, "GET", exports+"racks?bom=true", "")
	if w.Body.String() != "\ufeff"+oneRack {
		t.Errorf("racks: %q", w.Body)
	}
	h.want(200, "POST", imports+"racks", w.Body.String(), "If-Match", tag)
	h.wantProblem(404, "GET", "/api/v1/plans/none/exports/racks", "")
}

// TestPlanDocument holds that a document put back is the plan, and that under
// another name it is a plan with the same content.
func TestPlanDocument(t *testing.T) {
	h := newHouse(t)
	const plan = "/api/v1/plans/two-sites-460"
	for _, c := range []struct{ query, accept, media string }{
		{"", "", "application/yaml"}, {"", "*/*", "application/yaml"}, {"", "application/json", "application/json"}, {"", "text/yaml;q=0.5, application/json;q=0.4", "application/yaml"},
		{"?format=json", "text/yaml", "application/json"}, {"?format=yaml", "application/json", "application/yaml"},
	} {
		w := h.want(200, "GET", aDocument+c.query, "", "Accept", c.accept)
		if got := w.Header().Get("Content-Type"); got != c.media || !slices.Contains(w.Header().Values("Vary"), "Accept") {
			t.Errorf("%s for %s %s, Vary %q", got, c.query, c.accept, w.Header().Values("Vary"))
		}
		tag := w.Header().Get("ETag")
		before := decode[PlanResource](t, h.want(200, "GET", plan, "").Body)
		after := decode[PlanResource](t, h.want(200, "PUT", plan, w.Body.String(), "Content-Type", c.media, "If-Match", tag).Body)
		if after.Hash != before.Hash {
			t.Errorf("%s put back is another plan", c.media)
		}
		renamed := strings.Replace(w.Body.String(), "two-sites-460", "copy "+before.Hash[:4]+tag[1:2], 1)
		made := decode[PlanResource](t, h.want(201, "POST", "/api/v1/plans", renamed, "Content-Type", c.media).Body)
		if made.Plan.Name == before.Plan.Name || len(made.Plan.Sites) == 0 {
			t.Errorf("made %s", made.Plan.Name)
		}
		if made.Plan.Name = before.Plan.Name; made.Plan.Hash() != before.Hash {
			t.Errorf("%s under another name is another plan", c.media)
		}
	}
	h.want(304, "GET", aDocument, "", "If-None-Match", h.tag(plan))
	h.wantProblem(406, "GET", aDocument, "", "Accept", "image/png")
	h.wantProblem(422, "GET", aDocument+"?format=toml", "")
	h.wantProblem(404, "GET", "/api/v1/plans/none/document", "")
}
