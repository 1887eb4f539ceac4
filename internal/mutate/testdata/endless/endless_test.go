package endless

import "testing"

func TestSteps(t *testing.T) {
	if Steps(3) != 3 {
		t.Fatal("not three")
	}
}
