// Package interchange is what comes into a plan and goes out of it as tables and
// as the files of other programs: racks, panels, feeds and prices as CSV, NetBox's
// CSV files, device and rack types of its community library.
package interchange

import (
	"fmt"
	"slices"

	"buildout/planner"
	"buildout/planner/table"
)

// Format is a kind of file.
type Format struct {
	Name    string   // in addresses and on the command line, such as racks or netbox-power-feeds
	About   string   // what it holds, and what is made of it
	Media   []string // media types it is read as; the first is what it is written as
	Columns []string // of a table
	Reads   bool     // whether Import reads it
	Writes  bool     // whether Export writes it
	Result  bool     // whether it is of what Evaluate works out, not of the plan itself

	read  func(*importer)
	write func(*exporter)
	names map[string]string // of columns, by fields of a plan that go by another name there
}

// Options are what a file does not say.
type Options struct {
	Through planner.Month // last month whose books are closed; actuals alone
	AsOf    string        // day that device types were true, as YYYY-MM-DD; the month of the price base where empty
}

// Report says what a file changes in a plan.
type Report struct {
	Rows    int      `json:"rows" doc:"Rows or documents read"`
	Added   int      `json:"added"`
	Changed int      `json:"changed"`
	Removed int      `json:"removed" doc:"Feeds of racks, and prices of the plan's own, that the file takes away"`
	Same    int      `json:"same" doc:"Rows that say what the plan already has"`
	Skipped int      `json:"skipped" doc:"Rows of things a plan cannot hold; flags say which and why"`
	Flags   []string `json:"flags" nullable:"false" doc:"What was read and needs a look, such as a type without a rating"`
}

const (
	mediaCSV  = "text/csv"
	mediaYAML = "application/yaml"
	mediaJSON = "application/json"
)

// Formats lists the formats.
var Formats = []Format{
	tabular("racks", "Racks in their positions. A row takes the place of the rack of its site, hall and name, whose feeds stay; others are added.",
		rackColumns, readRacks, writeRacks),
	tabular("rack-feeds", "Feeds of racks, a row each. The feeds of a rack take the place of those it had; racks without a row keep theirs.",
		rackFeedColumns, readRackFeeds, writeRackFeeds),
	tabular("panels", "Panels of halls. A row takes the place of the panel of its site, hall and name.",
		panelColumns, readPanels, writePanels),
	tabular("feeds", "Grid feeds of sites. A row takes the place of the feed of its site and name.",
		feedColumns, readFeeds, writeFeeds),
	tabular("cost-overrides", "Prices of the plan's own. A row takes the place of the one of its code.",
		overrideColumns, readOverrides, writeOverrides),
	tabular("cost-entries", "The whole cost book with the plan's prices in it. A row whose price is not the shipped one becomes a price of the plan's own; one that is takes that away.",
		entryColumns, readEntries, writeEntries),
	tabular("actuals", "The books: what was committed and paid. Rows take the place of those of the same code, site, phase and month.",
		planner.ActualsColumns, readActuals, writeActuals),
	ofResult("cost-lines", "What cost lines pay and commit by month, a row a fact: paid_without_vat, vat on it at the line's rate, and committed as the budget counts it, in won.",
		factColumns, writeFacts),
	ofResult("journal", "What is paid by month, cost code, site and phase, for accounting systems: dated on the last day of the month, in won, by the books where they are closed.",
		journalColumns, writeJournal),
	netbox("netbox-racks", "Racks as NetBox imports them. A location is a hall. NetBox must have the sites, and the halls as locations. "+
		"It knows no row, position and month, nor what a cabinet draws: a rack keeps what the plan has, or has it from cf_rack_type, cf_row, cf_position and cf_from.", netboxRackColumns, netboxRackNames, readNetBoxRacks, writeNetBoxRacks),
	netbox("netbox-power-panels", "Power panels as NetBox imports them. NetBox must have the sites and locations. "+
		"It knows no side and no rating: a panel keeps what the plan has, or has it from cf_side, cf_from, cf_volts, cf_amps, cf_phases and cf_breaker_share, or is left out.", netboxPanelColumns, netboxPanelNames, readNetBoxPanels, writeNetBoxPanels),
	netbox("netbox-power-feeds", "Power feeds of racks as NetBox imports them. NetBox must have the racks and the power panels. "+
		"primary is side A, redundant side B; max_utilization is the breaker share in per cent; offline and failed feeds are left out.", netboxFeedColumns, netboxFeedNames, readNetBoxFeeds, writeNetBoxFeeds),
	{
		Name: "device-types", About: "Device and rack types of the community library, in one YAML document or many. A device type becomes a rack type that holds one of it.",
		Media: []string{mediaYAML, mediaJSON}, Reads: true, read: readDeviceTypes,
	},
}

