package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"buildout/models"
)

// planTag is the ETag of a stored plan: its revision and what it holds.
func planTag(p models.StoredPlan) string { return headTag(p.PlanHead) }

func headTag(p models.PlanHead) string { return fmt.Sprintf(`"%d-%.16s"`, p.Revision, p.Hash) }

// elementTag is the ETag of a part of a stored plan: the revision it was read at
// and what it holds.
func elementTag(p models.PlanHead, element any) string {
	return fmt.Sprintf(`"%d-%s"`, p.Revision, contentHash(element))
}

// contentHash is the first 16 digits of the SHA-256 of a value's JSON.
func contentHash(v any) string {
	document, err := json.Marshal(v)
	if err != nil {
		panic("server: a part of a plan is always JSON: " + err.Error())
	}
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:8])
}

// contentTag is the ETag of what has no revision.
func contentTag(v any) string { return `"` + contentHash(v) + `"` }

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
	return namesTag(header, func(sent string) bool { return sent == tag })
}

// matchesContent is matches for a tag of a part of a plan: one of another
// revision at which the part was the same names it too.
func matchesContent(header, tag string) bool {
	_, content, _ := strings.Cut(tag, "-")
	return namesTag(header, func(sent string) bool {
		revision, held, ok := strings.Cut(sent, "-")
		_, err := strconv.ParseUint(strings.TrimPrefix(revision, `"`), 10, 63)
		return ok && err == nil && held == content
	})
}

func namesTag(header string, is func(sent string) bool) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || is(strings.TrimPrefix(part, "W/")) {
			return true
		}
	}
	return false
}

// revisionOf is the revision that the first tag of an If-Match header names; 0
// where none does.
func revisionOf(header string) int {
	for part := range strings.SplitSeq(header, ",") {
		text, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(part), "W/"), "-")
		if n, err := strconv.Atoi(strings.TrimPrefix(text, `"`)); err == nil && n > 0 && strings.HasPrefix(text, `"`) {
			return n
		}
	}
	return 0
}
