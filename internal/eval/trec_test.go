package eval

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

func TestReadTopics(t *testing.T) {
	topics, err := ReadTopics(strings.NewReader("\ufeffq1\tمن هو؟\r\n\nq2\t-ليس \"صياغة\n q3 \t  نص مزاح \n"))
	require.NoError(t, err)
	assert.Equal(t, []Topic{{"q1", "من هو؟"}, {"q2", `-ليس "صياغة`}, {"q3", "نص مزاح"}}, topics)
	for in, want := range map[string]string{
		"":                                    "empty",
		"q1 بلا":                              "line 1: a topic is an ID, a tab, and its text",
		"q1\tأ\nq1\tب":                        `line 2: topic ID "q1" comes twice`,
		"\tأ":                                 `line 1: topic ID ""`,
		"q 1\tأ":                              `line 1: topic ID "q 1"`,
		"q1\tأ\nq2\t\xff":                     "line 2: invalid UTF-8",
		"q1\t" + strings.Repeat("x", maxLine): "line 1: longer",
	} {
		_, err := ReadTopics(strings.NewReader(in))
		assert.ErrorContains(t, err, want, "%.20q", in)
	}
}

func TestReadQrels(t *testing.T) {
	qrels, err := ReadQrels(strings.NewReader("q1\t0\td1\t2\nq1 0 d2 0\nq1 0 d3 -1\nq2 0 d1 1\n"))
	require.NoError(t, err)
	assert.Equal(t, Qrels{"q1": {"d1": 2}, "q2": {"d1": 1}}, qrels)
	for in, want := range map[string]string{
		"":           "empty",
		"q1 0 d1":    "line 1: a judgment is 4 fields, not 3",
		"q1 0 d1 x":  `line 1: grade "x"`,
		"q1 0 d1 99": `line 1: grade "99"`,
		"q1 0 d1 0":  "no article is judged relevant",
	} {
		_, err := ReadQrels(strings.NewReader(in))
		assert.ErrorContains(t, err, want, in)
	}
}

func TestReadRun(t *testing.T) {
	run, err := ReadRun(strings.NewReader("q1 Q0 d1 3 1.5 t\nq1 Q0 d2 2 1.5 t\nq1\tQ0\td3\t1\t-7\tt\nq1 Q0 d4 9 1e2 t\nq1 Q0 d1 4 1 t\n"))
	require.NoError(t, err)
	assert.Equal(t, Run{"q1": {"d4", "d2", "d1", "d3"}}, run)
	for in, want := range map[string]string{
		"q1 Q0 d1 1 1":     "line 1: a line of a run is 6 fields, not 5",
		"q1 Q0 d1 x 1 t":   `line 1: rank "x"`,
		"q1 Q0 d1 1 NaN t": `line 1: score "NaN"`,
	} {
		_, err := ReadRun(strings.NewReader(in))
		assert.ErrorContains(t, err, want, in)
	}
}

func TestCompareIDs(t *testing.T) {
	assert.Negative(t, compareIDs("q2", "q10"))
	assert.Negative(t, compareIDs("a10", "b2"))
	assert.Positive(t, compareIDs("q10", "q2"))
	assert.Negative(t, compareIDs("q02", "q2"))
	assert.Zero(t, compareIDs("q", "q"))
	assert.Negative(t, compareIDs("q", "q0"))
	assert.Negative(t, compareIDs("99999999999999999999999", "x"))
}

// The answers of a real index make a run that reads back in the same order.
func TestAskAndRun(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	ctx := context.Background()
	require.NoError(t, ix.Add(ctx,
		fihris.Article{ID: "b", Body: "الوزير في جنيف"},
		fihris.Article{ID: "a", Body: "الوزير في جنيف"},
		fihris.Article{ID: "c", Title: "وزير", Body: "وزير الخارجية، وقال الوزير"},
		fihris.Article{ID: "d", Body: "أمطار على الجبل"},
	))
	topics := []Topic{{"q1", "وزير"}, {"q2", "-أمطار"}, {"q3", "لايوجدهذا"}}
	var out []byte
	want := Run{}
	require.NoError(t, Ask(ctx, ix, topics, fihris.Request{Limit: 2}, func(a Answer) error {
		if len(a.Hits) > 0 {
			want[a.Topic.ID] = a.IDs()
		}
		out, err = AppendRun(out, a, "tag")
		return err
	}))
	assert.Equal(t, Run{"q1": {"c", "a"}, "q2": {"d"}}, want, "ties by ID; a topic is no query")
	got, err := ReadRun(strings.NewReader(string(out)))
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Regexp(t, `^q1 Q0 c 1 [0-9.]+ tag\nq1 Q0 a 2 [0-9.]+ tag\n`, string(out))

	stop := errors.New("stop")
	err = Ask(ctx, ix, topics, fihris.Request{Limit: 2}, func(Answer) error { return stop })
	assert.ErrorIs(t, err, stop)
	assert.ErrorContains(t, err, "topic q1")
}

func TestAppendRunRefusesSpaces(t *testing.T) {
	for _, id := range []string{"a b", " a", "a\n", ""} {
		_, err := AppendRun(nil, Answer{Hits: []fihris.Hit{{Article: fihris.Article{ID: id}}}}, "t")
		assert.ErrorContains(t, err, "cannot stand in a run", "%q", id)
	}
}
