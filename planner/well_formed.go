package planner

// WellFormed reports what keeps a JSON or YAML document from being read, whatever
// it is of: faults of syntax, too deep nesting, keys that stand twice. The error
// is *Invalid.
func WellFormed(document []byte) error {
	root, err := parse(document)
	if err != nil {
		return &Invalid{[]Fault{{Message: err.Error()}}}
	}
	w := decoder{}
	w.twice(root, &path{})
	if len(w.faults) > 0 {
		return &Invalid{w.faults}
	}
	return nil
}

// twice adds a fault for every key that stands in its mapping already.
func (d *decoder) twice(n *node, p *path) {
	if len(n.items) == 0 {
		return
	}
	seen := map[string]bool{}
	for i := range n.items {
		item, at := &n.items[i], p.at(i)
		if n.kind == mapNode {
			at = p.key1(item.key)
			if seen[item.key] {
				d.add(&at, int(item.keyLine), "the key twice", "a key may stand once; take one away")
			}
			seen[item.key] = true
		}
		d.twice(item, &at)
	}
}
