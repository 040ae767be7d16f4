package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"buildout/planner"
)

// parted takes a file apart and puts it together again with parts that are
// changed: a text takes the place of a part, and of one that is not there it is
// added.
func parted(tb testing.TB, data []byte, change map[string]string) []byte {
	tb.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add := func(name, text string) {
		part, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(part, text)
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	for _, f := range z.File {
		text, changed := change[f.Name]
		if !changed {
			r, err := f.Open()
			if err != nil {
				tb.Fatal(err)
			}
			was, err := io.ReadAll(r)
			if err != nil {
				tb.Fatal(err)
			}
			text = string(was)
		}
		delete(change, f.Name)
		add(f.Name, text)
	}
	for name, text := range change {
		add(name, text)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestOtherFilesAreRefused(t *testing.T) {
	inTurn(t)
	data, _ := exported(t, "ansan-460", "en", "won")
	types := `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`
	for _, c := range []struct {
		name string
		file []byte
		says string
	}{
		{"nothing", nil, "the file is empty"},
		{"CSV", []byte("a,b\n1,2\n"), "no xlsx workbook"},
		{"PDF", []byte("%PDF-1.7"), "this is a PDF"},
		{"HTML", []byte("<html></html>"), "XML or HTML"},
		{"xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00"), "old format xls"},
		{"a password", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00"), inUTF16("EncryptedPackage")...), "encrypted with a password"},
		{"half a file", data[:len(data)/2], "damaged or not whole"},
		{"macros", parted(t, data, map[string]string{"xl/vbaProject.bin": "x"}), "has macros"},
		{"a macro type", parted(t, data, map[string]string{"[Content_Types].xml": types}), "workbook with macros (xlsm)"},
		{"links", parted(t, data, map[string]string{"xl/externalLinks/externalLink1.xml": "<x/>"}), "links to other workbooks"},
		{"a bomb", parted(t, data, map[string]string{"xl/media/image1.png": strings.Repeat("\x00", smallPart+1)}), "unpacks to more than 200 times"},
		{"OpenDocument", parted(t, zipped(t), map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"},
		{"another zip", parted(t, zipped(t), map[string]string{"readme.txt": "x"}), "zip file that is no workbook"},
		{"broken XML", parted(t, data, map[string]string{"xl/workbook.xml": "<workbook><"}), "cannot be read"},
		{"no names", parted(t, data, map[string]string{"xl/workbook.xml": "<workbook/>"}), "no workbook that Buildout exported"},
	} {
		_, err := Open(context.Background(), c.file)
		if err == nil || !strings.Contains(err.Error(), c.says) || faultsOf(err) == nil {
			t.Errorf("%s: %v; want %q", c.name, err, c.says)
		}
	}
}

// zipped is a zip file without parts.
func zipped(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := zip.NewWriter(&b).Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// FuzzOpen holds that whatever a file is, it is a workbook or its faults are told.
func FuzzOpen(f *testing.F) {
	data, _ := exported(f, "ansan-460", "en", "won")
	f.Add(data)
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, err := Open(t.Context(), file); err != nil && !errors.As(err, new(*planner.Invalid)) {
			t.Errorf("%v", err)
		}
	})
}

// FuzzSheet holds that whatever stands in a sheet, it is read or its faults are
// told.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><t>x</t></is></c><c><f>1+1</f><v>2</v></c></row></sheetData></worksheet>`)
	f.Add(`<sheetData><row><c r="B2"><v>1e400</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2024-03-01</v></c></row>`)
	f.Add(`<c t="b"><v>0</c></row>`)
	f.Add(`<v>0</c></row>`)
	f.Add(`<row r="1"><c><row r="2"></c></row>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		c, err := openContainer(parted(t, zipped(t), map[string]string{"sheet.xml": sheet}))
		if err != nil {
			return
		}
		p := &parts{container: c}
		err = p.rows(t.Context(), "sheet.xml", func(row int, cells []foundCell) error {
			for _, c := range cells {
				if c.row != row || c.col < 1 || c.col > maxColumn || row < 1 || row > maxRow {
					t.Errorf("a cell at %d, %d in row %d", c.row, c.col, row)
				}
			}
			return nil
		})
		if err != nil && !errors.As(err, new(*planner.Invalid)) {
			t.Errorf("%v", err)
		}
	})
}
