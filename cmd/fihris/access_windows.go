package main

// allowance says how to be allowed what was not.
func allowance(_ error, index string, _ bool) string {
	return "see who may read and write there: icacls " + index
}
