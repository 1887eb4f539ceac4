package load

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"slices"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/ledger"
)

// Prune says what becomes of articles that are gone from the folders named: of
// files that are no longer there, and of records that a file no longer has.
// What came from elsewhere stays in any case.
type Prune int

// What becomes of articles that are gone.
const (
	KeepGone  Prune = iota
	PruneGone       // they are removed, unless a whole folder would go
	PruneAll        // they are removed, also where nothing is left in a folder, or its disk is another
)

// Loader brings files into a target, and reads only what it does not know. It is
// used for one run.
type Loader struct {
	// Create opens or makes the target when the first article is there: what
	// cannot be read leaves nothing behind. The ledger may be nil.
	Create func() (Target, *ledger.Ledger, error)
	// Options is a hash of what reading depends on besides the files: flags, the
	// program.
	Options string
	Prune   Prune
	// Recalled is told what was left out of a file that was passed over when it
	// was read.
	Recalled func(corpus.RecalledSkip)
	// Settled, if not nil, is asked whether a file may be read already. It is for
	// whoever looks again: of a file that is fresh, nothing is removed.
	Settled func(corpus.File) bool
	// DryRun reads every file, and sends nothing.
	DryRun bool

	c      *corpus.Corpus
	to     Target // nil until there is one
	ledger *ledger.Ledger
	plan   *plan
	out    *batches
	early  []func() // what is to be remembered once there is a ledger
	begun  map[string]begun
	whole  map[string]bool // files that were read in this run: whether nothing was left out that might be an article
	later  map[string]bool // those of which that is seen when they are read again
	result Result
}

// begun is how things were when the reading of a file began.
type begun struct {
	at      time.Time
	refused int
}

// Result is what a run did.
type Result struct {
	fihris.Changes
	Removed int
	Passed  int // files that were not read, for they are as they were
	Fresh   int // files that were not read yet, or are to be read again soon, for they were changed a moment ago
	Left    int // articles that are gone from the files, and were not removed
	Kept    []Kept
	Refused []error // [*fihris.AddError]s of articles that the target did not take
}

// Kept is why articles stay though they are gone from the folders.
type Kept struct {
	Why      string
	Articles int
	Files    int
	First    string // of the files
}

// Hook has a corpus ask the loader which files it is to read. It must be called
// before the corpus is opened.
func (l *Loader) Hook(o *corpus.Options) {
	l.begun, l.whole, l.later = map[string]begun{}, map[string]bool{}, map[string]bool{}
	o.Before, o.After, o.Tied = l.before, l.after, l.tied
	if known := o.Known; known != nil {
		o.Known = func(id string) (fihris.Article, bool) {
			a, ok := known(id)
			return a, ok && !l.isLeaving(&a)
		}
	}
}

// Plan decides what is to be read. It is needed where there is a target
// already; what is not in an index that is yet to be made must be read.
func (l *Loader) Plan(ctx context.Context, c *corpus.Corpus, to Target, remembered *ledger.Ledger) error {
	l.c, l.to, l.ledger = c, to, remembered
	holder, ok := to.(Holder)
	if !ok || remembered == nil {
		return nil
	}
	var err error
	l.plan, err = newPlan(ctx, c, remembered, holder, l.Options, l.Prune)
	return err
}

// Run sends articles, which come from the corpus, until there are no more or
// ctx is done; then it removes what is gone. After an error what is in the result
// is durable. Errors of the sequence are passed over: who made it tells them.
func (l *Loader) Run(ctx context.Context, c *corpus.Corpus, articles iter.Seq2[fihris.Article, error]) (Result, error) {
	l.c = c
	l.out = &batches{ctx: ctx, flush: l.flush}
	err := l.send(ctx, articles)
	err = errors.Join(err, l.out.finish())
	if err == nil {
		err = ctx.Err()
	}
	if err == nil && l.plan != nil {
		err = l.tidy(ctx)
	}
	l.flush()
	l.result.Added += l.out.changes.Added
	l.result.Changed += l.out.changes.Changed
	l.result.Unchanged += l.out.changes.Unchanged
	l.result.Refused = l.out.refused
	return l.result, err
}

func (l *Loader) send(ctx context.Context, articles iter.Seq2[fihris.Article, error]) error {
	for a, err := range articles {
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			continue
		}
		if err := l.ready(ctx); err != nil {
			return err
		}
		if !l.out.add(a) {
			return nil
		}
	}
	return nil
}

// ready makes the target if there is none yet, and tells it the base: one that was made
// otherwise may have none, or is to have another.
func (l *Loader) ready(ctx context.Context) error {
	if l.out.to != nil {
		return nil
	}
	if l.to == nil {
		to, remembered, err := l.Create()
		if err == nil {
			err = l.Plan(ctx, l.c, to, remembered)
		}
		if err != nil {
			return err
		}
		l.flush()
	}
	if base := l.c.Base(); base != l.to.Base() {
		if err := l.to.SetBase(ctx, base); err != nil {
			return err
		}
	}
	l.out.to = l.to
	return nil
}

