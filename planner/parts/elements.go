package parts

import "buildout/planner"

// The elements of the collections: those of the plan with their ids and the names
// of what holds them.
type (
	// Site is a site with all it holds.
	Site struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The site's name"`
		planner.Site
	}

	// Phase is a phase with its halls.
	Phase struct {
		ID   string `json:"id,omitempty" readOnly:"true" doc:"Names of site and phase, joined by a slash"`
		Site string `json:"site" doc:"Site that holds it"`
		planner.Phase
	}

	// Hall is a hall with its train, panels, racks and reservations.
	Hall struct {
		ID    string `json:"id,omitempty" readOnly:"true" doc:"Names of site and hall, joined by a slash"`
		Site  string `json:"site" doc:"Site that holds it"`
		Phase string `json:"phase" doc:"Phase of the site that builds it"`
		planner.Hall
	}

	// Rack is a rack with its feeds.
	Rack struct {
		ID   string `json:"id,omitempty" readOnly:"true" doc:"Names of site, hall and rack, joined by slashes"`
		Site string `json:"site" doc:"Site that holds it"`
		Hall string `json:"hall" doc:"Hall of the site that it stands in"`
		planner.Rack
	}

	// Panel is a panel of a hall.
	Panel struct {
		ID   string `json:"id,omitempty" readOnly:"true" doc:"Names of site, hall and panel, joined by slashes"`
		Site string `json:"site" doc:"Site that holds it"`
		Hall string `json:"hall" doc:"Hall of the site that it feeds"`
		planner.Panel
	}

	// Reservation is a reservation of a hall.
	Reservation struct {
		ID   string `json:"id,omitempty" readOnly:"true" doc:"Names of site, hall and reservation, joined by slashes"`
		Site string `json:"site" doc:"Site that holds it"`
		Hall string `json:"hall" doc:"Hall of the site whose capacity it keeps"`
		planner.Reservation
	}

	// PowerStage is a stage of a site's plant or of a hall's train.
	PowerStage struct {
		ID   string `json:"id,omitempty" readOnly:"true" doc:"Names of site and hall, and the kind of stage, joined by slashes; a - stands for the hall of the plant"`
		Site string `json:"site" doc:"Site that holds it"`
		Hall string `json:"hall" doc:"Hall of the site whose train it is in; - for a stage of the plant that all halls share"`
		planner.PowerStage
	}

	// Feed is a grid feed of a site.
	Feed struct {
		ID   string `json:"id,omitempty" readOnly:"true" doc:"Names of site and feed, joined by a slash"`
		Site string `json:"site" doc:"Site that it feeds"`
		planner.Feed
	}

	// Service is a service of the demand.
	Service struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The service's name"`
		planner.Service
	}

	// Lease is leased space.
	Lease struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The lease's name"`
		planner.Lease
	}

	// Link is a network route between sites.
	Link struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The link's name"`
		planner.Link
	}

	// RackType is a rack type of the plan's own.
	RackType struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The rack type's name"`
		planner.RackType
	}

	// RedundancyTier is a redundancy tier of the plan's own.
	RedundancyTier struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The tier's name"`
		planner.RedundancyTier
	}

	// CostOverride is a price of the plan's own.
	CostOverride struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The cost code"`
		planner.CostOverride
	}

	// ExchangeRate is an exchange rate of a month.
	ExchangeRate struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"Currency and month, joined by a slash, such as USD/2024-01"`
		planner.ExchangeRate
	}

	// Ceiling is a ceiling of the budget.
	Ceiling struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The year"`
		planner.YearCeiling
	}

	// FundingLine is a line of what pays for the budget.
	FundingLine struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The line's name"`
		planner.FundingLine
	}

	// Actual is an entry of the books.
	Actual struct {
		ID     string `json:"id,omitempty" readOnly:"true" doc:"The number"`
		Number int    `json:"number,omitempty" readOnly:"true" doc:"Place among the entries, from 1"`
		planner.Actual
	}

	// Value is a value of the plan's own in place of a reference value.
	Value struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"Name of the reference value"`
		planner.ValueOverride
	}

	// Calendar is a calendar of the plan's own.
	Calendar struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The calendar's name"`
		planner.Calendar
	}

	// Tariff is an electricity tariff of the plan's own.
	Tariff struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The tariff's name"`
		planner.Tariff
	}

	// Climate is a climate of the plan's own.
	Climate struct {
		ID string `json:"id,omitempty" readOnly:"true" doc:"The climate's name"`
		planner.Climate
	}
)
