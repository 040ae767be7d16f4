package models

import (
	"math"
	"reflect"

	"github.com/maypok86/otter/v2"
	"github.com/prometheus/client_golang/prometheus"
)

// cacheBytes bounds the plans kept in memory, by the estimate of weight.
const cacheBytes = 64 << 20

// planCache is plans as they were last loaded or stored, by their ids. It never
// says what is current: a plan counts only for a row of plans that says the same
// revision and hash.
type planCache struct {
	plans *otter.Cache[int64, StoredPlan]
	asked *prometheus.CounterVec // by whether the plan was there as it stands
}

func newPlanCache(asked *prometheus.CounterVec) planCache {
	return planCache{asked: asked, plans: otter.Must(&otter.Options[int64, StoredPlan]{
		MaximumWeight: cacheBytes,
		Weigher: func(_ int64, p StoredPlan) uint32 {
			return uint32(min(weight(reflect.ValueOf(p)), math.MaxUint32))
		},
	})}
}

// at returns the plan of a row as it stands in the database.
func (c planCache) at(row planRow) (StoredPlan, bool) {
	kept, ok := c.plans.GetIfPresent(row.ID)
	if !ok || kept.Revision != row.Revision || kept.Hash != row.Hash {
		c.asked.WithLabelValues("miss").Inc()
		return StoredPlan{}, false
	}
	c.asked.WithLabelValues("hit").Inc()
	return row.stored(kept.Plan), true
}

// keep takes plans as they stand in the database, never those of a transaction
// that may yet be rolled back.
func (c planCache) keep(plans ...StoredPlan) {
	for _, p := range plans {
		c.plans.Set(p.ID, p)
	}
}

// weight estimates the bytes of memory that a value takes.
func weight(v reflect.Value) uint64 { return uint64(v.Type().Size()) + held(v) }

// held estimates the bytes that a value refers to.
func held(v reflect.Value) (bytes uint64) {
	switch v.Kind() {
	case reflect.String:
		return uint64(v.Len())
	case reflect.Struct:
		for i := range v.NumField() {
			bytes += held(v.Field(i))
		}
	case reflect.Slice:
		bytes = uint64(v.Len()) * uint64(v.Type().Elem().Size())
		for i := range v.Len() {
			bytes += held(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return weight(v.Elem())
		}
	}
	return bytes
}
