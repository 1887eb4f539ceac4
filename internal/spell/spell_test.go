package spell

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readTable reads the tab-separated rows of a file in testdata.
func readTable(t testing.TB, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && !strings.HasPrefix(line, "# ") {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return n
}

func TestDistance(t *testing.T) {
	for _, r := range readTable(t, "distance.txt") {
		a, b, want := r[0], r[1], number(t, r[2])
		assert.Equal(t, want, Distance(a, b, 100), "%s %s", a, b)
		assert.Equal(t, want, Distance(b, a, 100), "%s %s", b, a)
		assert.Equal(t, want, Distance(a, b, want), "%s %s within its own distance", a, b)
		if want > 0 {
			assert.Equal(t, Far, Distance(a, b, want-1), "%s %s beyond the bound", a, b)
		}
	}
}

func TestDistanceOfLongWords(t *testing.T) {
	long := strings.Repeat("م", MaxLetters+1)
	assert.Equal(t, 0, Distance(long, long, 10))
	assert.Equal(t, Far, Distance(long, long+"ا", 10))
	assert.Equal(t, Far, Distance("م", long, 1000))
	most := strings.Repeat("مت", MaxLetters/2)
	assert.Equal(t, Unit, Distance(most, most[:len(most)-len("ت")], 10))
	assert.Equal(t, Far, Distance(strings.Repeat("x", 1<<20), "x", 10))
}

func TestDistanceDoesNotAllocate(t *testing.T) {
	allocs := testing.AllocsPerRun(100, func() { Distance("الاستراتيجية", "الاستراتجيه", 30) })
	assert.Zero(t, allocs)
}

func TestRetype(t *testing.T) {
	for _, r := range readTable(t, "layout.txt") {
		var got []string
		for _, x := range Retype(r[0]) {
			got = append(got, x.Text)
		}
		want := r[1]
		if want == "-" {
			want = ""
		}
		assert.Equal(t, want, strings.Join(got, " | "), r[0])
	}
}

func TestRetypeNamesKeyboard(t *testing.T) {
	got := Retype("qlq")
	require.Len(t, got, 2)
	assert.Equal(t, Retyped{"ضمض", Qwerty}, got[0])
	assert.Equal(t, Azerty, got[1].Keyboard)
}

// What is typed on one layout comes back when it is typed on the other.
func TestRetypeComesBack(t *testing.T) {
	for _, word := range []string{"مرحبا", "وزير", "ظرف", "ضجيج", "الحكومة", "سلام عليكم", "ذكر", "لأن", "لإنقاذ", "شيء", "مؤتمر", "فئة", "مبنى"} {
		for i := range layouts() {
			latin := layouts()[i].toLatin(word, true)
			assert.Equal(t, word, layouts()[i].toArabic(latin), "%s over %s", word, latin)
		}
	}
}

func TestRomanized(t *testing.T) {
	for _, r := range readTable(t, "roman.txt") {
		place := number(t, r[2])
		readings := Romanized(r[0], nil, place)
		var texts []string
		for i, x := range readings {
			texts = append(texts, x.Text)
			if i > 0 {
				assert.LessOrEqual(t, readings[i-1].Cost, x.Cost, "%s is not in order", r[0])
			}
		}
		assert.Contains(t, texts, r[1], r[0])
	}
}

func TestRomanizedRefuses(t *testing.T) {
	for _, word := range []string{"", "مصر", "2020", "ab$", "日本", "a" + strings.Repeat("b", 100), "-", "'"} {
		assert.Empty(t, Romanized(word, nil, 10), word)
	}
	assert.Len(t, Romanized("soleimani", nil, 3), 3)
}

func TestRulesAreRead(t *testing.T) {
	assert.Equal(t, 3, cost.swapped('ض', 'ظ'))
	assert.Equal(t, 3, cost.swapped('ظ', 'ض'))
	assert.Equal(t, Unit, cost.swapped('ض', 'م'))
	assert.Equal(t, 7, cost.gapped('ا', 'ب'))
	assert.Equal(t, []int{4, 5, 3}, []int{cost.twice, cost.exchange, cost.space})
	assert.NotContains(t, romanRules(), byte('#'))
	assert.NotContains(t, romanRules(), byte('.'))
}

func BenchmarkDistance(b *testing.B) {
	for name, bound := range map[string]int{"near": 10, "far": 20} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Distance("الاستراتيجية", "الاستثمارية", bound)
			}
		})
	}
}

func BenchmarkRetype(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Retype("hgp;,lm hgHldv;dm")
	}
}

func BenchmarkRomanized(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Romanized("soleimani", nil, 50)
	}
}