func tabular(name, about string, columns []table.Column, read func(*importer), write func(*exporter)) Format {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return Format{Name: name, About: about, Media: []string{mediaCSV}, Columns: names, Reads: true, Writes: true, read: read, write: write}
}

func netbox(name, about string, columns []table.Column, names map[string]string, read func(*importer), write func(*exporter)) Format {
	f := tabular(name, about, columns, read, write)
	f.names = names
	return f
}

// ofResult is a table of what Evaluate works out, which is written alone.
func ofResult(name, about string, columns []table.Column, write func(*exporter)) Format {
	f := tabular(name, about, columns, nil, write)
	f.Reads, f.Result = false, true
	return f
}

// Find returns the format of a name.
func Find(name string) (format Format, ok bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}

// Import returns the plan with what a document of a format says, and what it
// changes. The plan's own lists stay untouched. The error is *planner.Invalid
// with every fault at its row and column, such as "row 7, rack_type", or at its
// path in a document, such as "document 2, weight"; then nothing is changed.
func Import(format string, document []byte, plan planner.Plan, ref planner.Reference, o Options) (planner.Plan, Report, error) {
	f, ok := Find(format)
	if !ok || !f.Reads {
		return planner.Plan{}, Report{}, unknown(format, func(f Format) bool { return f.Reads })
	}
	m := newImporter(document, plan, ref, o)
	f.read(m)
	if err := m.finish(f.names); err != nil {
		return planner.Plan{}, Report{}, err
	}
	return m.plan, m.report, nil
}

// Export writes what a plan, or its result, has of a format's kind. The error is
// *planner.Invalid where something cannot be said in the format.
func Export(format string, plan planner.Plan, ref planner.Reference) ([]byte, error) {
	f, err := written(format)
	if err != nil {
		return nil, err
	}
	if !f.Result {
		return f.export(exporter{plan: plan, ref: ref})
	}
	r, err := planner.Evaluate(plan, ref)
	if err != nil {
		return nil, err
	}
	return f.export(exporter{result: r})
}

// ExportResult is Export of a format of results, for a plan that is evaluated.
func ExportResult(format string, r planner.Result) ([]byte, error) {
	f, err := written(format)
	if err != nil {
		return nil, err
	}
	return f.export(exporter{result: r})
}

func written(format string) (Format, error) {
	f, ok := Find(format)
	if !ok || !f.Writes {
		return Format{}, unknown(format, func(f Format) bool { return f.Writes })
	}
	return f, nil
}

func (f Format) export(x exporter) ([]byte, error) {
	f.write(&x)
	if len(x.faults) > 0 {
		return nil, &planner.Invalid{Faults: x.faults}
	}
	return table.Write(x.columns, slices.Values(x.rows))
}

// unknown is the fault of a format that there is not, or not in this direction.
func unknown(format string, is func(Format) bool) error {
	var names []string
	for _, f := range Formats {
		if is(f) {
			names = append(names, f.Name)
		}
	}
	return &planner.Invalid{Faults: []planner.Fault{{Path: "format", Found: fmt.Sprintf("%q", format), Message: "no such format" + planner.Offered(format, names)}}}
}
