// Package openapi describes an HTTP interface as an OpenAPI 3.1 document
// (https://spec.openapis.org/oas/v3.1.0), made of the table of its operations and
// of the Go types that they answer with. Whoever reads requests reads them by the same
// parameters ([Param]), so that what is described is what is taken.
//
// huma (github.com/danielgtaylor/huma/v2) makes the schemas and writes the
// document. Its router and its validation are not used: IDs of articles hold
// slashes that a router would clean away, bodies are streams of any length, and
// what is refused is said in the language of the reader.
package openapi
