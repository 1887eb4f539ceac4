package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNumbersForPeople(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		assert.Equal(t, want, count(n))
	}
	assert.Equal(t, "1 article", plural(1, "article"))
	assert.Equal(t, "0 articles", plural(0, "article"))
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1500: "1.5 kB", 3e6: "3.0 MB", 2.5e9: "2.5 GB", 7e15: "7000.0 TB"} {
		assert.Equal(t, want, bytesText(n))
	}
}
