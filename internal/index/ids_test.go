package index

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table of IDs says what the stored documents say, in a file and in memory.
func TestIDTable(t *testing.T) {
	memory, err := NewMemory(Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = memory.Close() })
	var docs []Document
	for i := range 100 {
		docs = append(docs, Document{ID: fmt.Sprintf("%x", i*7919%1000), Title: "خبر"})
	}
	_, _, err = memory.Add(context.Background(), slices.Values(docs[:60]))
	require.NoError(t, err)
	_, _, err = memory.Add(context.Background(), slices.Values(docs[60:]))
	require.NoError(t, err)
	for name, ix := range map[string]*Index{"file": onDisk(t), "memory": memory} {
		v, err := ix.view()
		require.NoError(t, err)
		var all []uint64
		var ids []string
		for i, s := range v.segs {
			table := s.makeIDs()
			require.NotNil(t, table, name)
			for d := range uint32(s.docs) {
				want, err := s.seg.DocID(uint64(d))
				require.NoError(t, err)
				require.Equal(t, string(want), s.docID(d), name)
				require.Equal(t, string(want), table.text[table.first[d]:table.end[d]], name)
				all, ids = append(all, v.base[i]+uint64(d)), append(ids, string(want))
			}
		}
		check := func() {
			for i := range all {
				for j := range all {
					require.Equal(t, ids[i] < ids[j], v.less(all[i], all[j]), "%s: %s and %s", name, ids[i], ids[j])
				}
			}
		}
		check() // far more than manyIDs
		for _, s := range v.segs {
			assert.NotNil(t, s.side.ids.Load(), name)
		}
		check()
		require.NoError(t, v.close())
	}
}
