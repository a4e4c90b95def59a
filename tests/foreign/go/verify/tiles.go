package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	// A tile has up to 2^tileHeight items.
	tileHeight = 8
	tileWidth  = 1 << tileHeight
	// The level of x/mod for what is no hash: the entries.
	entriesLevel = -1
	bundledBytes = 2 + 88
)

// Tiles are the files below `tile` (https://c2sp.org/tlog-tiles), read once.
type tiles struct {
	folder string
	read   map[string][]byte
}

func tilePath(tile tlog.Tile) string {
	level := strconv.Itoa(tile.L)
	if tile.L == entriesLevel {
		level = "entries"
	}
	number := fmt.Sprintf("%03d", tile.N%1000)
	for rest := tile.N / 1000; rest > 0; rest /= 1000 {
		number = fmt.Sprintf("x%03d/%s", rest%1000, number)
	}
	path := "tile/" + level + "/" + number
	if tile.W < tileWidth {
		path += fmt.Sprintf(".p/%d", tile.W)
	}
	return path
}

var tileName = regexp.MustCompile(`^tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]+))?$`)

// ParseTile is the tile with this path, if there can be one.
func parseTile(path string) (tlog.Tile, bool) {
	parts := tileName.FindStringSubmatch(path)
	if parts == nil {
		return tlog.Tile{}, false
	}
	tile := tlog.Tile{H: tileHeight, L: entriesLevel, W: tileWidth}
	if parts[1] != "entries" {
		tile.L, _ = strconv.Atoi(parts[1])
	}
	digits := strings.NewReplacer("x", "", "/", "").Replace(parts[2])
	number, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return tlog.Tile{}, false
	}
	tile.N = number
	if parts[3] != "" {
		if tile.W, err = strconv.Atoi(parts[3]); err != nil {
			return tlog.Tile{}, false
		}
	}
	isTile := tile.L < 8 && tile.W >= 1 && tile.W <= tileWidth && tilePath(tile) == path
	return tile, isTile
}

// Width is how many items a tile holds in a tree of this size.
func width(level int, number, size int64) int {
	if level > 0 {
		size >>= uint(tileHeight * level)
	}
	left := size - number*tileWidth
	switch {
	case left <= 0:
		return 0
	case left < tileWidth:
		return int(left)
	}
	return tileWidth
}

func itemBytes(level int) int {
	if level == entriesLevel {
		return bundledBytes
	}
	return tlog.HashSize
}

// Content gives a tile's bytes: where a partial one is gone, a wider one holds the same.
func (t *tiles) content(tile tlog.Tile) ([]byte, error) {
	path := tilePath(tile)
	if content, ok := t.read[path]; ok {
		return content, nil
	}
	content, err := os.ReadFile(filepath.Join(t.folder, path))
	if os.IsNotExist(err) && tile.W < tileWidth {
		content, err = t.wider(tile)
	}
	if err != nil {
		return nil, err
	}
	t.read[path] = content
	return content, nil
}

func (t *tiles) wider(tile tlog.Tile) ([]byte, error) {
	for wide := tile.W + 1; wide <= tileWidth; wide++ {
		other := tile
		other.W = wide
		content, err := os.ReadFile(filepath.Join(t.folder, tilePath(other)))
		if err == nil && len(content) == wide*itemBytes(tile.L) {
			return content[:tile.W*itemBytes(tile.L)], nil
		}
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
	}
	return nil, os.ErrNotExist
}

// Height, ReadTiles and SaveTiles are what tlog.TileHashReader asks for.
func (t *tiles) Height() int {
	return tileHeight
}

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		content, err := t.content(tile)
		if err != nil {
			return nil, err
		}
		if len(content) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s does not have the length that its name says", tilePath(tile))
		}
		all = append(all, content)
	}
	return all, nil
}

func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}
