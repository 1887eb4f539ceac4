package index

import "crypto/sha256"

const hashSize = sha256.Size

// Hash returns the SHA-256 of everything of the document but its ID: equal
// hashes mean equal articles, whatever they are called.
func (d *Document) Hash() [hashSize]byte {
	return sha256.Sum256(d.appendContent(nil))
}
