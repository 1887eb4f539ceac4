package fihris_test

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// calls calls every exported method of an index by reflection, with zero values and a
// context, and gives the error of each; a sequence is read to its end. So a method that
// is added later is tried too.
func calls(t *testing.T, ix *fihris.Index) map[string]error {
	t.Helper()
	errs := map[string]error{}
	v := reflect.ValueOf(ix)
	for i := range v.NumMethod() {
		name, m := v.Type().Method(i).Name, v.Method(i)
		in := make([]reflect.Value, m.Type().NumIn())
		for j := range in {
			if in[j] = reflect.Zero(m.Type().In(j)); m.Type().In(j) == reflect.TypeFor[context.Context]() {
				in[j] = reflect.ValueOf(ctx)
			}
		}
		if m.Type().IsVariadic() {
			in = in[:len(in)-1]
		}
		if name == "AddAll" { // a nil sequence is no sequence
			in[1] = reflect.ValueOf(iter.Seq2[fihris.Article, error](func(func(fihris.Article, error) bool) {}))
		}
		require.NotPanics(t, func() {
			for _, out := range m.Call(in) {
				if out.Kind() == reflect.Func { // a sequence whose second value is an error
					for _, err := range out.Seq2() {
						errs[name], _ = err.Interface().(error)
					}
				} else if err, ok := out.Interface().(error); ok {
					errs[name] = err
				}
			}
		}, name)
	}
	return errs
}

// An index that was never opened, and one that was closed, refuse every call in
// the same way; only what has no error to give answers nothing.
func TestIndexThatIsNotOpen(t *testing.T) {
	closed, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	for name, ix := range map[string]*fihris.Index{"never opened": {}, "closed": closed} {
		errs := calls(t, ix)
		for i := range reflect.TypeFor[*fihris.Index]().NumMethod() {
			switch m := reflect.TypeFor[*fihris.Index]().Method(i).Name; m {
			case "Base": // has no error
				assert.Empty(t, ix.Base(), name)
			case "Fields", "ParseStrict": // say what the index was created with, and read by that
			case "Suggests": // is there, and does nothing
			case "Damage": // of what was found before it was closed
				if ix != closed {
					assert.ErrorIs(t, errs[m], fihris.ErrClosed, "%s: %s", name, m)
				}
			default:
				assert.ErrorIs(t, errs[m], fihris.ErrClosed, "%s: %s", name, m)
				assert.ErrorContains(t, errs[m], "fihris: ", "%s: %s", name, m)
			}
		}
	}
	_, err = new(fihris.Index).Search(ctx, fihris.Request{})
	assert.EqualError(t, err, "fihris: search an index that was never opened: index is closed")
}

// Programs that know nothing of Fihris ask for the errors of the standard library.
func TestErrorsOfTheStandardLibrary(t *testing.T) {
	ix, dir := onDisk(t, article("a", "قطار"))
	defer func() { require.NoError(t, ix.Close()) }()
	_, err := fihris.Create(dir, nil)
	assert.ErrorIs(t, err, fs.ErrExist)
	assert.ErrorIs(t, err, fihris.ErrExists)
	assert.NotErrorIs(t, err, fs.ErrNotExist)
	err = ix.Backup(ctx, dir)
	assert.ErrorIs(t, err, fs.ErrExist)
	_, err = fihris.Open(filepath.Join(dir, "none"), nil)
	assert.ErrorIs(t, err, fs.ErrNotExist)
	assert.NotErrorIs(t, err, fihris.ErrNotFound)
	for _, err := range []error{
		ix.Remove(ctx, "none"),
		func() error { _, err := ix.Article(ctx, "none"); return err }(),
		func() error { _, err := ix.Similar(ctx, "none", fihris.Request{}); return err }(),
	} {
		assert.ErrorIs(t, err, fihris.ErrNotFound)
		assert.ErrorIs(t, err, fs.ErrNotExist)
		assert.NotErrorIs(t, err, fs.ErrExist)
	}
}

// lateContext is done as soon as it has been asked a number of times.
type lateContext struct {
	context.Context
	left int
}

func (c *lateContext) Err() error {
	if c.left--; c.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// Whenever the time of a search ends, it says just that.
func TestErrorOfADeadline(t *testing.T) {
	ix := memory(t, article("a", "قطار سريع"), article("b", "سفينة بطيئة"))
	q, err := fihris.ParseQuery(`قطار سفي* "سفينة بطيئة" بطيء~`)
	require.NoError(t, err)
	for left := 0; ; left++ {
		require.Less(t, left, 1000)
		_, err := ix.Search(&lateContext{ctx, left}, fihris.Request{Query: q, Suggest: true})
		if err == nil {
			assert.Greater(t, left, 5)
			return
		}
		assert.EqualError(t, err, "fihris: search memory: context deadline exceeded", "asked %d times", left)
	}
}

// The options of an index in memory are those of one in a folder.
func TestOptionsOfMemory(t *testing.T) {
	ix, err := fihris.NewMemory(&fihris.Options{Words: fihris.Words{StopWords: []string{"قطار"}}, SearchBytes: 1})
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	require.NoError(t, ix.Add(ctx, article("a", "قطار سريع"), article("b", "قطار")))
	_, err = ix.Search(ctx, fihris.Request{Query: fihris.Match("سريع")})
	assert.ErrorIs(t, err, fihris.ErrTooMuch)

	words, err := fihris.NewMemory(&fihris.Options{Words: fihris.Words{StopWords: []string{"قطار"}}})
	require.NoError(t, err)
	defer func() { require.NoError(t, words.Close()) }()
	require.NoError(t, words.Add(ctx, article("a", "قطار سريع"), article("b", "قطار")))
	res, err := words.Search(ctx, fihris.Request{Query: fihris.Match("قطار سريع")})
	require.NoError(t, err)
	assert.Equal(t, uint64(1), res.TotalAny)

	_, err = fihris.NewMemory(&fihris.Options{ReadOnly: true})
	assert.ErrorIs(t, err, fihris.ErrReadOnly)
	assert.False(t, errors.Is(err, fs.ErrExist))
}
