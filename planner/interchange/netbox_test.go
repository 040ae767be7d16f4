package interchange_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/planner/reference/exampletest"
)

// importRules are what NetBox's importer asks of a file.
//
// A form refuses a header it has no field for and one that lacks a required
// field; a field of choices takes these words alone; a unique constraint is over
// these columns.
//
// Source: netbox-community/netbox v4.5, netbox/dcim/forms/bulk_import.py
// (RackImportForm, PowerPanelImportForm, PowerFeedImportForm: Meta.fields and
// fields that are not required=False), netbox/dcim/choices.py, netbox/dcim/models
// (racks.py, power.py: constraints, max_length, validators). rack_type came with
// v4.3; until then width and u_height are required, and they are written always.
type importRules struct {
	fields   string // of the form
	required string
	choices  map[string]string
	whole    map[string][2]int // columns of whole numbers, from and to
	unique   []string
}

var netboxRules = map[string]importRules{
	"netbox-racks": {
		fields: "site location name facility_id tenant status role rack_type form_factor serial asset_tag width u_height desc_units outer_width outer_height outer_depth outer_unit " +
			"mounting_depth airflow weight max_weight weight_unit description owner comments tags",
		required: "site name status width u_height",
		choices:  map[string]string{"status": "reserved available planned active deprecated", "width": "10 19 21 23"},
		whole:    map[string][2]int{"u_height": {1, 100}},
		unique:   []string{"site", "location", "name"},
	},
	"netbox-power-panels": {
		fields:   "site location name description owner comments tags",
		required: "site name",
		unique:   []string{"site", "name"},
	},
	"netbox-power-feeds": {
		fields:   "site power_panel location rack name status type mark_connected supply phase voltage amperage max_utilization tenant description owner comments tags",
		required: "site power_panel name status type supply phase voltage amperage max_utilization",
		choices: map[string]string{
			"status": "offline active planned failed", "type": "primary redundant", "supply": "ac dc", "phase": "single-phase three-phase", "mark_connected": "true false",
		},
		whole:  map[string][2]int{"voltage": {1, 32767}, "amperage": {1, 32767}, "max_utilization": {1, 100}},
		unique: []string{"site", "power_panel", "name"},
	},
}

// record is a row of a table by the names of its columns.
type record map[string]string

func records(t rapid.TB, document []byte) (columns []string, rows []record) {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(string(document))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range all[1:] {
		r := record{}
		for i, cell := range cells {
			r[all[0][i]] = cell
		}
		rows = append(rows, r)
	}
	return all[0], rows
}

func (rules importRules) faults(columns []string, rows []record) (faults []string) {
	for _, column := range columns {
		if !slices.Contains(strings.Fields(rules.fields), column) {
			faults = append(faults, "no field "+column)
		}
	}
	seen := map[string]bool{}
	for i, r := range rows {
		fault := func(format string, args ...any) {
			faults = append(faults, fmt.Sprintf("row %d: ", i+2)+fmt.Sprintf(format, args...))
		}
		for column := range strings.FieldsSeq(rules.required) {
			if r[column] == "" {
				fault("%s is required", column)
			}
		}
		for column, words := range rules.choices {
			if !slices.Contains(strings.Fields(words), r[column]) {
				fault("%s is %q", column, r[column])
			}
		}
		for column, limits := range rules.whole {
			if n, err := strconv.Atoi(r[column]); err != nil || n < limits[0] || n > limits[1] {
				fault("%s is %q", column, r[column])
			}
		}
		if utf8.RuneCountInString(r["name"]) > 100 || utf8.RuneCountInString(r["description"]) > 200 {
			fault("a text is too long")
		}
		var key []string
		for _, column := range rules.unique {
			key = append(key, r[column])
		}
		if text := strings.Join(key, "\x00"); seen[text] {
			fault("%q stands twice", key)
		} else {
			seen[text] = true
		}
	}
	return faults
}

// TestNetBoxTakes holds what is written for NetBox against the rules of its
// importer, over random plans: and that every rack of a feed is among the racks,
// every panel among the panels, since NetBox must have these first.
func TestNetBoxTakes(t *testing.T) {
	ref, example := exampletest.Reference(t), exampletest.Plan(t, "two-sites-460")
	rapid.Check(t, func(r *rapid.T) {
		plan := drawnPlan(r, example, ref)
		has := map[string]bool{}
		for _, format := range []string{"netbox-racks", "netbox-power-panels", "netbox-power-feeds"} {
			columns, rows := records(r, exported(t, format, plan, ref))
			if faults := netboxRules[format].faults(columns, rows); len(faults) > 0 {
				r.Fatalf("%s: %q", format, faults)
			}
			for _, row := range rows {
				switch format {
				case "netbox-power-feeds":
					if !has["rack "+row["site"]+"/"+row["location"]+"/"+row["rack"]] || !has["panel "+row["site"]+"/"+row["power_panel"]] {
						r.Fatalf("NetBox has no rack or no panel of %v", row)
					}
				case "netbox-racks":
					has["rack "+row["site"]+"/"+row["location"]+"/"+row["name"]] = true
				default:
					has["panel "+row["site"]+"/"+row["name"]] = true
				}
			}
		}
	})
}

