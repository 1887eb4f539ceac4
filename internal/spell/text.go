package spell

import "slices"

// Text corrects the words of a query: each by [Corrector.Best], and two by one
// where a space was typed inside a word. It reports whether anything changed;
// words is left as it is. A word that becomes two is one element with a space.
func (c *Corrector) Text(words []string) (corrected []string, changed bool) {
	for i := 0; i < len(words); i++ {
		if i+1 < len(words) {
			if joined, ok := c.join(words[i], words[i+1]); ok {
				corrected = append(corrected, joined)
				i++
				continue
			}
		}
		if p, ok := c.Best(words[i]); ok {
			corrected = append(corrected, p.Text)
		} else {
			corrected = append(corrected, words[i])
		}
	}
	return corrected, !slices.Equal(corrected, words)
}

// join puts two words together where one of them at least is no word and both
// together are one of the index.
func (c *Corrector) join(a, b string) (string, bool) {
	if c.articles(a) > 0 && c.articles(b) > 0 {
		return "", false
	}
	joined := a + b
	return joined, c.v.Lookup(joined) > 0
}

// Known returns how many of the words the index has.
func (c *Corrector) Known(words []string) int {
	n := 0
	for _, w := range words {
		if c.v.Lookup(w) > 0 {
			n++
		}
	}
	return n
}
