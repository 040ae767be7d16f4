package planner

// codeSums is what lines cost by every code and beginning of one, in levels:
// groups, subsystems, lines. A code may stand in its level more than once.
type codeSums struct{ levels [][]codeSum }

type codeSum struct {
	code   string
	amount KRW
}

func (s *codeSums) clear() {
	for i := range s.levels {
		s.levels[i] = s.levels[i][:0]
	}
}

// add counts a line in each level of its code. Lines stand by code, so that
// most find the sum of their group and subsystem last in its level.
func (s *codeSums) add(code string, amount KRW) {
	level := 0
	for end := 0; end <= len(code); end++ {
		if end < len(code) && code[end] != '.' {
			continue
		}
		if level == len(s.levels) {
			s.levels = append(s.levels, make([]codeSum, 0, 64))
		}
		list := s.levels[level]
		if n := len(list); n > 0 && list[n-1].code == code[:end] {
			list[n-1].amount += amount
		} else {
			s.levels[level] = append(list, codeSum{code[:end], amount})
		}
		level++
	}
}

// of sums the lines of some codes, or beginnings of them, none of which lies
// within another.
func (s *codeSums) of(codes []string) float64 {
	var total KRW
	for _, code := range codes {
		level := 0
		for i := range len(code) {
			if code[i] == '.' {
				level++
			}
		}
		if level >= len(s.levels) {
			continue
		}
		for i := range s.levels[level] {
			if x := &s.levels[level][i]; x.code == code {
				total += x.amount
			}
		}
	}
	return float64(total)
}
