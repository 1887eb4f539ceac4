// Package arabic analyzes Arabic text for search.
package arabic
