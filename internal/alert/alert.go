// Package alert keeps saved queries beside an index, and tells which articles that they
// match were not told before.
//
// An article is new to an alert when the alert matches it and has never told its ID: an article that
// is changed so that it matches is new, one that was told and is changed, removed or added again is not. So
// nothing depends on when a run takes place, nor on what became of the segments of the index, and the
// file can be copied, restored and kept when the index is rebuilt.
//
// A run has two steps. [Book.Run] finds what is new, and returns when it is durable that
// these articles belong to the run of that number. Who has passed them on says so
// ([Book.Acknowledge]). Killed before the first step is durable, the next run finds the same articles;
// between the two, the next run returns them once more, under the number of their run and as told
// Again. No article is missed, and none is in two runs.
package alert

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/store"
)

// The limits of a book.
const (
	MostAlerts   = 1000
	MostArticles = 1_000_000 // that one alert may match and tell
	mostName     = 100       // runes
	mostQuery    = 64 << 10  // bytes
)

// The errors worth telling apart.
var (
	ErrExists = errors.New("there is an alert of that name")
	ErrNone   = errors.New("no alert of that name")
	ErrBroad  = fmt.Errorf("it matches more than %d articles: narrow it", MostArticles)
	ErrFull   = fmt.Errorf("there are %d alerts, and no more are possible", MostAlerts)
	ErrName   = fmt.Errorf("a name is one line of 1 to %d characters", mostName)
	ErrBusy   = store.ErrAsideLocked // another process has the book
	ErrBook   = errors.New("the file of alerts is damaged, or of a later version")
)

// Index is what is asked for articles.
type Index interface {
	Search(ctx context.Context, req fihris.Request) (*fihris.Results, error)
	Matching(ctx context.Context, req fihris.Request) iter.Seq2[fihris.Article, error]
}

// Alert is a saved query.
type Alert struct {
	Name    string
	Query   string // in the query language
	Created time.Time
	Runs    int       // that told something
	LastRun time.Time // the last one, whether it told something or not; zero for none
	Seen    int       // articles that are not new to it: those it has told, and those that were there before
	Waiting int       // articles of runs that nobody has acknowledged
}

// Article is an article that an alert tells.
type Article struct {
	ID, Title, Source, Section, URL string
	Published                       time.Time
}

// Delivery is what one run of an alert tells.
type Delivery struct {
	Alert    string
	Run      int // from 1, without gaps
	Found    time.Time
	Again    bool // an earlier call has returned it, and nobody acknowledged it
	Articles []Article
}

// Book is the alerts of an index, held by this process.
type Book struct {
	dir    string
	all    map[string]*entry
	unlock func() error
}

// seenID stands for the ID of an article: 128 bits of its SHA-256.
type seenID [16]byte

func seen(id string) seenID {
	h := sha256.Sum256([]byte(id))
	return seenID(h[:16])
}

// Open takes hold of the alerts of the index in a folder. It waits for another process that has them
// as long as it may.
func Open(dir string, wait time.Duration) (*Book, error) {
	unlock, err := store.LockAside(dir, store.AlertsFile, wait)
	if err != nil {
		return nil, err
	}
	all, err := read(dir)
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	return &Book{dir, all, unlock}, nil
}

// List lists the alerts of the index in a folder by name, without taking hold of them.
func List(dir string) ([]Alert, error) {
	all, err := read(dir)
	if err != nil {
		return nil, err
	}
	var out []Alert
	for _, name := range slices.Sorted(maps.Keys(all)) {
		out = append(out, all[name].alert())
	}
	return out, nil
}

// Close lets others have the alerts.
func (b *Book) Close() error { return b.unlock() }

// Names lists the alerts.
func (b *Book) Names() []string { return slices.Sorted(maps.Keys(b.all)) }

// Add saves a query under a name. What it matches now is not new to it, unless fromTheStart. It
// returns how many articles that are.
func (b *Book) Add(ctx context.Context, ix Index, name, text string, fromTheStart bool, now time.Time) (matched int, err error) {
	switch n := utf8.RuneCountInString(name); {
	case n == 0 || n > mostName || strings.TrimSpace(name) != name || strings.ContainsFunc(name, unicode.IsControl) || !utf8.ValidString(name):
		return 0, ErrName
	case b.all[name] != nil:
		return 0, fmt.Errorf("%w: %s", ErrExists, name)
	case len(b.all) == MostAlerts:
		return 0, ErrFull
	case len(text) > mostQuery || !utf8.ValidString(text):
		return 0, fmt.Errorf("the query has more than %d bytes, or is no text", mostQuery)
	}
	e := &entry{Name: name, Query: text, Created: now.UTC().Truncate(time.Second), seen: map[seenID]bool{}}
	found, err := e.match(ctx, ix)
	if err != nil {
		return 0, err
	}
	if !fromTheStart {
		for i := range found {
			e.seen[seen(found[i].ID)] = true
		}
	}
	b.all[name] = e
	if err := b.write(); err != nil {
		delete(b.all, name)
		return 0, err
	}
	return len(found), nil
}

// Remove forgets an alert and what it has told.
func (b *Book) Remove(name string) error {
	e := b.all[name]
	if e == nil {
		return fmt.Errorf("%w: %s", ErrNone, name)
	}
	delete(b.all, name)
	if err := b.write(); err != nil {
		b.all[name] = e
		return err
	}
	return nil
}

// Run finds what is new to the alerts of some names, or to all, and returns what is
// to be told, the earliest run of each first, when it is durable. An alert whose query fails is told in
// the error, and the others run.
func (b *Book) Run(ctx context.Context, ix Index, names []string, now time.Time) ([]Delivery, error) {
	if len(names) == 0 {
		names = b.Names()
	}
	for _, name := range names {
		if b.all[name] == nil {
			return nil, fmt.Errorf("%w: %s", ErrNone, name)
		}
	}
	now = now.UTC().Truncate(time.Second)
	var failed []error
	var ran []*entry
	changed := false
	for _, name := range names {
		e := b.all[name]
		if slices.Contains(ran, e) {
			continue
		}
		ran = append(ran, e)
		fresh, err := e.fresh(ctx, ix)
		if err != nil {
			failed = append(failed, fmt.Errorf("alert %q: %w", name, err))
			continue
		}
		e.lastRun(now, &changed)
		if len(fresh) > 0 {
			e.Runs++
			for i := range fresh {
				e.seen[seen(fresh[i].ID)] = true
			}
			e.Waiting = append(e.Waiting, waiting{Run: e.Runs, Found: now, Articles: fresh, fresh: true})
			changed = true
		}
	}
	if changed {
		if err := b.write(); err != nil {
			if again, readErr := read(b.dir); readErr == nil {
				b.all = again // what is on the disk holds
			}
			return nil, errors.Join(append(failed, err)...)
		}
	}
	var out []Delivery
	for _, e := range ran {
		for i := range e.Waiting {
			w := &e.Waiting[i]
			out = append(out, Delivery{e.Name, w.Run, w.Found, !w.fresh, w.Articles})
			w.fresh = false
		}
	}
	return out, errors.Join(failed...)
}

// Acknowledge says that deliveries were passed on: they are not returned again.
func (b *Book) Acknowledge(told []Delivery) error {
	for _, d := range told {
		if e := b.all[d.Alert]; e != nil {
			e.Waiting = slices.DeleteFunc(e.Waiting, func(w waiting) bool {
				if w.Run == d.Run {
					e.remember(w)
				}
				return w.Run == d.Run
			})
		}
	}
	if len(told) == 0 {
		return nil
	}
	return b.write()
}
