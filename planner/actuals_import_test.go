package planner_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"buildout/planner"
)

// TestDecodeActuals reads the same books as English and as Korean programs write
// them: columns in another order, amounts in units, a byte order mark, a source
// with a comma and a line break, blank cells and blank rows.
func TestDecodeActuals(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "books", ref)
	want := []planner.Actual{
		{Code: "structure.frame", Site: "alpha", Phase: "p1", Month: monthOf(t, "2023-03"), PaidKRW: 170e6, Source: "voucher 1, of\nMarch"},
		{Code: "structure.frame", Site: "alpha", Month: monthOf(t, "2023-03"), PaidKRW: -20e6},
		{Code: "services.ups", Site: "alpha", Month: monthOf(t, "2023-01"), CommittedKRW: 840e6, PaidKRW: 0},
		{Code: "fees.design", Site: "alpha", Month: monthOf(t, "2023-02"), PaidKRW: 80e6, Final: true},
	}
	for name, document := range map[string]string{
		"english": `code,site,phase,month,committed_krw,paid_krw,final,source
structure.frame,alpha,p1,2023-03,,170000000,,"voucher 1, of
March"
structure.frame,alpha,,2023-03,,"-20,000,000"
services.ups,alpha,,2023-01,840 M,0,false,
fees.design,alpha,,2023-02,,80000000,true,
`,
		"korean": "\ufeff지급액,근거,코드,월,사이트,단계,정산,약정액,\r\n1억7천만원,\"voucher 1, of\nMarch\",structure.frame,2023-03,alpha,p1,아니오,\r\n" +
			"-2천만,,structure.frame,2023-03,alpha,\r\n,,,,,,,,\r\n\r\n0, ,services.ups,2023-01,alpha,,,\"8.4 억\"\r\n8000만,,fees.design, 2023-02 ,alpha,,예\r\n",
	} {
		got, err := planner.DecodeActuals([]byte(document), plan, ref)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestDecodeActualsRefuses holds that every fault is told at its row, as a
// spreadsheet counts rows, and column, and that nothing is read beside it.
func TestDecodeActualsRefuses(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "books", ref)
	head := "code,site,phase,month,paid_krw,final,source\n"
	for _, c := range []struct {
		document string
		want     []string // path and what is said there
	}{
		{"", []string{": its first row names the columns: code, site, phase"}},
		{head, []string{": no rows below"}},
		{"code,site,month,price\n", []string{"row 1: no such column", "row 1: a column of amounts is missing"}},
		{"code,site,paid_krw,Code\n", []string{"row 1: two columns code", "row 1: the column month is missing"}},
		{"\xbf\xc0,site\n", []string{": not UTF-8"}},
		{head + `structure.frame,alpha,,2023-03,"1` + "\n", []string{"row 2: quotes around a cell"}},
		{head + "structure.frame,alpha,,2023-03,1,,a,b\n", []string{"row 2: more cells than there are columns"}},
		{
			head + "structure.frame,alpha,,2023-03,1,,\"two\nlines\"\n\nstructure.roof,beta,,2023-13,\"12,34\",maybe\n,,,,,,only\nnone.such,alpha,p9,2023-03,,\n",
			[]string{
				"row 4, code: did you mean structure.frame?", "row 4, site: sites are alpha", "row 4, month: as YYYY-MM", "row 4, final: true or false",
				"row 4, paid_krw: no amount in won", "row 5, code: must be given", "row 5, site: must be given", "row 5, month: must be given",
				"row 5: an amount is wanted", "row 6, code: groups are structure, services, fees, plant", "row 6, phase: its phases are p1", "row 6: an amount is wanted",
			},
		},
		{head + "structure.frame,alpha,,2023-03,9000000000000001,\n", []string{"row 2, paid_krw: more than 9000000000000000 won"}},
		{head + "administrative_and_finance.interest_during_construction,alpha,,2023-03,1,\n", []string{"row 2, code: no such line"}},
	} {
		entries, err := planner.DecodeActuals([]byte(c.document), plan, ref)
		faults := faultsOf(t, err)
		if entries != nil || len(faults) != len(c.want) {
			t.Errorf("%q: %d entries and %v", c.document, len(entries), err)
			continue
		}
		for i, want := range c.want {
			at, says, _ := strings.Cut(want, ": ")
			if faults[i].Path != strings.TrimSuffix(at, ":") || !strings.Contains(faults[i].Message, says) {
				t.Errorf("%q: %v, want %q", c.document, faults[i], want)
			}
		}
	}
	plan.Budget.ConstructionInterest = &planner.ConstructionInterest{RatePerYear: 0.05}
	if _, err := planner.DecodeActuals([]byte(head+"administrative_and_finance.interest_during_construction,alpha,,2023-03,1,\n"), plan, ref); err != nil {
		t.Errorf("interest that the budget asks for: %v", err)
	}
}

