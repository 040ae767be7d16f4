// Package export writes results for taking away: tables for a terminal.
package export

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"buildout/planner"
)

// Table writes a result as a person likes to read it in a terminal: the answer
// first, then sites, halls, tiers, plant, money and findings. Power is in kW, money in
// millions of won.
func Table(w io.Writer, r planner.Result) error {
	sections := []string{
		answer(r), sites(r), halls(r), tiers(r), plantChecks(r), lossAndHeadroom(r), groups(r.Budget), years(r.Budget), operation(r.Operation), orders(r.Orders), findings(r.Findings),
	}
	for _, s := range sections {
		if s == "" {
			continue
		}
		if _, err := fmt.Fprintln(w, s); err != nil {
			return err
		}
	}
	return nil
}

// Plans writes a row for each result: what it forecasts and what it powers.
func Plans(w io.Writer, results []planner.Result) error {
	t := newTable("", "Plan", "Budget", "Forecast", "Variance", "Usable kW", "Least headroom kW", "Errors", "Title")
	for _, r := range results {
		t.AppendRow(table.Row{
			r.Plan.Name, million(r.Budget.TotalKRW), million(r.Budget.ForecastKRW), million(r.Budget.VarianceKRW),
			kw(last(r.Capacity.UsableITKW)), kw(r.Capacity.Least.KW), count(r.Findings, planner.SeverityError), r.Plan.Title.EN,
		})
	}
	_, err := fmt.Fprintf(w, "%s\nMoney in millions of won, without VAT unless the budget carries it.\n", t.Render())
	return err
}

// newTable returns a plain table. Columns whose name stands in words are set to
// the left, numbers to the right.
func newTable(title string, columns ...string) table.Writer {
	t := table.NewWriter()
	style := table.StyleLight
	style.Options = table.Options{SeparateHeader: true}
	style.Format.Header, style.Format.Footer = text.FormatDefault, text.FormatDefault
	t.SetStyle(style)
	if title != "" {
		t.SetTitle(title)
	}
	header := make(table.Row, len(columns))
	configs := make([]table.ColumnConfig, len(columns))
	for i, c := range columns {
		align := text.AlignRight
		if words[c] {
			align = text.AlignLeft
		}
		header[i], configs[i] = c, table.ColumnConfig{Number: i + 1, Align: align, AlignHeader: align, WidthMax: 72, WidthMaxEnforcer: text.WrapSoft}
	}
	t.AppendHeader(header)
	t.SetColumnConfigs(configs)
	return t
}

var words = map[string]bool{
	"Plan": true, "Title": true, "Site": true, "Hall": true, "Phase": true, "Binding": true, "Tier": true, "Group": true,
	"Equipment": true, "Severity": true, "Finding": true, "Remedy": true, "Claimed": true, "Achieved": true, "Set by": true,
	"What keeps it from the next": true, "Cheapest change": true, "Check": true, "Unit": true,
	"Measure": true, "Step": true, "From": true,
}

func answer(r planner.Result) string {
	var b strings.Builder
	verdict := fmt.Sprintf("%s M won left of", million(r.Budget.VarianceKRW))
	if r.Budget.VarianceKRW < 0 {
		verdict = fmt.Sprintf("%s M won over", million(-r.Budget.VarianceKRW))
	}
	fmt.Fprintf(&b, "%s  (%s, plan %.12s)\n", label(r.Plan.Title, r.Plan.Name), r.Plan.Name, r.Plan.Hash)
	fmt.Fprintf(&b, "Forecast %s M won: %s the budget of %s M won", million(r.Budget.ForecastKRW), verdict, million(r.Budget.TotalKRW))
	fmt.Fprintf(&b, " (VAT %s: %s M won). Outside the budget: %s M won.\n", r.Budget.VAT, million(r.Budget.VATKRW), million(r.Budget.OutsideKRW))
	fmt.Fprintf(&b, "Findings: %s, %s, %s.\n", counted(r.Findings, planner.SeverityError),
		counted(r.Findings, planner.SeverityWarning), counted(r.Findings, planner.SeverityNotice))
	return b.String()
}

