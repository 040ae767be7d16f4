package workbook

import (
	"context"
	"encoding/xml"
	"path"
	"strconv"
	"strings"

	"buildout/planner"
)

// parts is what a file says of its sheets before they are read.
type parts struct {
	container
	sheets    []sheetPart
	names     map[string]string // what defined names refer to, by their names in small letters
	strings   string            // part of the shared texts; none where empty
	styles    string            // part of the styles
	from1904  bool              // whether days count from 1904
	dateStyle []bool            // whether a style shows a date
	texts     []string          // shared, once they are read
}

// sheetPart is a sheet and the part that holds it.
type sheetPart struct{ name, part string }

// mainType is the content type of a workbook without macros.
const mainType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

// MediaType is the media type of a workbook.
const MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// otherTypes are content types of main parts that are not read, by what stands in
// them.
var otherTypes = []struct{ has, message string }{
	{"sheet.binary", "this is a binary workbook (xlsb); save it as xlsx"},
	{"macroEnabled", "this is a workbook with macros (xlsm); save it as xlsx without them"},
	{"template", "this is a template (xltx); save it as a workbook (xlsx)"},
	{"wordprocessingml", "this is a document of a word processor; send the workbook as xlsx"},
	{"presentationml", "this is a presentation; send the workbook as xlsx"},
}

// openParts reads what a file says of its parts, and refuses what is no workbook
// or holds more than a workbook may.
func openParts(ctx context.Context, c container) (*parts, error) {
	if c["[content_types].xml"] == nil {
		if c["mimetype"] != nil {
			return nil, refused("this is an OpenDocument file; save the workbook as xlsx")
		}
		return nil, refused("this is a zip file that is no workbook; send the xlsx itself")
	}
	types, err := c.contentTypes(ctx)
	if err != nil {
		return nil, err
	}
	relations, err := c.relations(ctx, "")
	if err != nil {
		return nil, err
	}
	main := relations.first("officeDocument")
	faults := c.foreignParts()
	if kind := types.of(main); kind != mainType {
		message := "this is no workbook of the format xlsx; save it as xlsx"
		for _, o := range otherTypes {
			if strings.Contains(kind, o.has) {
				message = o.message
				break
			}
		}
		faults = append(faults, planner.NewFault("", kind, "%s", message))
	}
	if len(faults) > 0 {
		return nil, &planner.Invalid{Faults: faults}
	}
	p := &parts{container: c, names: map[string]string{}}
	if err := p.readWorkbook(ctx, main); err != nil {
		return nil, err
	}
	return p, p.readStyles(ctx)
}

// contentTypes are the types of parts, by name or by ending.
type contentTypes struct{ byName, byEnding map[string]string }

func (c container) contentTypes(ctx context.Context) (t contentTypes, err error) {
	t = contentTypes{map[string]string{}, map[string]string{}}
	err = c.walk(ctx, "[Content_Types].xml", func(_ *tokens, token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok {
			switch kind := attr(e, "ContentType"); e.Name.Local {
			case "Override":
				t.byName[strings.ToLower(strings.TrimPrefix(attr(e, "PartName"), "/"))] = kind
			case "Default":
				t.byEnding[strings.ToLower(attr(e, "Extension"))] = kind
			}
		}
		return nil
	})
	return t, err
}

func (t contentTypes) of(part string) string {
	part = strings.ToLower(part)
	if kind, ok := t.byName[part]; ok {
		return kind
	}
	return t.byEnding[strings.TrimPrefix(path.Ext(part), ".")]
}

// relation is what a part refers to.
type relation struct{ id, kind, target string }

type relations []relation

// relations reads what a part refers to; of the file itself where it is empty.
// What stands outside the file is left out.
func (c container) relations(ctx context.Context, part string) (list relations, err error) {
	folder, base := path.Split(part)
	err = c.walk(ctx, folder+"_rels/"+base+".rels", func(_ *tokens, token xml.Token) error {
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", folder, target)
		}
		list = append(list, relation{attr(e, "Id"), path.Base(attr(e, "Type")), strings.TrimPrefix(target, "/")})
		return nil
	})
	return list, err
}

