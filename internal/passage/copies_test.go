package passage

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
)

// The reports of two days at the exchange differ in their numbers only.
func TestOtherNumbersAreOtherNews(t *testing.T) {
	report := func(day string, numbers ...any) string {
		return fmt.Sprintf("أغلق مؤشر سوق المال جلسة تداول اليوم على ارتفاع عند مستوى %v نقطة بعد جلسة اتسمت بالهدوء الذي ساد معظم ساعاتها وقال متعاملون إن المستثمرين الأفراد أقبلوا على أسهم المصارف وشركات العقار كما جرت العادة في الأسابيع الماضية وبلغت قيمة الأسهم المتداولة في جميع القطاعات %v مليون درهم موزعة على %v صفقة وجاء سهم المصرف العقاري في مقدمة الأسهم النشيطة يليه سهم شركة الاتصالات", numbers...) + day
	}
	monday := report("", 2439, 310, 4211)
	assert.False(t, isCopyOf(monday, report("", 2457, 211, 3345)))
	assert.True(t, isCopyOf(monday, otherDigits.Replace(monday)))
	assert.True(t, isCopyOf(monday, report("", 2439, 310, 4212)), "a corrected number")
	assert.False(t, isCopyOf(monday, report("", 2439, 211, 4212)), "two of three numbers")
	assert.True(t, isCopyOf(monday, report(" في 25 نيسان", 2439, 310, 4211)), "a number more")
}

// Thirty shingles in each, of which so many are common.
func TestSameTextIsHalfOfAllShingles(t *testing.T) {
	text := func(name string, from, to int) (s string) {
		for i := from; i < to; i++ {
			s += fmt.Sprintf("%s%c%c ", name, 'a'+i/6, 'a'+i%6)
		}
		return s
	}
	whole := text("x", 0, 32)
	assert.True(t, isCopyOf(whole, text("x", 0, 22)+text("y", 0, 10)), "20 of 40")
	assert.False(t, isCopyOf(whole, text("x", 0, 21)+text("y", 0, 11)), "19 of 41")
	var words []string
	for _, w := range strings.Fields(whole) {
		words = append([]string{w}, words...)
	}
	assert.False(t, isCopyOf(whole, strings.Join(words, " ")), "the order of words matters")
}

// otherDigits writes other digits of the same value.
var otherDigits = strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "٤", "5", "٥", "6", "٦", "7", "٧", "8", "٨", "9", "٩")

func isCopyOf(a, b string) bool {
	return NewFingerprint(analysis.Default().AppendTokens(nil, a)).IsCopy(NewFingerprint(analysis.Default().AppendTokens(nil, b)))
}

func TestShortTexts(t *testing.T) {
	assert.True(t, isCopyOf("عاجل", "عاجل"))
	assert.True(t, isCopyOf("جميع الآراء", "جميعُ الآراءِ"))
	assert.False(t, isCopyOf("عاجل", "عاجل جدا"))
	assert.False(t, isCopyOf("", ""), "nothing is no text")
	assert.False(t, isCopyOf("", "عاجل"))
}

func TestSharesEqualsCounting(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	set := func() []uint64 {
		x := make([]uint64, r.IntN(30))
		for i := range x {
			x[i] = r.Uint64N(40)
		}
		return sortedSet(x)
	}
	for range 20_000 {
		a, b := set(), set()
		common := 0
		for _, x := range a {
			if slices.Contains(b, x) {
				common++
			}
		}
		least := float64(r.IntN(70)) / 2
		require.Equal(t, float64(common) >= least, shares(a, b, least), "%v %v %v", a, b, least)
	}
}

func FuzzFingerprint(f *testing.F) {
	f.Add("اجتمع الوزراء في العاصمة", "اجتمع الوزراء في 3 عواصم")
	f.Add("", "٣٫٥ ـــ")
	f.Fuzz(func(t *testing.T, a, b string) {
		x := NewFingerprint(analysis.Default().AppendTokens(nil, a))
		y := NewFingerprint(analysis.Default().AppendTokens(nil, b))
		if len(x.shingles) > 0 && !x.IsCopy(x) {
			t.Errorf("%q is no copy of itself", a)
		}
		if x.IsCopy(y) != y.IsCopy(x) {
			t.Errorf("%q and %q are copies in one direction only", a, b)
		}
	})
}