// TestMergeActuals replaces the frame's entries of 2023-03, whether they name
// the phase or leave it to be the first, takes out the UPS order and keeps the
// rest, without touching the plan it was given.
func TestMergeActuals(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "books", ref)
	before := clone(t, plan)
	month := monthOf(t, "2023-03")
	merged := planner.MergeActuals(plan, month+1, []planner.Actual{
		{Code: "structure.frame", Site: "alpha", Month: month, PaidKRW: 200e6, Source: "corrected"},
		{Code: "structure.frame", Site: "alpha", Phase: "p1", Month: month, PaidKRW: 5e6},
		{Code: "services.ups", Site: "alpha", Phase: "p1", Month: monthOf(t, "2023-01")},
	})
	var got []string
	for _, a := range merged.Actuals.Entries {
		got = append(got, fmt.Sprint(a.Code, a.Month, a.PaidKRW))
	}
	want := []string{"services.ups2023-02 210000000", "fees.design2023-02 80000000", "structure.frame2023-03 200000000", "structure.frame2023-03 5000000"}
	if !slices.Equal(got, want) || merged.Actuals.Through != month+1 {
		t.Errorf("merged through %s: %q, want %q", merged.Actuals.Through, got, want)
	}
	if diff := cmp.Diff(before, plan); diff != "" {
		t.Errorf("the plan changed (-want +got):\n%s", diff)
	}
	if kept := planner.MergeActuals(plan, 0, nil); kept.Actuals.Through != month || len(kept.Actuals.Entries) != len(plan.Actuals.Entries) {
		t.Errorf("with nothing new: %+v", kept.Actuals)
	}
	if _, err := planner.Evaluate(merged, ref); err != nil {
		t.Error(err)
	}
}

// FuzzDecodeActuals holds that what is read can be merged and evaluated, or is
// refused with faults that say where and why.
func FuzzDecodeActuals(f *testing.F) {
	f.Add([]byte("code,site,month,paid_krw\nstructure.frame,alpha,2023-03,1\n"))
	f.Add([]byte("\ufeff코드,사이트,단계,월,약정액,지급액,정산,근거\nservices.ups,alpha,p1,2023-02,3억5천만,1.5 M,예,\"a\nb\"\n"))
	f.Add([]byte("code;site\n\"\n"))
	ref := smallReference(f)
	plan := casePlan(f, "books", ref)
	f.Fuzz(func(t *testing.T, document []byte) {
		entries, err := planner.DecodeActuals(document, plan, ref)
		if err != nil {
			for _, fault := range faultsOf(t, err) {
				if fault.Message == "" || entries != nil {
					t.Fatalf("%d entries beside %+v", len(entries), fault)
				}
			}
			return
		}
		last := plan.Actuals.Through
		for _, a := range entries {
			last = max(last, a.Month)
		}
		if _, err := planner.Evaluate(planner.MergeActuals(plan, last, entries), ref); err != nil {
			for _, fault := range faultsOf(t, err) {
				if !strings.HasPrefix(fault.Path, "actuals") {
					t.Fatalf("the books break %s: %s", fault.Path, fault.Message)
				}
			}
		}
	})
}
