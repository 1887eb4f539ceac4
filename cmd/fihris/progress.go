package main

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/fihris-search/fihris/internal/corpus"
)

// bar shows how far reading has come: articles, megabytes, rate, time left.
// Without a terminal it shows nothing.
type bar struct {
	corpus   *corpus.Corpus
	bar      *progressbar.ProgressBar
	articles int
	shown    time.Time
}

// barInterval is how often the bar moves.
const barInterval = 100 * time.Millisecond

// newBar returns a bar on standard error, if that is a terminal.
func (a *app) newBar(c *corpus.Corpus) *bar {
	b := &bar{corpus: c}
	f, ok := a.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || a.json {
		return b
	}
	_, total := c.Progress()
	b.bar = progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(f),
		progressbar.OptionShowBytes(true),
		progressbar.OptionShowCount(),
		progressbar.OptionSetSpinnerChangeInterval(0), // no goroutine of its own that could draw after the end
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetElapsedTime(true),
		progressbar.OptionSetWidth(24),
		progressbar.OptionThrottle(0),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionEnableColorCodes(false),
	)
	return b
}

// step counts an article, or something skipped.
func (b *bar) step(article bool) {
	if article {
		b.articles++
	}
	if b.bar == nil || time.Since(b.shown) < barInterval {
		return
	}
	b.shown = time.Now()
	b.bar.Describe(plural(b.articles, "article"))
	read, _ := b.corpus.Progress()
	_ = b.bar.Set64(read) // a bar that cannot be drawn must not stop the work
}

// finish takes the bar off the screen.
func (b *bar) finish() {
	if b.bar != nil {
		_ = b.bar.Clear()
	}
}
