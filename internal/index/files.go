package index

import (
	"context"
	"hash/crc32"

	"github.com/fihris-search/fihris/internal/posting"
)

// What an index holds of a file is asked of the index itself: each article has
// the name of its file as a term, and a checksum of its own beside it. Whoever
// remembers how many articles a file gave and what their checksums added up to can
// tell whether they are there still, whatever was written, removed, copied or
// restored since.

// columnSum is the column of the checksums of articles.
const columnSum = "sum"

// sum is the checksum of a document, of its ID and its stored form.
func (d *Document) sum(stored []byte) uint32 {
	stored, _, _ = splitVector(stored) // which was put together a moment ago, or read
	sum := crc32.Update(crc32.ChecksumIEEE([]byte{storedVersion}), crc32.IEEETable, stored[1:])
	return crc32.Update(sum, crc32.IEEETable, []byte(d.ID))
}

// FileSum is what an index holds of one file.
type FileSum struct {
	File     string // as the documents name it
	Articles int
	Sum      uint64 // of their checksums
}

// Files visits the files that documents name, in the order of their names: all for
// "", else the file of a name and those that lie in it, as in a folder or an
// archive. visit must not call the index.
func (ix *Index) Files(ctx context.Context, in string, visit func(FileSum) error) (err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return err
	}
	defer done(&err)
	return v.eachFile(ctx, in, func(file string, parts []filePart) error {
		one := FileSum{File: file}
		for _, p := range parts {
			one.Articles += len(p.docs)
			for _, doc := range p.docs {
				one.Sum += uint64(v.segs[p.segment].seg.Value(columnSum, doc))
			}
		}
		return visit(one)
	})
}

// FileIDs visits the IDs of the documents of a file and of those that lie in
// it. visit must not call the index.
func (ix *Index) FileIDs(ctx context.Context, in string, visit func(file, id string) error) (err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return err
	}
	defer done(&err)
	return v.eachFile(ctx, in, func(file string, parts []filePart) error {
		for _, p := range parts {
			for _, doc := range p.docs {
				id, err := v.segs[p.segment].docID(doc)
				if err == nil {
					err = visit(file, id)
				}
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// filePart is what a segment has of a file: documents that are not deleted.
type filePart struct {
	segment int
	docs    []uint32
}

// eachFile visits the files of a name, or all for "", with those of their
// documents that are not deleted. parts is valid during the visit.
func (v *view) eachFile(ctx context.Context, in string, visit func(file string, parts []filePart) error) error {
	if in == "" {
		return v.fileRange(ctx, "", "", visit)
	}
	if err := v.fileRange(ctx, in, in+"\x00", visit); err != nil {
		return err
	}
	return v.fileRange(ctx, in+"/", in+"0", visit) // 0 is what comes behind the slash
}

// fileRange visits the files from one name to before another; "" is the end.
func (v *view) fileRange(ctx context.Context, from, to string, visit func(string, []filePart) error) error {
	var cursors []fileCursor
	for i, s := range v.segs {
		c := fileCursor{Cursor: s.seg.Field(fieldFile).From(from), segment: i, to: to}
		if err := c.next(); err != nil {
			return err
		}
		cursors = append(cursors, c)
	}
	var parts []filePart
	var freqs []uint32
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		least := -1
		for i := range cursors {
			if c := &cursors[i]; !c.ended && (least < 0 || c.file < cursors[least].file) {
				least = i
			}
		}
		if least < 0 {
			return nil
		}
		file, used := cursors[least].file, 0
		for i := least; i < len(cursors); i++ {
			c := &cursors[i]
			if c.ended || c.file != file {
				continue
			}
			if used == len(parts) {
				parts = append(parts, filePart{})
			}
			p := &parts[used]
			p.segment = c.segment
			var err error
			if p.docs, freqs, err = c.List().Append(p.docs[:0], freqs[:0]); err != nil {
				return damage(err)
			}
			p.docs = v.segs[c.segment].alive(p.docs)
			if len(p.docs) > 0 {
				used++
			}
			if err := c.next(); err != nil {
				return err
			}
		}
		if used > 0 {
			if err := visit(file, parts[:used]); err != nil {
				return err
			}
		}
	}
}

// fileCursor goes through the files of a segment.
type fileCursor struct {
	*posting.Cursor
	segment int
	to      string
	file    string
	ended   bool
}

func (c *fileCursor) next() error {
	if !c.Cursor.Next() || c.to != "" && string(c.Term()) >= c.to {
		c.ended = true
		return damage(c.Err())
	}
	c.file = string(c.Term())
	return nil
}

// alive leaves of documents those that are not deleted.
func (s *segment) alive(docs []uint32) []uint32 {
	if s.deleted == nil {
		return docs
	}
	left := docs[:0]
	for _, d := range docs {
		if !s.deleted.Contains(d) {
			left = append(left, d)
		}
	}
	return left
}
