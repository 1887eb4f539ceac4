package posting

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/blockmax"
)

// titleTerm is a term of the title field with its documents and frequencies.
type titleTerm struct {
	term        []byte
	docs, freqs []uint32
}

// leveled writes a field that has levels, family by family.
type leveled struct {
	Levels
	w      *writer
	docs   int
	titles func() (*titleTerm, error) // the terms of the title in their order; nil at the end
	title  *titleTerm                 // that comes next

	stems, forms, titleStems, titleForms []float32 // the part of BM25 that is of the document's length

	keys []key // of the family at hand
	all  encoder

	rootTF, stemTF, titleTF []uint32 // by document; zero between uses
	value                   []float32
	set                     []uint64
	standing                standingWriter
	rootDocs, stemDocs      []uint32
	titleDocs, freqs        []uint32
	bounds                  []float32
	ends                    []int
	groups                  []group // of stems that have lists of their own
	arena, part             []byte
}

// key is a term of a family: where its postings end in all, and its positions.
type key struct {
	term            string
	docs, positions int
	ends            span // of x.ends
	list            span // of the arena
	begins          int  // with it
}

// span is a part of a slice.
type span struct{ from, to int }

// group is the list of a root or of a stem.
type group struct {
	docs int
	list span
}

// norms are the part of BM25 that is of the lengths of documents.
func norms(lengths []uint32) []float32 {
	total := uint64(0)
	for _, n := range lengths {
		total += uint64(n)
	}
	average := 0.0
	if len(lengths) > 0 {
		average = float64(total) / float64(len(lengths))
	}
	out := make([]float32, len(lengths))
	for i, n := range lengths {
		out[i] = float32(blockmax.Norm(n, average))
	}
	return out
}

// newLeveled begins a field with levels of docs documents; column gives the
// lengths, title those of the title's levels.
func newLeveled(w *writer, l *Levels, docs int, column func(string) []uint32, title *Levels, titles func() (*titleTerm, error)) (*leveled, error) {
	x := &leveled{Levels: *l, w: w, docs: docs, titles: titles, stems: norms(column(l.Stems)), forms: norms(column(l.Forms))}
	x.rootTF, x.stemTF, x.titleTF = make([]uint32, docs), make([]uint32, docs), make([]uint32, docs)
	x.value, x.set = make([]float32, docs), make([]uint64, (docs+63)/64)
	if x.Places {
		x.standing.next = make([]uint32, docs)
	}
	if title != nil {
		x.titleStems, x.titleForms = norms(column(title.Stems)), norms(column(title.Forms))
		return x, x.nextTitle()
	}
	return x, nil
}

func (x *leveled) nextTitle() (err error) {
	x.title, err = x.titles()
	return err
}

// add adds the next term of the field.
func (x *leveled) add(term string, e *encoder) error {
	root := rootEnd(term)
	if len(x.keys) > 0 && (root == 0 || !strings.HasPrefix(x.keys[0].term, term[:root])) {
		if err := x.flush(); err != nil {
			return err
		}
	}
	x.all.docs, x.all.freqs = append(x.all.docs, e.docs...), append(x.all.freqs, e.freqs...)
	x.all.positions = append(x.all.positions, e.positions...)
	at := len(x.ends)
	x.ends = append(x.ends, e.ends...)
	x.keys = append(x.keys, key{term: term, docs: len(x.all.docs), positions: len(x.all.positions), ends: span{at, len(x.ends)}})
	if root == 0 {
		return x.flush()
	}
	return nil
}

// flush writes the family at hand.
func (x *leveled) flush() error {
	if len(x.keys) == 0 {
		return nil
	}
	first := x.keys[0].term
	if root := rootEnd(first); root == 0 {
		if err := x.readTitle(first, true); err != nil {
			return err
		}
		for _, d := range x.all.docs {
			x.value[d] = 0
		}
		ft := x.factor(x.Weights.Title, len(x.titleDocs))
		for _, d := range x.titleDocs {
			x.value[d] = saturate(ft, x.titleTF[d], x.titleForms[d])
		}
		x.list(0, x.factor(x.Weights.Stem, len(x.all.docs)))
		x.forgetTitle()
		x.w.entry(first, sameStem, len(x.all.docs), nil, nil, x.arena)
	} else if err := x.family(root); err != nil {
		return err
	}
	x.keys, x.ends, x.arena, x.groups = x.keys[:0], x.ends[:0], x.arena[:0], x.groups[:0]
	x.all.reset()
	return nil
}

