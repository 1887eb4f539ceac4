package main

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fihris-search/fihris"
)

// weightFlags are weights of the score.
type weightFlags struct{ given []string }

// add adds --weight.
func (f *weightFlags) add(fl *pflag.FlagSet) {
	fl.StringArrayVar(&f.given, "weight", nil, "what counts for how much in the score, such as title=0.5: "+choice(fihris.WeightNames())+" (docs/ranking.md); may be repeated")
}

// of returns the weights that were given, beside the default ones; nil where none was.
func (f *weightFlags) of(cmd *cobra.Command) (*fihris.Weights, error) {
	if len(f.given) == 0 {
		return nil, nil
	}
	w := fihris.DefaultWeights()
	for _, s := range f.given {
		name, text, _ := strings.Cut(s, "=")
		to := w.Of(name)
		n, err := strconv.ParseFloat(text, 64)
		if to == nil || err != nil {
			return nil, usage(cmd, "--weight %s: a name and a number are wanted, such as title=0.5; the names are %s", s, choice(fihris.WeightNames()))
		}
		*to = n
	}
	return &w, nil
}
