package workbook

import (
	"context"
	"fmt"
	"io"
	"sort"

	"github.com/xuri/excelize/v2"
)

// write writes the sheets that are not empty as an xlsx file: what is about the
// cells by excelize, the cells themselves by rowWriter, as there may be millions.
func (b *book) write(ctx context.Context, w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	p, err := b.lay(ctx, f)
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	out := newPacker(w, p)
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return out }) // past the buffer of the whole file
	_, err = f.WriteToBuffer()
	if out.err != nil {
		err = out.err
	}
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return nil
}

// lay makes the sheets without their cells, and returns what writes those, by
// the path of the sheet in the file.
func (b *book) lay(ctx context.Context, f *excelize.File) (map[string]sheetCells, error) {
	all, done := 0, 0
	for _, s := range b.sheets {
		all += len(s.rows)
	}
	told := func() {
		if done++; done%256 == 0 {
			b.progress(0.5 + 0.5*float64(done)/float64(all))
		}
	}
	looks := newLooks(f, b.Locale.Lang, b.Locale.Unit)
	if err := b.nameInputs(f); err != nil { // before names of sheets, each of which makes the others dearer
		return nil, err
	}
	rows := map[string]sheetCells{}
	for _, s := range b.sheets {
		if len(s.rows) == 0 {
			continue
		}
		columns, err := b.laySheet(f, looks, s, len(rows) == 0)
		if err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.key, err)
		}
		rows[fmt.Sprintf("xl/worksheets/sheet%d.xml", len(rows)+1)] = sheetCells{columns, func(w io.Writer) error {
			out := rowWriter{ctx: ctx, out: w, looks: looks, told: told}
			return out.sheet(s)
		}}
	}
	for _, s := range b.sheets { // they refer to sheets after their own
		if err := s.draw(f); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.key, err)
		}
	}
	for _, step := range []func(*excelize.File) error{b.validateInputs, b.describe} {
		if err := step(f); err != nil {
			return nil, err
		}
	}
	if kinds := f.ContentTypes; kinds != nil { // which excelize adds in no order
		sort.Slice(kinds.Defaults, func(i, k int) bool { return kinds.Defaults[i].Extension < kinds.Defaults[k].Extension })
	}
	return rows, nil
}

// laySheet makes a sheet without its cells, and returns the elements of its
// columns.
func (b *book) laySheet(f *excelize.File, looks *looks, s *sheet, first bool) (columns string, err error) {
	if first {
		err = f.SetSheetName("Sheet1", s.name)
	} else {
		_, err = f.NewSheet(s.name)
	}
	if err != nil {
		return "", err
	}
	m, err := measure(s, looks)
	if err != nil {
		return "", err
	}
	return b.columns(s, m), b.page(f, s, m)
}
