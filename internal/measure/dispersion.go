package measure

// Dispersion is the deviation of proportions DP of Gries (Dispersions and adjusted
// frequencies in corpora, International Journal of Corpus Linguistics 13:4, 2008)
// over parts of different sizes,
//
//	DP = ½ Σ |sᵢ − vᵢ|,
//
// where sᵢ is the share of part i in all words and vᵢ its share of the occurrences:
// 0 for a word that is spread as the words are, towards 1 for one that stands in few
// parts only. Sizes and occurrences are those of the parts that hold the word, in the
// same order; all is the size of all parts, those included that do not hold it. A word
// without occurrences has 1.
func Dispersion(occurrences, sizes []uint32, all uint64) float64 {
	var n, covered float64
	for i, o := range occurrences {
		n += float64(o)
		covered += float64(sizes[i])
	}
	if n == 0 || all == 0 {
		return 1
	}
	sum := 1 - covered/float64(all) // of the parts without it
	for i, o := range occurrences {
		d := float64(sizes[i])/float64(all) - float64(o)/n
		sum += max(d, -d)
	}
	return min(max(sum/2, 0), 1)
}
