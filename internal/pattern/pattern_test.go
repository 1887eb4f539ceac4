package pattern

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCompiledWhenAsked(t *testing.T) {
	digits := New(`^\d+$`)
	assert.True(t, digits().MatchString("123"))
	assert.False(t, digits().MatchString("12a"))
	assert.Same(t, digits(), digits(), "once")

	none := New(`(`)
	assert.Panics(t, func() { none() })
}
