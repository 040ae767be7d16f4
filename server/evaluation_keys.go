package server

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"buildout/planner"
)

// keys are the keys of a value's JSON, each with those within it.
type keys struct {
	names  []string // in order
	within map[string]*keys
}

// resultKeys are the keys of a result.
var resultKeys = keysOf(reflect.TypeFor[planner.Result](), map[reflect.Type]*keys{})

// keysOf lists the keys of a type. Elements of lists are as their list is.
func keysOf(t reflect.Type, seen map[reflect.Type]*keys) *keys {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if known := seen[t]; known != nil {
		return known
	}
	k := &keys{within: map[string]*keys{}}
	seen[t] = k
	if t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return k
	}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "" || name == "-" {
			continue
		}
		k.names = append(k.names, name)
		k.within[name] = keysOf(f.Type, seen)
	}
	return k
}

// lacks says what is wrong with a path of keys joined by dots; nothing where
// there is such a key.
func (k *keys) lacks(path string) string {
	done := ""
	for part := range strings.SplitSeq(path, ".") {
		below, ok := k.within[part]
		if !ok {
			return k.offer(done, part)
		}
		done, k = done+part+".", below
	}
	return ""
}

// offer says which key was meant, or which there are.
func (k *keys) offer(above, name string) string {
	where := "a result"
	if above != "" {
		where = strings.TrimSuffix(above, ".")
	}
	switch best := planner.Nearest(name, k.names); {
	case len(k.names) == 0:
		return fmt.Sprintf("asks for a key within %s, which holds none", where)
	case best != "":
		return fmt.Sprintf("is no key of %s; did you mean %s%s?", where, above, best)
	}
	return fmt.Sprintf("is no key of %s, which has %s", where, strings.Join(k.names, ", "))
}
