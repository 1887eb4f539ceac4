package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// repository is the folder of the whole.
const repository = "../.."

// packageRecipe is what packages are made of, in the two files that say it.
type packageRecipe struct {
	Contents  []struct{ Src, Dst, Type string }
	Scripts   map[string]string
	License   string
	Overrides map[string]struct{ Dependencies, Depends []string }
}

func readYAML(t *testing.T, name string, v any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(repository, name))
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(b, v), name)
}

// A release and a package that is made by itself hold the same, and all of it is there.
func TestPackagesAgree(t *testing.T) {
	var release struct {
		Nfpms  []packageRecipe
		Builds []struct {
			Main              string
			Goos, Goarch, Env []string
		}
		Checksum map[string]string
		Sboms    []map[string]string
	}
	var alone packageRecipe
	readYAML(t, ".goreleaser.yaml", &release)
	readYAML(t, "packaging/nfpm.yaml", &alone)
	require.Len(t, release.Nfpms, 1)
	var contents []struct{ Src, Dst, Type string }
	for _, c := range alone.Contents {
		if c.Dst != "/usr/bin/fihris" { // which goreleaser adds itself
			contents = append(contents, c)
			assert.FileExists(t, filepath.Join(repository, c.Src))
		}
	}
	assert.Equal(t, release.Nfpms[0].Contents, contents)
	assert.Equal(t, release.Nfpms[0].Scripts, alone.Scripts)
	assert.Equal(t, release.Nfpms[0].License, alone.License)
	for _, format := range []string{"deb", "rpm"} {
		needs := release.Nfpms[0].Overrides[format].Dependencies
		assert.NotEmpty(t, needs, "the scripts make a user")
		assert.Equal(t, needs, alone.Overrides[format].Depends, format)
	}
	for _, script := range alone.Scripts {
		info, err := os.Stat(filepath.Join(repository, script))
		require.NoError(t, err)
		assert.NotZero(t, info.Mode()&0o111, script)
	}
	require.Len(t, release.Builds, 1)
	assert.ElementsMatch(t, []string{"linux", "darwin", "windows"}, release.Builds[0].Goos)
	assert.Contains(t, release.Builds[0].Env, "CGO_ENABLED=0", "so that the program needs no library")
	assert.DirExists(t, filepath.Join(repository, release.Builds[0].Main))
	assert.Equal(t, "sha256", release.Checksum["algorithm"])
	assert.NotEmpty(t, release.Sboms)
}

var variable = regexp.MustCompile(`(?m)^#?FIHRIS_([A-Z_]+)=`)

// What the service is configured with are flags of serve.
func TestServiceIsConfiguredByFlags(t *testing.T) {
	env, err := os.ReadFile(filepath.Join(repository, "packaging/fihris.env"))
	require.NoError(t, err)
	names := variable.FindAllStringSubmatch(string(env), -1)
	require.NotEmpty(t, names)
	root := newRoot(&app{})
	serve, _, err := root.Find([]string{"serve"})
	require.NoError(t, err)
	for _, m := range names {
		flag := strings.ToLower(strings.ReplaceAll(m[1], "_", "-"))
		assert.True(t, serve.Flags().Lookup(flag) != nil || root.PersistentFlags().Lookup(flag) != nil, "%s is no flag of serve", flag)
	}
	unit, err := os.ReadFile(filepath.Join(repository, "packaging/fihris.service"))
	require.NoError(t, err)
	assert.Contains(t, string(unit), "\nExecStart=/usr/bin/fihris serve\n")
	assert.Contains(t, string(unit), "\nEnvironmentFile=-/etc/fihris/fihris.env\n")
	assert.Contains(t, string(unit), "\nUser=fihris\n")
}

// systemd finds nothing wrong with the service, where there is one to ask.
func TestServiceIsSound(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd-analyze")
	}
	unit, err := os.ReadFile(filepath.Join(repository, "packaging/fihris.service"))
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "fihris.service")
	program, err := os.Executable() // which is there, as /usr/bin/fihris may not be
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(unit), "/usr/bin/fihris", program, 1)), 0o644))
	out, err := exec.Command(analyze, "verify", "--man=no", file).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "fihris.service") && !strings.Contains(line, "rocess org.freedesktop") {
			assert.Fail(t, line)
		}
	}
	if err != nil && !strings.Contains(string(out), "fihris.service") {
		t.Skipf("systemd-analyze cannot run here: %s", out)
	}
}

// What runs after every change runs everything, and an image runs as nobody in particular.
func TestWorkflowAndImage(t *testing.T) {
	var ci struct {
		Jobs map[string]struct{ Steps []map[string]any }
	}
	readYAML(t, ".github/workflows/ci.yml", &ci)
	var runs []string
	for _, job := range ci.Jobs {
		for _, step := range job.Steps {
			if run, ok := step["run"].(string); ok {
				runs = append(runs, run)
			}
		}
	}
	all := strings.Join(runs, "\n")
	for _, wanted := range []string{".ci/run", "make vulnerabilities", "dpkg -i", "docker build"} {
		assert.Contains(t, all, wanted)
	}
	docker, err := os.ReadFile(filepath.Join(repository, "Dockerfile"))
	require.NoError(t, err)
	assert.Regexp(t, `(?m)^USER [1-9]\d*:[1-9]\d*$`, string(docker))
	assert.Contains(t, string(docker), "FROM scratch")
	assert.Contains(t, string(docker), "CGO_ENABLED=0")
}
