package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/maphash"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/fihris-search/fihris"
)

// Scope says what an ID in the data is worth in another file.
type Scope int

// Scopes of IDs.
const (
	ScopeAuto Scope = iota // one article where title, text or address agree; else the later is named by its file
	ScopeFile              // each file counts for itself: every ID is put behind the name of its file
	ScopeAll               // one article everywhere: the later takes the place of the earlier
)

// chooseBase returns the folder that names are relative to: the working
// directory, or the folder around all that was named.
func chooseBase(roots []string) (string, error) {
	wd, err := realPath(".")
	if err != nil {
		return "", err
	}
	base := wd
	for _, root := range roots {
		if !isWithin(wd, root) {
			base = ""
		}
	}
	if base != "" {
		return base, nil
	}
	base = filepath.Dir(roots[0])
	for _, root := range roots[1:] {
		for !isWithin(base, root) {
			base = filepath.Dir(base)
		}
	}
	return base, nil
}

// isWithin tells whether a path is a folder, or lies beneath it.
func isWithin(folder, p string) bool {
	rel, err := filepath.Rel(folder, p)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// fileName returns the name of a file in the index: its path relative to the
// base, with slashes, in NFC, so that what one types is what is there. A path
// on another drive stays what it is.
func fileName(base, real string) string {
	rel, err := filepath.Rel(base, real)
	if err != nil {
		rel = real
	}
	return cleanName(filepath.ToSlash(rel))
}

// cleanName makes valid text of a name. What is not UTF-8 is decoded as a name
// of its own, always in the same way.
func cleanName(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = decodeName(part)
	}
	return norm.NFC.String(strings.Join(parts, "/"))
}

// register knows which file has given which ID, and to what.
type register struct {
	scope   Scope
	known   func(id string) (fihris.Article, bool)
	given   *holders
	files   map[string]uint32
	repeats int
	apart   int

	unreadable bool   // that given could not be read was told
	apartNote  string // with the first of them as an example

	onTie  func(file string)
	owners []string        // by the number of a file: the file on the disk that it is of
	owner  string          // of the file at hand
	tied   map[string]bool // files that have given an ID of that one, too
}

// mostTies bounds the files that are kept for one file.
const mostTies = 1000

// begin begins a file on the disk.
func (r *register) begin(name string) { r.owner, r.tied = name, nil }

// tie notes that a file, or a member of it, has given an ID of the file at hand.
func (r *register) tie(file string) {
	if file == r.owner || strings.HasPrefix(file, r.owner+"/") || isNameless(file) || r.tied[file] {
		return
	}
	if r.onTie != nil {
		r.onTie(file)
	}
	if len(r.tied) == mostTies {
		return
	}
	if r.tied == nil {
		r.tied = map[string]bool{}
	}
	r.tied[file] = true
}

// ties returns what was tied to the file at hand, sorted.
func (r *register) ties() []string { return slices.Sorted(maps.Keys(r.tied)) }

// has tells whether an ID was given. Where that cannot be read any more all may
// have been: nothing is taken for gone.
func (r *register) has(id string) bool {
	_, ok := r.given.get(maphash.String(seed, id))
	return ok || r.given.err != nil
}

// tieGiven ties the file at hand to the one that has given an ID before in this run.
func (r *register) tieGiven(key uint64) (holder, bool) {
	o, ok := r.given.get(key)
	if ok {
		r.tie(r.owners[o.file-1])
	}
	return o, ok
}

// holder is the article that has an ID: hashes of its title, text and address
// are enough to know it again. Two articles take each other's place by
// accident of a hash in one of 2^32 cases of the same ID.
type holder struct{ file, title, body, url uint32 }

func newRegister(scope Scope, known func(string) (fihris.Article, bool), onTie func(string)) register {
	return register{scope: scope, known: known, onTie: onTie, given: newHolders(maxRecent), files: map[string]uint32{}}
}

// seed makes the hashes differ from run to run, so that no corpus can be made
// to collide.
var seed = maphash.MakeSeed()

// hash32 is 0 for what is not there, which is equal to nothing.
func hash32(s string) uint32 {
	if s == "" {
		return 0
	}
	return uint32(maphash.String(seed, s)) | 1
}

