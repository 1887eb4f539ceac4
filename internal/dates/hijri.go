package dates

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Umm al-Qura, the calendar of Saudi Arabia, has no rule: its months are as
// they were printed. The file has the years in which all published tables agree.
//
//go:embed ummalqura.txt
var ummAlQura string

// hijriMonths gives the first days of the months of a year of Umm al-Qura, and
// the day after its last.
var hijriMonths = sync.OnceValue(func() map[int][13]time.Time {
	years := map[int][13]time.Time{}
	day := time.Date(1999, 4, 17, 0, 0, 0, 0, time.UTC) // 1 Muharram 1420
	for line := range strings.Lines(ummAlQura) {
		fields := strings.Fields(line)
		if len(fields) != 2 || fields[0] == "#" {
			continue
		}
		year, _ := strconv.Atoi(fields[0])
		var months [13]time.Time
		for i, c := range fields[1] {
			months[i] = day
			day = day.AddDate(0, 0, 29)
			if c == '+' {
				day = day.AddDate(0, 0, 1)
			}
		}
		months[12] = day
		years[year] = months
	}
	return years
})

// fromHijri returns the day of a date of the moon, or false where its month has
// no such day. Outside Umm al-Qura it is that of the civil calendar, whose
// months have 30 and 29 days in turn: a day or two off what was printed.
func fromHijri(year, month, day int) (time.Time, bool) {
	if year < 1 || month < 1 || month > 12 || day < 1 || day > 30 {
		return time.Time{}, false
	}
	if months, ok := hijriMonths()[year]; ok {
		t := months[month-1].AddDate(0, 0, day-1)
		return t, t.Before(months[month])
	}
	// A month that was printed with 30 days may have 29 here, so 30 is let through.
	days := (year-1)*354 + (3+11*year)/30 + (month-1)*29 + month/2 + day - 1
	return civilEpoch.AddDate(0, 0, days), true
}

// civilEpoch is 1 Muharram 1: Friday, 16 July 622 of the Julian calendar, which
// is 19 July as Go counts.
var civilEpoch = time.Date(622, 7, 19, 0, 0, 0, 0, time.UTC)
