package models

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"buildout/planner"
)

// edit changes lists of a value here and there: it takes elements out, puts new
// ones in and has others change places. The names of new ones end in step.
func edit(t *rapid.T, v reflect.Value, path string, step int) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type().PkgPath() == "buildout/planner/power" {
			return
		}
		for i := range v.NumField() {
			edit(t, v.Field(i), path+"."+v.Type().Field(i).Name, step)
		}
	case reflect.Slice:
		editList(t, v, path, step)
		for i := range v.Len() {
			edit(t, v.Index(i), fmt.Sprintf("%s[%d]", path, i), step)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			edit(t, v.Elem(), path, step)
		}
	}
}

func editList(t *rapid.T, v reflect.Value, path string, step int) {
	at := func() int { return rapid.IntRange(0, v.Len()-1).Draw(t, path) }
	switch kind := rapid.IntRange(0, 7).Draw(t, path); {
	case kind == 1 && v.Len() > 0:
		i := at()
		v.Set(reflect.AppendSlice(v.Slice(0, i), v.Slice(i+1, v.Len())))
	case kind == 2 && v.Len() > 0:
		reflect.Swapper(v.Interface())(at(), at())
	case kind == 3:
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		fill(t, v.Index(v.Len()-1), fmt.Sprintf("%s[%d]", path, 3+step))
		reflect.Swapper(v.Interface())(at(), v.Len()-1)
	}
}

// hasRows requires that the tables hold for a plan what they must.
func hasRows(t rapid.TB, s *Store, id int64, plan planner.Plan) {
	t.Helper()
	got, err := readRows(s.db, []int64{id})
	if err != nil {
		t.Fatal(err)
	}
	want := rowsOf(id, plan)
	for i, table := range want.tables() {
		want, got := reflect.ValueOf(table).Elem(), reflect.ValueOf(got.tables()[i]).Elem()
		if want.Len() != got.Len() || want.Len() > 0 && !reflect.DeepEqual(want.Interface(), got.Interface()) {
			t.Fatalf("%s (-want +got):\n%s", want.Type(), cmp.Diff(fmt.Sprintf("%+v", want), fmt.Sprintf("%+v", got)))
		}
	}
}

// TestOnlyWhatDiffersIsWritten counts the rows that an update writes.
func TestOnlyWhatDiffersIsWritten(t *testing.T) {
	inTurn(t)
	tests := []struct {
		name   string
		change func(*planner.Plan)
		rows   int64 // beside the plan's own and the revision's
	}{
		{"nothing", func(*planner.Plan) {}, 0},
		{"a rack's position", func(p *planner.Plan) { p.Sites[0].Phases[0].Halls[1].Racks[7].Position = 99 }, 1},
		{"a rack's name, which is parked first", func(p *planner.Plan) { p.Sites[0].Phases[0].Halls[1].Racks[7].Name = "other" }, 2},
		{"a feed of a rack", func(p *planner.Plan) { p.Sites[0].Phases[0].Halls[2].Racks[7].Feeds[1].Panel = "PC" }, 1},
		{"a hall's name", func(p *planner.Plan) { p.Sites[0].Phases[0].Halls[0].Name = "other" }, 2},
		{"the last rack, with its feeds", func(p *planner.Plan) {
			hall := &p.Sites[0].Phases[0].Halls[2]
			hall.Racks = hall.Racks[:len(hall.Racks)-1]
		}, 3},
		{"one rack more", func(p *planner.Plan) {
			hall := &p.Sites[0].Phases[0].Halls[2]
			hall.Racks = append(hall.Racks, planner.Rack{Name: "new", RackType: "server-6kw"})
		}, 1},
		{"two racks change places", func(p *planner.Plan) {
			list := p.Sites[0].Phases[0].Halls[0].Racks
			list[3], list[40] = list[40], list[3]
		}, 4},
	}
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		stored := created(t, s, large("large", 3, 50))
		var written int64
		count := func(tx *gorm.DB) { written += tx.RowsAffected }
		onWrite(t, s, count)
		for _, test := range tests {
			plan := planner.Clone(stored.Plan)
			test.change(&plan)
			written = 0
			var err error
			if stored, err = s.ReplacePlan(t.Context(), "large", stored.Revision, plan, Change{}); err != nil {
				t.Fatal(err)
			}
			if written -= 2; written != test.rows {
				t.Errorf("%s: %d rows were written, want %d", test.name, written, test.rows)
			}
			hasRows(t, s, stored.ID, plan)
			same(t, s, stored, plan)
		}
	})
}

