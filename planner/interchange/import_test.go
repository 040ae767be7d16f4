package interchange_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/planner/reference/exampletest"
)

// hallOf is a hall of a plan, the test's own to change.
func hallOf(t testing.TB, plan *planner.Plan, name string) *planner.Hall {
	t.Helper()
	for i := range plan.Sites {
		for j := range plan.Sites[i].Phases {
			for k := range plan.Sites[i].Phases[j].Halls {
				if h := &plan.Sites[i].Phases[j].Halls[k]; h.Name == name {
					return h
				}
			}
		}
	}
	t.Fatalf("no hall %s", name)
	return nil
}

// furnished is the example of two sites with two panels and two racks in its
// first hall, one of which has feeds.
func furnished(t testing.TB) (planner.Plan, planner.Reference) {
	t.Helper()
	plan := exampletest.Plan(t, "two-sites-460")
	three := planner.Circuit{Volts: 380, Amps: 400, Phases: 3, BreakerShare: 0.8}
	single := planner.Circuit{Volts: 220, Amps: 32, Phases: 1, BreakerShare: 0.8}
	h := hallOf(t, &plan, "DH-1")
	h.Panels = []planner.Panel{{Name: "PA", Side: "A", Circuit: three}, {Name: "PB", Side: "B", Circuit: three}}
	from := plan.Horizon.Start + 24
	h.Racks = []planner.Rack{
		{Name: "R1", RackType: "server-6kw", Row: "A", Position: 1, From: from, Feeds: []planner.RackFeed{
			{Side: "A", Panel: "PA", Phase: "L2", Circuit: single}, {Side: "B", Panel: "PB", Circuit: single},
		}},
		{Name: "R2", RackType: "server-8kw", Row: "A", Position: 2, From: from},
	}
	ref := exampletest.Reference(t)
	if err := planner.Validate(plan, ref); err != nil {
		t.Fatal(err)
	}
	return plan, ref
}

func faultsOf(t testing.TB, err error) []planner.Fault {
	t.Helper()
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		t.Fatalf("%v is no *planner.Invalid", err)
	}
	return invalid.Faults
}

// holdsFaults holds that there are these faults, each given as its place and the
// beginning of what is said there.
func holdsFaults(t *testing.T, name string, err error, want []string) {
	t.Helper()
	var got []string
	for _, f := range faultsOf(t, err) {
		got = append(got, f.Path+": "+f.Message)
	}
	if len(got) != len(want) {
		t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		return
	}
	for i := range got {
		place, says, _ := strings.Cut(want[i], ": ")
		if !strings.HasPrefix(got[i], place+": ") || !strings.Contains(got[i], says) {
			t.Errorf("%s: %q, want %q", name, got[i], want[i])
		}
	}
}

