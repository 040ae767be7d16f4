package charts

// Shade is a colour on a light page and on a dark one, as #rrggbb.
type Shade struct {
	Light string `json:"light" example:"#2f6fb7"`
	Dark  string `json:"dark" example:"#5b9be6"`
}

// Shade is the colour on a light page and on a dark one.
func (c Colour) Shade() Shade { return shades[c] }

// shades are the colours that options name, as the style sheet has them. The
// hatches are what leased space, the lower half of a bar and steps down are filled
// with on a page; without the page's script they are one colour.
var shades = map[Colour]Shade{
	"surface":      {"#ffffff", "#14181f"},
	"ink":          {"#14181f", "#e8ebf0"},
	"muted":        {"#566070", "#9aa4b3"},
	"muted-hatch":  {"#566070", "#9aa4b3"},
	"axis":         {"#aeb6c2", "#4d5868"},
	"grid":         {"#eceef2", "#222933"},
	"over":         {"#c4162e", "#ff6b7a"},
	"site-1":       {"#2f6fb7", "#5b9be6"},
	"site-2":       {"#b9770e", "#dba03a"},
	"site-3":       {"#0b8f9c", "#35b8c4"},
	"site-4":       {"#5d6b1f", "#a2b24e"},
	"site-5":       {"#a0527a", "#d083ac"},
	"site-6":       {"#4b5aa8", "#8f9ce8"},
	"leased":       {"#8791a0", "#7d8898"},
	"demand":       {"#14181f", "#e8ebf0"},
	"priority1":    {"#5a6372", "#a5afbd"},
	"site-loss":    {"#8035b5", "#c58cf0"},
	"group-1":      {"#3d5a80", "#6f93c4"},
	"group-2":      {"#8fb0d3", "#b5cfea"},
	"group-3":      {"#6b705c", "#8e9480"},
	"group-4":      {"#b08968", "#c8a384"},
	"group-5":      {"#5e4b3c", "#94796a"},
	"group-6":      {"#d9ac74", "#e5c08f"},
	"group-7":      {"#22897d", "#35ab9d"},
	"group-8":      {"#86c5bb", "#9bd6cd"},
	"group-9":      {"#4d7a4c", "#6ea56c"},
	"group-10":     {"#a3b18a", "#bccaa3"},
	"group-11":     {"#74608c", "#9a84b6"},
	"group-12":     {"#b7a6cb", "#cdbfdd"},
	"group-13":     {"#8d8741", "#b5ae62"},
	"group-14":     {"#c48aa5", "#dba8bf"},
	"heat-1":       {"#e6eaf6", "#20283a"},
	"heat-2":       {"#c2cbea", "#2e3c63"},
	"heat-3":       {"#96a4d8", "#445893"},
	"heat-4":       {"#6a79bf", "#647bc6"},
	"heat-5":       {"#44519b", "#95a9f0"},
	"plan-1":       {"#0f1699", "#5555f2"},
	"plan-2":       {"#a68b21", "#e6cc39"},
	"plan-3":       {"#177373", "#33cca6"},
	"plan-4":       {"#d957b2", "#a65b84"},
	"plan-5":       {"#e217e6", "#ceace6"},
	"plan-6":       {"#401f0d", "#996436"},
	"plan-7":       {"#1f5912", "#9cff8c"},
	"plan-8":       {"#334466", "#3385cc"},
	"budget":       {"#14181f", "#e8ebf0"},
	"paid":         {"#3a3f9e", "#9aa0ff"},
	"committed":    {"#7a80c8", "#6d74cf"},
	"ceiling":      {"#5a6372", "#a5afbd"},
	"order":        {"#a8328c", "#ec7fd0"},
	"leased-hatch": {"#8791a0", "#7d8898"},
}
