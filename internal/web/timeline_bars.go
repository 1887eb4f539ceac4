package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
)

// What the bars of a timeline look like and are called.

// A screen has room for so many bars. A bar that would be lower than leastBar of the highest is hollow.
const (
	mostBars = 40
	leastBar = 3.2 // percent
	manyBars = 12
)

// draw fills in what each bar looks like and is called.
func (t *timeline) draw(v *view, at level) {
	highest, peak := 0.0, -1
	worth := make([]float64, len(t.Bars))
	for i := range t.Bars {
		b := &t.Bars[i]
		worth[i] = float64(b.Count)
		if t.Share {
			worth[i] = 100 * float64(b.Count) / float64(max(b.All, b.Count, 1))
		}
		if worth[i] > highest {
			highest, peak = worth[i], i
		}
	}
	years := len(t.Bars) > 0 && t.Bars[0].From.Year() != t.Bars[len(t.Bars)-1].From.Year()
	for i := range t.Bars {
		b := &t.Bars[i]
		b.name(v.L, at, i, years)
		b.Percent = v.L.digits(percent(worth[i]))
		if b.Figure = v.L.Num(b.Count); t.Share {
			b.Figure = b.Percent
		}
		if b.Count == 0 {
			continue
		}
		b.Href = v.State.withDates(b.First, b.Last).Home()
		height := 100 * worth[i] / highest
		b.Height, b.Top = tenth(height), tenth(100-height)
		b.Hollow = height < leastBar
		t.Hollow = t.Hollow || b.Hollow
	}
	if peak >= 0 {
		t.Bars[peak].Peak = true
		t.Peak = v.L.text("timeline.peak", t.Bars[peak].Name, t.Bars[peak].Figured(v.L, t.Share))
	}
}

// Figured is the number of a bar in words, with its share where that is shown.
func (b *bar) Figured(l *locale, share bool) string {
	form, number := l.form("results.count", b.Count)
	text := l.text(form, number...)
	if share && b.Count > 0 {
		text = l.text("timeline.share", text, b.Percent)
	}
	return text
}

// name says when a bar is, in words, in short, and as addresses have it.
func (b *bar) name(l *locale, at level, i int, years bool) {
	last := b.To.AddDate(0, 0, -1)
	switch {
	case at.size == fihris.PerDay:
		b.First = dayText(b.From)
		b.Label = l.digits(strconv.Itoa(b.From.Day()))
		b.Keep = i%5 == 0
	case at.size == fihris.PerMonth:
		b.First = b.From.Format(layoutMonth)
		b.Label, b.Short = l.Month(b.From), l.digits(strconv.Itoa(int(b.From.Month())))
		if b.Keep = true; years { // there is no room for the names of so many
			b.Label, b.Keep = b.Short, b.From.Month() == time.January || i == 0
			if b.Keep {
				b.Label += "/" + l.Year(b.From)
			}
			b.Short = ""
		}
	default:
		b.First, b.Last = b.From.Format(layoutYear), last.Format(layoutYear)
		b.Label = l.Year(b.From)
		b.Keep = i%5 == 0 || at.years > 1 && i%2 == 0
	}
	if b.Last == "" {
		b.Last = b.First
	}
	if b.Name = l.Period(b.First); b.Last != b.First {
		b.Name = l.text("date.years", l.Year(b.From), l.Year(last))
	}
}

func tenth(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0") + "%"
}

// percent writes a share, small ones with what makes them differ from nothing.
func percent(x float64) string {
	switch {
	case x == 0:
		return "0%"
	case x < 0.1:
		return "<0.1%"
	case x < 9.95:
		return fmt.Sprintf("%.1f%%", x)
	}
	return fmt.Sprintf("%.0f%%", x)
}

// choose marks the bars that lie in the chosen span, where it is not all that is shown.
func (t *timeline) choose(from, to time.Time) {
	if from.IsZero() && to.IsZero() {
		return
	}
	n := 0
	for i := range t.Bars {
		b := &t.Bars[i]
		b.Chosen = (from.IsZero() || b.To.After(from)) && (to.IsZero() || b.From.Before(to))
		if b.Chosen {
			n++
		}
	}
	t.Ranged = n < len(t.Bars)
	for i := range t.Bars {
		t.Bars[i].Chosen = t.Bars[i].Chosen && t.Ranged
	}
}
