package charset

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A letter behind another costs what pairs.txt says of the two, and so it is
// at the edges of words.
func TestPairsCostWhatTheTableSays(t *testing.T) {
	var columns []class
	for line := range strings.Lines(pairs) {
		line = strings.TrimSpace(line)
		switch fields := strings.Fields(line); {
		case strings.HasPrefix(line, "#"):
		case columns == nil:
			columns = classesOf(line)
		default:
			before := classesOf(fields[0])[0]
			require.Len(t, fields[1:], len(columns), fields[0])
			for i, want := range fields[1:] {
				if before == edge && columns[i] == edge {
					continue // costs nothing
				}
				got := int(theModel().cost[before][columns[i]])
				assert.Equal(t, want, strconv.Itoa(got), "%s, column %d", fields[0], i)
			}
		}
	}
	require.Len(t, columns, 37)
}

// classesOf returns the classes of letters, of which - is the edge.
func classesOf(s string) []class {
	var all []class
	for _, r := range s {
		all = append(all, classOf(r))
	}
	return all
}

// A vowel sign without a letter costs as much whichever it is; a tanween ends a
// word, but for an alef.
func TestSignsWhereTheyBelong(t *testing.T) {
	cost := theModel().textCost
	assert.Equal(t, cost("5\u064e"), cost("5\u064b"))
	assert.Greater(t, cost("5\u064b"), cost("\u0628\u064b")-cost("\u0628"))
	assert.Equal(t, cost("\u0628\u064b \u0627"), cost("\u0628\u064b\u0627"))
	assert.Greater(t, cost("\u0628\u064b\u0643"), cost("\u0628\u064b \u0643"))
}

// Letters that other languages have in Arabic script are letters of Arabic
// script: they bear its signs, and stand in no word with Latin ones.
func TestLettersOfOtherLanguages(t *testing.T) {
	cost := theModel().textCost
	for _, letter := range []string{"پ", "ٹ"} {
		assert.Equal(t, cost("ب\u064e")-cost("ب"), cost(letter+"\u064e")-cost(letter), letter)
		assert.Greater(t, cost("a"+letter), cost("a "+letter), letter)
	}
	assert.Equal(t, cost("\u0081"), cost("\u0080"), "no letters")
}
