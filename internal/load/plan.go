package load

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/ledger"
)

// file is what is known of one file: from the folders, from the ledger, and
// from the index.
type file struct {
	listed bool // it is among those that are to be read
	twice  bool // so is another whose name differs in no letter
	state  ledger.State
	path   string

	entry      ledger.Entry
	remembered bool // entry is what the ledger has

	held holding // what the index has of it

	read bool // it is to be read
	gone bool // it is no longer in the folders named, and its articles may go
}

// holding is how many articles of a file the index has, and what their
// checksums add up to.
type holding struct {
	articles int
	sum      uint64
}

// isKnown tells a file that need not be read: it has the state it had, was
// read in the same way, and the index has of it what it had then.
func (f *file) isKnown(options string, prune Prune) bool {
	return f.listed && !f.twice && f.remembered && f.entry.State.Same(f.state) && f.entry.Options == options &&
		!f.entry.Unsettled && f.held == holding{f.entry.Articles, f.entry.Sum} && (prune == KeepGone || f.entry.Left == 0 || f.entry.Partial)
}

// plan says of every file what is to be done with it.
type plan struct {
	files map[string]*file
	kept  map[string]string // why the articles of files that are gone stay, by the name of the file
}

// newPlan plans a run: which files are to be read, and which are gone.
func newPlan(ctx context.Context, c *corpus.Corpus, l *ledger.Ledger, to Holder, options string, prune Prune) (*plan, error) {
	p := &plan{files: map[string]*file{}, kept: map[string]string{}}
	listed, failed := c.List()
	for _, f := range listed {
		one := p.of(f.Name)
		one.twice = one.listed
		one.listed, one.state, one.path = true, f.State, f.Path
	}
	for _, name := range l.Names() {
		one := p.of(name)
		one.entry, _ = l.Get(name)
		one.remembered = true
	}
	held, err := p.holdings(ctx, to)
	if err != nil {
		return nil, err
	}
	for name, f := range p.files {
		f.held = held[name]
		f.read = f.listed && !f.isKnown(options, prune)
	}
	p.findGone(c, failed, prune)
	p.spread(prune)
	return p, nil
}

// holdings asks what the index has of each file that is known.
func (p *plan) holdings(ctx context.Context, to Holder) (map[string]holding, error) {
	all := map[string]holding{}
	err := to.Files(ctx, "", func(s fihris.FileSum) error {
		if f, name := p.ownerNamed(s.File); f != nil {
			h := all[name]
			all[name] = holding{h.articles + s.Articles, h.sum + s.Sum}
		}
		return nil
	})
	return all, err
}

// of returns what is known of a file, which may be nothing yet.
func (p *plan) of(name string) *file {
	f := p.files[name]
	if f == nil {
		f = &file{}
		p.files[name] = f
	}
	return f
}

// owner returns the file on the disk that a file of the index is, or is a
// member of; nil if none is known.
func (p *plan) owner(name string) *file {
	f, _ := p.ownerNamed(name)
	return f
}

func (p *plan) ownerNamed(name string) (*file, string) {
	for name != "" {
		if f := p.files[name]; f != nil {
			return f, name
		}
		at := strings.LastIndexByte(name, '/')
		name = name[:max(at, 0)]
	}
	return nil, ""
}

// Why the articles of files that are gone stay.
const (
	keptEmpty   = "nothing is left in the folder"
	keptMount   = "their folder lay on a disk that is not there"
	keptUnread  = "their folder could not be read"
	keptPartial = "their file could not be read to its end"
)

// findGone finds the files that were read from the folders named, and are no
// longer there. What cannot be looked at is not gone, nor what lay on another
// disk; and a folder in which nothing is left may be one that nothing is
// mounted at.
func (p *plan) findGone(c *corpus.Corpus, failed []string, prune Prune) {
	left := map[string]bool{} // folders in which there is something
	for name, f := range p.files {
		if f.listed {
			if _, folder := c.Locate(name); folder != "" {
				left[folder] = true
			}
		}
	}
	var blind []string
	for _, name := range failed {
		path, folder := c.Locate(name)
		blind = append(blind, path)
		left[folder] = true
	}
	for name, f := range p.files {
		if f.listed || !f.remembered {
			continue
		}
		path, folder := c.Locate(name)
		if folder == "" {
			continue
		}
		if info, err := os.Lstat(path); err == nil && !info.IsDir() {
			continue // it is there, if only hidden from us
		}
		f.gone = true
		switch {
		case slices.ContainsFunc(blind, func(b string) bool { return path == b || strings.HasPrefix(path, b+string(filepath.Separator)) }):
			p.kept[name] = keptUnread
		case prune == PruneAll:
		case !left[folder]:
			p.kept[name] = keptEmpty
		case f.entry.Device != 0 && f.entry.Device != deviceAbove(path):
			p.kept[name] = keptMount
		}
	}
}

// deviceAbove is the device of the nearest folder around a path that is there.
func deviceAbove(path string) uint64 {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err == nil {
			return ledger.StateOf(info).Device
		}
		if dir == filepath.Dir(dir) {
			return 0
		}
	}
}

// goes tells whether the articles of a file will be removed.
func (p *plan) goes(name string, f *file, prune Prune) bool {
	return f.gone && prune != KeepGone && p.kept[name] == ""
}

// spread has files read that are tied to one that is read, or that goes: which of
// them an article is of depends on their order.
func (p *plan) spread(prune Prune) {
	ties := map[*file][]*file{}
	for _, f := range p.files {
		for _, name := range f.entry.Ties {
			if o := p.owner(name); o != nil && o != f {
				ties[f], ties[o] = append(ties[f], o), append(ties[o], f)
			}
		}
	}
	var queue []*file
	for name, f := range p.files {
		if f.read && f.remembered || p.goes(name, f, prune) {
			queue = append(queue, f)
		}
	}
	for len(queue) > 0 {
		f := queue[0]
		queue = queue[1:]
		for _, o := range ties[f] {
			if o.listed && !o.read {
				o.read = true
				queue = append(queue, o)
			}
		}
	}
}

// gone returns the names of the files that are gone, sorted.
func (p *plan) gone() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for name := range maps.Keys(p.files) {
			if p.files[name].gone && !yield(name) {
				return
			}
		}
	})
}
