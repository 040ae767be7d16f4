package pages

import (
	"fmt"

	"buildout/planner"
)

// planPage is what stands around every page of a plan: the shell, the entries
// of the plan's navigation and the score strip.
type planPage struct {
	shell
	Plan  PlanRow
	Name  string // title, or the name where the plan has none
	Saved string
	Tabs  []choice
	Tiles []tile // none where the plan cannot be evaluated
}

// planPages are the pages of a plan: the address after that of the plan, and
// the entry of the navigation.
var planPages = []struct{ name, path string }{
	{"overview", ""}, {"capacity", "/capacity"}, {"racks", "/racks"}, {"budget", "/budget"}, {"assumptions", "/assumptions"}, {"revisions", "/revisions"}, {"export", "/export"},
}

// planAddress is an address of the plan, without a query.
func (v planPage) planAddress(path string) string { return fmt.Sprintf("/plans/%d%s", v.Plan.ID, path) }

// planPage is the frame of the page of a plan with the given name. The score
// strip shows differences to base, where there is one, else to the stored plan
// where changes are made to it.
func (p *Pages) planPage(f Frame, row PlanRow, name string, base *planner.Result) planPage {
	v := planPage{shell: p.shell(f, "plans", "tab."+name), Plan: row}
	v.Name = v.L.Text(row.Result.Plan.Title, row.Name)
	v.Title = v.Name
	v.Saved = minute(row.UpdatedAt)
	key := "score.delta.baseline"
	if base == nil && row.Edit != nil {
		base, key = &row.Edit.Saved.Result, "score.delta.saved"
	}
	hrefs := map[string]string{}
	for _, page := range planPages {
		href := v.PlanLink(v.planAddress(page.path))
		v.Tabs = append(v.Tabs, choice{Name: page.name, Title: v.L.T("tab." + page.name), Href: href, Current: page.name == name})
		if page.name != name {
			hrefs[page.name] = href
		}
	}
	if row.Fault != "" {
		return v
	}
	v.Tiles, v.Bar = score(v.L, row.Result, base, key), v.changeBarOf(name)
	for i := range v.Tiles {
		v.Tiles[i].Href = hrefs[v.Tiles[i].Page] + v.Tiles[i].Href
	}
	return v
}
