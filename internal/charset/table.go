package charset

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// The names by which encodings are told.
const (
	UTF8        = "UTF-8"
	UTF16LE     = "UTF-16LE"
	UTF16BE     = "UTF-16BE"
	Windows1252 = "windows-1252"
	Windows1256 = "windows-1256"
	ISO88596    = "ISO-8859-6"
	MacArabic   = "MacArabic"
	CP720       = "CP720"
	CP864       = "CP864"
)

// The upper halves of the encodings that no library has, 16 letters a line;
// U+FFFD where a byte means nothing.
const (
	cp720 = "\ufffd\ufffdéâ\ufffdà\ufffdçêëèïî\ufffd\ufffd\ufffd" +
		"\ufffd\u0651\u0652ô¤ـûùءآأؤ£إئا" +
		"بةتثجحخدذرزسشص«»" +
		"░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
		"└┴┬├─┼╞╟╚╔╩╦╠═╬╧" +
		"╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
		"ضطظعغفµقكلمنهوىي" +
		"≡\u064b\u064c\u064d\u064e\u064f\u0650≈°∙·√ⁿ²■\u00a0"
	cp864 = "°·∙√▒─│┼┤┬├┴┐┌└┘" +
		"β∞φ±½¼≈«»ﻷﻸ\ufffd\ufffdﻻﻼ\ufffd" +
		"\u00a0\u00adﺂ£¤ﺄ\ufffd\ufffdﺎﺏﺕﺙ،ﺝﺡﺥ" +
		"٠١٢٣٤٥٦٧٨٩ﻑ؛ﺱﺵﺹ؟" +
		"¢ﺀﺁﺃﺅﻊﺋﺍﺑﺓﺗﺛﺟﺣﺧﺩ" +
		"ﺫﺭﺯﺳﺷﺻﺿﻁﻅﻋﻏ¦¬÷×ﻉ" +
		"ـﻓﻗﻛﻟﻣﻧﻫﻭﻯﻳﺽﻌﻎﻍﻡ" +
		"ﹽ\u0651ﻥﻩﻬﻰﻲﻐﻕﻵﻶﻝﻙﻱ■\ufffd"
	macArabic = "Ä\u00a0ÇÉÑÖÜáàâäں«çéè" +
		"êëí…îïñó»ôö÷úùûü" +
		" !\"#$٪&'()*+،-./" +
		"٠١٢٣٤٥٦٧٨٩:؛<=>؟" +
		"❊ءآأؤإئابةتثجحخد" +
		"ذرزسشصضطظعغ[\\]^_" +
		"ـفقكلمنهوىي\u064b\u064c\u064d\u064e\u064f" +
		"\u0650\u0651\u0652پٹچەڤگڈڑ{|}ژے"
)

// table is an encoding of one byte a letter.
type table struct {
	name   string
	prior  int64 // hundredths of a nat: how much rarer such files are
	runes  [256]rune
	class  [256]class
	bytes  map[rune]byte // the way back, for the upper half
	shaped bool          // letters come in their shapes, in either order
}

// tables are the encodings among which evidence decides. Of two that explain
// bytes equally well the earlier one is taken.
var tables = sync.OnceValue(func() []*table {
	return []*table{
		fromCharmap(Windows1252, charmap.Windows1252, 0),
		fromCharmap(Windows1256, charmap.Windows1256, 0),
		fromCharmap(ISO88596, charmap.ISO8859_6, 100),
		fromString(CP720, cp720, 100),
		fromString(MacArabic, macArabic, 500),
		fromString(CP864, cp864, 2000),
	}
})

// misreadings are the encodings that UTF-8 is taken for where it becomes
// mojibake: those of Windows, then of MS-DOS and of the Macintosh.
var misreadings = sync.OnceValue(func() []*table {
	return []*table{
		tableOf(Windows1252),
		tableOf(Windows1256),
		fromCharmap("CP437", charmap.CodePage437, 0),
		fromCharmap("CP850", charmap.CodePage850, 0),
		tableOf(CP720),
		fromCharmap("MacRoman", charmap.Macintosh, 0),
	}
})

// ofArabic reports whether the table is that of an encoding of Arabic.
func (t *table) ofArabic() bool { return t.bytes['ل'] != 0 }

// tableOf returns the table of that name, nil if there is none.
func tableOf(name string) *table {
	for _, t := range tables() {
		if strings.EqualFold(t.name, name) {
			return t
		}
	}
	return nil
}

func fromCharmap(name string, m *charmap.Charmap, prior int64) *table {
	t := &table{name: name, prior: prior}
	for i := range t.runes {
		t.runes[i] = m.DecodeByte(byte(i))
	}
	t.classify()
	return t
}

func fromString(name, upper string, prior int64) *table {
	t := &table{name: name, prior: prior, shaped: name == CP864}
	i := 0x80
	for _, r := range upper {
		t.runes[i] = r
		i++
	}
	for i := range 0x80 {
		t.runes[i] = rune(i)
	}
	if t.shaped {
		t.runes['%'] = '٪'
	}
	t.classify()
	return t
}

func (t *table) classify() {
	t.bytes = map[rune]byte{}
	for i, r := range t.runes {
		if i >= 0x80 && r != utf8.RuneError {
			t.bytes[r] = byte(i)
		}
		if t.shaped {
			r, _ = utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
		}
		if t.class[i] = classOf(r); i >= 0x80 && t.class[i] <= ascii {
			t.class[i] = odd // a second way to write ASCII, which hardly anything uses
		}
	}
}

// same reports whether two tables decode the bytes that occur alike.
func (t *table) same(u *table, occurs *[256]bool) bool {
	for b, yes := range occurs {
		if yes && t.runes[b] != u.runes[b] {
			return false
		}
	}
	return true
}

// byteOf returns the byte that means r. A control character of the upper half
// stands for itself, for that is how bytes without a meaning are often read.
func (t *table) byteOf(r rune) (byte, bool) {
	if r < 0x80 {
		return byte(r), true
	}
	if b, ok := t.bytes[r]; ok {
		return b, true
	}
	return byte(r), r < 0xa0
}
