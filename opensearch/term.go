package opensearch

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestTerm is the greatest length of a term, in bytes, that is written as it is. The engine
// takes 32,766; nobody types one of half of that, but a text may have one.
const longestTerm = 8 << 10

// writeTerm writes a term so that it is one word of a text whose words are parted by spaces, and terms
// of one position by bars: what would not be is written as %XX, and so is a byte that is no UTF-8 (a term of the spellings
// has bits behind the form), which JSON would make another; the NUL between the parts of a key is a slash.
// A longer one is its beginning and its hash.
func writeTerm(term string) string {
	if term == gapTerm {
		return "%5F"
	}
	if !strings.ContainsFunc(term, needsWriting) && len(term) <= longestTerm {
		return term
	}
	var b strings.Builder
	for i, r := range term {
		_, n := utf8.DecodeRuneInString(term[i:])
		switch {
		case r == 0:
			b.WriteByte('/')
		case needsWriting(r):
			for _, c := range []byte(term[i : i+n]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		default:
			b.WriteString(term[i : i+n])
		}
	}
	out := b.String()
	if len(out) > longestTerm {
		sum := sha256.Sum256([]byte(term))
		return strings.ToValidUTF8(out[:64], "") + shortened + hex.EncodeToString(sum[:])
	}
	return out
}

// shortened stands before the hash of what was longer, of which readTerm makes nothing.
const shortened = "%#"

// readTerm gives back what writeTerm wrote, unless that is shortened.
func readTerm(written string) (string, error) {
	if !strings.ContainsAny(written, "%/") {
		return written, nil
	}
	out, err := url.PathUnescape(strings.ReplaceAll(written, "/", "%00"))
	if err != nil {
		return "", fmt.Errorf("the cluster has a term that was not written by Fihris: %w", err)
	}
	return out, nil
}

func needsWriting(r rune) bool {
	return r == 0 || r == utf8.RuneError || r == '%' || r == '/' || r == '|' || r <= ' ' || r == 0x7F || unicode.IsSpace(r) || unicode.IsControl(r) || r >= 0x2000 && r <= 0x206F || r == 0x1680 || r == 0x3000
}

// keyOfID is the ID of a document in a cluster, where IDs are short: the hash of ours.
func keyOfID(id string) string {
	sum := sha256.Sum256([]byte(id))
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}
