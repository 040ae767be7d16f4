package pages

import "strconv"

// pager is a page of a list, with links to the pages beside it.
type pager struct {
	Text           string // which of how many; empty where one page holds all
	Key, Label     string
	Back, Forth    string // what the links say
	Previous, Next string
	first, last    int // of the list, from 0 and after the end
}

// pagerOf is page number page, from 1, of a list of count that stands at an
// anchor. A page beyond the end is the last.
func (o racksPage) pagerOf(key, anchor string, page, count, perPage int) pager {
	pages := max(1, (count+perPage-1)/perPage)
	page = min(max(1, page), pages)
	p := pager{first: (page - 1) * perPage, last: min(count, page*perPage)}
	if pages == 1 {
		return p
	}
	p.Key, p.Label, p.Back, p.Forth = key, o.L.T("racks.pages"), o.L.T("racks.page.previous"), o.L.T("racks.page.next")
	p.Text = o.L.T("racks.page", "first", o.L.Int(p.first+1), "last", o.L.Int(p.last), "count", o.L.Int(count))
	if page > 1 {
		p.Previous = o.link(key, strconv.Itoa(page-1)) + "#" + anchor
	}
	if page < pages {
		p.Next = o.link(key, strconv.Itoa(page+1)) + "#" + anchor
	}
	return p
}