// factor is the most that a term of a weight adds, which so many documents hold.
func (x *leveled) factor(weight float32, docs int) float32 {
	if docs == 0 {
		return 0
	}
	return float32(blockmax.Factor(float64(weight), uint64(docs), uint64(x.docs)))
}

func saturate(factor float32, tf uint32, norm float32) float32 {
	return factor * float32(tf) / (float32(tf) + norm)
}

// family writes the lists of a root, of its stems and of its forms.
func (x *leveled) family(root int) error {
	x.rootDocs = x.sum(x.rootDocs[:0], x.rootTF, 0, len(x.all.docs))
	fr := x.factor(x.Weights.Root, len(x.rootDocs))
	stems := 0
	for from := 0; from < len(x.keys); stems++ {
		to, err := x.stem(from, root, fr)
		if err != nil {
			return err
		}
		from = to
	}
	first := &x.keys[0]
	first.begins += rootBegin - stemOnly
	own := group{}
	if stems > 1 {
		for _, d := range x.rootDocs {
			x.value[d] = saturate(fr, x.rootTF[d], x.stems[d])
		}
		var err error
		if own, err = x.group(x.rootDocs, x.rootTF, x.Places); err != nil {
			return err
		}
		first.begins += ownRoot
	}
	for _, d := range x.rootDocs {
		x.rootTF[d] = 0
	}
	groups := x.groups
	for k := range x.keys {
		key := &x.keys[k]
		var of [2]group
		n := 0
		if k == 0 && stems > 1 {
			of[n] = own
			n++
		}
		if key.begins == stemOnly+ownStem || key.begins >= rootBegin && (key.begins-rootBegin)&ownStem != 0 {
			of[n], groups = groups[0], groups[1:]
			n++
		}
		x.w.entry(key.term, key.begins, key.docs-x.from(k), of[:n], x.arena, x.arena[key.list.from:key.list.to])
	}
	return nil
}

// stem makes the lists of the stem that begins with a key, and of its forms, and returns
// the key behind them.
func (x *leveled) stem(first, root int, fr float32) (to int, err error) {
	prefix := x.keys[first].term[:stemEnd(x.keys[first].term, root)]
	to = first + 1
	for to < len(x.keys) && strings.HasPrefix(x.keys[to].term, prefix) {
		to++
	}
	if err := x.readTitle(prefix, false); err != nil {
		return to, err
	}
	x.stemDocs = x.sum(x.stemDocs[:0], x.stemTF, x.from(first), x.keys[to-1].docs)
	fs, ft := x.factor(x.Weights.Stem, len(x.stemDocs)), x.factor(x.Weights.Title, len(x.titleDocs))
	for _, d := range x.stemDocs {
		v := saturate(fr, x.rootTF[d], x.stems[d]) + saturate(fs, x.stemTF[d], x.stems[d])
		if n := x.titleTF[d]; n > 0 {
			v += saturate(ft, n, x.titleStems[d])
		}
		x.value[d] = v
	}
	x.keys[first].begins = stemOnly
	if to-first > 1 {
		own, err := x.group(x.stemDocs, x.stemTF, x.Places && to-first == len(x.keys))
		if err != nil {
			return to, err
		}
		x.groups = append(x.groups, own)
		x.keys[first].begins += ownStem
	}
	for k := first; k < to; k++ {
		x.list(k, x.factor(x.Weights.Form, x.keys[k].docs-x.from(k)))
	}
	for _, d := range x.stemDocs {
		x.stemTF[d] = 0
	}
	x.forgetTitle()
	return to, nil
}

// from is where the postings of a key begin.
func (x *leveled) from(key int) int {
	if key == 0 {
		return 0
	}
	return x.keys[key-1].docs
}