// TestNetBoxOut writes the two racks of a hall, whose panel has the name of one
// of another hall, by hand.
func TestNetBoxOut(t *testing.T) {
	plan, ref := furnished(t)
	hallOf(t, &plan, "DH-2").Panels = []planner.Panel{{Name: "PA", Side: "A", Circuit: hallOf(t, &plan, "DH-1").Panels[0].Circuit}}
	feeds := hallOf(t, &plan, "DH-1").Racks[0].Feeds
	feeds[1].Panel = ""
	from := (plan.Horizon.Start + 24).String()
	for format, want := range map[string]string{
		"netbox-racks": "site,location,name,status,width,u_height,description\n" +
			"ansan,DH-1,R1,planned,19,47,\"server-6kw; row A, position 1; from " + from + "\"\n" +
			"ansan,DH-1,R2,planned,19,47,\"server-8kw; row A, position 2; from " + from + "\"\n",
		"netbox-power-panels": "site,location,name\nansan,DH-1,DH-1 PA\nansan,DH-1,PB\nansan,DH-1,DH-1 PDU B\nansan,DH-2,DH-2 PA\n",
		"netbox-power-feeds": "site,power_panel,location,rack,name,status,type,mark_connected,supply,phase,voltage,amperage,max_utilization\n" +
			"ansan,DH-1 PA,DH-1,R1,R1 A,planned,primary,false,ac,single-phase,220,32,80\n" +
			"ansan,DH-1 PDU B,DH-1,R1,R1 B,planned,redundant,false,ac,single-phase,220,32,80\n",
	} {
		if got := string(exported(t, format, plan, ref)); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", format, got, want)
		}
	}
	feeds[0].Amps = 16.5
	_, err := interchange.Export("netbox-power-feeds", plan, ref)
	if f := faultsOf(t, err); len(f) != 1 || f[0].Path != "ansan/DH-1/R1 A" || f[0].Found != "16.5 amps" {
		t.Errorf("half an ampere: %v", err)
	}
}

