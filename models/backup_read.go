package models

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
)

// ErrBackup says that a backup cannot be restored. The text beside it says why
// and, where it is a matter of a line, in which.
var ErrBackup = errors.New("the backup cannot be restored")

// maxBackupLine bounds a line: a plan of a million racks is a third of it.
const maxBackupLine = 1 << 30

// backupReader reads the lines of a backup in their order and refuses what
// Backup does not write.
type backupReader struct {
	from   *bufio.Reader
	buffer []byte
	sum    hash.Hash
	number int // of the line, from 1
	head   backupHead
	plan   *backupPlan // whose lines are read; nil before the first and after the last
	next   int         // the revision of plan that comes next; 0 where all came
	last   int64       // comparison that was read
	counts BackupCounts
}

// newBackupReader reads the head of a backup.
func newBackupReader(r io.Reader, d dialect) (*backupReader, error) {
	zip, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%w: it is no file that buildout backup made: %v", ErrBackup, err)
	}
	return readBackupHead(zip, d)
}

// readBackupHead is newBackupReader of what gzip held.
func readBackupHead(r io.Reader, d dialect) (*backupReader, error) {
	b := &backupReader{from: bufio.NewReaderSize(r, 64<<10), sum: sha256.New()}
	text, err := b.text()
	if err != nil {
		return nil, err
	}
	var known struct{ Head *backupHead }
	if err := json.Unmarshal(text, &known); err != nil || known.Head == nil || known.Head.Format < 1 {
		return nil, b.fault("it does not begin with the head of a backup of buildout")
	}
	b.head = *known.Head
	if program := programSchema(d); b.head.Format > backupFormat || b.head.Schema > program {
		return nil, b.fault("version %s of buildout made it, in format %d and schema %d; this program knows format %d and schema %d: restore it with that version or a newer one",
			b.head.Program, b.head.Format, b.head.Schema, backupFormat, program)
	}
	b.sum.Write(text)
	return b, nil
}

func (b *backupReader) fault(format string, args ...any) error {
	return fmt.Errorf("%w: line %d: %s", ErrBackup, b.number, fmt.Sprintf(format, args...))
}

// line returns the next line. After the end, which it returns once all of the
// backup has proved whole, there is none.
func (b *backupReader) line() (line backupLine, err error) {
	text, err := b.text()
	if err != nil {
		return line, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&line); err != nil {
		return line, b.fault("it is damaged: %v", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return line, b.fault("it is damaged: there is more than one value in it")
	}
	if line.End != nil {
		return line, b.end(*line.End)
	}
	b.sum.Write(text)
	b.counts.count(line)
	return line, b.follows(line)
}

// text returns the next line with its end. It is good until the next call.
func (b *backupReader) text() ([]byte, error) {
	b.number++
	b.buffer = b.buffer[:0]
	for {
		part, err := b.from.ReadSlice('\n')
		if len(b.buffer)+len(part) > maxBackupLine {
			return nil, b.fault("it is longer than %d bytes", maxBackupLine)
		}
		b.buffer = append(b.buffer, part...)
		switch {
		case err == nil:
			return b.buffer, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, b.unreadable(err)
		}
	}
}

// unreadable says what an error of the file means.
func (b *backupReader) unreadable(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return b.fault("the file ends here, before its end: it is cut off")
	}
	return b.fault("it is damaged: %v", err)
}

// follows refuses a line that cannot come where it does.
func (b *backupReader) follows(line backupLine) error {
	switch {
	case line.Plan != nil:
		if err := b.complete(); err != nil {
			return err
		}
		if line.Plan.Revision < 1 || b.plan != nil && line.Plan.ID <= b.plan.ID || line.Plan.ID < 1 || b.counts.Comparisons+b.counts.Keys > 0 {
			return b.fault("plan %d at revision %d cannot follow here", line.Plan.ID, line.Plan.Revision)
		}
		b.plan, b.next = line.Plan, line.Plan.Revision
	case line.Revision != nil:
		r := line.Revision
		if b.plan == nil || r.Plan != b.plan.ID || r.Number != b.next || b.next == 0 {
			return b.fault("revision %d of plan %d cannot follow here", r.Number, r.Plan)
		}
		if err := sameHash(string(r.Document), r.Hash); err != nil {
			return b.fault("revision %d of plan %q: %v", r.Number, b.plan.Name, err)
		}
		b.next--
	case line.Approval != nil:
		a := line.Approval
		if b.plan == nil || a.Plan != b.plan.ID || b.next != 0 || a.Revision < 1 || a.Revision > b.plan.Revision {
			return b.fault("the approval of revision %d of plan %d cannot follow here", a.Revision, a.Plan)
		}
	case line.Comparison != nil:
		return b.comparison(*line.Comparison)
	case line.Key != nil:
		return b.complete()
	default:
		return b.fault("it is damaged: it holds nothing that is known")
	}
	return nil
}

// comparison refuses a comparison that CreateComparison would not have stored.
func (b *backupReader) comparison(c backupComparison) error {
	if err := b.complete(); err != nil {
		return err
	}
	if c.ID <= b.last || c.Version < 1 || b.counts.Keys > 0 {
		return b.fault("comparison %d at version %d cannot follow here", c.ID, c.Version)
	}
	b.last = c.ID
	if faults := comparisonFaults(c.comparison()); len(faults) > 0 {
		return b.fault("comparison %q: %v", c.Name, faults[0])
	}
	return nil
}

func (c backupComparison) comparison() Comparison {
	members := make([]ComparisonMember, len(c.Members))
	for i, m := range c.Members {
		members[i] = ComparisonMember{PlanID: m.Plan, PlanName: m.Name, Revision: m.Revision}
	}
	return Comparison{Name: c.Name, Title: c.Title, Note: c.Note, Baseline: c.Baseline, Measures: c.Measures, Members: members}
}

// complete refuses a plan of which revisions lack.
func (b *backupReader) complete() error {
	if b.next > 0 {
		return b.fault("revision %d of plan %q lacks", b.next, b.plan.Name)
	}
	return nil
}

// end holds the last line against all before it.
func (b *backupReader) end(end backupEnd) error {
	if err := b.complete(); err != nil {
		return err
	}
	if end.BackupCounts != b.counts {
		return b.fault("there were %+v before it, and it says %+v", b.counts, end.BackupCounts)
	}
	if sum := hex.EncodeToString(b.sum.Sum(nil)); sum != end.SHA256 {
		return b.fault("the lines before it have the checksum %s, and it says %s: the file is damaged", sum, end.SHA256)
	}
	switch _, err := b.from.ReadByte(); err {
	case io.EOF:
		return nil
	case nil:
		return b.fault("the file goes on after its end")
	default:
		return b.unreadable(err)
	}
}
