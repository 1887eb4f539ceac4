// Package meaning knows vectors of texts: how they are kept, how near two of them are,
// and how nearness joins a score of words. It knows no index and asks nobody.
//
// A vector is kept as its direction, eight bits a component: the largest of them is 127 or -127. Of
// a vector of 384 numbers the cosine with another changes by some thousandths. What was kept
// is kept again as it is.
package meaning

import (
	"errors"
	"fmt"
	"math"
)

// Vector is the meaning of a text as a model has it.
type Vector struct {
	Model  string    // what made it; empty for not known, which agrees with any model
	Values []float32 // only their direction counts
}

// MostDimensions is how many numbers a vector has at most.
const MostDimensions = 4096

// MostModel is how many bytes the name of a model has at most.
const MostModel = 200

// ErrVector is the error of numbers that are no vector.
var ErrVector = errors.New("not a vector")

// IsZero says whether there is no vector.
func (v Vector) IsZero() bool { return len(v.Values) == 0 }

// Pack is the vector as it is kept, or says why it is none.
func (v *Vector) Pack() ([]int8, error) {
	if len(v.Model) > MostModel {
		return nil, fmt.Errorf("%w: a model of a name of %d bytes, at most %d are possible", ErrVector, len(v.Model), MostModel)
	}
	return Pack(v.Values)
}

// Pack keeps the direction of a vector.
func Pack(values []float32) ([]int8, error) {
	if len(values) == 0 || len(values) > MostDimensions {
		return nil, fmt.Errorf("%w: %d numbers, from 1 to %d are possible", ErrVector, len(values), MostDimensions)
	}
	most := 0.0
	for i, x := range values {
		if a := math.Abs(float64(x)); a > most {
			most = a
		} else if math.IsNaN(a) {
			return nil, fmt.Errorf("%w: number %d is none", ErrVector, i+1)
		}
	}
	if most == 0 || math.IsInf(most, 0) {
		return nil, fmt.Errorf("%w: it has no direction, its largest number is %v", ErrVector, most)
	}
	packed := make([]int8, len(values))
	for i, x := range values {
		packed[i] = int8(math.Round(float64(x) / most * 127))
	}
	return packed, nil
}

// Unpack is the numbers of what was kept.
func Unpack(packed []int8) []float32 {
	values := make([]float32, len(packed))
	for i, x := range packed {
		values[i] = float32(x)
	}
	return values
}

// Squares is the square of the length.
func Squares(packed []int8) (n uint32) {
	for _, x := range packed {
		n += uint32(int32(x) * int32(x))
	}
	return n
}

// Cosine is that of the angle between two vectors, of their product and the squares of their lengths.
func Cosine(product int32, squares, others uint32) float64 {
	return float64(product) / math.Sqrt(float64(squares)*float64(others))
}
