package interchange_test

import (
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/planner/reference/exampletest"
	"buildout/planner/table"
)

// rowsOf exports a table of a plan's result and reads it back, by column.
func rowsOf(t *testing.T, format string, plan planner.Plan) []map[string]string {
	t.Helper()
	document, err := interchange.Export(format, plan, exampletest.Reference(t))
	if err != nil {
		t.Fatal(err)
	}
	f, _ := interchange.Find(format)
	var columns []table.Column
	for _, name := range f.Columns {
		columns = append(columns, table.Column{Name: name})
	}
	reader := table.Read(document, columns, func(string, []string) string { return "" })
	var rows []map[string]string
	for row := range reader.Rows() {
		cells := map[string]string{}
		for _, name := range f.Columns {
			cells[name] = row.Text(name)
		}
		rows = append(rows, cells)
	}
	if faults := reader.Faults(); len(faults) > 0 {
		t.Fatal(faults)
	}
	return rows
}

func wonOf(t *testing.T, text string) planner.KRW {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return planner.KRW(n)
}

// withBooksAndVAT is the two sites with a budget that carries VAT and a month of
// books: 1.1 bn won without VAT for the design of Ansan.
func withBooksAndVAT(t *testing.T) planner.Plan {
	plan := planner.Clone(exampletest.Plan(t, "two-sites-460"))
	plan.Budget.VAT = planner.VATIncluded
	r := exampletest.Evaluate(t, plan)
	plan.Actuals.Through = plan.Horizon.Start + 2
	for _, l := range r.CostLines {
		if l.Group == "consultants" && l.Site == "ansan" {
			plan.Actuals.Entries = []planner.Actual{{Code: l.Code, Site: l.Site, Phase: l.Phase, Month: plan.Horizon.Start + 1, PaidKRW: 1_100_000_000}}
			break
		}
	}
	return plan
}

// TestFactsSumToTheForecast holds that the facts of a plan sum to what Evaluate
// says, by every measure.
func TestFactsSumToTheForecast(t *testing.T) {
	plans := []planner.Plan{withBooksAndVAT(t)}
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		plans = append(plans, exampletest.Plan(t, name))
	}
	for _, plan := range plans {
		r := exampletest.Evaluate(t, plan)
		var want, got [3]planner.KRW
		for i := range r.CostLines {
			l := &r.CostLines[i]
			want[0] += l.ForecastKRW
			want[1] += l.VATKRW
			want[2] += l.ForecastKRW
			if l.InBudget && plan.Budget.VAT == planner.VATIncluded {
				want[2] += l.VATKRW
			}
		}
		booked := planner.KRW(0)
		for _, row := range rowsOf(t, "cost-lines", plan) {
			krw := wonOf(t, row["krw"])
			switch row["measure"] {
			case "paid_without_vat":
				got[0] += krw
				if row["by_books"] == "yes" {
					booked += krw
				}
			case "vat":
				got[1] += krw
			case "committed":
				got[2] += krw
			default:
				t.Fatalf("measure %q", row["measure"])
			}
		}
		if got != want {
			t.Errorf("%s: facts sum to %v (paid, VAT, committed), want %v", plan.Name, got, want)
		}
		var gross planner.KRW
		for _, row := range rowsOf(t, "journal", plan) {
			gross += wonOf(t, row["gross_krw"])
			if wonOf(t, row["net_krw"])+wonOf(t, row["vat_krw"]) != wonOf(t, row["gross_krw"]) {
				t.Errorf("%s: entry %s does not foot", plan.Name, row["entry"])
			}
		}
		if gross != want[0]+want[1] {
			t.Errorf("%s: the journal sums to %d, want %d", plan.Name, gross, want[0]+want[1])
		}
		if len(plan.Actuals.Entries) == 1 && booked != 1_100_000_000 {
			t.Errorf("the books have %d won, want the 1.1 bn that was entered", booked)
		}
	}
}

// TestJournalEntry reads one entry by hand: the books of 1.1 bn won, with 10 %
// VAT, in November 2020.
func TestJournalEntry(t *testing.T) {
	for _, row := range rowsOf(t, "journal", withBooksAndVAT(t)) {
		if row["basis"] != "books" {
			continue
		}
		for column, want := range map[string]string{
			"posting_date": "2020-11-30", "period": "202011", "cost_centre": "ansan", "wbs": "ansan.building", "currency": "KRW",
			"net_krw": "1100000000", "vat_krw": "110000000", "gross_krw": "1210000000", "in_budget": "yes",
		} {
			if row[column] != want {
				t.Errorf("%s is %q, want %q", column, row[column], want)
			}
		}
		return
	}
	t.Error("no entry is by the books")
}

// TestFactsAreNoFormulas holds that no name of a plan becomes a formula of a
// spreadsheet.
func TestFactsAreNoFormulas(t *testing.T) {
	plan := planner.Clone(exampletest.Plan(t, "ansan-460"))
	plan.Sites = plan.Sites[:1]
	plan.Links, plan.Budget.Sites = nil, nil
	plan.Sites[0].Name = "=cmd|' /C calc'!A0"
	plan.Sites[0].Phases[0].Name = "@SUM(1)"
	for _, format := range []string{"cost-lines", "journal"} {
		document, err := interchange.Export(format, plan, exampletest.Reference(t))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(document), "'=cmd|' /C calc'!A0") {
			t.Errorf("%s: the name of the site is not there as a text", format)
		}
		for _, cell := range strings.FieldsFunc(string(document), func(r rune) bool { return r == ',' || r == '\n' }) {
			if cell = strings.Trim(cell, `"`); cell != "" && strings.ContainsAny(cell[:1], "=+@\t") {
				t.Errorf("%s: cell %q begins as a formula", format, cell)
			}
		}
	}
}
