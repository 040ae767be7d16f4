package models

import (
	"reflect"
	"slices"
	"testing"

	"gorm.io/gorm"
)

// TestSchemaAgreesWithModels: the migrated tables have the columns, the keys
// and the nullability of the models, and nothing else.
func TestSchemaAgreesWithModels(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		models := []any{&planRow{}, &revisionRow{}, &creationRow{}, &keyRow{}, &approvalRow{}, &comparisonRow{}, &comparisonMemberRow{}}
		for _, table := range (&rows{}).tables() {
			models = append(models, reflect.New(reflect.TypeOf(table).Elem().Elem()).Interface())
		}
		known := []string{"goose_db_version", "sqlite_sequence"}
		for _, model := range models {
			statement := &gorm.Statement{DB: s.db}
			if err := statement.Parse(model); err != nil {
				t.Fatal(err)
			}
			known = append(known, statement.Schema.Table)
			agrees(t, s.db, statement)
		}
		for _, table := range tableNames(t, s) {
			if !slices.Contains(known, table) {
				t.Errorf("table %s has no model", table)
			}
		}
	})
}

func agrees(t *testing.T, db *gorm.DB, model *gorm.Statement) {
	t.Helper()
	table := model.Schema.Table
	columns, err := db.Migrator().ColumnTypes(table)
	if err != nil {
		t.Fatal(err)
	}
	var names, keys []string
	for _, c := range columns {
		names = append(names, c.Name())
		field := model.Schema.LookUpField(c.Name())
		if field == nil {
			t.Errorf("%s.%s has no field", table, c.Name())
			continue
		}
		nullable, ok := c.Nullable()
		if wanted := field.FieldType.Kind() == reflect.Pointer; !ok || nullable != wanted {
			t.Errorf("%s.%s: nullable is %t, want %t", table, c.Name(), nullable, wanted)
		}
		if key, _ := c.PrimaryKey(); key {
			keys = append(keys, c.Name())
		}
	}
	for _, name := range model.Schema.DBNames {
		if !slices.Contains(names, name) {
			t.Errorf("%s.%s has no column", table, name)
		}
	}
	if slices.Sort(keys); !slices.Equal(keys, slices.Sorted(slices.Values(model.Schema.PrimaryFieldDBNames))) {
		t.Errorf("%s has the key %v, its model %v", table, keys, model.Schema.PrimaryFieldDBNames)
	}
}

func tableNames(t *testing.T, s *Store) []string {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if s.dialect == dialectPostgres {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	}
	var names []string
	if err := s.db.Raw(query).Scan(&names).Error; err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatal("no tables")
	}
	return names
}

// TestDeletedPlanLeavesNoRows: every table of lists hangs on its plan.
func TestDeletedPlanLeavesNoRows(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		stored := created(t, s, generated(0))
		if err := s.DeletePlan(t.Context(), stored.Plan.Name, 1); err != nil {
			t.Fatal(err)
		}
		for _, table := range tableNames(t, s) {
			if table == "creations" || table == "goose_db_version" || table == "sqlite_sequence" {
				continue
			}
			var n int64
			if err := s.db.Table(table).Count(&n).Error; err != nil {
				t.Fatal(err)
			}
			if n != 0 {
				t.Errorf("%s keeps %d rows", table, n)
			}
		}
	})
}
