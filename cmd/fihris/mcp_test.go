package main

import (
	"context"
	"io"
	"path/filepath"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// An assistant that starts the command speaks with it over its standard input and output.
func TestMCPOverStandardInput(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "1", Title: "اجتماع الوزراء", Body: "اجتمع الوزراء."}))
	require.NoError(t, ix.Close())

	in, toServer := io.Pipe()
	out, stop := start(t, in, "mcp", "-i", dir)
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	session, err := client.Connect(ctx, &sdk.IOTransport{Reader: io.NopCloser(out), Writer: toServer}, nil)
	require.NoError(t, err)
	res, err := session.CallTool(ctx, &sdk.CallToolParams{Name: "search", Arguments: map[string]any{"query": "وزير"}})
	require.NoError(t, err)
	require.False(t, res.IsError)
	assert.Contains(t, res.Content[0].(*sdk.TextContent).Text, "اجتماع الوزراء")
	toServer.Close()
	code, said := stop()
	assert.Equal(t, exitDone, code, said)
	assert.Empty(t, said)
}
