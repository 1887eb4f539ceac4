package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/arabic"
	"github.com/fihris-search/fihris/internal/licenses"
)

// versionAnswer says what program this is.
type versionAnswer struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Analyzer int    `json:"analyzer_version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func newVersion(a *app) *cobra.Command {
	var showLicenses bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if showLicenses {
				return a.printLicenses()
			}
			v := thisVersion()
			if a.json {
				return a.printJSON(v)
			}
			fmt.Fprintf(a.out, "fihris %s, analyzer %d, %s %s\n", v.Version, v.Analyzer, v.Go, v.Platform)
			return nil
		},
	}
	cmd.Flags().BoolVar(&showLicenses, "licenses", false, "print the licences of Fihris and of all that it is linked with")
	return cmd
}

// thisVersion is what the go command wrote into the program.
func thisVersion() versionAnswer {
	v := versionAnswer{"(devel)", "", arabic.Version, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" {
		v.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v.Revision = s.Value
		}
	}
	return v
}

// printLicenses prints the licences.
func (a *app) printLicenses() error {
	if a.json {
		return a.printJSON(map[string]string{"licenses": licenses.Text()})
	}
	_, err := a.out.WriteString(licenses.Text())
	return err
}
