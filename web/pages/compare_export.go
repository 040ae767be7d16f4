package pages

import (
	"net/url"
	"strings"
)

// mostInputs is how many inputs that differ the API lists at most.
const mostInputs = "1000"

// exportPart is the numbers of the page for programs.
type exportPart struct {
	JSON     string // address
	Quoted   string // the same within the quotes of a shell
	Workbook string // address; empty where a plan has faults, which it cannot hold
}

// exportPart gives the addresses of what the page shows.
func (b *comparePage) exportPart() exportPart {
	query, sound := url.Values{}, true
	for i, c := range b.View.Columns {
		sound = sound && len(c.Faults) == 0
		query.Add("plan", c.Ref)
		if i == b.View.Baseline && i > 0 {
			query.Set("baseline", c.Ref)
		}
	}
	if b.Only {
		query.Set("only_differences", "true")
	}
	if b.Frame.Query.Get(InputsKey) == AllInputs {
		query.Set("inputs", mostInputs)
	}
	at := address("/api/v1/compare", query)
	part := exportPart{JSON: at, Quoted: strings.ReplaceAll(at, "'", "%27")}
	if sound {
		query.Del("only_differences")
		query.Del("inputs")
		query.Set("lang", b.L.Lang)
		query.Set("unit", b.L.Unit)
		part.Workbook = address("/api/v1/compare/workbook", query)
	}
	return part
}
