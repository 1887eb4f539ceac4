#!/usr/bin/env bash
# peers.sh FIHRIS VECTORS: where Fihris differs from other analyzers.
#
# VECTORS is a folder of tables NAME.tsv: a word or text, a tab, what the peer
# makes of it; or for *pairs*: two words, 1 if they must meet and 0 if not, a
# remark. Lines that begin with # are remarks. What the peer does decides the
# level: normalizers are compared with the exact forms, stemmers and whole
# analyzers with stems, root stemmers with roots.
#
# Differences are expected: peers strip by rule, without knowing the words. The
# documentation of package arabic gives our reasons.
set -euo pipefail

fihris=$1 vectors=$2

level_of() {
	case $1 in
	*normalization* | *folding* | *charabia*) echo exact ;;
	*root* | *manticore*) echo root ;;
	*) echo stem ;;
	esac
}

# terms LEVEL: one line of terms for every line.
terms() { "$fihris" analyze --level "$1"; }

compare() {
	local level
	level=$(level_of "$2")
	paste <(cut -f1,2 "$1") <(cut -f1 "$1" | terms "$level") |
		awk -F'\t' -v name="$2" -v level="$level" '
			{ n++ }
			$2 == $3 { same++; next }
			{ printf "  %s\tthey %s\twe %s\n", $1, $2, $3 }
			END { printf "%s: %d of %d alike (%s)\n\n", name, same, n, level }'
}

pairs() {
	paste <(cut -f1-4 "$1") <(cut -f1 "$1" | terms stem) <(cut -f2 "$1" | terms stem) |
		awk -F'\t' -v name="$2" '
			{ n[$3]++; met = ($5 == $6 && $5 != "") }
			met == $3 { right[$3]++; next }
			{ printf "  %s %s\t%s (%s, %s)\t%s\n", $1, $2, met ? "meet" : "stay apart", $5, $6, $4 }
			END { printf "%s: %d of %d that must meet do, %d of %d stay apart\n\n", name, right[1], n[1], right[0], n[0] }'
}

for file in "$vectors"/*.tsv; do
	name=$(basename "$file" .tsv)
	table=$(mktemp)
	grep -v '^#' "$file" >"$table"
	case $name in
	*pairs*) pairs "$table" "$name" ;;
	*) compare "$table" "$name" ;;
	esac
	rm -f "$table"
done
