package arabic_test

import (
	"fmt"

	"github.com/blevesearch/bleve/v2"

	"github.com/fihris-search/fihris/arabic"
)

// Every token has three levels. What two words share, a search for one finds
// in the other: the spelling, the lexeme, or the consonants of the family.
func ExampleAnalyze() {
	for _, t := range arabic.Analyze("اجتمع بالوزراء في ٢٠٢٠") {
		fmt.Printf("%d. %s = %s < %s < %s.\n", t.Position, t.Text, t.Exact, t.Stem, t.Root)
	}
	// Output:
	// 1. اجتمع = اجتمع < اجتمع < جمع.
	// 2. بالوزراء = بالوزراء < وزير < وزر.
	// 3. في = في <  < .
	// 4. ٢٠٢٠ = 2020 < 2020 < 2020.
}

func ExampleNormalize() {
	fmt.Println(arabic.Normalize("«المدرســه» فى أُسبوعِها الأوّل: ٣٫٥٪"))
	// Output: «المدرسة» في اسبوعها الاول: 3.5٪
}

func ExampleStem() {
	for _, w := range []string{"وزير", "الوزير", "للوزراء", "ووزيرها"} {
		fmt.Println(w, arabic.Stem(w))
	}
	// Output:
	// وزير وزير
	// الوزير وزير
	// للوزراء وزير
	// ووزيرها وزير
}

func ExampleNew() {
	a, err := arabic.New(arabic.Words{
		Families:  []string{"حاسوب: كمبيوتر حاسب_آلي"},
		StopWords: []string{"تفاصيل"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Stem("الكمبيوتر"), a.Stem("حاسب آلي"), a.IsStopWord("تفاصيل"))
	// Output: حاسوب حاسوب true
}

// In a bleve mapping the analyzers have names: importing the package registers them. Forms of a word
// find each other, in any field that says so or in all.
func Example_bleve() {
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer = arabic.StemAnalyzer
	index, err := bleve.NewMemOnly(mapping)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer index.Close()
	_ = index.Index("1", map[string]string{"title": "رحب بالوزراء في المطار"})
	res, err := index.Search(bleve.NewSearchRequest(bleve.NewMatchQuery("وزير")))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(res.Total)
	// Output: 1
}
