package workbook

import (
	"runtime/debug"
	"sync"
)

// A workbook of thousands of lines leaves a GB behind while little of it lives.
// sparing keeps the heap near to what lives as long as one is made.
var sparing struct {
	sync.Mutex
	books int // that are made
	usual int // GC percent before the first
}

// spareHeap lets the heap grow by no more than half of what lives until done is
// called, unless the process is told to let it grow by less.
func spareHeap() (done func()) {
	const percent = 50
	sparing.Lock()
	defer sparing.Unlock()
	if sparing.books++; sparing.books == 1 {
		if sparing.usual = debug.SetGCPercent(percent); sparing.usual < percent {
			debug.SetGCPercent(sparing.usual)
		}
	}
	return func() {
		sparing.Lock()
		defer sparing.Unlock()
		if sparing.books--; sparing.books == 0 {
			debug.SetGCPercent(sparing.usual)
		}
	}
}
