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
// anchor; link is the address of the page with a key changed. A page beyond the
// end is the last.
func (v planPage) pagerOf(link func(pairs ...string) string, key, anchor string, page, count, perPage int) pager {
	pages := max(1, (count+perPage-1)/perPage)
	page = min(max(1, page), pages)
	p := pager{first: (page - 1) * perPage, last: min(count, page*perPage)}
	if pages == 1 {
		return p
	}
	p.Key, p.Label, p.Back, p.Forth = key, v.L.T("racks.pages"), v.L.T("racks.page.previous"), v.L.T("racks.page.next")
	p.Text = v.L.T("racks.page", "first", v.L.Int(p.first+1), "last", v.L.Int(p.last), "count", v.L.Int(count))
	if page > 1 {
		p.Previous = link(key, strconv.Itoa(page-1)) + "#" + anchor
	}
	if page < pages {
		p.Next = link(key, strconv.Itoa(page+1)) + "#" + anchor
	}
	return p
}
