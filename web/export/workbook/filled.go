package workbook

import "unicode/utf8"

// A row of months holds the same formula in every cell but for the columns it
// refers to, as if it were filled to the right. In memory such a formula is kept
// once for all cells of the row: with its columns as distances from its own.

// distance stands before the distance of a column, which is a rune around same.
const (
	distance = '\x01'
	same     = 0x1000
)

// appendFilled writes a formula of a cell with the columns that it refers to, but
// for those that stay where they are, as distances from the cell's.
func appendFilled(out []byte, f string, col int) []byte {
	for i := 0; i < len(f); {
		c := f[i]
		if c == '"' || c == '\'' { // a text, or the name of a sheet
			end := i + 1
			for end < len(f) && f[end] != c {
				end++
			}
			end = min(end+1, len(f))
			out = append(out, f[i:end]...)
			i = end
			continue
		}
		if !inWord(c) {
			out = append(out, c)
			i++
			continue
		}
		end := i + 1
		for end < len(f) && inWord(f[end]) {
			end++
		}
		word := f[i:end]
		if at, rest := columnOf(word); at > 0 && (end == len(f) || f[end] != '(' && f[end] != '!') {
			out = append(out, distance)
			out = utf8.AppendRune(out, rune(same+at-col))
			word = rest
		}
		out = append(out, word...)
		i = end
	}
	return out
}

// unfilled is appendFilled undone.
func unfilled(out []byte, f string, col int) []byte {
	for i := 0; i < len(f); {
		if f[i] != distance {
			out = append(out, f[i])
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(f[i+1:])
		out = append(out, columnName(int(r)-same+col)...)
		i += 1 + size
	}
	return out
}

// inWord reports whether a byte is part of a name, a number or a reference.
func inWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '$' || c == '_' || c == '.' || c == '\\' || c >= utf8.RuneSelf
}

// columnOf splits a reference to a cell in a column that is not fixed into the
// column and what follows; 0 for any other word.
func columnOf(word string) (col int, rest string) {
	n := 0
	for n < len(word) && word[n] >= 'A' && word[n] <= 'Z' {
		col = col*26 + int(word[n]-'A') + 1
		if n++; n > 3 {
			return 0, ""
		}
	}
	rest = word[n:]
	digits := rest
	if digits != "" && digits[0] == '$' {
		digits = digits[1:]
	}
	if n == 0 || digits == "" || col > len(columnNames) {
		return 0, ""
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return 0, ""
		}
	}
	return col, rest
}
