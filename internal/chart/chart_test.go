package chart_test

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/chart"
)

func TestBars(t *testing.T) {
	assert.Equal(t, "██████████", chart.Bar(7, 7, 10))
	assert.Equal(t, "█████", chart.Bar(3.5, 7, 10))
	assert.Equal(t, "█▌", chart.Bar(1.5, 10, 10))
	assert.Equal(t, "▏", chart.Bar(1, 1e6, 10), "what is above zero is seen")
	assert.Empty(t, chart.Bar(0, 7, 10))
	assert.Empty(t, chart.Bar(1, 0, 10))
	assert.Equal(t, "██", chart.Bar(9, 7, 2), "no more than there is room")
}

func TestSparks(t *testing.T) {
	assert.Equal(t, " ▁▄█", chart.Spark([]float64{0, .001, 4, 8}, 8, 10))
	assert.Equal(t, "▄█", chart.Spark([]float64{1, 4, 2, 8}, 8, 2), "the greatest of those that fall together")
	assert.Equal(t, "  ", chart.Spark([]float64{0, 0}, 0, 10))
	for n := range 300 {
		assert.LessOrEqual(t, utf8.RuneCountInString(chart.Spark(make([]float64, n), 1, 37)), 37)
	}
}

// An SVG is XML, whatever the names are, and its points lie within it.
func TestSVG(t *testing.T) {
	for _, c := range []chart.Chart{
		{},
		{Title: "واحد", Labels: []string{"2020"}, Series: []chart.Series{{Name: "نفط", Values: []float64{3}}}, RightToLeft: true},
		{Title: `<script>&"'`, Unit: "a\x00b", Labels: []string{"<", ">", "&"}, Series: []chart.Series{
			{Name: "</text>", Values: []float64{0, 1e9, 3}}, {Name: "b", Values: []float64{1, 2, math.Inf(1)}},
		}},
	} {
		svg := string(c.SVG())
		d := xml.NewDecoder(strings.NewReader(svg))
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, svg)
			if e, ok := tok.(xml.StartElement); ok {
				assert.NotEqual(t, "script", e.Name.Local)
			}
		}
		assert.NotContains(t, svg, "NaN")
		assert.NotContains(t, svg, "Inf")
		assert.Equal(t, len(c.Series), strings.Count(svg, "<polyline"))
	}
}

func TestTimeRunsAsTheWordsDo(t *testing.T) {
	c := chart.Chart{Labels: []string{"1", "2"}, Series: []chart.Series{{Values: []float64{0, 10}}}}
	assert.Contains(t, string(c.SVG()), `points="72.0,356.0 776.0,48.0"`)
	c.RightToLeft = true
	assert.Contains(t, string(c.SVG()), `points="728.0,356.0 24.0,48.0"`)
}

func TestFigures(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 2440.4: "2440", 41.26: "41.3", 1.5: "1.5", .126: "0.13", 100: "100"} {
		assert.Equal(t, want, chart.Figure(v))
	}
}
