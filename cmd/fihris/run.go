package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/eval"
)

// The usage of flags that eval and run have, too.
const (
	firstStageUsage    = "order by the plain sum over words, without looking at the first 30 hits once more"
	literalTopicsUsage = "ask for the words as they are in the topics; read none as another"
)

func newRun(a *app) *cobra.Command {
	var topics, tag string
	var weights weightFlags
	firstStage, literal := false, false
	k := 0
	cmd := &cobra.Command{
		Use:   "run -i DIR --topics FILE",
		Short: "Answer many queries as a TREC run",
		Long: `Asks the topics of a file (an ID, a tab, and the text, which is plain words and
never query syntax) one after the other and prints the articles found:
qid Q0 docid rank score tag.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.embedder.second(cmd, firstStage); err != nil {
				return err
			}
			if strings.Join(strings.Fields(tag), "") != tag || tag == "" {
				return usage(cmd, "--tag %q: it must be one word", tag)
			}
			if k < 1 {
				return usage(cmd, "-k %d: at least 1 is wanted", k)
			}
			w, err := weights.of(cmd)
			if err != nil {
				return err
			}
			return a.printRun(cmd, topics, tag, fihris.Request{Limit: k, FirstStage: firstStage, Literal: literal, Weights: w})
		},
	}
	cmd.Flags().StringVar(&topics, "topics", "", "file of topics")
	cmd.Flags().IntVarP(&k, "depth", "k", 1000, "articles for each topic, at most")
	cmd.Flags().StringVar(&tag, "tag", "fihris", "name of the run")
	cmd.Flags().BoolVar(&firstStage, "first-stage", false, firstStageUsage)
	cmd.Flags().BoolVar(&literal, "literal", false, literalTopicsUsage)
	weights.add(cmd.Flags())
	a.embedder.add(cmd)
	return cmd
}

// printRun prints the answers to the topics of a file as a TREC run.
func (a *app) printRun(cmd *cobra.Command, topicFile, tag string, req fihris.Request) (err error) {
	ix, topics, err := a.openTopics(cmd, topicFile)
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	var without wordsOnly
	defer func() { without.tell(a, len(topics)) }()
	return eval.Ask(cmd.Context(), ix, topics, req, func(answer eval.Answer) error {
		without.note(answer.Meaning)
		line, err := eval.AppendRun(nil, answer, tag)
		if err == nil {
			_, err = a.out.Write(line)
		}
		return err
	})
}

// openTopics reads the topics of a file and opens the index to ask.
func (a *app) openTopics(cmd *cobra.Command, file string) (opened, []eval.Topic, error) {
	if file == "" {
		return nil, nil, usage(cmd, "which topics? --topics FILE")
	}
	topics, err := readFile(file, eval.ReadTopics)
	if err != nil {
		return nil, nil, err
	}
	ix, err := a.openAny(cmd, fihris.Options{ReadOnly: true})
	return ix, topics, err
}

// readFile reads a file by one of eval's readers; errors name the file.
func readFile[T any](name string, read func(io.Reader) (T, error)) (T, error) {
	var none T
	f, err := os.Open(name)
	if err != nil {
		return none, err
	}
	defer f.Close()
	v, err := read(f)
	if err != nil {
		return none, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}