// sum adds up postings of the family, documents from..to of all, into tf, and appends
// the documents to dst, ascending.
func (x *leveled) sum(dst, tf []uint32, from, to int) []uint32 {
	docs, sorted := x.all.docs[from:to], true
	for i, d := range docs {
		sorted = sorted && (i == 0 || d > docs[i-1])
		tf[d] += x.all.freqs[from+i]
	}
	switch {
	case sorted:
		return append(dst, docs...)
	case len(docs)*16 < len(x.set): // so few that they are sorted sooner than the set is read
		dst = append(dst, docs...)
		slices.Sort(dst)
		return slices.Compact(dst)
	}
	return x.union(dst, docs)
}

// union appends documents to dst, ascending, each once.
func (x *leveled) union(dst, docs []uint32) []uint32 {
	for _, d := range docs {
		x.set[d>>6] |= 1 << (d & 63)
	}
	for i, word := range x.set {
		dst = appendSet(dst, uint32(i<<6), word)
	}
	clear(x.set)
	return dst
}

// readTitle reads how often the titles hold the terms of a stem, or a term.
func (x *leveled) readTitle(prefix string, whole bool) error {
	x.titleDocs = x.titleDocs[:0]
	for x.title != nil && string(x.title.term) < prefix {
		if err := x.nextTitle(); err != nil {
			return err
		}
	}
	for x.title != nil && (string(x.title.term) == prefix || !whole && bytes.HasPrefix(x.title.term, []byte(prefix))) {
		for i, d := range x.title.docs {
			if x.titleTF[d] == 0 {
				x.titleDocs = append(x.titleDocs, d)
			}
			x.titleTF[d] += x.title.freqs[i]
		}
		if err := x.nextTitle(); err != nil {
			return err
		}
	}
	return nil
}

func (x *leveled) forgetTitle() {
	for _, d := range x.titleDocs {
		x.titleTF[d] = 0
	}
}

// group makes the list of documents whose frequencies and bounds are by document, with where the
// words of the root stand in these, if the list is that of the root.
func (x *leveled) group(docs, tf []uint32, places bool) (_ group, err error) {
	x.freqs, x.bounds = x.freqs[:0], x.bounds[:0]
	for _, d := range docs {
		x.freqs, x.bounds = append(x.freqs, tf[d]), append(x.bounds, x.value[d])
	}
	from := len(x.arena)
	if places {
		x.part = blockmax.Append(x.part[:0], docs, x.freqs, x.bounds, x.docs)
		x.arena = append(binary.AppendUvarint(x.arena, uint64(len(x.part))), x.part...)
		x.arena, err = x.appendStandings(x.arena)
	} else {
		x.arena = blockmax.Append(x.arena, docs, x.freqs, x.bounds, x.docs)
	}
	return group{len(docs), span{from, len(x.arena)}}, err
}

// list makes the list of a key, whose word adds what is in value and a part for the
// form.
func (x *leveled) list(k int, factor float32) {
	from, to := x.from(k), x.keys[k].docs
	docs, freqs := x.all.docs[from:to], x.all.freqs[from:to]
	x.bounds = x.bounds[:0]
	for i, d := range docs {
		x.bounds = append(x.bounds, x.value[d]+saturate(factor, freqs[i], x.forms[d]))
	}
	at := len(x.arena)
	if x.w.has&hasPositions == 0 {
		x.arena = blockmax.Append(x.arena, docs, freqs, x.bounds, x.docs)
	} else {
		positions := 0
		if k > 0 {
			positions = x.keys[k-1].positions
		}
		e := encoder{positions: x.all.positions[positions:x.keys[k].positions], ends: x.ends[x.keys[k].ends.from:x.keys[k].ends.to]}
		x.part = blockmax.Append(x.part[:0], docs, freqs, x.bounds, x.docs)
		x.arena = binary.AppendUvarint(x.arena, uint64(len(x.part)))
		x.arena = e.appendPositions(append(x.arena, x.part...))
	}
	x.keys[k].list = span{at, len(x.arena)}
}

func appendSet(dst []uint32, base uint32, word uint64) []uint32 {
	for ; word != 0; word &= word - 1 {
		dst = append(dst, base+uint32(bits.TrailingZeros64(word)))
	}
	return dst
}
