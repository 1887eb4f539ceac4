// Package arabic analyzes Arabic text for search: it cuts a text into words and
// says of each what it shares with others.
//
// # Three levels
//
// Every token has three terms. Two words find each other at a level when their
// terms are equal there.
//
//   - Exact: the same spelling, after normalization.
//   - Stem: the same lexeme, without clitics and endings; broken plurals,
//     verb forms and the spellings of a name are joined.
//   - Root: the same consonants of a word family.
//
// Equal stems have equal roots, and equal spellings equal stems. The exact form
// is the looser one there: it has no hamzas, and the stem is asked for with the
// letters as they are written. Stop words have only the exact form. The
// terms are part of the contract: they change only when [Version] does.
//
// The lines below are the specification, and a test reads them: "exact",
// "stem" and "root" give terms, "meet" and "apart" say which words share a stem
// and which do not, "tokens" shows how a text is cut.
//
// # Exact: letters
//
// Vowel marks, tanween, shadda, the superscript alef, the signs of the Koran,
// tatweel, and controls without width (bidirectional marks, joiners, the byte
// order mark) are left out.
//
//	exact	مُحَمَّدٌ العـــراق هٰذا = محمد العراق هذا
//
// All alefs become one; hamza above, below and madda go, also where they are
// written as marks of their own. Hamza on waw or yeh becomes bare hamza, so that
// the spellings of different countries meet.
//
//	exact	أحمد إبراهيم آمن ٱلحمد = احمد ابراهيم امن الحمد
//	exact	مسؤول مسئول = مسءول مسءول
//	exact	وزراؤهم وزرائهم وزراءهم = وزراءهم وزراءهم وزراءهم
//
// Alef maksura becomes yeh, but not in a stop word: "on" must not become the
// name Ali. Final heh and teh marbuta are settled by the vocabulary where it
// clearly knows only one of them, and stay as written where both are words.
//
//	exact	مستشفى موسى = مستشفي موسي
//	exact	على علي = على علي
//	exact	المدرسه هذة = المدرسة هذه
//	exact	عمله عملة = عمله عملة
//
// Letters of Persian, Urdu, Kurdish and the Maghreb become the Arabic letter of
// their shape or sound; presentation forms and ligatures become their letters.
// The pious phrases that are one sign (U+FDFA and its kin) are their words.
//
//	exact	کتاب مصرے پاکستان ڤيلا ڨفصة = كتاب مصري باكستان فيلا قفصة
//	exact	ﻣﺼﺮ ﻷن ﷲ = مصر لان الله
//
// Digits become ASCII, a decimal separator a point, and separators of thousands
// go; a comma between digits, Arabic or not, parts thousands where three digits
// follow it. Latin words are in lower case without accents and apostrophes.
//
//	exact	٢٠٢٠ ۲۰۲۰ ٣٫٥ ١٬٠٠٠ = 2020 2020 3.5 1000
//	exact	3,5 ٣،٥ 15،000 = 3.5 3.5 15000
//	exact	Café BBC Qur'an = cafe bbc quran
//
// # Exact: tokens
//
// Letters, marks and digits make words; all else separates them, also quotes
// and apostrophes inside Arabic, and the border between Arabic and another
// script or digits. Proclitics written onto a number or a Latin word are left
// out, but the token covers them.
//
//	tokens	«قال»: سوريا/لبنان = قال | سوريا | لبنان
//	tokens	كوفيد-19 200مقعد = كوفيد | 19 | 200 | مقعد
//	tokens	الـ20 لـBBC ال200 = 20 | bbc | 200
//	tokens	2019-2020 50٪ 12.5.2020 = 2019 | 2020 | 50 | 12 | 5 | 2020
//
// The sign of a hashtag or of a user's name is dropped, and its words part at
// underscores. Single letters with points between them are one abbreviation, which
// loses the points unless it is a word without them. What is one in several
// pieces is a token beside them: spaced letters, a model, a telephone number; so
// is what a short word means behind a number.
// URLs, names of hosts and e-mail addresses are one token; the stem of a URL is
// its host, so that the name of a site finds the links to it.
//
//	tokens	#حقوق_الإنسان @Sky_News = حقوق | الانسان | sky | news
//	tokens	ج.م.ع أ.ف.ب U.S. = ج.م.ع | افب | us
//	tokens	أ ف ب F-16 = افب | ا | ف | ب | f16 | f | 16
//	tokens	50 كم = 50 | كيلومتر | كم
//	tokens	l'Orient Trump's = l | orient | trumps
//	tokens	د.محمد = د | محمد
//	tokens	info@example.com = info@example.com
//	stem	https://www.example.com/page www.example.com = example.com
//
// A name that is written as several words, or as one, is one token over all of
// its words, and comes before them at the position of the first; the words are
// tokens as well, so that none is hidden. Proclitics stay on the first one.
// Punctuation or the end of a line keeps the words apart. Written as one word it
// takes as many positions as it has words.
//
//	tokens	وعبد الله في أبوظبي = وعبدالله | وعبد | الله | في | ابوظبي
//	tokens	عبد، الله = عبد | الله
//	meet	عبد الله, عبدالله
//
// A bidirectional mark or a space of no width that alone stands between two
// words of the vocabulary separates them; elsewhere it vanishes. So does a space
// before a mark, where that gives a word: some programs write one before each mark
// that they take out of a PDF. A term has at
// most 64 letters, that of a URL 512 bytes; what is longer is cut. Broken UTF-8
// separates words. Offsets are bytes of the text as written, and always fall
// between two characters, behind the marks and the tatweel of a word.
//
// # Stop words
//
// Particles, prepositions, pronouns, demonstratives, relatives, question words
// and the like, with their clitics and pronouns, are recognized after letters
// are folded but before alef maksura becomes yeh. Usual careless spellings count.
// Words that are something else as well are not in the list: علي, أم, إمام, عام.
// كان, ليس and all verbs have stems like other words.
//
//	stop	على إلى في وفي عليه بأن لأنه الذي وهذا كيف فى إلي
//	content	علي أم إمام منى عام كان
//
// # Stem
//
// An affix is taken off only where the vocabulary, counted from 27 million
// words of news and 72 million of books, confirms that what remains is the word.
// That is how the first letter of a word is told from a proclitic, and its last
// from an ending.
//
//	meet	وزير, الوزير, ووزير, للوزير, وبالوزراء
//	meet	وطن, الوطن, وطنهم
//	meet	فيلم, الفيلم, فيلما
//	meet	لبنان, بلبنان, للبنان
//	apart	وزير, زير
//	apart	لبنان, لبن
//	apart	سلطان, سلطة
//
// The letters as written decide: a hamza, a madda or a last alef maksura that
// makes another word keeps the two apart, and in the stem of the rarer one it
// stays. What is written without is the likeliest word; what is all but never
// written so is a slip.
//
//	apart	إنفاق, أنفاق
//	apart	آلام, الأم
//	apart	ألسنة, السنة
//	apart	اليمنى, اليمني
//	stem	إمام الإمام = إمام
//	stem	أمام = امام
//	meet	ألمانيا, المانيا, إلمانيا
//	meet	أفريقيا, إفريقيا
//
// Pronouns go, and teh before them is teh marbuta again; two lams may stand for
// three; tanween alef goes.
//
//	meet	مدرسة, مدرستهم, مدرستي
//	meet	سياسة, سياستها
//	meet	لغة, للغة, اللغة
//	meet	رحيم, رحيما
//
// Duals and sound plurals go where the singular is known; the feminine and the
// nisba stay words of their own, with their own plurals, where they mean
// something else.
//
//	meet	مهندس, مهندسون, المهندسين, مهندسات
//	meet	قرار, قرارات
//	meet	سياسي, السياسيون
//	apart	سياسة, سياسي
//	apart	عمل, عملة
//	apart	عمل, عملية
//
// The forms of a verb are joined with it: persons, tenses, the future, and the
// letters that weak verbs lose.
//
//	meet	قال, قالت, يقولون, سيقول, وقالوا
//	meet	التقى, يلتقي
//
// Families, data files with one family a line, join what no rule can: broken
// plurals, suppletives, months, spellings, and countries with their people.
//
//	meet	مدرسة, مدارس, المدارس
//	meet	كتاب, كتب, كتبهم
//	meet	امرأة, النساء
//	meet	سبتمبر, أيلول, شتنبر
//	meet	أمريكا, أميركا
//	meet	فلسطين, الفلسطينيين
//
// Latin words have Snowball's English stem; numbers are their own stem.
//
//	meet	running, runs
//
// # Root
//
// The root is found by the patterns of Arabic words among roots that the
// vocabulary supports; weak and doubled letters are restored, hamza is one of
// the consonants. Foreign words and names are their own root.
//
//	root	استخدم استخدام مستخدم خدمة = خدم
//	root	كاتب مكتبة مكتوب = كتب
//
// # Where this differs from other analyzers
//
// Light stemmers that know no words (light10 in Lucene, Elasticsearch and bleve;
// Snowball in PostgreSQL, Tantivy and others) take off what looks like an affix.
// Their published test vectors expect the following of them, and this package
// does otherwise on purpose:
//
//   - light10 folds teh marbuta to heh in every word. Here both end a word as the
//     vocabulary has it, because of "her work" (عمله) and "currency" (عملة).
//   - light10 wants the stem of كبيرة and سلامة without its ending. Here the
//     feminine of an adjective meets the masculine, but a noun with teh marbuta
//     keeps it: peace (سلام) is not safety (سلامة).
//   - light10 takes every و from the front and so makes the minister (وزير) a jar
//     (زير); Snowball takes the ب of بغداد and the ف of فرنسا.
//   - light10 takes several endings at once, also from words that do not exist
//     (ساهدهات). Here an unknown word loses only what leaves a known one.
//   - both take the ين of فلسطين and the ان of لبنان for endings; light10 wants
//     أمريكيين to be امريك. Here a country and its people meet by family.
//   - both keep the ت of ملكت and take a verb's present and past for two words.
//   - both keep digits and Latin letters together with Arabic ones (ال200د).
//   - root stemmers give a root to every word. Here stop words have none, and
//     names have none but themselves.
//
// The following pairs stand for these rules.
//
//	apart	سلام, سلامة
//	meet	كبير, كبيرة
//	meet	أمريكا, أمريكيين
//	meet	ملك, ملكت
//	stem	بغداد = بغداد
//	stem	فرنسا = فرنسا
//	stem	ساهدهات = ساهدهات
//	root	لبنان = لبنان
//	tokens	ال200د = 200 | د
//
// # With bleve
//
// Importing the package registers with bleve the analyzers [ExactAnalyzer],
// [StemAnalyzer] and [RootAnalyzer], a [Tokenizer] and filters to build others
// from; a configuration may give each of them [Words] under [FamiliesKey],
// [ProtectedKey] and [StopWordsKey]. The filters leave tokens alone that are
// marked as keywords. There is no character filter, for bleve's offsets would
// then no longer point into the text. To search all levels, index a text in
// three fields and let a match in the first count most.
package arabic
