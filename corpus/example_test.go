package corpus_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/fihris-search/fihris/corpus"
)

// Lines of JSON from a pipe; a line that is broken is told, and the others are read.
func ExampleOpen() {
	lines := `{"id":"1","headline":"مطر","text":"هطل المطر."}` + "\n" + `{"id":"2",` + "\n" + `{"id":"3","headline":"شمس","text":"أشرقت الشمس."}` + "\n"
	c, err := corpus.Open([]string{"-"}, &corpus.Options{Stdin: strings.NewReader(lines), Source: "المدار"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()
	for a, err := range c.Articles() {
		if problem, ok := errors.AsType[*corpus.Problem](err); ok {
			fmt.Println("line", problem.Line, "was left out:", problem.Reason)
			continue
		}
		fmt.Println(a.Title, a.Source)
	}
	// Output:
	// مطر المدار
	// line 2 was left out: broken JSON
	// شمس المدار
}
