package server

import "testing"

// BenchmarkQuota counts the requests of clients that are known.
func BenchmarkQuota(b *testing.B) {
	p := newPace(1_000_000)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			p.take("192.0.2.1")
		}
	})
}
