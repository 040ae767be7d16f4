package server

import "github.com/danielgtaylor/huma/v2"

// documentIntroduction is what a reader of the document should know first.
const documentIntroduction = `What datacenters can power, when, for how many won, and what survives when a site burns.

**Units** stand last in names (` + "`it_kw`, `amount_krw`, `lead_time_months`" + `). Money is whole won, months are YYYY-MM, ratios are from 0 to 1.

**Names** work where ids do: a plan by its number or its name, what it holds by the names that lead to it, as ` + "`racks/ansan/DH-1/R-001`" + `; a / in a name is written %2F.

**Changes** need If-Match with the ETag of what was seen: 428 without, 412 where somebody else was first, with the current revision and what differs. Every change is a revision of the plan. A POST with an Idempotency-Key may be sent again: it is made once.

**Errors** are problems (RFC 9457, ` + "`application/problem+json`" + `) that name every fault at its place: a JSON pointer into the body, ` + "`query.NAME`, `path.NAME` or `header.NAME`" + `, the row and column of a table.`

// documentTags are the parts of the API in the order they are met in.
var documentTags = []*huma.Tag{
	{Name: "plans", Description: "Stored plans, whole."},
	{Name: "revisions", Description: "Every state a plan was saved in: who, when, why. They never change; one that is approved is what is to be built."},
	{Name: "resources", Description: "What a plan holds, element by element: sites, halls, racks and so on."},
	{Name: "evaluation", Description: "What a plan comes to, what if, and where every figure comes from."},
	{Name: "comparisons", Description: "Plans side by side, why they differ, what comes of a plan when its inputs vary, and comparisons that are saved."},
	{Name: "charts", Description: "The charts of the pages: as ECharts option, as data, as CSV."},
	{Name: "capacity", Description: "Racks on their feeds, and a site with a failure."},
	{Name: "money", Description: "Why a forecast differs, and what it rests on."},
	{Name: "exchange", Description: "Files in and out: plans as documents, tables as CSV, NetBox."},
	{Name: "reference", Description: "The reference data that ship with the program; they are read only."},
}
