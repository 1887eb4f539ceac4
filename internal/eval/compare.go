package eval

import (
	"math"
	"math/rand/v2"
)

// Comparison says how one metric differs between two runs over the same
// queries.
type Comparison struct {
	Metric   string  `json:"metric"`
	Mean     float64 `json:"mean"`        // of this run
	Other    float64 `json:"other"`       // of the run compared with
	Better   int     `json:"better"`      // queries on which this run is better
	Worse    int     `json:"worse"`       // and worse; on the others both are equal
	PRandom  float64 `json:"p_random"`    // paired randomization test, two-sided
	PStudent float64 `json:"p_student_t"` // paired t-test, two-sided
}

// rounds is the number of random exchanges of the randomization test. With it
// the p-value of .05 is known to about ±.003.
const rounds = 20_000

// epsilon is the difference up to which two figures count as equal: sums in
// another order differ by less.
const epsilon = 1e-12

// Compare compares two reports over the same qrels, metric by metric. The
// random numbers are the same in every call, so the answer is too.
func Compare(r, other Report) []Comparison {
	means, otherMeans := r.Mean.Values(), other.Mean.Values()
	var all []Comparison
	for m, name := range Names {
		c := Comparison{Metric: name, Mean: means[m], Other: otherMeans[m]}
		diffs := make([]float64, len(r.PerQuery))
		for i := range r.PerQuery {
			diffs[i] = r.PerQuery[i].Values()[m] - other.PerQuery[i].Values()[m]
			switch {
			case diffs[i] > epsilon:
				c.Better++
			case diffs[i] < -epsilon:
				c.Worse++
			}
		}
		c.PRandom, c.PStudent = randomization(diffs), student(diffs)
		all = append(all, c)
	}
	return all
}

// randomization returns how often a difference of means as great as this comes
// about when each query's two figures are exchanged at random.
func randomization(diffs []float64) float64 {
	observed := math.Abs(sum(diffs))
	if observed <= epsilon {
		return 1
	}
	random := rand.New(rand.NewPCG(1, 2))
	as, n := 0, 0
	var bits uint64
	for range rounds {
		total := 0.0
		for i, d := range diffs {
			if i%64 == 0 {
				bits = random.Uint64()
			}
			if bits&1 == 0 {
				total += d
			} else {
				total -= d
			}
			bits >>= 1
		}
		n++
		if math.Abs(total) >= observed-epsilon {
			as++
		}
	}
	return float64(as+1) / float64(n+1)
}

// student returns the two-sided p-value of a paired t-test.
func student(diffs []float64) float64 {
	n := float64(len(diffs))
	mean := sum(diffs) / n
	if math.Abs(mean) <= epsilon {
		return 1
	}
	squares := 0.0
	for _, d := range diffs {
		squares += (d - mean) * (d - mean)
	}
	if n < 2 {
		return 1
	}
	if squares == 0 {
		return 0
	}
	t := mean / math.Sqrt(squares/(n-1)/n)
	df := n - 1
	return betaRatio(df/2, 0.5, df/(df+t*t))
}

func sum(xs []float64) float64 {
	s := 0.0
	for _, x := range xs {
		s += x
	}
	return s
}

// betaRatio is the regularized incomplete beta function I_x(a,b), by its
// continued fraction (Abramowitz and Stegun 26.5.8, evaluated after Lentz).
func betaRatio(a, b, x float64) float64 {
	if x <= 0 || x >= 1 {
		return min(max(x, 0), 1)
	}
	if x > (a+1)/(a+b+2) { // the fraction converges fast on the other side
		return 1 - betaRatio(b, a, 1-x)
	}
	lab, _ := math.Lgamma(a + b)
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	const tiny = 1e-300
	f, c, d := 1.0, 1.0, 0.0
	for i := range 300 {
		m := float64(i / 2)
		var numerator float64
		switch {
		case i == 0:
			numerator = 1
		case i%2 == 0:
			numerator = m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		default:
			numerator = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		d = 1 / nonZero(1+numerator*d, tiny)
		c = nonZero(1+numerator/c, tiny)
		f *= c * d
		if math.Abs(1-c*d) < 1e-15 {
			break
		}
	}
	return front * (f - 1)
}

// nonZero keeps a divisor away from 0.
func nonZero(x, tiny float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}
