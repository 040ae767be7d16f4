package workbook

import (
	"context"
	"math"
	"strconv"
	"strings"

	"buildout/planner"
)

// File is a workbook that came back.
type File struct {
	Origin Origin
	*parts
	at map[string]string // where the cells stand that say the origin, by their names
}

// Open reads what a workbook says of itself. The error is *planner.Invalid for a
// file that is none, that holds macros, links or more than is read, or that this
// program did not write.
func Open(ctx context.Context, data []byte) (*File, error) {
	c, err := openContainer(data)
	if err != nil {
		return nil, err
	}
	p, err := openParts(ctx, c)
	if err != nil {
		return nil, err
	}
	f := &File{parts: p, at: map[string]string{}}
	return f, f.readOrigin(ctx)
}

// readOrigin reads the cells that say where the workbook comes from.
func (f *File) readOrigin(ctx context.Context) error {
	found, err := f.namedCells(ctx, namePlan, nameHash, nameRevision, nameFormat, nameLanguage, nameUnit, nameVersion, nameLayout)
	if err != nil {
		return err
	}
	if found[namePlan].kind == nothing && found[nameFormat].kind == nothing {
		return refused("this is no workbook that Buildout exported: it does not say of which plan it is; export the plan and bring your numbers to that workbook")
	}
	var faults []planner.Fault
	words := func(name string) string {
		c := found[name]
		if c.kind != aText {
			faults = append(faults, planner.NewFault(f.at[name], told(c), "the cell named %s says where the workbook comes from and was changed; export the plan again", name))
		}
		return c.text
	}
	whole := func(name string) int {
		c := found[name]
		if c.kind != aNumber || c.v != math.Trunc(c.v) || c.v < 0 || c.v > 1e9 {
			faults = append(faults, planner.NewFault(f.at[name], told(c), "the cell named %s says where the workbook comes from and was changed; export the plan again", name))
			return 0
		}
		return int(c.v)
	}
	if f.Origin.Format = whole(nameFormat); len(faults) == 0 && f.Origin.Format != originFormat {
		return &planner.Invalid{Faults: []planner.Fault{planner.NewFault(f.at[nameFormat], f.Origin.Format,
			"the workbook has another format than the %d that this program writes and reads; export the plan again", originFormat)}}
	}
	f.Origin = Origin{
		Plan: words(namePlan), Hash: words(nameHash), Revision: whole(nameRevision), Format: f.Origin.Format, Language: words(nameLanguage),
		Unit: words(nameUnit), Version: words(nameVersion), Layout: words(nameLayout),
	}
	if len(faults) > 0 {
		return &planner.Invalid{Faults: faults}
	}
	return nil
}

// namedCells reads cells by their names, all of the sheet that the first is on.
func (f *File) namedCells(ctx context.Context, names ...string) (map[string]foundCell, error) {
	type place struct{ row, col int }
	wanted, part := map[place]string{}, ""
	for _, name := range names {
		sheet, row, col, ok := splitReference(f.names[name])
		if !ok {
			continue
		}
		p := f.sheetPart(sheet)
		if part == "" {
			part = p
		}
		if p == part {
			wanted[place{row, col}] = name
			f.at[name] = sheet + "!" + cellName(row, col)
		}
	}
	found := map[string]foundCell{}
	if part == "" {
		return found, nil
	}
	return found, f.rows(ctx, part, func(_ int, cells []foundCell) error {
		for _, c := range cells {
			if name, is := wanted[place{c.row, c.col}]; is {
				found[name] = c
			}
		}
		return nil
	})
}

// sheetPart is the part of the sheet of a name; none where there is no such sheet.
func (f *File) sheetPart(name string) string {
	for _, s := range f.sheets {
		if strings.EqualFold(s.name, name) {
			return s.part
		}
	}
	return ""
}

// splitReference reads a reference to one cell, such as 'Cost lines'!$B$17.
func splitReference(text string) (sheet string, row, col int, ok bool) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "="))
	at := strings.LastIndexByte(text, '!')
	if at < 1 {
		return "", 0, 0, false
	}
	sheet = text[:at]
	if n := len(sheet); n > 1 && sheet[0] == '\'' && sheet[n-1] == '\'' {
		sheet = strings.ReplaceAll(sheet[1:n-1], "''", "'")
	}
	row, col, ok = placeOf(text[at+1:])
	return sheet, row, col, ok
}

// told is what stands in a cell, as a fault tells it.
func told(c foundCell) any {
	switch c.kind {
	case aNumber:
		return numberText(c.v)
	case aTruth:
		return unquoted(strings.ToUpper(strconv.FormatBool(c.v == 1)))
	case aText:
		return clipped(c.text)
	case nothing:
		return unquoted("")
	}
	return unquoted(c.text)
}

// unquoted is what a fault tells as it is.
type unquoted string

func numberText(v float64) unquoted { return unquoted(strconv.FormatFloat(v, 'f', -1, 64)) }