func (r *register) holder(a *fihris.Article) holder {
	n, ok := r.files[a.File]
	if !ok {
		n = uint32(len(r.files) + 1)
		r.files[a.File] = n
		r.owners = append(r.owners, r.owner)
	}
	return holder{n, hash32(a.Title), hash32(a.Body), hashURL(a.URL)}
}

// isAbsolute tells an address that is the same everywhere.
func isAbsolute(url string) bool { return strings.Contains(url, "://") }

func hashURL(url string) uint32 {
	if !isAbsolute(url) {
		return 0
	}
	return hash32(url)
}

// isArticle tells whether two are one article in two states.
func (h holder) isArticle(o holder) bool {
	return h.title != 0 && h.title == o.title || h.body != 0 && h.body == o.body || h.url != 0 && h.url == o.url
}

// identify gives an article its ID: the one of the data as given, else its
// address, else the name of its file with the number of its record. What has
// no lasting name, such as standard input, is known by its content.
func (r *register) identify(doc *document, a *fihris.Article, d *draft) {
	own := ownName(doc, a, d)
	switch {
	case d.id != "" && r.scope == ScopeFile:
		a.ID = doc.name + "#" + d.id
	case d.id != "":
		a.ID = d.id
	case isAbsolute(a.URL):
		a.ID = a.URL
	default:
		a.ID = own
	}
	h := r.holder(a)
	if r.scope == ScopeAll && r.known != nil && a.ID != own {
		if k, ok := r.known(a.ID); ok {
			r.tie(k.File)
		}
	}
	key := maphash.String(seed, a.ID)
	before, again := r.tieGiven(key)
	if r.scope != ScopeAll && r.taken(a, h, before, again, own, d.id != "") {
		a.ID = apartName(doc, a, d, own, again && before.file == h.file)
		if r.apart++; r.apart == 1 {
			r.apartNote = fmt.Sprintf("another article has this ID already: kept as FILE#ID, or FILE#n in the same file, such as %q; --id-scope all replaces instead", a.ID)
		}
		doc.note(d.line, r.apartNote)
		key = maphash.String(seed, a.ID)
		_, again = r.tieGiven(key)
	}
	r.hold(doc, d, key, again, h)
}

// hold remembers who has an ID from now on.
func (r *register) hold(doc *document, d *draft, key uint64, again bool, h holder) {
	if again {
		r.repeats++
		doc.note(d.line, "duplicate ID: the later article takes the place of the earlier")
	}
	r.given.put(key, h)
	if r.given.err != nil && !r.unreadable {
		r.unreadable = true
		doc.note(0, "the list of the IDs of earlier articles could not be read back ("+r.given.err.Error()+"): an ID that two files gave may have gone unnoticed")
	}
}

// ownName is the name that an article has of its place.
func ownName(doc *document, a *fihris.Article, d *draft) string {
	switch {
	case doc.nameless:
		return doc.name + "#" + contentHash(a)
	case d.record > 0:
		return doc.name + "#" + strconv.Itoa(d.record)
	}
	return doc.name
}

// apartName is the name of an article whose ID another one has: in another
// file, or in the same.
func apartName(doc *document, a *fihris.Article, d *draft, own string, same bool) string {
	switch {
	case a.ID == own: // two files whose names differ in no letter
		return own + "#" + contentHash(a)
	case d.id == "" || doc.nameless || same:
		return own
	}
	return doc.name + "#" + d.id
}

// contentHash names an article by its text.
func contentHash(a *fihris.Article) string {
	h := sha256.Sum256([]byte(a.Title + "\n" + a.Body))
	return hex.EncodeToString(h[:6])
}

// taken reports whether the ID belongs to another article: o of this run, if
// there is one, or one that the index had before.
func (r *register) taken(a *fihris.Article, h, o holder, ok bool, own string, given bool) bool {
	if ok {
		if o.file == h.file && !given {
			o.url = 0 // an address in every row is that of the site, not of the article
		}
		return !h.isArticle(o)
	}
	if r.known == nil || a.ID == own {
		return false
	}
	k, ok := r.known(a.ID)
	if !ok || k.File == a.File && !isNameless(k.File) {
		return false
	}
	r.tie(k.File)
	return !h.isArticle(holder{0, hash32(k.Title), hash32(k.Body), hashURL(k.URL)})
}

// isNameless tells the file of articles that came without one.
func isNameless(file string) bool { return file == "" || file == stdinName }

// stdinName stands for the file of what came through standard input or a pipe.
const stdinName = "stdin"
