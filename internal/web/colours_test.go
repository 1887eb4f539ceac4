package web

import (
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What WCAG 2.2 asks for, AA: of text (1.4.3), and of whatever else must be seen to know what is
// there, such as the border of a field, a bar, or the ring of the focus (1.4.11).
const (
	textContrast  = 4.5
	shapeContrast = 3
)

// contrasts are the tokens that stand on one another somewhere on the pages.
var contrasts = []struct {
	least  float64
	front  string
	behind string
}{
	{textContrast, "ink soft accent visited alarm", "paper card tint"},
	{textContrast, "ink accent visited", "mark"},
	{textContrast, "on-mark-line", "mark-line"},
	{textContrast, "on-accent", "accent"},
	{textContrast, "ink", "plus minus"},
	{textContrast, "s1 s2 s3 s4", "paper card"},
	{shapeContrast, "focus", "paper card tint mark"},
	{shapeContrast, "edge", "paper card"},
	{shapeContrast, "bar accent", "paper card tint"},
}

func TestContrastOfColours(t *testing.T) {
	for scheme, tokens := range colours(t) {
		for _, c := range contrasts {
			for front := range strings.FieldsSeq(c.front) {
				for behind := range strings.FieldsSeq(c.behind) {
					if scheme == "print" && (front == "focus" || behind == "tint") {
						continue // nothing has the focus on paper
					}
					got := contrastOf(t, tokens[front], tokens[behind])
					assert.GreaterOrEqual(t, got, c.least, "%s: --%s on --%s is %.2f to 1", scheme, front, behind, got)
				}
			}
		}
	}
}

// Every scheme has every colour, and no part of the sheet has one of its own.
func TestColoursAreTokens(t *testing.T) {
	all := colours(t)
	for scheme, tokens := range all {
		for name := range all["light"] {
			assert.Contains(t, tokens, name, scheme)
		}
		assert.Len(t, tokens, len(all["light"]), scheme)
	}
	own := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\b(rgba?|hsla?|oklch|lab)\(`)
	names, err := fs.Glob(assetFiles, "style/*.css")
	require.NoError(t, err)
	require.Greater(t, len(names), 5)
	for _, name := range names[1:] {
		content, err := fs.ReadFile(assetFiles, name)
		require.NoError(t, err)
		for n, line := range strings.Split(string(content), "\n") {
			assert.False(t, own.MatchString(line), "%s:%d: a colour that is no token: %s", name, n+1, line)
		}
	}
}

// colours reads the tokens of the base, by scheme and name.
func colours(t *testing.T) map[string]map[string]string {
	content, err := fs.ReadFile(assetFiles, "style/00-base.css")
	require.NoError(t, err)
	out := map[string]map[string]string{}
	rest := string(content)
	for _, scheme := range []string{"light", "dark", "print"} {
		_, after, ok := strings.Cut(rest, ":root {")
		require.True(t, ok, scheme)
		block, after, _ := strings.Cut(after, "}")
		rest = after
		out[scheme] = map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(block, -1) {
			out[scheme][m[1]] = m[2]
		}
	}
	return out
}

// contrastOf is the ratio of WCAG 2: of the relative luminances of two colours, #rrggbb.
func contrastOf(t *testing.T, a, b string) float64 {
	t.Helper()
	require.NotEmpty(t, a)
	require.NotEmpty(t, b)
	la, lb := luminance(t, a), luminance(t, b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		require.NoError(t, err, fmt.Sprint(colour))
		v := float64(n) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

// The formula, by the two examples that the standard is read with.
func TestContrastFormula(t *testing.T) {
	assert.InDelta(t, 21, contrastOf(t, "#000000", "#ffffff"), 1e-9)
	assert.InDelta(t, 4.54, contrastOf(t, "#767676", "#ffffff"), 0.005)
}
