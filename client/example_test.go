package client_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/fihris-search/fihris/client"
)

func Example() {
	token, err := os.ReadFile("news.token")
	if err != nil {
		log.Fatal(err)
	}
	c, err := client.New("http://127.0.0.1:8080", client.Options{Token: strings.TrimSpace(string(token))})
	if err != nil {
		log.Fatal(err)
	}
	res, err := c.Add(context.Background(), client.Article{ID: "wire/1", Title: "وزير الصحة يزور المستشفى", Body: "…"})
	if err != nil {
		log.Fatalf("%d of the articles are safe: %v", res.Total(), err)
	}
	for _, r := range res.Refused {
		log.Printf("%s was not taken: %s", r.ID, r.Reason)
	}
	fmt.Println(res.Added, "added")
}
