// Package endless has a loop that many a slip would leave without an end.
package endless

// Steps counts down to 0.
func Steps(n int) int {
	steps := 0
	for n > 0 {
		n--
		steps++
	}
	return steps
}
