package planner

import (
	"fmt"
	"strings"
)

func (f Finding) rackSentences(found, limit, short string) (message, remedy string) {
	_, hall, _ := strings.Cut(f.Where, "/halls/")
	several := func(one, many string) string {
		if f.Count == 1 {
			return "1 " + one
		}
		return grouped(float64(f.Count)) + " " + many
	}
	switch RackLimit(f.Code) {
	case RackFeedOver:
		return fmt.Sprintf("In %s, %s above the breaker's limit after the loss of the other side; worst is %s with %s for %s.",
				hall, several("rack is", "racks are"), f.Subject, found, limit),
			fmt.Sprintf("Give %s circuits that carry %s more, or move load out of it.", f.Subject, short)
	case RackOneSided:
		return fmt.Sprintf("In %s, %s on one side alone, such as %s; the tier claimed keeps the load up while either side is out.",
				hall, several("rack is", "racks are"), f.Subject),
			"Feed them from both sides, or claim a tier that does not promise it."
	case PanelOver:
		return fmt.Sprintf("In %s, %s above the limit of a phase after the loss of the other side; worst is %s with %s for %s.",
				hall, several("panel is", "panels are"), f.Subject, found, limit),
			fmt.Sprintf("Move circuits of %s to other phases or panels of its side until it carries %s less.", f.Subject, short)
	case RackTooDense:
		return fmt.Sprintf("In %s, %s above what a position may take; worst is %s with %s for %s.",
				hall, several("rack is", "racks are"), f.label(), found, limit),
			fmt.Sprintf("Move them to a hall that takes %s a position, or spread their servers over more racks.", found)
	case RackTooHeavy:
		return fmt.Sprintf("In %s, %s above what the floor carries; worst is %s with %s for %s.",
				hall, several("rack is", "racks are"), f.label(), found, limit),
			fmt.Sprintf("Spread the load of %s on a plinth, or move it to a floor that carries %s.", f.label(), found)
	}
	return "", ""
}
