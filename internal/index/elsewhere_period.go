package index

import (
	"math"
	"time"
)

// periodElsewhere is period of a collection that lies elsewhere.
func (v *view) periodElsewhere() (dated uint64, first, last time.Time, err error) {
	oldest, newest, ok := v.lexis.Published()
	if !ok {
		return 0, first, last, nil
	}
	counts, err := v.lexis.Counts([]Want{publishedWant(time.Time{}, time.Time{})})
	if err != nil {
		return 0, first, last, err
	}
	return counts[0], time.Unix(oldest, 0).UTC(), time.Unix(newest, 0).UTC(), nil
}

// mentionedElsewhere is mentionedPeriod of a collection that lies elsewhere. An engine finds what mentions a
// period, and knows no first and no last one: the days are looked for.
func (v *view) mentionedElsewhere() (n uint64, first, last time.Time, err error) {
	counts, err := v.lexis.Counts([]Want{mentionWant(time.Time{}, time.Time{})})
	if err != nil || counts[0] == 0 {
		return 0, first, last, err
	}
	some := func(n uint64) bool { return n > 0 }
	from, err := v.leastDay(func(day int64) Want { return WantMention{From: math.MinInt32, To: day + 1, Touching: true} }, some)
	if err != nil {
		return 0, first, last, err
	}
	none := func(n uint64) bool { return n == 0 }
	to, err := v.leastDay(func(day int64) Want { return WantMention{From: day + 1, To: math.MaxInt32, Touching: true} }, none)
	return counts[0], time.Unix(from*86400, 0).UTC(), time.Unix(to*86400, 0).UTC(), err
}

// daysAtOnce is for how many days it is asked at once; in six rounds one is found among all.
const daysAtOnce = 64

// leastDay is the first day of which the count of its set is so, as of all days after it.
func (v *view) leastDay(of func(day int64) Want, so func(n uint64) bool) (int64, error) {
	least, most := int64(math.MinInt32), int64(math.MaxInt32)-1 // where it is so
	for least < most {
		step := (most-least-1)/daysAtOnce + 1
		var wants []Want
		for day := least; day < most; day += step {
			wants = append(wants, of(day))
		}
		counts, err := v.lexis.Counts(wants)
		if err != nil {
			return 0, err
		}
		from := least
		for i, n := range counts {
			day := from + int64(i)*step
			if so(n) {
				most = day
				break
			}
			least = day + 1
		}
	}
	return most, nil
}
