package chart

import (
	"math"
	"strings"
)

// The blocks, by eighths.
var (
	lower = [...]rune{' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'}
	left  = [...]string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}
)

// Bar draws a value as a bar that runs to the right, of at most so many columns for
// the greatest value. What is above zero is seen: it takes an eighth of a column at
// least.
func Bar(value, most float64, columns int) string {
	if most <= 0 || value <= 0 || columns <= 0 {
		return ""
	}
	eighths := int(math.Round(min(value/most, 1) * float64(columns*8)))
	eighths = max(eighths, 1)
	return strings.Repeat("█", eighths/8) + left[eighths%8]
}

// Spark draws values as a row of blocks, a column each, as high as the value to the greatest
// one. Zero is blank, and what is above it is seen. Where there are more values than columns, each column
// is the greatest of those that fall into it.
func Spark(values []float64, most float64, columns int) string {
	if columns > 0 && len(values) > columns {
		fewer := make([]float64, columns)
		for i, v := range values {
			at := i * columns / len(values)
			fewer[at] = max(fewer[at], v)
		}
		values = fewer
	}
	var b strings.Builder
	for _, v := range values {
		eighths := 0
		if most > 0 && v > 0 {
			eighths = max(int(math.Round(min(v/most, 1)*8)), 1)
		}
		b.WriteRune(lower[eighths])
	}
	return b.String()
}