// TestStageThatTakesThePlaceOfAGoneOne: a stage keeps its additions though its
// row went with the hall that its number was of.
func TestStageThatTakesThePlaceOfAGoneOne(t *testing.T) {
	stage := func(modules int) []planner.PowerStage {
		return []planner.PowerStage{{Kind: "ups", Modules: modules, Added: []planner.ModuleAddition{{Phase: "late", Modules: 2}}}}
	}
	hall := func(name string) planner.Hall { return planner.Hall{Name: name, Train: stage(4)} }
	plan := small("plan")
	plan.Sites[0].Phases = []planner.Phase{{Name: "one", Halls: []planner.Hall{hall("a"), hall("b"), hall("c")}}}
	plan.Sites[1].Plant = stage(6)
	plan = normal(plan)
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		stored := created(t, s, plan)
		changes := []func(*planner.Plan){
			func(p *planner.Plan) {
				p.Sites[0].Phases[0].Halls = slices.Delete(p.Sites[0].Phases[0].Halls, 1, 3)
			},
			func(p *planner.Plan) { p.Sites = slices.Delete(p.Sites, 0, 1) },
			func(p *planner.Plan) {
				p.Sites = append(p.Sites, planner.Clone(plan).Sites[0])
			},
		}
		for i, change := range changes {
			next := planner.Clone(stored.Plan)
			change(&next)
			var err error
			if stored, err = s.ReplacePlan(t.Context(), "plan", i+1, next, Change{}); err != nil {
				t.Fatal(err)
			}
			same(t, s, stored, normal(next))
		}
	})
}

// TestUniqueFieldsAreMarked: the fields of a table's unique index beside its key
// are the ones that a change parks.
func TestUniqueFieldsAreMarked(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		for _, table := range (&rows{}).tables() {
			statement := &gorm.Statement{DB: s.db}
			if err := statement.Parse(table); err != nil {
				t.Fatal(err)
			}
			var marked []string
			for _, f := range statement.Schema.Fields {
				if f.Unique {
					marked = append(marked, f.DBName)
				}
			}
			for i, f := range statement.Schema.PrimaryFields {
				if f.StructField.Index[0] != i {
					t.Errorf("%s: %s is not field %d, of the key", statement.Schema.Table, f.Name, i)
				}
			}
			if diff := cmp.Diff(uniqueColumns(t, s, statement.Schema.Table, statement.Schema.PrimaryFieldDBNames), marked); diff != "" {
				t.Errorf("%s (-index +marked):\n%s", statement.Schema.Table, diff)
			}
		}
	})
}

// uniqueColumns lists the columns of the unique indices of a table that are not
// in its key.
func uniqueColumns(t *testing.T, s *Store, table string, key []string) (columns []string) {
	t.Helper()
	query := `SELECT c.name FROM pragma_index_list(?) i, pragma_index_info(i.name) c WHERE i."unique" ORDER BY c.seqno`
	if s.dialect == dialectPostgres {
		query = `SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indexrelid WHERE i.indisunique AND i.indrelid = ?::regclass ORDER BY a.attnum`
	}
	if err := s.db.Raw(query, table).Scan(&columns).Error; err != nil {
		t.Fatal(err)
	}
	columns = slices.DeleteFunc(columns, func(c string) bool { return slices.Contains(key, c) })
	if len(columns) == 0 {
		return nil
	}
	return columns
}
