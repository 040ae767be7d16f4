package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"buildout/models"
)

// planTag is the ETag of a stored plan: its revision and what it holds.
func planTag(p models.StoredPlan) string {
	return fmt.Sprintf(`"%d-%.16s"`, p.Revision, p.Hash)
}

// evaluationTag is the ETag of a result, which a plan, a program and what was
// asked of them make.
func evaluationTag(hash, version string, asked ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%q", hash, version, asked))
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}

// matches reports whether an If-Match or If-None-Match header names tag or any
// (*). A weak tag is the same plan or result in other bytes, compressed ones,
// so it names the tag as well.
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}
