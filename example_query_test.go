package fihris_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
)

// The fields of a search form become one query, whatever people type into them:
// no text is glued to another, and a field that is left empty asks for nothing.
func ExampleAnd() {
	type form struct{ words, phrase, without, title, author, source string }
	search := func(f form) fihris.Query {
		words, _ := fihris.ParseQuery(f.words) // this field speaks the query language
		return fihris.And(
			words,
			fihris.Phrase(f.phrase),
			fihris.Boost(fihris.In("title", fihris.Match(f.title)), 2),
			fihris.In("author", fihris.Match(f.author)),
			fihris.In("source", fihris.Match(f.source)),
			fihris.Not(fihris.Match(f.without)),
		)
	}
	fmt.Println(search(form{words: "هدنة*", source: "بريد الدلتا", without: "رياضة"}))
	fmt.Println(search(form{phrase: `"وقف" (النار)`, title: "قمة AND -صلح"}))
	fmt.Println(search(form{}).IsEmpty())
	// Output:
	// +هدنة* +source:"بريد الدلتا" -رياضة
	// "وقف (النار)" AND (title:قمة title:\AND title:صلح)^2
	// true
}

func ExampleOr() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	ctx := context.Background()
	_ = ix.Add(ctx,
		fihris.Article{ID: "1", Title: "موسم القمح", Body: "حصاد وفير"},
		fihris.Article{ID: "2", Title: "حصاد الشعير", Body: "لا قمح هذا العام"},
		fihris.Article{ID: "3", Title: "الخبز", Body: "شعير وقمح"},
	)
	title := func(word string) fihris.Query { return fihris.In("title", fihris.Match(word)) }
	q := fihris.Or(title("قمح"), title("شعير"))
	res, err := ix.Search(ctx, fihris.Request{Query: q})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(q, res.Total)
	// Output: title:قمح OR title:شعير 2
}

// What cannot be made says why, when it is searched or before.
func ExampleQuery_Err() {
	fmt.Println(fihris.Boost(fihris.Match("قمح"), -1).Err())
	fmt.Println(fihris.And(fihris.Match("قمح"), fihris.Prefix("سهل الورد")).Err())
	// Output:
	// fihris: make the query: this cannot be done: a weight is a number from 1/1000 to 1000, not -1
	// fihris: make the query: this cannot be done: a prefix is one word, not "سهل الورد"
}

// Forms of words.
func ExampleExact() {
	for _, q := range []fihris.Query{
		fihris.Exact("أعداد"), fihris.Root("كتب"), fihris.Prefix("الكت"), fihris.Fuzzy("وزبر", 1), fihris.Near("الفلج ماء", 5),
	} {
		fmt.Println(q)
	}
	// Output:
	// =أعداد
	// √كتب
	// الكت*
	// وزبر~1
	// "الفلج ماء"~5
}

// A saved search is text; what people typed into it must stay words.
func ExampleQuote() {
	headline := `عاجل: "لا" و (نعم) -مصدر:مجهول`
	saved := "title:(" + fihris.Quote(headline) + ") -رياضة"
	q, _ := fihris.ParseQuery(saved)
	fmt.Println(saved)
	fmt.Println(strings.Count(q.String(), "title:"))
	// Output:
	// title:(عاجل لا \و نعم \مصدر\:مجهول) -رياضة
	// 5
}

// A period is a filter of the request.
func ExampleParsePeriod() {
	from, to, err := fihris.ParsePeriod("9/2020")
	if err != nil {
		log.Fatal(err)
	}
	f := fihris.Filter{From: from, To: to}
	fmt.Println(f.From.Format(time.DateOnly), f.To.Format(time.DateOnly))
	// Output: 2020-09-01 2020-10-01
}