func (l relations) first(kind string) string {
	for _, r := range l {
		if r.kind == kind {
			return r.target
		}
	}
	return ""
}

// readWorkbook reads the sheets, the names and where days count from.
func (p *parts) readWorkbook(ctx context.Context, main string) error {
	relations, err := p.relations(ctx, main)
	if err != nil {
		return err
	}
	p.strings, p.styles = relations.first("sharedStrings"), relations.first("styles")
	targets := map[string]string{}
	for _, r := range relations {
		targets[r.id] = r.target
	}
	name := ""
	return p.walk(ctx, main, func(_ *tokens, token xml.Token) error {
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "workbookPr":
				on := attr(e, "date1904")
				p.from1904 = on == "1" || on == "true"
			case "sheet":
				p.sheets = append(p.sheets, sheetPart{attr(e, "name"), targets[prefixed(e, "id")]})
			case "definedName":
				name = ""
				if attr(e, "localSheetId") == "" {
					name = strings.ToLower(attr(e, "name"))
				}
			}
		case xml.CharData:
			if name != "" {
				p.names[name] += string(e)
			}
		case xml.EndElement:
			name = ""
		}
		return nil
	})
}

// prefixed is the value of an attribute that has a prefix, whichever that is.
func prefixed(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Space != "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// readStyles reads which styles show a date.
func (p *parts) readStyles(ctx context.Context) error {
	if p.styles == "" {
		return nil
	}
	dates, within := map[int]bool{}, false
	return p.walk(ctx, p.styles, func(_ *tokens, token xml.Token) error {
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "numFmt":
				if id, err := strconv.Atoi(attr(e, "numFmtId")); err == nil {
					dates[id] = showsDate(attr(e, "formatCode"))
				}
			case "cellXfs":
				within = true
			case "xf":
				if within && len(p.dateStyle) < maxStyles {
					id, _ := strconv.Atoi(attr(e, "numFmtId"))
					own, has := dates[id]
					p.dateStyle = append(p.dateStyle, has && own || !has && isDateFormat(id))
				}
			}
		case xml.EndElement:
			if e.Name.Local == "cellXfs" {
				within = false
			}
		}
		return nil
	})
}

// maxStyles is the most styles of cells.
const maxStyles = 65_536

// isDateFormat reports whether a number format that needs no description shows a
// date or a time.
func isDateFormat(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// showsDate reports whether a number format shows a date or a time: whether a
// letter of one stands there outside of texts and colours.
func showsDate(code string) bool {
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '\\', '_', '*':
			i++
		case '"', '[':
			end := byte('"')
			if c == '[' {
				end = ']'
			}
			n := strings.IndexByte(code[i+1:], end)
			if n < 0 {
				return false
			}
			i += n + 1
		case 'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S':
			return true
		case 'G', 'g': // General
			i += len("eneral")
		}
	}
	return false
}

// The most that shared texts may be.
const (
	maxTexts     = 2_000_000
	maxTextBytes = 128 << 20
)

// readTexts reads the shared texts, once.
func (p *parts) readTexts(ctx context.Context) error {
	if p.texts != nil || p.strings == "" {
		return nil
	}
	p.texts = []string{}
	text, bytes, reads, spoken := strings.Builder{}, 0, false, false
	return p.walk(ctx, p.strings, func(_ *tokens, token xml.Token) error {
		switch e := token.(type) {
		case xml.StartElement:
			reads = e.Name.Local == "t" && !spoken
			spoken = spoken || e.Name.Local == "rPh"
		case xml.CharData:
			if reads {
				text.Write(e)
			}
		case xml.EndElement:
			reads = false
			switch e.Name.Local {
			case "rPh":
				spoken = false
			case "si":
				p.texts = append(p.texts, plainText(text.String()))
				bytes += text.Len()
				text.Reset()
			}
			if len(p.texts) > maxTexts || bytes+text.Len() > maxTextBytes {
				return refused("the workbook has more texts than are read")
			}
		}
		return nil
	})
}