func (l *Loader) flush() {
	if l.ledger == nil {
		return
	}
	for _, do := range l.early {
		do()
	}
	l.early = nil
	l.ledger.Flush()
}

// before says whether a file is to be read.
func (l *Loader) before(f corpus.File) bool {
	if l.plan != nil && !l.DryRun {
		if one := l.plan.files[f.Name]; one != nil && !one.read {
			l.pass(f, one)
			return false
		}
	}
	if l.Settled != nil && !l.Settled(f) {
		l.result.Fresh++
		return false
	}
	refused := 0
	if l.out != nil {
		refused = len(l.out.refused)
	}
	l.begun[f.Name] = begun{time.Now(), refused}
	l.claim(f)
	return true
}

// claim remembers of a file that it is read, before the index has anything of it: if the run is killed and the
// file goes, the next one knows whose articles those are. It says nothing else, and so the file is read again.
func (l *Loader) claim(f corpus.File) {
	claim := func() {
		if _, ok := l.to.(Holder); !ok {
			return
		}
		if _, ok := l.ledger.Get(f.Name); !ok {
			l.ledger.Put(ledger.Entry{Name: f.Name, State: f.State, Options: l.Options, Unsettled: true})
		}
	}
	switch {
	case l.DryRun:
	case l.ledger == nil:
		l.early = append(l.early, claim)
	default:
		claim()
	}
}

// keep counts articles of a file that are gone and stay, for a reason that is to
// be told, or for none.
func (l *Loader) keep(name, why string, articles int) {
	l.result.Left += articles
	if why == "" || articles == 0 {
		return
	}
	at := slices.IndexFunc(l.result.Kept, func(k Kept) bool { return k.Why == why })
	if at < 0 {
		at = len(l.result.Kept)
		l.result.Kept = append(l.result.Kept, Kept{Why: why, First: name})
	}
	l.result.Kept[at].Articles += articles
	l.result.Kept[at].Files++
}

// tied has a file read, if its turn is yet to come, that has given an ID which one
// that is read gives, too: it comes later, and so the article is its.
func (l *Loader) tied(name string) {
	if l.plan == nil {
		return
	}
	if f := l.plan.owner(name); f != nil && f.listed {
		f.read = true
	}
}

// pass passes over a file, and tells what was told of it when it was read.
func (l *Loader) pass(f corpus.File, one *file) {
	l.result.Passed++
	l.result.Unchanged += one.held.articles
	why := ""
	if l.Prune != KeepGone {
		why = keptPartial
	}
	l.keep(f.Name, why, one.entry.Left)
	for _, s := range l.c.Recall(f, &one.entry) {
		l.Recalled(s)
	}
	if one.entry.Device != f.State.Device {
		one.entry.Device = f.State.Device
		l.ledger.Put(one.entry)
	}
}

// after remembers a file once all that was read of it is durable.
func (l *Loader) after(r corpus.Reading) {
	start := l.begun[r.Name]
	delete(l.begun, r.Name)
	l.whole[r.Name] = r.Whole && r.Steady
	if !r.Steady || r.State.IsFresh(start.at) {
		l.result.Fresh++
		if l.Settled != nil {
			l.whole[r.Name], l.later[r.Name] = false, true
		}
	}
	if l.DryRun {
		return
	}
	l.out.then(func() {
		if len(l.out.refused) > start.refused {
			r.Certain, l.whole[r.Name] = false, false // some of it is not in the index: it is to be told again
		}
		remember := func() { l.remember(r, start.at) }
		if l.ledger == nil {
			l.early = append(l.early, remember)
			return
		}
		remember()
	})
}

// remember puts a file that was read into the ledger.
func (l *Loader) remember(r corpus.Reading, began time.Time) {
	e := ledger.Entry{
		Name: r.Name, State: r.State, Options: l.Options, Skips: r.Skips, Notes: r.Notes, Ties: l.ties(&r),
		Unsettled: !r.Steady || !r.Certain || r.State.IsFresh(began), Partial: !r.Whole,
	}
	l.put(e)
}

// ties are the files that have given an ID of a file, too: those that were met, and
// those met before that were not read in this run.
func (l *Loader) ties(r *corpus.Reading) []string {
	old, _ := l.ledger.Get(r.Name)
	if l.plan == nil || len(old.Ties) == 0 {
		return r.Ties
	}
	all := slices.Clone(r.Ties)
	for _, name := range old.Ties {
		f, owner := l.plan.ownerNamed(name)
		if _, read := l.whole[owner]; f != nil && f.listed && !read {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// put completes an entry by what the index holds, and puts it into the ledger
// unless it is there.
func (l *Loader) put(e ledger.Entry) {
	holder, ok := l.to.(Holder)
	if !ok {
		return
	}
	h, stale, err := l.holding(holder, e.Name)
	if err != nil {
		return // as good as unknown: it is read again
	}
	e.Articles, e.Sum, e.Left = h.articles, h.sum, stale
	if old, ok := l.ledger.Get(e.Name); !ok || !reflect.DeepEqual(old, e) {
		l.ledger.Put(e)
	}
}
