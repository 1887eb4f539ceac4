package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/mmap-go"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/fihris-search/fihris/internal/posting"
)

// segmentType names our segments to bleve, beside its own, which stay the
// default of the process: a program that embeds us may have indexes of bleve.
const segmentType = "fihris"

func init() { scorch.RegisterSegmentPlugin(plugin{}, false) }

// plugin lets bleve keep our segments: it decides when they are made, merged,
// persisted and deleted, we what is in them.
type plugin struct{}

func (plugin) Type() string    { return segmentType }
func (plugin) Version() uint32 { return posting.Version }

func (p plugin) New(docs []bleveindex.Document) (segmentapi.Segment, uint64, error) {
	return p.NewUsing(docs, nil)
}

// NewUsing makes the segment of a batch. Its documents come from bleve one by
// one, but were built together.
func (plugin) NewUsing(docs []bleveindex.Document, _ map[string]any) (segmentapi.Segment, uint64, error) {
	d, ok := docs[0].(*document)
	if !ok || d.in.Docs() != len(docs) {
		return nil, 0, fmt.Errorf("a batch of %d documents was not written by this package", len(docs))
	}
	data, err := d.in.Segment()
	if err != nil {
		return nil, 0, err
	}
	s, err := posting.Open(data)
	if err != nil {
		return nil, 0, err
	}
	return &memorySegment{stored{s}}, uint64(len(data)), nil
}

func (p plugin) Open(path string) (segmentapi.Segment, error) { return p.OpenUsing(path, nil) }

// OpenUsing maps the segment of a file.
func (plugin) OpenUsing(path string, _ map[string]any) (segmentapi.Segment, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	s, err := posting.Open(m)
	if err != nil {
		return nil, errors.Join(err, m.Unmap())
	}
	return &fileSegment{stored: stored{s}, path: path, mapped: m, refs: 1}, nil
}

func (p plugin) Merge(segments []segmentapi.Segment, drops []*roaring.Bitmap, path string, closing chan struct{}, report segmentapi.StatsReporter) ([][]uint64, uint64, error) {
	return p.MergeUsing(segments, drops, path, closing, report, nil)
}

// droppedDocument is bleve's number for a document that a merge left out.
const droppedDocument = 1<<64 - 1

// MergeUsing writes the file of several segments.
func (plugin) MergeUsing(segments []segmentapi.Segment, drops []*roaring.Bitmap, path string, closing chan struct{}, report segmentapi.StatsReporter, _ map[string]any) ([][]uint64, uint64, error) {
	parts := make([]*posting.Segment, len(segments))
	for i, s := range segments {
		parts[i] = postingsOf(s)
	}
	var numbers [][]uint32
	size, err := createSynced(path, func(w io.Writer) (err error) {
		numbers, err = posting.Merge(w, parts, drops, closing)
		return err
	})
	if err != nil {
		if errors.Is(err, posting.ErrInterrupted) {
			err = segmentapi.ErrClosed
		}
		return nil, 0, err
	}
	if report != nil {
		report.ReportBytesWritten(uint64(size))
	}
	wide := make([][]uint64, len(numbers))
	for i := range numbers {
		wide[i] = make([]uint64, len(numbers[i]))
		for d, n := range numbers[i] {
			wide[i][d] = uint64(n)
			if n == posting.Dropped {
				wide[i][d] = droppedDocument
			}
		}
	}
	return wide, uint64(size), nil
}

// createSynced makes a file that is whole and durable, or not there.
func createSynced(path string, write func(io.Writer) error) (size int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	if err = write(f); err == nil {
		err = f.Sync()
	}
	if err == nil {
		size, err = f.Seek(0, io.SeekCurrent)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return 0, errors.Join(err, os.Remove(path))
	}
	return size, nil
}

// stored is what segments in memory and in files have in common: what bleve
// itself asks of a segment. Terms and stored documents are read past bleve.
type stored struct{ s *posting.Segment }

// postingsOf returns what is in a segment of ours.
func postingsOf(s segmentapi.Segment) *posting.Segment {
	return s.(interface{ postings() *posting.Segment }).postings()
}

func (s stored) postings() *posting.Segment { return s.s }
func (s stored) Count() uint64              { return uint64(s.s.Docs()) }
func (s stored) Fields() []string           { return s.s.Fields() }
func (s stored) BytesRead() uint64          { return 0 }
func (s stored) ResetBytesRead(uint64)      {}
func (s stored) BytesWritten() uint64       { return 0 }

// errPastBleve says that bleve was asked for what is read without it.
var errPastBleve = errors.New("bleve reads no terms of these segments")

func (s stored) Dictionary(string) (segmentapi.TermDictionary, error) { return nil, errPastBleve }

func (s stored) VisitStoredFields(uint64, segmentapi.StoredFieldValueVisitor) error {
	return errPastBleve
}

func (s stored) DocID(doc uint64) ([]byte, error) { return s.s.ID(uint32(doc)), nil }

// DocNumbers returns the documents of the IDs: what a batch replaces.
func (s stored) DocNumbers(ids []string) (*roaring.Bitmap, error) { return s.s.FindAll(ids), nil }

// memorySegment is a segment that is not in a file yet.
type memorySegment struct{ stored }

func (s *memorySegment) AddRef()       {}
func (s *memorySegment) DecRef() error { return nil }
func (s *memorySegment) Close() error  { return nil }
func (s *memorySegment) Size() int     { return len(s.s.Bytes()) }

// Persist writes the file of the segment.
func (s *memorySegment) Persist(path string) error {
	_, err := createSynced(path, func(w io.Writer) error { _, err := s.WriteTo(w); return err })
	return err
}

// WriteTo writes the segment as it is in a file.
func (s *memorySegment) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(s.s.Bytes())
	return int64(n), err
}

// fileSegment is a segment in a file, which is mapped while any refer to it.
type fileSegment struct {
	stored
	path   string
	mapped mmap.MMap

	mu   sync.Mutex
	refs int
}

func (s *fileSegment) Path() string { return s.path }
func (s *fileSegment) Size() int    { return 0 } // of memory: the file is mapped
func (s *fileSegment) Close() error { return s.DecRef() }

func (s *fileSegment) AddRef() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refs++
}

func (s *fileSegment) DecRef() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refs--
	if s.refs > 0 {
		return nil
	}
	return s.mapped.Unmap()
}
