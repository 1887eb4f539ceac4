package opensearch

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/fihris-search/fihris"
)

// cursor is a place in a list of hits: behind so many of them, from the first or from behind one that the
// cluster has told the place of.
type cursor struct {
	List  uint64            `json:"-"`
	First int               `json:"n,omitempty"` // hits before it, behind After, or groups
	After []json.RawMessage `json:"a,omitempty"`
}

const mostCursor = 8 << 10 // bytes: an ID and a keyword

func (c *cursor) encode() (string, error) {
	b, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(nil, c.List), b...)), nil
}

// readCursor reads a cursor of a list; one of none stands at the beginning.
func readCursor(text string, list uint64) (*cursor, error) {
	c := &cursor{List: list}
	if text == "" {
		return c, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) < 8 || len(b) > mostCursor || json.Unmarshal(b[8:], c) != nil || c.First < 0 || len(c.After) != 2 && (c.First == 0 || len(c.After) > 0) {
		return nil, fmt.Errorf("%w: it cannot be read", fihris.ErrBadCursor)
	}
	for _, v := range c.After {
		if len(v) == 0 || v[0] == '{' || v[0] == '[' {
			return nil, fmt.Errorf("%w: it cannot be read", fihris.ErrBadCursor)
		}
	}
	if binary.BigEndian.Uint64(b) != list {
		return nil, fmt.Errorf("%w: it is of another query, filter or order; ask for the first page", fihris.ErrBadCursor)
	}
	return c, nil
}
