package server

import (
	"bytes"

	"buildout/planner/compare"

	"github.com/danielgtaylor/huma/v2"
)

// writeRecords writes what a sweep tells as JSON, a record in each line.
func writeRecords(out *stream, _ compare.Sweep) recordWriter {
	written := func(r SweepRecord, send func([]byte) error) error {
		line, err := writeJSON(r)
		if err != nil {
			return err
		}
		return send(append(line, '\n'))
	}
	return recordWriter{
		media: mediaNDJSON,
		tell:  func(r compare.Record) error { return written(SweepRecord{Record: r}, out.send) },
		fail:  func(p *huma.ErrorModel) bool { return written(SweepRecord{Problem: p}, out.sendLast) == nil },
	}
}

// writeVariants writes the variants of a sweep as CSV. One that is broken off is
// cut off, for a table has no place that says so.
func writeVariants(out *stream, what compare.Sweep) recordWriter {
	w := recordWriter{media: csvWithHeader, tell: compare.CSV(out), fail: func(*huma.ErrorModel) bool { return false }}
	if len(what.Pareto) > 0 {
		w.tell = compare.CSVWithPareto(out)
	}
	return w
}

// Write sends bytes that the caller goes on to use.
func (out *stream) Write(p []byte) (int, error) { return len(p), out.send(bytes.Clone(p)) }
