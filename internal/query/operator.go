package query

// matchBrackets balances the brackets: a closing one without a partner is
// dropped, an open one is closed at the end, pairs that are nested too deep are
// dropped.
func matchBrackets(tokens []token, end int, f *faults) []token {
	var open []int // of those not closed yet
	drop := make(map[int]bool)
	for i, t := range tokens {
		switch t.kind {
		case openToken:
			open = append(open, i)
			if len(open) > MaxDepth {
				f.exceed(t.at, "brackets are nested more than %d deep", MaxDepth)
				drop[i] = true
			}
		case closeToken:
			if len(open) == 0 {
				f.add(t.at, "this bracket was never opened")
				drop[i] = true
				continue
			}
			drop[i] = drop[open[len(open)-1]]
			open = open[:len(open)-1]
		}
	}
	if len(drop) == 0 && len(open) == 0 {
		return tokens
	}
	balanced := make([]token, 0, len(tokens)+len(open))
	for i, t := range tokens {
		if !drop[i] {
			balanced = append(balanced, t)
		}
	}
	for _, i := range open {
		f.add(tokens[i].at, "this bracket is not closed")
		if !drop[i] {
			balanced = append(balanced, token{kind: closeToken, at: end, missing: true})
		}
	}
	return balanced
}

// resolveOperators decides which words are operators and which operators have
// something to join. AND, OR, NOT, && and || are operators everywhere, the
// Arabic words only in a structured query. An operator with nothing on one side
// is the word it looks like; of several in a row the last counts.
func resolveOperators(tokens []token, f *faults) []token {
	structured := structured(tokens)
	for i := range tokens {
		if k, ok := operatorWord(tokens[i], structured); ok {
			tokens[i].kind = k
		}
	}
	// From the right, so that what follows an operator is already decided.
	var kept []token
	for i := len(tokens) - 1; i >= 0; i-- {
		t := tokens[i]
		var next token
		if len(kept) > 0 {
			next = kept[len(kept)-1]
		}
		followed := len(kept) > 0 && (next.operand() || next.prefix() || next.kind == openToken)
		switch {
		case t.kind == andToken || t.kind == orToken:
			if followed && precededByOperand(tokens[:i]) {
				break
			}
			f.add(t.at, "%s needs something on both sides", operatorName(t))
			if t.node == nil || len(kept) > 0 && (next.kind == andToken || next.kind == orToken) {
				continue
			}
			t.kind = wordToken
		case t.kind == minusToken && t.node != nil && !followed:
			f.add(t.at, "%s needs something after it", operatorName(t))
			t.kind = wordToken
		}
		kept = append(kept, t)
	}
	for i, j := 0, len(kept)-1; i < j; i, j = i+1, j-1 {
		kept[i], kept[j] = kept[j], kept[i]
	}
	return kept
}

// structured reports whether the query holds brackets, quotes, a field, + or -
// and so is not a plain sentence.
func structured(tokens []token) bool {
	for _, t := range tokens {
		switch t.kind {
		case phraseToken, valueToken, datesToken, fieldToken, plusToken, minusToken:
			return true
		case closeToken:
			if !t.missing {
				return true
			}
		}
	}
	return false
}

// operatorWord gives the kind of a token that is a word and may be an operator.
func operatorWord(t token, structured bool) (kind, bool) {
	if t.kind != wordToken || t.literal {
		return 0, false
	}
	m := names.capitals[t.text]
	if m == "" && structured {
		m = named(t.text)
	}
	switch m {
	case andName:
		return andToken, true
	case orName:
		return orToken, true
	case notName:
		return minusToken, true
	}
	return 0, false
}

// precededByOperand reports whether the last token that is no operator ends an
// operand.
func precededByOperand(tokens []token) bool {
	for i := len(tokens) - 1; i >= 0; i-- {
		switch t := tokens[i]; t.kind {
		case andToken, orToken:
			continue
		case closeToken:
			return true
		default:
			return t.operand()
		}
	}
	return false
}

// operatorName gives an operator as it was written, for an error.
func operatorName(t token) string {
	switch {
	case t.text != "":
		return t.text
	case t.kind == andToken:
		return "&&"
	}
	return "||"
}
