package server

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unitOf finds a unit in the name of a number or in its description.
var (
	unitOf = regexp.MustCompile(`(^|_)(kw|kva|kwh|mwh|va|a|v|krw|won|usd|m|m2|km|kg|t|c|u|ms|px|share|rate|ratio|months?|years?|year|days|hours|minutes|seconds|percent|pue|cop|va|amps|volts)($|_)`)
	inWord = regexp.MustCompile(`(?i)\b(kW|kVA|kWh|MWh|VA|KRW|won|m2|metres?|km|kg|°C|U|months?|years?|days?|hours?|minutes?|seconds?|shares?|ratios?|0 to 1|0\.\.1|from 1|A|V|pixels|number|places?|units?|bytes|status code|id|how many|times|revision|factors?|exponent|sorted|counted|in all|rows|racks|modules|elements|variants)\b`)
)

// counted are the numbers that count things, by the things' names, or are
// without a dimension.
var counted = strings.Fields(`
	count id number revision limit offset priority position rack_positions racks modules buses sides phases stages
	was entries kept rooms errors warnings added changed fuel_tanks holidays staff_heads used_racks to_racks
	variants index seed
`)

// TestNumbersHaveUnits walks every schema of the document: a number has its unit
// in its name or in its description, unless it counts things.
func TestNumbersHaveUnits(t *testing.T) {
	d := newHouse(t).document()
	schemas := d.root["components"].(map[string]any)["schemas"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		if strings.Contains(name, "MergePatch") {
			continue // the same properties
		}
		properties := asObject(asObject(schemas[name])["properties"])
		for _, key := range slices.Sorted(maps.Keys(properties)) {
			property := asObject(properties[key])
			described, _ := property["description"].(string)
			for item := asObject(property["items"]); item != nil; item = asObject(property["items"]) {
				property = item
			}
			beside := properties["unit"] != nil // its unit is a property too
			if !numeric(property["type"]) || slices.Contains(counted, key) || beside {
				continue
			}
			if !unitOf.MatchString(key) && !inWord.MatchString(described) {
				t.Errorf("%s.%s is a number without a unit: %q", name, key, described)
			}
		}
	}
}

// numeric reports whether a type of a schema, or one of several, is a number.
func numeric(kind any) bool {
	if list, ok := kind.([]any); ok {
		return slices.ContainsFunc(list, numeric)
	}
	return kind == "number" || kind == "integer"
}
