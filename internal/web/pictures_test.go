package web_test

import (
	"context"
	"flag"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
	"github.com/fihris-search/fihris/testdata"
)

var pictures = flag.String("pictures", "", "write pictures of the page into this folder")

// TestPictures makes the pictures of the documentation, from the bundled articles: make pictures.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("no -pictures: none are made")
	}
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	var articles []fihris.Article
	for _, a := range testdata.Articles() {
		articles = append(articles, fihris.Article{
			ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source, Section: a.Section, URL: a.URL, Published: a.Published, Tags: a.Tags,
		})
	}
	require.NoError(t, ix.Add(context.Background(), articles...))
	browser := startBrowser(t)
	site := httptest.NewServer(web.New(ix, web.Options{}))
	defer site.Close()
	require.NoError(t, os.MkdirAll(*pictures, 0o777))
	for name, p := range map[string]struct {
		address       string
		width, height int64
		dark          bool
	}{
		"results":     {query("/", "q", "السوق"), 1200, 820, false},
		"article":     {query("/article", "id", article, "q", "السوق", "rank", "1"), 1200, 820, false},
		"observatory": {query("/observatory", "words", "السوق، البحر، المدينة"), 1200, 1500, false},
		"phone":       {query("/", "q", "السوق"), 390, 844, true},
		"english":     {query("/", "q", "السوق", "lang", "en"), 1200, 820, false},
	} {
		tb := newTab(t, browser, site.URL)
		tb.viewport(p.width, p.height, p.width < 600)
		if p.dark {
			tb.prefer("dark")
		}
		_, err := chromedp.Call(tb.ctx, emulation.SetScrollbarsHidden, emulation.SetScrollbarsHiddenParams{Hidden: true})
		require.NoError(t, err)
		tb.open(p.address)
		time.Sleep(300 * time.Millisecond) // for the fonts
		quality := int64(80)
		shot, err := chromedp.Call(tb.ctx, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{Format: cdppage.CaptureScreenshotFormatWebp, Quality: &quality})
		require.NoError(t, err)
		assert.Less(t, len(shot.Data), 150_000, name)
		require.NoError(t, os.WriteFile(filepath.Join(*pictures, name+".webp"), shot.Data, 0o666))
	}
}
