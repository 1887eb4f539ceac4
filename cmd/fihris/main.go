// Fihris searches Arabic articles from the command line; "fihris help" says how.
package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/internal/terminal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the default is back: a second one ends at once
	// what does not want to end by itself.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Exit codes.
const (
	exitDone   = 0 // hits, or done
	exitNoHits = 1 // nothing found, or damage found by check
	exitError  = 2
)

// app is what the commands share.
type app struct {
	in     io.Reader
	out    *bufio.Writer // standard output, flushed at the end
	err    io.Writer
	screen terminal.Screen // what standard output can show
	index  string          // --index
	json   bool            // --json
	words  wordFiles

	embedder embedderFlags
}

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	a := &app{in: in, out: bufio.NewWriterSize(out, 64<<10), err: errs, screen: terminal.New(out)}
	root := newRoot(a)
	root.SetArgs(shieldText(root, args))
	root.SetIn(in)
	root.SetOut(a.out)
	root.SetErr(errs)
	cmd, err := root.ExecuteContextC(ctx)
	if flushErr := a.out.Flush(); err == nil {
		err = flushErr
	}
	a.tellStrangers(cmd)
	if err == nil {
		return exitDone
	}
	if status, ok := errors.AsType[exitStatus](err); ok {
		return int(status)
	}
	report(errs, cmd, err)
	return exitError
}

// exitStatus ends a command that has said all there is to say.
type exitStatus int

func (exitStatus) Error() string { return "exit" }

// newRoot returns the command with all its subcommands.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "fihris",
		Short: "Full-text search of Arabic articles",
		Long: `Fihris (فِهرِس, index) searches Arabic articles: وزير finds الوزير and بالوزراء.

Start with:  fihris demo
Then:        fihris index -i news.idx FOLDER    and    fihris search -i news.idx QUERY

Every flag is also an environment variable: --index is FIHRIS_INDEX.
Exit codes: 0 hits or done, 1 no hits (or damage found by check), 2 error.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return flagsFromEnv(cmd)
		},
	}
	root.PersistentFlags().StringVarP(&a.index, "index", "i", "", "folder of the index")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "answer in JSON, for programs")
	root.PersistentFlags().StringVar(&a.words.families, "families", "", "file of words that shall find each other, \"word: other …\" a line; give the same ones always")
	root.PersistentFlags().StringVar(&a.words.protected, "protected", "", "file of names to be left whole, one a line")
	root.PersistentFlags().StringVar(&a.words.stopWords, "stop-words", "", "file of further stop words, one a line")
	root.AddCommand(
		newDemo(a), newIndex(a), newSearch(a), newSimilar(a), newGet(a), newRemove(a), newAnalyze(a),
		newRun(a), newEval(a), newServe(a), newMCP(a), newStats(a), newCheck(a), newBackup(a), newExport(a), newRebuild(a),
		newConcord(a), newCollocate(a), newTrend(a), newKeywords(a), newNGrams(a), newAlert(a), newEmbed(a),
		newComplete(a), newTerms(a), newVersion(a),
	)
	askForShell(root)
	return root
}

// askForShell makes "completion" without a shell, or with an unknown one, the
// error that it is: cobra prints its help and calls that success.
func askForShell(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	if c, _, err := root.Find([]string{"completion"}); err == nil && c != root {
		c.Args = cobra.ArbitraryArgs
		c.RunE = func(cmd *cobra.Command, _ []string) error {
			return usage(cmd, "completion for which shell? bash, zsh, fish or powershell")
		}
	}
}
