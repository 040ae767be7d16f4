// Package web holds the built scripts and styles of the pages.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:assets/dist
var files embed.FS

// Assets returns what make assets built: scripts, styles, the API docs page's
// own files and manifest.json, which names them. It is all but empty where
// nothing was built.
func Assets() fs.FS {
	assets, err := fs.Sub(files, "assets/dist")
	if err != nil { // the path is a constant and valid
		panic(err)
	}
	return assets
}

// Built reports whether the assets were built before this program was.
func Built() bool {
	_, err := fs.Stat(Assets(), "manifest.json")
	return err == nil
}
