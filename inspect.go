package fihris

import (
	"context"
	"slices"

	"github.com/fihris-search/fihris/internal/index"
)

// Term is an entry of the dictionary of an index, with the number of articles
// that hold it; articles removed since the last merge count still.
type Term struct {
	Text     string // normalized, as it is indexed at the exact level: not as people write it
	Articles uint64
}

// Terms looks into the dictionary of the index: the n most frequent terms that
// begin with a prefix, also behind the article and proclitics that the prefix
// lacks; of all terms for no prefix. For what a reader may go on to type, as people write it, there is
// [Index.Complete].
func (ix *Index) Terms(ctx context.Context, prefix string, n int) ([]Term, error) {
	terms, err := ix.ix.Terms(ctx, prefix, n)
	out := slices.Grow([]Term(nil), len(terms))
	for _, t := range terms {
		out = append(out, Term(t))
	}
	return out, wrap("read "+ix.name(), err)
}

// FileSum is what an index holds of one file: the articles whose
// [Article.File] it is.
type FileSum struct {
	File     string
	Articles int
	Sum      uint64 // of checksums of the articles: it is another as soon as one of them is
}

// Files visits the files that the articles of the index were read from, in the
// order of their names: all for "", else the file of a name and those that lie
// in it, as in a folder or an archive. An error of visit ends it; visit must not
// call the index.
func (ix *Index) Files(ctx context.Context, in string, visit func(FileSum) error) error {
	return wrap("read "+ix.name(), ix.ix.Files(ctx, in, func(f index.FileSum) error { return visit(FileSum(f)) }))
}

// FileIDs visits the IDs of the articles that were read from a file, or from
// those that lie in it; for "" those of all files. An error of visit ends it;
// visit must not call the index.
func (ix *Index) FileIDs(ctx context.Context, in string, visit func(file, id string) error) error {
	return wrap("read "+ix.name(), ix.ix.FileIDs(ctx, in, visit))
}

// Damage is the first damage that a call has met since the index was opened, or
// nil: a file that was cut short, bytes that are not those that were written. Calls that
// do not touch what is damaged still answer; open the index again to have all of it verified.
func (ix *Index) Damage() error { return wrap("read "+ix.name(), ix.ix.Damage()) }

// Check looks whether the index in the folder path is whole: every byte of its
// files, then, unless opts say Quick, that each article agrees with its checksum and that
// its postings are those of its text, which takes as long as indexing it. It
// returns ErrCorrupt, saying what is damaged, or nil. opts must have the words that the
// index was made with.
func Check(ctx context.Context, path string, opts *Options) error {
	return wrap("check "+path, index.Check(ctx, path, opts.internal()))
}

// CheckAccess says which files of the index in the folder path have another owner, or
// other permissions, than its folder has, and how to mend it; nothing where all agree.
// New files get those of the folder, as far as the process may give them: who
// writes tells his user what it could not.
func CheckAccess(path string) []string { return index.Strangers(path) }
