package charset_test

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/charset"
	"github.com/fihris-search/fihris/testdata"
)

func BenchmarkMend(b *testing.B) {
	s := testdata.Articles()[5].Body
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		charset.Mend(s)
	}
}

func BenchmarkReader(b *testing.B) {
	legacy, _ := encode(charset.Windows1256, bundle())
	for name, in := range map[string]string{"UTF-8": bundle(), "windows-1256": string(legacy)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(16 << 20)
			for b.Loop() {
				r, err := charset.NewReader(&endless{text: in, n: 16 << 20}, "")
				require.NoError(b, err)
				_, err = io.Copy(io.Discard, r)
				require.NoError(b, err)
			}
		})
	}
}