// TestNetBoxRacks brings racks in by NetBox's columns: one the plan has, which
// keeps what NetBox does not know; one whose type follows from its height; one
// with custom fields; and two that are left out.
func TestNetBoxRacks(t *testing.T) {
	plan, ref := furnished(t)
	got, report, err := interchange.Import("netbox-racks", []byte("site,location,name,status,role,rack_type,u_height,width,tenant,cf_rack_type,cf_row,cf_position,cf_from\n"+
		"ansan,DH-1,R1,active,compute,NetShelter SX,47,19,acme,,,,\n"+
		"ansan,DH-1,N1,active,,NetShelter SX,48,23,acme,,,,\n"+
		"ansan,DH-1,N2,planned,,storage-5kw,47,19,,,Z,5,2022-03\n"+
		"ansan,DH-1,N3,deprecated,,,47,19,,,,,\n"+
		"ansan,DH-1,N4,reserved,,,47,19,,,,,\n"+
		"ansan,DH-1,N5,active,,,,,,network-4kw,,,\n"), plan, ref, interchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	old, racks := hallOf(t, &plan, "DH-1").Racks, hallOf(t, &got, "DH-1").Racks
	start, march := plan.Horizon.Start, "2022-03"
	if len(racks) != 5 || racks[0].RackType != old[0].RackType || racks[0].Row != "A" || racks[0].From != old[0].From || len(racks[0].Feeds) != 2 {
		t.Fatalf("racks %+v", racks)
	}
	for i, want := range []string{"N1 ai-40kw R01 1 " + start.String(), "N2 storage-5kw Z 5 " + march, "N5 network-4kw R01 2 " + start.String()} {
		r := racks[i+2]
		if s := fmt.Sprint(r.Name, " ", r.RackType, " ", r.Row, " ", r.Position, " ", r.From); s != want {
			t.Errorf("rack %s, want %s", s, want)
		}
	}
	if report.Rows != 6 || report.Same != 1 || report.Added != 3 || report.Skipped != 2 {
		t.Errorf("report %+v", report)
	}
	for _, want := range []string{
		"row 2: role is not taken", "row 2 and one more: tenant is not taken", "row 3: a width other than 19", "row 3: the rack type is ai-40kw", "row 3 and one more: the rack stands in the first free place",
		"row 5: a rack that is deprecated", "row 6: a rack that is reserved", "row 3 and one more: the rack is active and draws power from the first month",
	} {
		if !slices.ContainsFunc(report.Flags, func(f string) bool { return strings.HasPrefix(f, want) }) {
			t.Errorf("no flag %q in %q", want, report.Flags)
		}
	}
}

func TestNetBoxRacksRefused(t *testing.T) {
	plan, ref := furnished(t)
	for i := range plan.Sites {
		for j := range plan.Sites[i].Phases {
			plan.Sites[i].Phases[j].Promised = 0
		}
	}
	_, _, err := interchange.Import("netbox-racks", []byte("site,location,name,status,width,airflow,u_height,cf_row\n"+
		"ansan,DH-1,N1,live,18,up,47,\nansan,DH-1,N2,active,19,,47,\nansan,DH-1,N3,active,19,,3,\nansan,,N4,active,19,,48,\nansan,DH-1,N5,planned,19,,48,\nansan,DH-1,N6,active,19,,48,A\n"), plan, ref, interchange.Options{})
	holdsFaults(t, "racks", err, []string{
		"row 2, airflow: there are front-to-rear", "row 2, status: there are reserved", "row 2, width: there are 10",
		"row 3, rack_type: rack types of 47 U are server-6kw, server-8kw, network-4kw, storage-5kw", "row 4, rack_type: no rack type is of 3 U",
		"row 5, location: must be given", "row 6, cf_from: its phase is promised for no month", "row 7, cf_position: cf_row and cf_position go together",
	})
}

// TestNetBoxPanels holds that a panel without a rating is left out, since 0 would
// be a rating, and that custom fields give it one.
func TestNetBoxPanels(t *testing.T) {
	plan, ref := furnished(t)
	got, report, err := interchange.Import("netbox-power-panels", []byte("site,location,name,description,cf_side,cf_from,cf_volts,cf_amps,cf_phases,cf_breaker_share\n"+
		"ansan,DH-1,PA,,,,,,,\nansan,DH-1,PX,no rating,,,,,,\nansan,DH-1,PC,,B,PB,380,250,3,0.8\n"), plan, ref, interchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	panels := hallOf(t, &got, "DH-1").Panels
	want := planner.Panel{Name: "PC", Side: "B", From: "PB", Circuit: planner.Circuit{Volts: 380, Amps: 250, Phases: 3, BreakerShare: 0.8}}
	if len(panels) != 3 || panels[2] != want || report.Same != 1 || report.Added != 1 || report.Skipped != 1 || len(report.Flags) != 2 {
		t.Errorf("panels %+v, report %+v", panels, report)
	}
	_, _, err = interchange.Import("netbox-power-panels", []byte("site,location,name,cf_side\nansan,DH-1,PX,A\n"), plan, ref, interchange.Options{})
	holdsFaults(t, "half a panel", err, []string{"row 2, cf_volts: the rating is missing", "row 2, cf_amps: the rating is missing", "row 2, cf_phases: a circuit has", "row 2, cf_breaker_share: the rating is missing"})
}

// TestNetBoxFeeds maps type to side, phase to phases and per cent to a share;
// what is failed or goes to no rack is left out.
func TestNetBoxFeeds(t *testing.T) {
	plan, ref := furnished(t)
	const head = "site,power_panel,location,rack,name,status,type,mark_connected,supply,phase,voltage,amperage,max_utilization,tenant,description,comments,tags\n"
	got, report, err := interchange.Import("netbox-power-feeds", []byte(head+
		"ansan,PA,DH-1,R2,f1,active,primary,true,ac,three-phase,380,32,80,,,,\n"+
		"ansan,RPP-9,,R2,f2,planned,redundant,false,ac,single-phase,220,16,75,acme,,,\n"+
		"ansan,PB,DH-1,R2,f3,failed,redundant,false,ac,single-phase,220,16,75,,,,\n"+
		"ansan,PB,DH-1,,f4,active,redundant,false,ac,single-phase,220,16,75,,,,\n"), plan, ref, interchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []planner.RackFeed{
		{Side: "A", Panel: "PA", Circuit: planner.Circuit{Volts: 380, Amps: 32, Phases: 3, BreakerShare: 0.8}},
		{Side: "B", Circuit: planner.Circuit{Volts: 220, Amps: 16, Phases: 1, BreakerShare: 0.75}},
	}
	racks := hallOf(t, &got, "DH-1").Racks
	if !slices.Equal(racks[1].Feeds, want) || len(racks[0].Feeds) != 2 || report.Added != 2 || report.Skipped != 2 {
		t.Errorf("feeds %+v, report %+v", racks, report)
	}
	_, _, err = interchange.Import("netbox-power-feeds", []byte(head+
		"ansan,PA,DH-1,R1,f1,active,primary,,dc,three-phase,,0,101,,,,\nansan,PA,,R9,f2,on,,,ac,three-phase,380,32,80,,,,\nansan,PA,DH-1,R2,f3,active,redundant,,ac,three-phase,380,32,120,,,,\n"), plan, ref, interchange.Options{})
	holdsFaults(t, "feeds", err, []string{
		"row 2, supply: alternating current", "row 2, voltage: the rating is missing", "row 2, max_utilization: at most 100 per cent", "row 2, amperage: the rating is missing", "row 3, type: must be given", "row 3, status: there are offline", "row 3, rack: no hall of site ansan",
		"row 4, max_utilization: at most 100 per cent", "row 4, power_panel: one of side B is wanted",
	})
}
