package corpus

import (
	"encoding/json"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// soundSeeds are JSON and what looks like it.
var soundSeeds = []string{
	`{"a":1}`, ` [1, -2.5e+3 ,"x\"y\\", {"k":[]}, null,true , false]`, `"\ud83d\ude00 \ud83d \u0627\n"`, `0`, `-0`, `01`, `1.`, `.5`, `1e`, `1e5x`, `+1`, `-`,
	`truex`, `nul`, `tru`, `{"a"}`, `{"a":}`, `{"a":1,}`, `[1,]`, `[,1]`, `[1 2]`, `{"a":1 "b":2}`, `{a:1}`, `"a`, "\"a\nb\"", `"\x"`, `"\u12g4"`, `"\u12`, `"\`, `{`, `[`, `]`, ``, ` `,
	`{"a":{"b":{"c":"d, e: ]}"}}} rest`, `"x" "y"`, `[[[[[[1]]]]]]`, `{"a":"1","a":"2"}`, `"` + "\u2028نص" + `"`, `{"":""}`, "{\t\"a\"\r:\n1}",
}

func FuzzSoundJSON(f *testing.F) {
	for _, s := range soundSeeds {
		f.Add(s)
	}
	f.Fuzz(sameAsDecoder)
}

func TestSoundJSON(t *testing.T) {
	for _, s := range soundSeeds {
		sameAsDecoder(t, s)
	}
}

// What is found sound is what a decoder reads, to the same end, and its parts say
// the same; of what is a text of UTF-8, nothing but depth is missed.
func sameAsDecoder(t *testing.T, s string) {
	d := decoder([]byte(s))
	want, err := d.ReadValue()
	end := soundJSON([]byte(s))
	if end == 0 {
		var depth int
		for _, c := range s {
			if c == '[' || c == '{' {
				depth++
			}
		}
		if err == nil {
			// A decoder ends before what a sound document cannot have behind a value.
			assert.True(t, depth > maxSoundDepth || int(d.InputOffset()) < len(s), "%q", s)
		}
		return
	}
	require.NoError(t, err, "%q", s)
	require.EqualValues(t, d.InputOffset(), end, "%q", s)
	sameParts(t, value{json: want.Clone()})
}

func sameParts(t *testing.T, v value) {
	switch v.kind() {
	case '{':
		d := decoder(v.json)
		_, err := d.ReadToken()
		require.NoError(t, err)
		for _, m := range v.members() {
			name, err := d.ReadToken()
			require.NoError(t, err)
			assert.Equal(t, name.String(), m.key)
			raw, err := d.ReadValue()
			require.NoError(t, err)
			assert.Equal(t, string(raw), string(m.json))
			sameParts(t, m.value)
		}
		assert.Equal(t, jsontext.Kind('}'), d.PeekKind(), "all of them")
	case '[':
		d := decoder(v.json)
		_, err := d.ReadToken()
		require.NoError(t, err)
		for _, e := range v.elements() {
			raw, err := d.ReadValue()
			require.NoError(t, err)
			assert.Equal(t, string(raw), string(e.json))
			sameParts(t, e)
		}
		assert.Equal(t, jsontext.Kind(']'), d.PeekKind(), "all of them")
	case '"':
		var want string
		require.NoError(t, json.Unmarshal(v.json, &want))
		assert.Equal(t, want, string([]rune(unquoted(v.json))), "%s", v.json)
	}
}
