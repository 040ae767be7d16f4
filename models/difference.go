package models

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// difference is what makes the rows of one table others: keys whose rows go, and
// rows that come, or that take the place of those with their keys. Of the latter
// those that change a value which is unique in its list are moved: they give the
// old one up before any takes it.
type difference struct {
	table *schema.Schema
	gone  []rowKey
	moved reflect.Value // slices of rows
	put   reflect.Value
}

// rowKey is the key of a row, which begins with it: its plan, and places in lists.
type rowKey [6]int64

// become makes the rows of a plan in the database, which are r, those of next.
func (r *rows) become(tx *gorm.DB, next *rows) error {
	differences, err := r.differences(tx, next)
	if err != nil {
		return err
	}
	for _, d := range differences {
		if err := put(tx, d.table, d.moved); err != nil {
			return err
		}
	}
	for _, d := range slices.Backward(differences) { // what points to a row before it
		if err := d.remove(tx); err != nil {
			return err
		}
	}
	for _, d := range differences {
		if err := put(tx, d.table, d.put); err != nil {
			return err
		}
	}
	return nil
}

func (r *rows) differences(tx *gorm.DB, next *rows) ([]difference, error) {
	old := r.tables()
	list := make([]difference, len(old))
	stagesChanged := false
	for i, table := range next.tables() {
		statement := &gorm.Statement{DB: tx}
		if err := statement.Parse(table); err != nil {
			return nil, err
		}
		from, to := reflect.ValueOf(old[i]).Elem(), reflect.ValueOf(table).Elem()
		list[i] = differ(statement.Schema, from, to)
		switch table {
		case any(&next.PowerStages):
			stagesChanged = list[i].put.Len() > 0
		case any(&next.ModuleAdditions):
			// A stage goes with its hall though another may take its number, and
			// its additions go with it.
			if stagesChanged {
				list[i] = differ(statement.Schema, from, to.Slice(0, 0))
				list[i].put = to
			}
		}
	}
	return list, nil
}

// differ compares the rows of a table, both in the order of their keys.
func differ(table *schema.Schema, old, next reflect.Value) difference {
	d := difference{table: table, moved: reflect.MakeSlice(old.Type(), 0, 0), put: reflect.MakeSlice(old.Type(), 0, 0)}
	if old.Len() == 0 {
		d.put = next
		return d
	}
	i, j := 0, 0
	for i < old.Len() || j < next.Len() {
		order := 0
		switch {
		case i == old.Len():
			order = 1
		case j == next.Len():
			order = -1
		default:
			a, b := keyOf(table, old.Index(i)), keyOf(table, next.Index(j))
			order = slices.Compare(a[:], b[:])
		}
		switch {
		case order < 0:
			d.gone = append(d.gone, keyOf(table, old.Index(i)))
		case order > 0:
			d.put = reflect.Append(d.put, next.Index(j))
		default:
			d.compare(old.Index(i), next.Index(j))
		}
		if order <= 0 {
			i++
		}
		if order >= 0 {
			j++
		}
	}
	return d
}

// compare takes in a row in place of one with its key.
func (d *difference) compare(old, next reflect.Value) {
	if sameRow(old, next) {
		return
	}
	d.put = reflect.Append(d.put, next)
	var unique []int
	moved := false
	for _, f := range d.table.Fields {
		if f.Unique {
			unique = append(unique, f.StructField.Index[0])
			moved = moved || !old.FieldByIndex(f.StructField.Index).Equal(next.FieldByIndex(f.StructField.Index))
		}
	}
	if !moved {
		return
	}
	d.moved = reflect.Append(d.moved, next)
	row := d.moved.Index(d.moved.Len() - 1)
	for _, i := range unique {
		park(row.Field(i), d.moved.Len())
	}
}

// sameRow reports whether two rows of a table are one.
func sameRow(a, b reflect.Value) bool {
	if a.Comparable() && a.Equal(b) {
		return true
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// parked begins a name that stands in for one while names change places. No
// plan that is valid has it.
const parked = "\x01"

// park gives a field a value that no row of a valid plan has, a different one
// for each number from 1.
func park(field reflect.Value, number int) {
	if field.Kind() == reflect.String {
		field.SetString(fmt.Sprint(parked, number))
	} else {
		field.SetInt(int64(-number))
	}
}

func keyOf(table *schema.Schema, row reflect.Value) (k rowKey) {
	for i := range table.PrimaryFields {
		k[i] = row.Field(i).Int()
	}
	return k
}

// maxVariables keeps a statement below the values it may bind: 32766 on SQLite,
// 65535 on PostgreSQL.
const maxVariables = 30_000

// put writes rows, in place of those with their keys where there are any.
func put(tx *gorm.DB, table *schema.Schema, list reflect.Value) error {
	if list.Len() == 0 {
		return nil
	}
	rows := reflect.New(list.Type())
	rows.Elem().Set(list)
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows.Interface(), maxVariables/len(table.DBNames)).Error
}

// remove deletes the rows that go.
func (d difference) remove(tx *gorm.DB) error {
	columns := d.table.PrimaryFieldDBNames
	// PostgreSQL takes the types of all rows from the first.
	first := "(" + strings.TrimSuffix(strings.Repeat("CAST(? AS BIGINT), ", len(columns)), ", ") + ")"
	other := ", (" + strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ") + ")"
	for keys := range slices.Chunk(d.gone, maxVariables/len(columns)) {
		var values []any
		for _, k := range keys {
			for i := range columns {
				values = append(values, k[i])
			}
		}
		among := fmt.Sprintf("(%s) IN (VALUES %s%s)", strings.Join(columns, ", "), first, strings.Repeat(other, len(keys)-1))
		if err := tx.Where(among, values...).Delete(reflect.New(d.table.ModelType).Interface()).Error; err != nil {
			return err
		}
	}
	return nil
}
