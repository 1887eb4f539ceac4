package analysis

// Version numbers the terms: under one version the same text gives the same
// terms for ever. Whatever changes a term raises it, and indexes made under
// another version must be rebuilt. The golden file of the tests is bound to it.
const Version = 2
