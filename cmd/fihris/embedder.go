package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/embed"
	"github.com/fihris-search/fihris/internal/terminal"
)

// embedderFlags say who makes vectors of texts: nobody, unless an address is given.
type embedderFlags struct {
	url, keyFile string
	opts         embed.Options
	wait         time.Duration
}

// embedderKey is the variable that the key of an API may be in; no flag has it, for others see those.
const embedderKey = "FIHRIS_EMBEDDER_KEY"

// add adds the flags to a command.
func (f *embedderFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.url, "embedder", "", "search by meaning too: the address of a server that makes vectors of texts, as Ollama, TEI or vLLM (OpenAI's /v1/embeddings). Texts are sent there")
	fl.StringVar(&f.opts.Model, "embedder-model", "", "the model that it shall use")
	fl.StringVar(&f.keyFile, "embedder-key-file", "", "file of the key of its API (or in "+embedderKey+")")
	fl.StringVar(&f.opts.Query, "embedder-query", "", "what its model wants before a query, such as \"query: \"")
	fl.StringVar(&f.opts.Passage, "embedder-passage", "", "what its model wants before an article, such as \"passage: \"")
	fl.IntVar(&f.opts.Letters, "embedder-letters", 2000, "how many letters of an article it is sent")
	fl.IntVar(&f.opts.Batch, "embedder-batch", 32, "how many articles it is sent at once")
	fl.DurationVar(&f.opts.Timeout, "embedder-timeout", time.Minute, "how long a batch of articles may take")
	fl.DurationVar(&f.wait, "embedder-wait", 2*time.Second, "how long a search waits for it before it goes on by words only")
}

// apply gives an index the embedder, if there is one.
func (f *embedderFlags) apply(opts *fihris.Options) error {
	if f.url == "" {
		return nil
	}
	o := f.opts
	if o.Model == "" {
		return hint(fmt.Errorf("--embedder %s: which model?", f.url), "name it: --embedder-model NAME; vectors of one model say nothing to another")
	}
	o.Key = os.Getenv(embedderKey)
	if f.keyFile != "" {
		b, err := os.ReadFile(f.keyFile)
		if err != nil {
			return fmt.Errorf("--embedder-key-file: %w", err)
		}
		o.Key = strings.TrimSpace(string(b))
	}
	c, err := embed.New(f.url, o)
	if err != nil {
		return hint(fmt.Errorf("--embedder: %w", err), "such as --embedder http://localhost:11434 --embedder-model NAME")
	}
	opts.Embedder, opts.EmbedWait = c, f.wait
	return nil
}

// second refuses an embedder beside --first-stage: meaning joins the words in the second.
func (f *embedderFlags) second(cmd *cobra.Command, firstStage bool) error {
	if f.url != "" && firstStage {
		return usage(cmd, "--embedder and --first-stage: meaning joins the words after the first stage; leave one of them out")
	}
	return nil
}

// wordsOnly counts topics that were answered by words only, though an embedder was to be asked.
type wordsOnly struct {
	topics int
	why    string // of the first
}

func (w *wordsOnly) note(m *fihris.Meaning) {
	if m == nil || m.Note == "" {
		return
	}
	if w.topics++; w.topics == 1 {
		w.why = m.Note
	}
}

// tell says so to people, for figures of words must not be taken for figures of meaning.
func (w *wordsOnly) tell(a *app, of int) {
	if w.topics > 0 {
		fmt.Fprintf(a.err, "fihris: %s of the %s topics were answered without meaning; the first: %s\n", count(w.topics), count(of), a.screen.Plain(w.why))
	}
}

// embedReport is what became of the vectors of a run.
type embedReport struct {
	fihris.Embedded
	Error string `json:"error,omitempty"` // why it ended early; the articles are there, and found by their words
}

// embed makes the vectors that the articles of an index lack.
func (a *app) embed(cmd *cobra.Command, ix *fihris.Index) (*embedReport, error) {
	status := &terminal.Status{}
	if !a.json {
		status = terminal.NewStatus(a.err)
	}
	defer status.Clear()
	done, err := ix.Embed(cmd.Context(), func(done, all uint64) {
		status.Show(time.Now(), func(int) string { return fmt.Sprintf("vectors: %s of %s", count(done), count(all)) })
	})
	r := &embedReport{Embedded: done}
	if err != nil {
		r.Error = err.Error()
	}
	return r, err
}

// text says it to people.
func (r *embedReport) text() string {
	text := fmt.Sprintf("vectors: made %s, left without one %s", count(r.Made), count(r.Left))
	if r.Refused > 0 {
		text += fmt.Sprintf(" (%s that the embedder refused)", count(r.Refused))
	}
	if r.Left > 0 {
		text += "; these are found by their words, and a later run makes their vectors"
	}
	return text
}

// How often a server that takes articles looks for those without a vector: the less often, the longer its
// embedder fails.
const (
	embedEvery  = 15 * time.Second
	embedSeldom = 10 * time.Minute
)

// keepEmbedded makes the vectors of what a server takes, as often as every says, until ctx is done.
func keepEmbedded(ctx context.Context, ix *fihris.Index, log *slog.Logger, every time.Duration) {
	for pause := every; ; {
		done, err := ix.Embed(ctx, nil)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil || done.Refused > 0:
			pause = min(2*pause, embedSeldom)
			log.Warn("vectors are missing: these articles are found by their words", "made", done.Made, "refused", done.Refused, "left", done.Left, "error", err, "again", pause.String())
		default:
			if pause = every; done.Made > 0 {
				log.Info("vectors made", "articles", done.Made)
			}
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

func newEmbed(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "embed -i DIR --embedder URL --embedder-model NAME",
		Short: "Make the vectors that articles lack, to find them by meaning",
		Long: `Asks a server for the vector of each article that has none of its model, and keeps it
in the index: 8 bits a number. "search --embedder" and "serve --embedder" then find
articles by their meaning, too, also for queries in another language. The titles and
the beginnings of the articles are sent to the server that is named, and nowhere else.

It goes on where it ended: an article whose vector is there is not asked for again.`,
		Example: `  fihris embed -i news.idx --embedder http://localhost:11434 --embedder-model bge-m3
  fihris search -i news.idx --embedder http://localhost:11434 --embedder-model bge-m3 'bee keeping'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if a.embedder.url == "" {
				return usage(cmd, "--embedder URL: whom to ask?")
			}
			ix, err := a.openIndex(cmd, false)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			r, err := a.embed(cmd, ix)
			if a.json {
				if printErr := a.printJSON(r); err == nil {
					err = printErr
				}
				return err
			}
			fmt.Fprintln(a.out, r.text())
			return err
		},
	}
	a.embedder.add(cmd)
	return cmd
}

// printMeaning tells what part meaning had in the hits.
func (a *app) printMeaning(m *fihris.Meaning) {
	switch {
	case m == nil:
	case m.Note != "":
		fmt.Fprintln(a.out, a.screen.Plain(m.Note))
	default:
		text := fmt.Sprintf("by meaning too: %s compared", plural(m.Compared, "article"))
		if m.Found > 0 {
			text += fmt.Sprintf(", %s among the first for that alone (marked ≈)", count(m.Found))
		}
		if m.Missing > 0 {
			text += fmt.Sprintf("; %s without a vector: fihris embed", plural(m.Missing, "article"))
		}
		fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, text))
	}
}
