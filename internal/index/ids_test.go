package index

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Ties are broken by ID, within a segment and across.
func TestOrderOfIDs(t *testing.T) {
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
		v, err := ix.view(t.Context())
		require.NoError(t, err)
		var all []uint64
		var ids []string
		for i, s := range v.segs {
			for d := range uint32(s.docs) {
				all = append(all, v.base[i]+uint64(d))
				id, err := s.docID(d)
				require.NoError(t, err)
				ids = append(ids, id)
				doc, ok := v.lookUp(id)
				require.True(t, ok, name)
				require.Equal(t, v.base[i]+uint64(d), doc, name)
			}
		}
		for i, a := range all {
			for j, b := range all {
				require.Equal(t, ids[i] < ids[j], v.less(a, b), "%s: %s and %s", name, ids[i], ids[j])
				require.Equal(t, ids[i] > ids[j], v.isBehind(a, ids[j]), "%s: %s and %s", name, ids[i], ids[j])
			}
		}
		require.NoError(t, v.close())
	}
}