// TestRacks replaces a rack, whose feeds stay, leaves one as it is and adds one.
func TestRacks(t *testing.T) {
	plan, ref := furnished(t)
	before := plan.Hash()
	got, report, err := interchange.Import("racks", []byte("\ufeffposition,from,row,rack_type,name,hall,site\n"+
		"7,2021-05,B,storage-5kw,R1,DH-1,ansan\n2,"+hallOf(t, &plan, "DH-1").Racks[1].From.String()+",A,server-8kw,R2,DH-1,ansan\n3,2021-06,A,server-6kw,\"R3, new\",DH-1,ansan\n"), plan, ref, interchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	racks := hallOf(t, &got, "DH-1").Racks
	if len(racks) != 3 || racks[0].RackType != "storage-5kw" || racks[0].Row != "B" || racks[0].Position != 7 || racks[0].From.String() != "2021-05" || len(racks[0].Feeds) != 2 ||
		racks[2].Name != "R3, new" || racks[2].Feeds != nil {
		t.Errorf("racks %+v", racks)
	}
	if report.Rows != 3 || report.Changed != 1 || report.Same != 1 || report.Added != 1 {
		t.Errorf("report %+v", report)
	}
	if plan.Hash() != before {
		t.Error("the plan itself changed")
	}
}

// TestRackFeeds gives a rack other feeds in place of those it had.
func TestRackFeeds(t *testing.T) {
	plan, ref := furnished(t)
	got, report, err := interchange.Import("rack-feeds", []byte("site,hall,rack,side,panel,phase,volts,amps,phases,breaker_share\n"+
		"ansan,DH-1,R1,B,PB,,380,63,3,0.8\nansan,DH-1,R2,A,,L3,220,16,1,0.8\n"), plan, ref, interchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	racks := hallOf(t, &got, "DH-1").Racks
	want := planner.RackFeed{Side: "B", Panel: "PB", Circuit: planner.Circuit{Volts: 380, Amps: 63, Phases: 3, BreakerShare: 0.8}}
	if len(racks[0].Feeds) != 1 || racks[0].Feeds[0] != want || len(racks[1].Feeds) != 1 || racks[1].Feeds[0].Phase != "L3" {
		t.Errorf("racks %+v", racks)
	}
	if report.Changed != 1 || report.Removed != 1 || report.Added != 1 {
		t.Errorf("report %+v", report)
	}
}

// TestPrices reads a whole cost book: the row with another price becomes a price
// of the plan's own, the row with the shipped one takes such a price away.
func TestPrices(t *testing.T) {
	plan, ref := furnished(t)
	shipped, other := ref.Book.Entries[0], ref.Book.Entries[1]
	plan.CostBook.Overrides = []planner.CostOverride{{Code: shipped.Code, UnitPrice: 1, Currency: "KRW", Unit: shipped.Unit, PriceMonth: plan.PriceBase, Source: "quote"}}
	book, err := interchange.Export("cost-entries", planner.Plan{}, ref)
	if err != nil {
		t.Fatal(err)
	}
	cells := strings.Split(string(book), "\n")
	for i, line := range cells {
		if strings.HasPrefix(line, other.Code+",") {
			cells[i] = strings.Join([]string{other.Code, "", "", "123.5", "KRW", other.Unit, "2024-01", "", "", "", "offer of May"}, ",")
		}
	}
	got, report, err := interchange.Import("cost-entries", []byte(strings.Join(cells, "\n")), plan, ref, interchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if list := got.CostBook.Overrides; len(list) != 1 || list[0].Code != other.Code || list[0].UnitPrice != 123.5 || list[0].Class != "" || list[0].Source != "offer of May" {
		t.Errorf("prices %+v", list)
	}
	if report.Rows != len(ref.Book.Entries) || report.Changed != 1 || report.Removed != 1 || report.Same != report.Rows-2 {
		t.Errorf("report %+v", report)
	}
	if e := planner.InForce(got, other); e.UnitPrice != 123.5 || e.Class != other.Class || e.LowShare != other.LowShare {
		t.Errorf("in force %+v", e)
	}
}

func TestActualsWithThrough(t *testing.T) {
	plan, ref := furnished(t)
	code := ref.Book.Entries[0].Code
	month := plan.Horizon.Start + 2
	got, report, err := interchange.Import("actuals", []byte("code,site,month,paid_krw\n"+code+",ansan,"+month.String()+",5억\n"), plan, ref, interchange.Options{Through: month})
	if err != nil {
		t.Fatal(err)
	}
	if report.Rows != 1 || report.Added != 1 || got.Actuals.Through != month || got.Actuals.Entries[0].PaidKRW != 5e8 {
		t.Errorf("%+v, %+v", report, got.Actuals)
	}
	_, _, err = interchange.Import("actuals", []byte("code,site,month,paid_krw\n"+code+",ansan,"+(month+1).String()+",5억\n"), plan, ref, interchange.Options{Through: month})
	if f := faultsOf(t, err); len(f) != 1 || f[0].Path != "entry 1, month" {
		t.Errorf("a month that is not closed: %v", err)
	}
}

// TestImportRefuses holds that every fault is told at its row and column, those
// of cells and those of the plan with them, and none twice.
func TestImportRefuses(t *testing.T) {
	plan, ref := furnished(t)
	for name, c := range map[string]struct {
		format, document string
		want             []string
	}{
		"no such format": {"rack", "a\n", []string{"format: did you mean racks?"}},
		"unknown column": {"racks", "site,hall,name,rack_typ,row,position,from\n", []string{"row 1: did you mean rack_type?", "row 1: the column rack_type is missing"}},
		"racks": {"racks", "site,hall,name,rack_type,row,position,from\n" +
			"ansn,DH-1,N1,server-6kw,A,3,2021-01\n" + // no such site
			"ansan,DH-9,N2,server-6kw,A,4,2021-01\n" + // no such hall
			"ansan,DH-1,N3,server-6kw,A,x,2021-13\n" + // two cells
			"ansan,DH-1,N4,server,A,2,2021-01\n" + // no such type, a taken place
			"ansan,DH-1,N5,server-6kw,,,\n" + // blank
			"ansan,DH-1,N3,server-6kw,A,9,2021-01\n" + // named before
			"ansan,DH-1,N6,server-6kw,Z,0,1920-01\n", // the plan refuses
			[]string{
				"row 2, site: did you mean ansan?", "row 3, hall: site ansan has no such hall", "row 4, position: a whole number", "row 4, from: a month is wanted",
				"row 5, rack_type: no such rack type", "row 5, position: row A has a rack there already",
				"row 6, row: must be given", "row 6, position: must be given", "row 6, from: must be given", "row 7, name: row 4 is about it already",
				"row 8, position: must be from 1", "row 8, from: a month within 50 years",
			}},
		"blank ratings": {"rack-feeds", "site,hall,rack,side,volts,amps,phases,breaker_share\nansan,DH-1,R1,A,,,,\nansan,DH-1,R1,C,380,0,2,80\nansan,DH-1,R7,A,380,32,3,0.8\n",
			[]string{
				"row 2, volts: the rating is missing", "row 2, amps: the rating is missing", "row 2, phases: the rating is missing", "row 2, breaker_share: the rating is missing",
				"row 3, side: no such side", "row 3, amps: the rating is missing", "row 3, phases: a circuit has 1 phase or 3", "row 3, breaker_share: must be above 0 and at most 1",
				"row 4, rack: hall DH-1 has no such rack",
			}},
		"five feeds": {"rack-feeds", "site,hall,rack,side,volts,amps,phases,breaker_share\n" + strings.Repeat("ansan,DH-1,R1,A,380,32,3,0.8\n", 5), []string{"row 2, feeds: a rack has at most 4"}},
		"panels": {"panels", "site,hall,name,side,from,volts,amps,phases,breaker_share\nansan,DH-1,PA,A,PC,380,400,3,0.8\nansan,DH-1,PC,A,PA,380,400,3,0.8\n",
			[]string{"row 2, from: the panel feeds itself in a loop"}},
		"feeds": {"feeds", "site,name,substation,rating_kw,rating_kva,power_factor,cable_km,available\nansan,new,S,,,,,2020-01\nansan,other,S,1,1,0.9,0,2020-01\n",
			[]string{"row 2, cable_km: must be given", "row 3, rating_kva: one rating is wanted"}},
		"prices": {"cost-overrides", "code,unit_price,currency,unit,price_month,source\n" + ref.Book.Entries[0].Code + ",,KRW,each,2024-01,\nno.such.line,1,KRW,each,2024-01,x\n",
			[]string{"row 2, unit_price: must be given", "row 2, source: must be given", "row 2, unit: the line is priced per", "row 3, code: no such line"}},
	} {
		got, report, err := interchange.Import(c.format, []byte(c.document), plan, ref, interchange.Options{})
		if err == nil || len(got.Sites) > 0 || report.Rows > 0 {
			t.Errorf("%s: %+v beside %v", name, report, err)
			continue
		}
		holdsFaults(t, name, err, c.want)
	}
}

// TestOutOfPositions holds that a fault of no row keeps its path in the plan.
func TestOutOfPositions(t *testing.T) {
	plan, ref := furnished(t)
	hallOf(t, &plan, "DH-1").RackPositions = 2
	_, _, err := interchange.Import("racks", []byte("site,hall,name,rack_type,row,position,from\nansan,DH-1,R3,server-6kw,A,3,2021-01\n"), plan, ref, interchange.Options{})
	if f := faultsOf(t, err); !slices.ContainsFunc(f, func(f planner.Fault) bool {
		return strings.HasSuffix(f.Path, ".racks") && strings.HasPrefix(f.Path, "sites[")
	}) {
		t.Errorf("%v", err)
	}
}

// FuzzImport holds that whatever comes in as whatever format makes a valid plan
// or faults that say where and why, and never touches the plan.
func FuzzImport(f *testing.F) {
	plan, ref := furnished(f)
	for _, format := range interchange.Formats {
		f.Add(format.Name, []byte(strings.Join(format.Columns, ",")+"\n"+strings.Repeat("ansan,", len(format.Columns))+"\n"))
		if format.Writes && !format.Result {
			f.Add(format.Name, exported(f, format.Name, plan, ref))
		}
	}
	f.Add("device-types", []byte("manufacturer: a\nmodel: b\nslug: c\nu_height: 1\nweight: 3\nweight_unit: lb\npower-ports:\n- {name: p, maximum_draw: 5, allocated_draw: 3}\n---\n"))
	before := plan.Hash()
	f.Fuzz(func(t *testing.T, format string, document []byte) {
		got, report, err := interchange.Import(format, document, plan, ref, interchange.Options{})
		if err != nil {
			for _, fault := range faultsOf(t, err) {
				if fault.Message == "" {
					t.Fatalf("%+v", fault)
				}
			}
		} else if err := planner.Validate(got, ref); err != nil {
			t.Fatalf("%+v makes a plan that is not valid: %v", report, err)
		}
		if plan.Hash() != before {
			t.Fatal("the plan itself changed")
		}
	})
}