func lossAndHeadroom(r planner.Result) string {
	covered := "never"
	if !r.SiteLoss.CoveredFrom.IsZero() {
		covered = r.SiteLoss.CoveredFrom.String()
	}
	least := "Least headroom: no month has demand.\n"
	if !r.Capacity.Least.Month.IsZero() {
		least = fmt.Sprintf("Least headroom: %s kW in %s.\n", kw(r.Capacity.Least.KW), r.Capacity.Least.Month)
	}
	return fmt.Sprintf("Loss of any one site or lease: %.0f %% of priority-1 demand is kept in the last month; all of it from: %s.\n%s",
		100*r.SiteLoss.Final, covered, least)
}

func groups(b planner.BudgetResult) string {
	t := newTable("Cost by group, M won", "Group", "In budget", "Outside")
	for _, g := range b.Groups {
		t.AppendRow(table.Row{label(g.Title, g.Code), million(g.AmountKRW), million(g.OutsideKRW)})
	}
	t.AppendFooter(table.Row{"", million(b.ForecastKRW), million(b.OutsideKRW)})
	return t.Render() + "\n"
}

func years(b planner.BudgetResult) string {
	t := newTable("Budget by year, M won", "Year", "Ceiling", "Carried over", "Committed", "Paid", "Left")
	for _, y := range b.Years {
		if y.PaidKRW == 0 && y.CommittedKRW == 0 && !y.HasCeiling {
			continue
		}
		ceiling, carried, left := "", "", ""
		if y.HasCeiling {
			ceiling, carried, left = million(y.CeilingKRW), million(y.CarriedKRW), million(y.LeftKRW)
		}
		t.AppendRow(table.Row{y.Year, ceiling, carried, million(y.CommittedKRW), million(y.PaidKRW), left})
	}
	return t.Render() + "\n"
}

func orders(list []planner.Order) string {
	if len(list) == 0 {
		return ""
	}
	t := newTable("Order by", "Order by", "Needed", "Lead months", "M won", "Site", "Phase", "Equipment")
	for _, o := range list {
		t.AppendRow(table.Row{o.OrderBy, o.Needed, o.LeadTimeMonths, million(o.AmountKRW), o.Site, o.Phase, label(o.Title, o.LeadTime)})
	}
	t.SortBy([]table.SortBy{{Name: "Order by", Mode: table.Asc}})
	return t.Render() + "\n"
}

func findings(list []planner.Finding) string {
	if len(list) == 0 {
		return "No findings.\n"
	}
	t := newTable("Findings", "Severity", "Finding", "Remedy")
	for _, f := range list {
		t.AppendRow(table.Row{f.Severity, fmt.Sprintf("%s (%s): %s", f.Code, f.Where, f.Message), f.Remedy})
	}
	return t.Render() + "\n"
}

// counted says how many findings have a severity, such as 1 warning.
func counted(list []planner.Finding, severity planner.Severity) string {
	n := count(list, severity)
	if n == 1 {
		return "1 " + string(severity)
	}
	return fmt.Sprintf("%d %ss", n, severity)
}

func count(list []planner.Finding, severity planner.Severity) int {
	n := 0
	for _, f := range list {
		if f.Severity == severity {
			n++
		}
	}
	return n
}

func label(t planner.Text, name string) string {
	if t.EN != "" {
		return t.EN
	}
	return name
}

func last[T any](list []T) T { return list[len(list)-1] }

// million writes won in whole millions with commas.
func million(won planner.KRW) string { return grouped(float64(won) / 1e6) }

// kw writes kilowatts to the whole kW, rounded down as capacity must be.
func kw(p planner.KW) string { return grouped(math.Floor(float64(p) + 1e-6)) }

// grouped writes a number without decimals and with commas between thousands.
func grouped(x float64) string {
	digits := strconv.FormatFloat(math.Abs(x), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if x < 0 && digits != "0" {
		return "-" + digits
	}
	return digits
}
