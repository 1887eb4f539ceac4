package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newStats(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "stats -i DIR",
		Short: "Say what an index holds",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			ix, err := a.openIndex(cmd, true)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			st, err := ix.Stats(cmd.Context())
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(answer.NewStats(st))
			}
			a.printStats(st)
			return nil
		},
	}
}

// printStats shows what an index holds to people.
func (a *app) printStats(st fihris.Stats) {
	fmt.Fprintf(a.out, "articles  %s\n", count(st.Articles))
	fmt.Fprintf(a.out, "words     %s\n", count(st.Tokens))
	fmt.Fprintf(a.out, "on disk   %s", bytesText(st.Bytes))
	if st.Articles > 0 {
		fmt.Fprintf(a.out, " (%s an article)", bytesText(st.Bytes/int64(st.Articles)))
	}
	fmt.Fprintf(a.out, " in %s\n", plural(st.Segments, "segment"))
	if !st.Oldest.IsZero() {
		fmt.Fprintf(a.out, "dates     %s to %s\n", st.Oldest.Format(time.DateOnly), st.Newest.Format(time.DateOnly))
	}
	fmt.Fprintf(a.out, "versions  analyzer %d, format %d\n", st.AnalyzerVersion, st.FormatVersion)
}

func newCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check -i DIR",
		Short: "Read all files of an index and say whether they are whole",
		Long:  `Reads all files of an index. The exit code is 0 if they are whole, 1 if not.`,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.needIndex(cmd); err != nil {
				return err
			}
			err := fihris.Check(a.index)
			if err != nil && !errors.Is(err, fihris.ErrCorrupt) {
				return err
			}
			if a.json {
				if jsonErr := a.printJSON(newCheckAnswer(err)); jsonErr != nil {
					return jsonErr
				}
			} else if err == nil {
				fmt.Fprintf(a.out, "%s is whole\n", terminal.OneLine(a.index))
			}
			if err == nil {
				return nil
			}
			if !a.json {
				report(a.err, cmd, hint(err, "restore a backup, or build it anew: fihris index -i NEW PATH..."))
			}
			return exitStatus(exitNoHits)
		},
	}
}

// checkAnswer is what check found, as JSON.
type checkAnswer struct {
	Whole  bool     `json:"whole"`
	Damage []string `json:"damage"`
}

func newCheckAnswer(err error) checkAnswer {
	answer := checkAnswer{Whole: err == nil, Damage: []string{}}
	if err != nil {
		answer.Damage = strings.Split(err.Error(), "\n")
	}
	return answer
}

func newBackup(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "backup -i DIR DEST",
		Short: "Copy an index to a new folder",
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if len(args) != 1 {
				return usage(cmd, "where to? name one new folder")
			}
			ix, err := a.openIndex(cmd, true)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			if err := ix.Backup(cmd.Context(), args[0]); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]string{"backup": args[0]})
			}
			fmt.Fprintf(a.out, "copied %s to %s\n", terminal.OneLine(a.index), terminal.OneLine(args[0]))
			return nil
		},
	}
}

// termAnswer is a fihris.Completion as JSON.
type termAnswer struct {
	Text     string `json:"term"`
	Kind     string `json:"kind"` // word or title
	Articles uint64 `json:"articles"`
}

func newTerms(a *app) *cobra.Command {
	var limit int
	var bidi string
	cmd := &cobra.Command{
		Use:         "terms -i DIR PREFIX...",
		Short:       "Complete the last word of a query: words and titles of the index",
		Annotations: takesText,
		Long: `Lists what the last word may become, the most frequent first: words as people
write them, also behind the article and prepositions, and titles. Words before it
must stand in the same articles.`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := a.setBidi(cmd, bidi); err != nil {
				return err
			}
			if len(args) == 0 {
				return usage(cmd, "which prefix?")
			}
			if limit < 1 {
				return usage(cmd, "--limit %d: at least 1 is wanted", limit)
			}
			ix, err := a.openIndex(cmd, true)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			terms, err := ix.Complete(cmd.Context(), strings.Join(args, " "), limit)
			if err != nil {
				return err
			}
			return a.printCompletions(terms)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 20, "at most this many")
	addBidi(cmd, &bidi)
	return cmd
}

// printCompletions prints words and titles with the number of articles.
func (a *app) printCompletions(terms []fihris.Completion) error {
	answers := []termAnswer{}
	for _, t := range terms {
		answers = append(answers, termAnswer(t))
		if !a.json {
			fmt.Fprintf(a.out, "%9s  %s\n", count(t.Articles), a.screen.Plain(t.Text))
		}
	}
	if a.json {
		if err := a.printJSON(map[string]any{"terms": answers}); err != nil {
			return err
		}
	}
	if len(terms) == 0 {
		return exitStatus(exitNoHits)
	}
	return nil
}

// versionAnswer says what program this is.
type versionAnswer struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Analyzer int    `json:"analyzer_version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := versionAnswer{"(devel)", "", arabic.Version, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}
			if info, ok := debug.ReadBuildInfo(); ok {
				if info.Main.Version != "" {
					v.Version = info.Main.Version
				}
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" {
						v.Revision = s.Value
					}
				}
			}
			if a.json {
				return a.printJSON(v)
			}
			fmt.Fprintf(a.out, "fihris %s, analyzer %d, %s %s\n", v.Version, v.Analyzer, v.Go, v.Platform)
			return nil
		},
	}
}
