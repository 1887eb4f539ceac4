package corpus

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A page that says no section is in that of its folder, as a text is; the path
// may give its date.
func TestPagesInFolders(t *testing.T) {
	page := "<title>قطار الجنوب</title><p>عاد قطار الجنوب إلى العمل صباح أمس بعد توقف دام عاما كاملا.</p>"
	a := one(t, Options{DateFrom: "YYYY/MM/DD"}, "sport/2019/03/07/a.html", page)
	assert.Equal(t, "sport", a.Section)
	assert.Equal(t, "2019-03-07", a.Published.Format("2006-01-02"))
	a = one(t, Options{}, "sport/a.html", `<meta property="article:section" content="محليات">`+page)
	assert.Equal(t, "محليات", a.Section)
}
