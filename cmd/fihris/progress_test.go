package main

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris/internal/terminal"
)

func TestProgressText(t *testing.T) {
	for _, c := range []struct {
		columns, articles int
		read, total       int64
		took              time.Duration
		want              string
	}{
		{120, 1234, 25e6, 100e6, 10 * time.Second, "██████░░░░░░░░░░░░░░░░░░  25%  1,234 articles  25.0 MB of 100.0 MB  2.5 MB/s  30s left"},
		{75, 1234, 25e6, 100e6, 10 * time.Second, "███░░░░░░░░░░  25%  1,234 articles  25.0 MB of 100.0 MB  2.5 MB/s  30s left"},
		{69, 1234, 25e6, 100e6, 10 * time.Second, " 25%  1,234 articles  25.0 MB of 100.0 MB  2.5 MB/s  30s left"},
		{120, 1, 200, 100, time.Hour, "████████████████████████ 100%  1 article  200 B of 100 B  0 B/s  0s left"}, // a file that grows
		{120, 3, 0, 100, time.Second - 1, "░░░░░░░░░░░░░░░░░░░░░░░░   0%  3 articles  0 B of 100 B"},
		{120, 5, 3000, -1, time.Second, "5 articles  3.0 kB  3.0 kB/s"}, // standard input
		{120, 0, 0, 0, time.Second, "0 articles  0 B  0 B/s"},
	} {
		got := progressText(c.columns, c.articles, c.read, c.total, c.took)
		assert.Equal(t, c.want, got)
		assert.LessOrEqual(t, utf8.RuneCountInString(got), c.columns)
	}
}

// What is skipped has been read, but is no article.
func TestProgressCountsArticles(t *testing.T) {
	p := &progress{status: &terminal.Status{}}
	for _, article := range []bool{true, false, true} {
		p.step(article)
	}
	p.finish()
	assert.Equal(t, 2, p.articles)
}
