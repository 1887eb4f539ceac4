package index

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/fihris-search/fihris/internal/utf8x"
)

// Extra is stored as JSON in one form only, so that equal values have equal
// bytes and equal hashes: no spaces, keys sorted, numbers with the digits that
// they came with (12345678901234567890 and 1.10 stay what they are).

// encodeExtra writes extra values; none are no bytes. Values of Go that JSON
// has no word for are an error.
func encodeExtra(extra map[string]any) ([]byte, error) {
	if len(extra) == 0 {
		return nil, nil
	}
	plain, err := checkExtra(extra, 0)
	if err != nil {
		return nil, err
	}
	b, err := marshal(extra)
	if err != nil || plain {
		return b, err
	}
	// A type of the caller's own chose the order of its keys: take it apart.
	read, err := decodeExtra(b)
	if err != nil {
		return nil, fmt.Errorf("an object is wanted: %w", err)
	}
	return marshal(read)
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// maxExtraDepth is deeper than anything that people write.
const maxExtraDepth = 100

// checkExtra refuses text that is not UTF-8, which JSON would change in
// silence, and depth without end. It reports whether all values are of the
// types that decodeExtra gives.
func checkExtra(v any, depth int) (plain bool, err error) {
	if depth > maxExtraDepth {
		return false, fmt.Errorf("nested deeper than %d", maxExtraDepth)
	}
	plain = true
	each := func(v any) {
		p, e := checkExtra(v, depth+1)
		plain = plain && p
		if err == nil {
			err = e
		}
	}
	switch v := v.(type) {
	case nil, bool, json.Number:
	case string:
		if !utf8x.ValidString(v) {
			return false, fmt.Errorf("%.40q is not valid UTF-8", v)
		}
	case []any:
		for _, item := range v {
			each(item)
		}
	case map[string]any:
		for key, item := range v {
			each(key)
			each(item)
		}
	default:
		return false, nil
	}
	return plain, err
}

// decodeExtra reads what encodeExtra wrote. Values are nil, bool, json.Number,
// string, []any and map[string]any.
func decodeExtra(b []byte) (map[string]any, error) {
	if len(b) == 0 {
		return nil, nil
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var extra map[string]any
	err := dec.Decode(&extra)
	return extra, err
}

// extraSize is how many bytes of text extra values have, about.
func extraSize(v any) (n int) {
	switch v := v.(type) {
	case string:
		n = len(v)
	case json.Number:
		n = len(v)
	case []any:
		for _, item := range v {
			n += 2 + extraSize(item)
		}
	case map[string]any:
		for key, item := range v {
			n += 8 + len(key) + extraSize(item)
		}
	}
	return n + 2
}
