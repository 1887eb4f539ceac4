package main

import (
	"fmt"
	"os"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// envPrefix begins the environment variable of every flag.
const envPrefix = "FIHRIS_"

// envName returns the environment variable of a flag.
func envName(flag string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromEnv says whether the environment has a value for a flag. What both give, the
// command line has decided.
func fromEnv(flag string) bool { return os.Getenv(envName(flag)) != "" }

// flagsFromEnv sets the flags that the command line does not set and the
// environment does.
func flagsFromEnv(cmd *cobra.Command) error {
	var failed error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		value, ok := os.LookupEnv(envName(f.Name))
		if f.Changed || !ok || value == "" || failed != nil || f.Name == "help" {
			return
		}
		if err := cmd.Flags().Set(f.Name, value); err != nil {
			failed = fmt.Errorf("%s=%s: %w", envName(f.Name), value, err)
		}
	})
	return failed
}

// takesText marks commands whose arguments may begin with a hyphen, because
// they are a text or a query.
var takesText = map[string]string{"text": "true"}

// shieldText lets a query begin with a hyphen without "--": for commands that
// take text it puts the flags first, then "--", then the text.
func shieldText(root *cobra.Command, args []string) []string {
	cmd, rest, err := root.Find(args)
	if err != nil || cmd.Annotations["text"] == "" {
		return args
	}
	cmd.InheritedFlags() // merges the flags of the parents into Flags
	var flags, text []string
	for i := 0; i < len(rest); i++ {
		arg := rest[i]
		if arg == "--" {
			text = append(text, rest[i+1:]...)
			break
		}
		takesValue, isFlag := lookupFlag(cmd.Flags(), arg)
		switch {
		case !isFlag:
			text = append(text, arg)
		case takesValue && i+1 < len(rest):
			i++
			flags = append(flags, arg, rest[i])
		default:
			flags = append(flags, arg)
		}
	}
	shielded := append(strings.Fields(cmd.CommandPath())[1:], flags...)
	return append(append(shielded, "--"), text...)
}

// lookupFlag tells whether an argument is a flag and whether its value is the
// next argument. Names that do not exist are flags too, so that a slip is reported
// and not searched: a lone Latin letter is hardly a word to leave out, and -n 1
// would ask for the word 1. Short ones must stand alone, because -iran is a word
// and no -i.
func lookupFlag(flags *pflag.FlagSet, arg string) (takesValue, isFlag bool) {
	name, _, hasValue := strings.Cut(arg, "=")
	var f *pflag.Flag
	switch {
	case len(name) > 2 && strings.HasPrefix(name, "--"):
		if !isASCIILetter(rune(name[2])) {
			return false, false
		}
		if f = flags.Lookup(name[2:]); f == nil {
			return false, true
		}
	case len(name) == 2 && name[0] == '-' && isASCIILetter(rune(name[1])):
		if name == "-h" {
			return false, true
		}
		if f = flags.ShorthandLookup(name[1:]); f == nil {
			return false, true
		}
	default:
		return false, false
	}
	return !hasValue && f.NoOptDefVal == "", true
}

func isASCIILetter(r rune) bool { return r < unicode.MaxASCII && unicode.IsLetter(r) }

// offer lets the shell complete the values of a flag.
func offer(cmd *cobra.Command, flag string, values ...string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag does not exist: a mistake in this program, seen by every test
	}
}
