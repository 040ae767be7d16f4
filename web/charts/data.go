package charts

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"buildout/planner"
)

// Data is the numbers of a chart as programs read them: months as YYYY-MM, won
// as whole numbers, shares from 0 to 1.
type Data struct {
	Name    string       `json:"name" doc:"Name of the chart" example:"cash"`
	Title   string       `json:"title"`
	Columns []DataColumn `json:"columns" nullable:"false"`
	Rows    [][]any      `json:"rows" nullable:"false" doc:"A value for each column: a text, a number, or null where there is none"`
}

// DataColumn is a column of Data.
type DataColumn struct {
	Name  string `json:"name" doc:"Unit last; a path by names where the column is of one site, hall, lease or cost group" example:"paid_to_date_krw"`
	Title string `json:"title" doc:"In the language asked for"`
	Unit  string `json:"unit" doc:"KRW, kW, share (0 to 1), months, ratio, or empty for texts and months" example:"KRW"`
}

// named is the path of something of a plan by names, with what is told of it at
// its end.
func named(parts ...string) string {
	for i, part := range parts {
		parts[i] = strings.NewReplacer("%", "%25", "/", "%2F").Replace(part)
	}
	return strings.Join(parts, "/")
}

// dataUnits are the units by the ends of names.
var dataUnits = []struct{ end, unit string }{
	{"_krw", "KRW"}, {"_kw", "kW"}, {"_share", "share"}, {"_months", "months"}, {"/pue", "ratio"},
}

func dataUnit(name string) string {
	for _, u := range dataUnits {
		if strings.HasSuffix(name, u.end) {
			return u.unit
		}
	}
	return ""
}

// Data returns the numbers of a chart: those of its table, and those that are
// too many for it.
func (c Chart) Data() Data {
	d := Data{Name: c.Name, Title: c.Table.Caption, Columns: []DataColumn{}, Rows: [][]any{}}
	var shown []int
	for i, column := range c.Table.Columns {
		if column.Name != "" {
			shown = append(shown, i)
			d.Columns = append(d.Columns, DataColumn{column.Name, column.Title, dataUnit(column.Name)})
		}
	}
	rows := append(append([][]Cell{}, c.Table.Rows...), c.Below...)
	if c.Table.Foot != nil {
		rows = append(rows, c.Table.Foot)
	}
	for _, row := range rows {
		values := make([]any, len(shown))
		for n, i := range shown {
			values[n] = row[i].Value
		}
		d.Rows = append(d.Rows, values)
	}
	return d
}

// CSV writes the data by RFC 4180, with the names of the columns in the first
// row. A text that a spreadsheet would take for a formula has an apostrophe
// before it.
func (d Data) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	row := make([]string, len(d.Columns))
	for i, c := range d.Columns {
		row[i] = harmless(c.Name)
	}
	if err := out.Write(row); err != nil {
		return err
	}
	for _, values := range d.Rows {
		for i, v := range values {
			row[i] = csvText(v)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func csvText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return harmless(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case planner.KRW:
		return strconv.FormatInt(int64(v), 10)
	}
	return fmt.Sprint(v)
}

// harmless makes a text one that a spreadsheet reads as a text.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}
