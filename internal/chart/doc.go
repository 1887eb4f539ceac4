// Package chart draws series of figures over time: in blocks of Unicode for a
// terminal, and as SVG for a page. Scales are linear and begin at zero, so that twice as
// much is twice as high. It knows figures and labels, not where they come from.
package chart

import "math"

// Series is a line of a chart. Its name is told in the legend.
type Series struct {
	Name   string
	Values []float64 // one for each label; no less than 0
}

// Chart is what is drawn.
type Chart struct {
	Title       string
	Unit        string   // what the values are
	Labels      []string // of the places, in order of time
	Series      []Series
	RightToLeft bool // time runs as Arabic does: the oldest at the right
}

// most is the greatest value of all series that is a number.
func (c *Chart) most() float64 {
	most := 0.0
	for _, s := range c.Series {
		for _, v := range s.Values {
			most = max(most, finite(v))
		}
	}
	return most
}

// finite is a value, or 0 for what is no number.
func finite(v float64) float64 {
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return 0
	}
	return v
}

// Ceiling is the least of 1, 2, 2.5, 5 times a power of ten that is not below a value: where
// an axis ends that people can read. It is 1 for 0.
func Ceiling(v float64) float64 {
	if v <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, step := range [...]float64{1, 2, 2.5, 5, 10} {
		if step*power >= v*(1-1e-12) {
			return step * power
		}
	}
	return 10 * power
}
