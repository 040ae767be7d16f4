package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
)

// packer is the archive that a workbook is written into. Rows of sheets go
// straight into it, at the place where the file has none, so that they are never
// all in memory as text.
type packer struct {
	*zip.Writer
	cells map[string]sheetCells // by the path of a sheet
	err   error                 // the first of a sheet, as excelize loses it

	deflate *flate.Writer // of one file after another
}

// sheetCells is what is in a sheet: the elements of its columns, and what writes its
// rows.
type sheetCells struct {
	columns string
	rows    func(io.Writer) error
}

// newPacker makes the archive of the sheets at their paths.
func newPacker(w io.Writer, cells map[string]sheetCells) *packer {
	p := &packer{Writer: zip.NewWriter(w), cells: cells}
	p.RegisterCompressor(zip.Deflate, p.compress)
	return p
}

// compress is the compressor of one file after another.
func (p *packer) compress(w io.Writer) (io.WriteCloser, error) {
	if p.deflate != nil {
		p.deflate.Reset(w)
		return p.deflate, nil
	}
	var err error
	p.deflate, err = flate.NewWriter(w, flate.BestSpeed)
	return p.deflate, err
}

// Create begins a file of the archive.
func (p *packer) Create(name string) (io.Writer, error) {
	w, err := p.Writer.Create(name)
	if cells, is := p.cells[name]; err == nil && is {
		return &spliced{p, w, cells}, nil
	}
	return w, err
}

// spliced is a sheet whose rows come in the place of those that it has not.
type spliced struct {
	p     *packer
	w     io.Writer
	cells sheetCells
}

// Write takes the whole sheet at once, as excelize writes it.
func (s *spliced) Write(all []byte) (int, error) {
	if s.p.err != nil {
		return 0, s.p.err
	}
	if err := s.write(all); err != nil {
		s.p.err = err
		return 0, err
	}
	return len(all), nil
}

func (s *spliced) write(all []byte) error {
	before, after, found := bytes.Cut(all, []byte("<sheetData></sheetData>"))
	if !found {
		return fmt.Errorf("a sheet without a place for its rows")
	}
	if _, err := fmt.Fprintf(s.w, "%s%s<sheetData>", before, s.cells.columns); err != nil {
		return err
	}
	if err := s.cells.rows(s.w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.w, "</sheetData>%s", after)
	return err
}
