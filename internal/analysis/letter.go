package analysis

// The letters and marks that the rules name, after their Unicode names.
const (
	hamza             = '\u0621'
	alefMadda         = '\u0622'
	alefHamzaAbove    = '\u0623'
	wawHamza          = '\u0624'
	alefHamzaBelow    = '\u0625'
	yehHamza          = '\u0626'
	alef              = '\u0627'
	beh               = '\u0628'
	tehMarbuta        = '\u0629'
	teh               = '\u062A'
	theh              = '\u062B'
	jeem              = '\u062C'
	hah               = '\u062D'
	khah              = '\u062E'
	dal               = '\u062F'
	thal              = '\u0630'
	reh               = '\u0631'
	zain              = '\u0632'
	seen              = '\u0633'
	sheen             = '\u0634'
	sad               = '\u0635'
	dad               = '\u0636'
	tah               = '\u0637'
	zah               = '\u0638'
	ain               = '\u0639'
	ghain             = '\u063A'
	tatweel           = '\u0640'
	feh               = '\u0641'
	qaf               = '\u0642'
	kaf               = '\u0643'
	lam               = '\u0644'
	meem              = '\u0645'
	noon              = '\u0646'
	heh               = '\u0647'
	waw               = '\u0648'
	alefMaksura       = '\u0649'
	yeh               = '\u064A'
	markHamzaAbove    = '\u0654' // the hamza of decomposed text
	markHamzaBelow    = '\u0655'
	alefWasla         = '\u0671'
	highHamza         = '\u0674'
	ligatureAllah     = '\uFDF2'
	firstForm         = '\uFB50' // the presentation forms begin
	arabicComma       = '\u060C'
	thousandSeparator = '\u066C'
)

// DecimalSeparator is the decimal point of Arabic numbers.
const DecimalSeparator = '\u066B'

// The marks that tell words apart, and the signs of the Koran for vowels that
// other spelling writes as letters.
const (
	fathatan   = '\u064B'
	dammatan   = '\u064C'
	kasratan   = '\u064D'
	fatha      = '\u064E'
	damma      = '\u064F'
	kasra      = '\u0650'
	sukun      = '\u0652'
	daggerAlef = '\u0670'
	smallWaw   = '\u06E5'
	smallYeh   = '\u06E7'
)

// class says what a rune is to the tokenizer.
type class uint8

const (
	classBreak   class = iota // white space, punctuation, symbols: between words
	classArabic               // a letter of the Arabic script
	classMark                 // a vowel mark or tatweel: part of the word before it, without meaning
	classControl              // zero width or bidirectional: vanishes inside a word
	classLetter               // a letter of another script
	classAccent               // a combining mark of another script
	classDigit                // a decimal digit of any script
	classLone                 // an ideograph or kana: a word of its own
	classSign                 // a pious phrase written as one sign
)

// span is a range of runes, both ends included.
type span struct{ first, last rune }

// markSpans are the vowel, reading and recitation marks of the Arabic script.
// The signs for the end of a verse, a prostration and a section, which stand
// between words, are not among them.
var markSpans = []span{
	{0x0610, 0x061A}, {tatweel, tatweel}, {0x064B, 0x065F}, {0x0670, 0x0670}, {highHamza, highHamza},
	{0x06D6, 0x06DC}, {0x06DF, 0x06E8}, {0x06EA, 0x06ED}, {0x0898, 0x089F}, {0x08CA, 0x08E1}, {0x08E3, 0x08FF},
	{0xFBB2, 0xFBC2}, {0xFC5E, 0xFC63}, {0xFCF2, 0xFCF4}, {0xFE70, 0xFE72}, {0xFE74, 0xFE74}, {0xFE76, 0xFE7F},
}

// controlSpans are the runes of no width: soft hyphen, grapheme joiner, Arabic
// letter mark, zero width spaces and joiners, bidirectional marks, embeddings
// and isolates, variation selectors and the byte order mark.
var controlSpans = []span{
	{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x180E, 0x180E}, {0x200B, 0x200F}, {0x202A, 0x202E},
	{0x2060, 0x2064}, {0x2066, 0x206F}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
}

// arabicSpans are the letters of the Arabic script, among them the
// presentation forms that are one letter, a ligature of letters or one word.
// The pious phrases written as one sign (U+FDFA, U+FDFB and their kin) are
// not among them: see sign.go.
var arabicSpans = []span{
	{0x0620, 0x063F}, {0x0641, 0x064A}, {0x066E, 0x066F}, {0x0671, 0x0673}, {0x0675, 0x06D3}, {0x06D5, 0x06D5},
	{0x06EE, 0x06EF}, {0x06FA, 0x06FC}, {0x06FF, 0x06FF}, {0x0750, 0x077F}, {0x0870, 0x0887}, {0x0889, 0x088E},
	{0x08A0, 0x08C9}, {0xFB50, 0xFBB1}, {0xFBD3, 0xFC5D}, {0xFC64, 0xFCF1}, {0xFCF5, 0xFD3D}, {0xFD50, 0xFD8F},
	{0xFD92, 0xFDC7}, {0xFDF0, 0xFDF9}, {0xFDFC, 0xFDFC}, {0xFE80, 0xFEFC},
}

func within(spans []span, r rune) bool {
	for _, s := range spans {
		if r <= s.last {
			return r >= s.first
		}
	}
	return false
}
