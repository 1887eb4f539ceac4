// Package query turns the text that people type into a search box into a tree,
// and trees back into text. It knows syntax only: no index, and of Arabic no more
// than that names and digits are written in several ways.
//
// There are three ways in. [Parse] is for search boxes: it never refuses, and
// whatever is no sound syntax it takes as the words it holds. [ParseStrict] is
// for programs and for those who want to be told. [Match] and [NewPhrase] take
// text as nothing but words.
//
// # Grammar
//
//	query    = group .
//	group    = { clause } .
//	clause   = and { OR and } .
//	and      = unary { AND unary } .
//	unary    = { "+" | "-" | NOT } primary .
//	primary  = { field | form } ( word | phrase | "(" group ")" [ weight ] )
//	         | date | mention | "*" .
//	field    = name ":" .                           title عنوان, body نص, author كاتب,
//	                                                source مصدر, section قسم, tag وسم,
//	                                                fields of the index's own
//	form     = "=" | "√" | "root:" | "جذر:" .
//	date     = ( "after:" | "before:" | "from:" | "to:"
//	         | "بعد:" | "قبل:" | "من:" | "إلى:" ) period .
//	mention  = ( "mentioned:" | "تاريخ_مذكور:" ) ( period | [ period ] ".." [ period ] ) .
//	period   = year | month | day | moment .        2020, 2020-09, 9/2020, 2020-09-15,
//	                                                15/9/2020, 2020-09-15T10:30Z
//	word     = [ "*" ] text { wildcard text } [ "*" ] [ fuzzy ] [ weight ] .
//	wildcard = ( "*" | "?" | "؟" ) { "*" | "?" | "؟" } .
//	fuzzy    = "~" [ "1" | "2" ] .
//	phrase   = quote text quote { window | weight | "@stem" | "@جذع" } .
//	window   = "~" number .
//	weight   = "^" number .
//	AND      = "AND" | "&&" | "و" .
//	OR       = "OR" | "||" | "أو" .
//	NOT      = "NOT" | "!" | "ليس" .
//
// No space may stand within field, form, date, fuzzy, window, weight, or
// between any of them, or + - !, and what they belong to.
//
// # Meaning
//
// Words side by side make a [Group]: any may match, articles with more of them
// come first, and an article counts in the total when it has all. A sign before
// a word, a phrase or a group requires (+) or excludes (-) it. A query of
// nothing but exclusions is everything but those ([All] minus them).
//
// AND requires both sides, OR asks for either, NOT excludes. NOT binds before
// AND, AND before OR, and all of them before words that stand side by side:
//
//	a b OR c        a, and b or c
//	a OR b AND c    a, or both b and c
//	a AND NOT b     a is required, b is excluded
//
// و أو ليس are operators only where the query also holds brackets, a phrase, a
// field, + or -, and where they stand alone: a plain sentence has no operators.
// AND, OR and NOT are operators in capitals only. An operator that joins
// nothing is a word.
//
// A field says where its word, phrase or group must stand. source, section and
// tag are compared with the whole value, which is quoted where it holds spaces;
// they and dates are filters, required wherever they stand beside words. Of two
// values of one field side by side either will do; dates side by side must all
// hold. A name is that of a field only where its value follows at once, and for
// dates only where that is a date; كاتب: in a headline is a word.
//
// The fields of an index's own ([Own]) are keywords, which are compared as source is,
// texts, numbers and dates. A number may be a range, 10..20, 10.. or ..20, a date as well
// (2019..2020-06); what is none leaves the name a word. They take no brackets.
//
// after: and before: exclude the whole period that they name, from: and to:
// include it. Periods are in UTC unless a zone is written. mentioned: asks for a date in the text
// that lies wholly within a period of days; it is a filter like these.
//
//	word            any form of the word ([Stem])
//	=word           this spelling ([Exact]); hamza, madda, last letter and marks count where they are typed
//	√word           any word of the same root ([Root])
//	wor*            words that begin so ([Prefix])
//	w?rd w*d        ? is one letter, * any number of them, between letters only
//	*rd *or*        words that end so, or have it inside
//	                ([Wildcard]); ? and ؟ anywhere else are punctuation
//	word~ word~1    words that differ by few letters ([Fuzzy]), by at most so many
//	"a b"           the words in order as written, proclitics allowed ([AsWritten])
//	="a b"          exactly ([Verbatim])
//	"a b"@stem      in any form ([AnyForm])
//	"a b"~5         in any order, with up to five words more between them
//	x^2             counts twice in the score; at most 1000, at least 1/1000
//	*               every article
//
// Any kind of double quotes will do: "…", “…”, „…“, «…» and their mixtures.
// Single quotes count where they stand around whole words; elsewhere they are
// apostrophes.
//
// # What is text
//
// Words are cut at spaces, brackets, quotes, and at punctuation other than the
// points, hyphens and the like that words have inside (كوفيد-19, U.S., 3.5,
// 10:30). + - ! = √ mean something only at the beginning of a word, directly
// before something. Web addresses are words. Punctuation around words and
// between them is passed over, invisible bidi controls too. Field names and
// operators are read without marks, tatweel and hamza.
//
// A backslash before a sign makes it text; before a word it makes the whole
// word text: \AND, \و, \عنوان:مصر.
//
// # Limits
//
// A query has at most [MaxLength] bytes, [MaxDepth] brackets within brackets
// and [MaxLeaves] words, phrases and filters.
package query
