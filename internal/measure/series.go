package measure

// Moving is the centred moving average of occurrences per million words over width
// places, an odd number: towards the ends of as many as there are. Each place weighs as
// much as it has words, so that a month with few of them moves it little; without any it
// is 0. A width below 2 averages nothing.
func Moving(occurrences, words []uint64, width int) []float64 {
	out := make([]float64, len(occurrences))
	half := max(width, 1) / 2
	for i := range occurrences {
		var o, w uint64
		for j := max(0, i-half); j < min(len(occurrences), i+half+1); j++ {
			o += occurrences[j]
			w += words[j]
		}
		out[i] = PerMillion(o, w)
	}
	return out
}
