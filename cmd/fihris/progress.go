package main

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/terminal"
)

// progress shows on standard error how far reading has come: a bar, articles,
// megabytes, rate, time left. Without a terminal it shows nothing.
type progress struct {
	corpus   *corpus.Corpus
	status   *terminal.Status
	began    time.Time
	articles int
}

// newProgress begins to show how far reading c has come.
func (a *app) newProgress(c *corpus.Corpus) *progress {
	p := &progress{corpus: c, status: &terminal.Status{}, began: time.Now()}
	if !a.json {
		p.status = terminal.NewStatus(a.err)
	}
	return p
}

// step counts an article, or something skipped.
func (p *progress) step(article bool) {
	if article {
		p.articles++
	}
	now := time.Now()
	p.status.Show(now, func(columns int) string {
		read, total := p.corpus.Progress()
		return progressText(columns, p.articles, read, total, now.Sub(p.began))
	})
}

// finish takes the line off the screen.
func (p *progress) finish() { p.status.Clear() }

// The columns of the bar; it is left out where there is less room.
const minBar, maxBar = 8, 24

// progressText writes what is known, then draws a bar before it if there is
// room. total is -1 if nobody knows it: of standard input.
func progressText(columns, articles int, read, total int64, took time.Duration) string {
	parts := []string{plural(articles, "article")}
	if total > 0 {
		parts = append(parts, bytesText(read)+" of "+bytesText(total))
	} else {
		parts = append(parts, bytesText(read))
	}
	if took >= time.Second { // before, a rate is a guess
		parts = append(parts, bytesText(int64(float64(read)/took.Seconds()))+"/s")
	}
	if total <= 0 {
		return strings.Join(parts, "  ")
	}
	share := min(float64(read)/float64(total), 1)
	if share > 0 && took >= time.Second {
		left := time.Duration(float64(took) * (1 - share) / share)
		parts = append(parts, left.Round(time.Second).String()+" left")
	}
	text := fmt.Sprintf("%3.0f%%  %s", share*100, strings.Join(parts, "  "))
	width := min(columns-utf8.RuneCountInString(text)-1, maxBar)
	if width < minBar {
		return text
	}
	filled := int(share * float64(width))
	return strings.Repeat("█", filled) + strings.Repeat("░", width-filled) + " " + text
}
