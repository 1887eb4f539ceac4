package main

import (
	"fmt"
	"strconv"
)

// count writes a number with its thousands apart.
func count[T ~int | ~uint64 | ~int64](n T) string {
	digits := strconv.FormatInt(int64(n), 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// plural writes a number with the word for what is counted.
func plural[T ~int | ~uint64 | ~int64](n T, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + one + "s"
}

// bytesText writes a number of bytes for people, in powers of ten.
func bytesText(n int64) string {
	units := []string{"kB", "MB", "GB", "TB"}
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	size := float64(n) / 1000
	for size >= 1000 && len(units) > 1 {
		size, units = size/1000, units[1:]
	}
	return strconv.FormatFloat(size, 'f', 1, 64) + " " + units[0]
}

// verb writes how many articles do something.
func verb(n uint64, one, many string) string {
	if n == 1 {
		return "1 article " + one
	}
	return count(n) + " articles " + many
}

// times writes how often.
func times(n int) string {
	if n == 1 {
		return "once"
	}
	return count(n) + " times"
}

// secondsText writes a duration for people.
func secondsText(s float64) string { return fmt.Sprintf("%.1f s", s) }
