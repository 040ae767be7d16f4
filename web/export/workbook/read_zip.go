package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"buildout/planner"
)

// The bounds of a file that is read. What the largest plans need is a third of
// the bytes; sheets of formulas are packed to a fiftieth at most.
const (
	MaxParts    = 2_000
	MaxUnzipped = 1 << 30 // bytes of all parts
	maxRatio    = 200     // of the bytes of a part to those it is packed in
	smallPart   = 4 << 20 // bytes, below which the ratio does not matter
)

// container is the parts of a file by their names in small letters.
type container map[string]*zip.File

// openContainer opens the zip file that a workbook is, and refuses all others
// with what they are.
func openContainer(data []byte) (container, error) {
	if fault := otherFile(data); fault != "" {
		return nil, refused("%s", fault)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refused("the file is damaged or not whole, its list of parts cannot be read; save and send it again")
	}
	if len(z.File) > MaxParts {
		return nil, refused("the file has %d parts; a workbook has at most %d", len(z.File), MaxParts)
	}
	c, total := container{}, uint64(0)
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		total += min(f.UncompressedSize64, MaxUnzipped+1)
		switch {
		case f.Flags&1 != 0:
			return nil, refused("the file is encrypted; save it without a password")
		case f.UncompressedSize64 > smallPart && f.UncompressedSize64/maxRatio > f.CompressedSize64:
			return nil, refused("a part of the file, %q, unpacks to more than %d times its size, as no workbook does", f.Name, maxRatio)
		case c[name] != nil:
			return nil, refused("the file has the part %q twice", f.Name)
		}
		c[name] = f
	}
	if total > MaxUnzipped {
		return nil, refused("the file unpacks to more than %d MB, which is more than is read", MaxUnzipped>>20)
	}
	return c, nil
}

// refused is the error of a file that is wrong as a whole.
func refused(message string, args ...any) error {
	return &planner.Invalid{Faults: []planner.Fault{{Message: fmt.Sprintf(message, args...)}}}
}

// otherFile says what a file is that is no zip file; nothing of one that is.
func otherFile(data []byte) string {
	begins := func(with string) bool { return bytes.HasPrefix(data, []byte(with)) }
	switch {
	case begins("PK\x03\x04"):
		return ""
	case len(data) == 0:
		return "the file is empty; send the workbook as xlsx"
	case begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") && bytes.Contains(data, inUTF16("EncryptedPackage")):
		return "the workbook is encrypted with a password; save it without one"
	case begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return "this is a workbook of the old format xls; save it as xlsx"
	case begins("%PDF"):
		return "this is a PDF; send the workbook as xlsx"
	case begins("<?xml"), begins("<"):
		return "this is XML or HTML; save the workbook as xlsx"
	}
	return "this is no xlsx workbook, which is a zip file; if it is CSV or another format, save it as xlsx"
}

// inUTF16 is a text of ASCII in UTF-16, little end first.
func inUTF16(text string) []byte {
	b := make([]byte, 0, 2*len(text))
	for i := range len(text) {
		b = append(b, text[i], 0)
	}
	return b
}

// foreign are parts that a workbook may not have, by what stands in their names,
// and what they are.
var foreign = []struct{ has, message string }{
	{"vbaproject", "the workbook has macros; save it as xlsx without them"},
	{"macrosheets/", "the workbook has macro sheets; save it as xlsx without them"},
	{"dialogsheets/", "the workbook has dialog sheets; save it without them"},
	{"externallinks/", "the workbook has links to other workbooks; break them (Data, Edit Links) and save it again"},
	{"xl/connections.xml", "the workbook has connections to data elsewhere; take them out and save it again"},
	{"activex/", "the workbook has ActiveX controls; take them out and save it again"},
	{"embeddings/", "the workbook has files embedded in it; take them out and save it again"},
}

// foreignParts are the faults of parts that a workbook may not have, one of each
// kind.
func (c container) foreignParts() (faults []planner.Fault) {
	for _, f := range foreign {
		for name, part := range c {
			if strings.Contains(name, f.has) {
				faults = append(faults, planner.NewFault("", part.Name, "%s", f.message))
				break
			}
		}
	}
	return faults
}

// open reads a part, never more of it than it says it has. The error of one that
// is not there, or is no proper part, is a refusal.
func (c container) open(name string) (io.ReadCloser, error) {
	f := c[strings.ToLower(name)]
	if f == nil {
		return nil, refused("the file lacks the part %q; save the workbook as xlsx again", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, refused("the part %q of the file cannot be unpacked: %s", name, err)
	}
	return &bounded{ReadCloser: r, left: int64(f.UncompressedSize64)}, nil
}

// bounded reads a part up to the size that it says it has.
type bounded struct {
	io.ReadCloser
	left int64
}

// errLonger is the error of a part that is longer than it says.
var errLonger = errors.New("it is longer than it says")

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errLonger
	}
	return n, err
}
