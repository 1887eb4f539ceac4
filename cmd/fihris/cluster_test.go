package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/opensearch"
)

func TestNamesOfClusters(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	auth, token := file("auth", "reader:se:cret\n"), file("token", "abc\n")
	for name, want := range map[string]opensearch.Options{
		"opensearch+https://a:9200/news":                   {Addresses: []string{"https://a:9200"}, Index: "news"},
		"opensearch+http://a:9200,b:9201/news":             {Addresses: []string{"http://a:9200", "http://b:9201"}, Index: "news"},
		"opensearch+http://a/news?shards=6&replicas=0":     {Addresses: []string{"http://a"}, Index: "news", Shards: 6, Replicas: opensearch.NoReplicas},
		"opensearch+http://a/news?plugin=yes":              {Addresses: []string{"http://a"}, Index: "news", Plugin: true},
		"opensearch+http://a/news?replicas=2&auth=" + auth: {Addresses: []string{"http://a"}, Index: "news", Replicas: 2, Auth: opensearch.Auth{User: "reader", Password: "se:cret"}},
		"opensearch+http://a/news?auth=" + token:           {Addresses: []string{"http://a"}, Index: "news", Auth: opensearch.Auth{Token: "abc"}},
	} {
		a := app{index: name}
		require.True(t, a.isCluster())
		got, err := a.clusterOptions()
		require.NoError(t, err, name)
		assert.Equal(t, want, got, name)
	}
	for _, name := range []string{
		"opensearch+ftp://a/news", "opensearch+https://a", "opensearch+https:///news", "opensearch+http://u:p@a/news", "opensearch+http://a/news?shards=x",
		"opensearch+http://a/news?shards=0", "opensearch+http://a/news?color=red", "opensearch+http://a/news?plugin=perhaps", "opensearch+http://a/news?auth=" + filepath.Join(dir, "none"),
		"opensearch+http://a/news?auth=" + file("two", "a\nb\n"), "opensearch+http://a/news?ca=" + token,
	} {
		a := app{index: name}
		_, err := a.clusterOptions()
		assert.Error(t, err, name)
	}
	assert.False(t, (&app{index: "opensearch"}).isCluster())
}
