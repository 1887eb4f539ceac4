package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/web"
)

// The page and the interface for programs, inside a program that has other things to serve: they want a host for
// themselves.
func ExampleNew() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	_ = ix.Add(context.Background(), fihris.Article{ID: "1", Title: "مطر", Body: "هطل المطر."})

	mux := http.NewServeMux()
	mux.Handle("archive.example/", web.New(ix, &web.Options{Hosts: []string{"archive.example"}}))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "the paper of today") })

	for _, address := range []string{"http://archive.example/?q=%D9%85%D8%B7%D8%B1", "http://paper.example/"} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		fmt.Println(w.Code, strings.Contains(w.Body.String(), "<mark>مطر</mark>"))
	}
	// Output:
	// 200 true
	// 200 false
}
