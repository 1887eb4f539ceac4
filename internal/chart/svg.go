package chart

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// The layout of an SVG, in its units.
const (
	width, height             = 800, 400
	marginTop, marginBottom   = 48, 44
	marginLabels, marginPlain = 72, 24
	legendLine                = 22
	gridLines                 = 4
	mostTicks                 = 12
)

// Colours that are told apart by colour-blind people too (Okabe and Ito, Color
// Universal Design, 2008); the dashes tell lines apart without any colour.
var (
	colours = [...]string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"}
	dashes  = [...]string{"", "8 4", "2 3", "12 4 2 4"}
)

// SVG draws the series as lines in one picture that needs nothing beside itself: no
// script, no style sheet, no font of its own. Who hears it gets title and description.
func (c *Chart) SVG() []byte {
	d := drawing{Chart: c, top: Ceiling(c.most()), left: marginLabels, right: width - marginPlain}
	if c.RightToLeft {
		d.left, d.right = marginPlain, width-marginLabels
	}
	high := height + legendLine*len(c.Series)
	direction := "ltr"
	if c.RightToLeft {
		direction = "rtl"
	}
	d.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" direction="%s" font-family="sans-serif" font-size="13">`, width, high, width, high, direction)
	d.printf("\n<title>%s</title>\n<desc>%s</desc>\n", text(c.Title), text(c.description()))
	d.printf(`<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", width, high)
	start := d.left
	if c.RightToLeft {
		start = d.right
	}
	d.printf(`<text x="%d" y="20" font-size="16" text-anchor="start">%s</text>`+"\n", start, text(c.Title))
	d.printf(`<text x="%d" y="38" fill="#555555" text-anchor="start">%s</text>`+"\n", start, text(c.Unit))
	d.axes()
	for i := range c.Series {
		d.series(i)
	}
	d.printf("</svg>\n")
	return []byte(d.b.String())
}

// description says in words what the picture shows.
func (c *Chart) description() string {
	if len(c.Labels) == 0 {
		return "nothing to show"
	}
	parts := []string{c.Labels[0] + " – " + c.Labels[len(c.Labels)-1]}
	for _, s := range c.Series {
		at := 0
		for i, v := range s.Values {
			if finite(v) > finite(s.Values[at]) {
				at = i
			}
		}
		if len(s.Values) > 0 {
			parts = append(parts, fmt.Sprintf("%s: %s (%s)", s.Name, Figure(finite(s.Values[at])), c.Labels[at]))
		}
	}
	return strings.Join(parts, "; ")
}

// drawing is an SVG on its way.
type drawing struct {
	*Chart
	b           strings.Builder
	top         float64 // the value at the upper end of the axis
	left, right int     // of the area of the lines
}

func (d *drawing) printf(format string, args ...any) { fmt.Fprintf(&d.b, format, args...) }

// x is where a place stands.
func (d *drawing) x(i int) float64 {
	at := .5
	if n := len(d.Labels); n > 1 {
		at = float64(i) / float64(n-1)
	}
	if d.RightToLeft {
		at = 1 - at
	}
	return float64(d.left) + at*float64(d.right-d.left)
}

// y is how high a value is.
func (d *drawing) y(v float64) float64 {
	return height - marginBottom - min(max(finite(v), 0)/d.top, 1)*(height-marginTop-marginBottom)
}

// axes draws the grid with its figures, and the labels.
func (d *drawing) axes() {
	labelX, anchor := d.left-8, "end"
	if d.RightToLeft { // the end of a text that runs to the left is its left one
		labelX, anchor = d.right+8, "end"
	}
	for i := range gridLines + 1 {
		v := d.top * float64(i) / gridLines
		d.printf(`<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#dddddd"/>`+"\n", d.left, d.y(v), d.right, d.y(v))
		d.printf(`<text x="%d" y="%.1f" fill="#555555" text-anchor="%s">%s</text>`+"\n", labelX, d.y(v)+4, anchor, Figure(v))
	}
	step := (len(d.Labels) + mostTicks - 1) / mostTicks
	for i := 0; i < len(d.Labels); i += max(step, 1) {
		d.printf(`<text x="%.1f" y="%d" fill="#555555" text-anchor="middle">%s</text>`+"\n", d.x(i), height-marginBottom+18, text(d.Labels[i]))
	}
}

// series draws a line, with a point where it has only one, and its line of the legend.
func (d *drawing) series(i int) {
	s := &d.Series[i]
	colour, dash := colours[i%len(colours)], dashes[i/len(colours)%len(dashes)]
	if len(d.Series) > 1 && i < len(colours) {
		dash = dashes[i%len(dashes)]
	}
	style := fmt.Sprintf(`stroke="%s" stroke-width="2"`, colour)
	if dash != "" {
		style += fmt.Sprintf(` stroke-dasharray="%s"`, dash)
	}
	var points []string
	for k, v := range s.Values {
		points = append(points, fmt.Sprintf("%.1f,%.1f", d.x(k), d.y(v)))
	}
	if len(points) == 1 {
		d.printf(`<circle cx="%.1f" cy="%.1f" r="4" fill="%s"/>`+"\n", d.x(0), d.y(s.Values[0]), colour)
	}
	d.printf(`<polyline points="%s" fill="none" %s/>`+"\n", strings.Join(points, " "), style)
	y := height + legendLine*i + 8
	from, to, at := d.left, d.left+30, d.left+38
	if d.RightToLeft {
		from, to, at = d.right, d.right-30, d.right-38
	}
	d.printf(`<line x1="%d" y1="%d" x2="%d" y2="%d" %s/>`+"\n", from, y-4, to, y-4, style)
	d.printf(`<text x="%d" y="%d" text-anchor="start">%s</text>`+"\n", at, y, text(s.Name))
}

// Figure writes a value as short as it can be read: whole above 100, else with a digit
// or two behind the point.
func Figure(v float64) string {
	digits := 2
	switch {
	case v >= 100:
		digits = 0
	case v >= 10:
		digits = 1
	}
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// text makes a text safe within SVG.
func text(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes all
	return b.String()
}
