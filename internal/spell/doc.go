// Package spell says how words are mistyped: on the wrong keyboard layout
// ([Retype]), in Latin letters ([Romanized]), with letters confused, doubled,
// exchanged or a space left out ([Distance]); and it proposes from the
// vocabulary of an index what was meant ([Corrector]).
//
// It knows neither indexes nor analysis: it is given terms and how many
// articles hold each ([NewVocabulary]), words that are normalized as the terms
// are, and the proclitics that they may stand behind. What it knows about letters stands in confusions.txt, layouts.txt
// and roman.txt.
package spell
