package models

import (
	"time"

	"gorm.io/gorm"

	"buildout/planner"
)

// comparisonRow is a comparison without its members.
type comparisonRow struct {
	ID        int64
	Name      string
	Title     planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	Note      string
	Baseline  int
	Measures  document[[]string]
	Version   int
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt time.Time `gorm:"autoUpdateTime:false"`
}

func (comparisonRow) TableName() string { return "comparisons" }

// comparisonMemberRow is a member of a comparison. Its plan may be gone.
type comparisonMemberRow struct {
	ComparisonID int64 `gorm:"primaryKey"`
	Position     int   `gorm:"primaryKey"`
	PlanID       int64
	Revision     int
	PlanName     string // when the member was stored, or when the plan was deleted
}

func (comparisonMemberRow) TableName() string { return "comparison_members" }

func comparisonRowOf(c Comparison) comparisonRow {
	measures := c.Measures
	if measures == nil {
		measures = []string{}
	}
	return comparisonRow{Name: c.Name, Title: c.Title, Note: c.Note, Baseline: c.Baseline, Measures: document[[]string]{measures}}
}

func (r comparisonRow) comparison() Comparison {
	return Comparison{
		ID: r.ID, Name: r.Name, Title: r.Title, Note: r.Note, Baseline: r.Baseline, Measures: r.Measures.Of, Members: []ComparisonMember{},
		Version: r.Version, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
	}
}

// findComparison returns the row of the comparison that ref refers to. Digits are
// an id: no comparison's name has digits alone.
func findComparison(tx *gorm.DB, ref string) (row comparisonRow, err error) {
	if !isText(ref) {
		return row, gorm.ErrRecordNotFound
	}
	condition, value := "name = ?", any(ref)
	if id, ok := idOf(ref); ok {
		condition, value = "id = ?", id
	}
	err = tx.Where(condition, value).Take(&row).Error // once: conditions of a query that has begun add up
	return row, err
}

func readComparison(tx *gorm.DB, row comparisonRow) (Comparison, error) {
	list, err := readComparisons(tx, []comparisonRow{row})
	if err != nil {
		return Comparison{}, err
	}
	return list[0], nil
}

// readComparisons adds to comparisons their members, as their plans are now.
func readComparisons(tx *gorm.DB, rows []comparisonRow) ([]Comparison, error) {
	list, places, ids := make([]Comparison, len(rows)), map[int64]int{}, make([]int64, len(rows))
	for i, row := range rows {
		list[i], places[row.ID], ids[i] = row.comparison(), i, row.ID
	}
	var members []struct {
		ComparisonID int64
		ComparisonMember
	}
	query := tx.Table("comparison_members AS m").Joins("LEFT JOIN plans ON plans.id = m.plan_id").
		Select("m.comparison_id, m.plan_id, COALESCE(plans.name, m.plan_name) AS plan_name, m.revision, COALESCE(plans.revision, 0) AS newest")
	if len(ids) == 1 {
		query = query.Where("m.comparison_id = ?", ids[0])
	}
	if err := query.Order("m.comparison_id, m.position").Find(&members).Error; err != nil {
		return nil, err
	}
	for _, m := range members {
		c := &list[places[m.ComparisonID]]
		c.Members = append(c.Members, m.ComparisonMember)
	}
	return list, nil
}
