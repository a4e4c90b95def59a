package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A folder is a ledger's folder on the way to being checked.
type folder struct {
	path   string
	key    note.Verifier
	tiles  tiles
	tree   tlog.Tree
	found  answer
	stored []tlog.Hash
}

// CheckFolder compares everything in a ledger's folder that the public key covers.
func checkFolder(path string, key note.Verifier) answer {
	f := &folder{path: path, key: key, tiles: tiles{path, map[string][]byte{}}}
	f.checkName()
	signed := f.signed()
	f.found.Size = f.tree.N
	if f.build(f.tree.N) {
		f.compareTiles()
		f.lookAtFiles()
		f.checkSegments()
	}
	for _, one := range signed {
		f.checkSigned(one)
	}
	return f.found
}

// A signedTree is a checkpoint, and the file that it was found in.
type signedTree struct {
	tree tlog.Tree
	file string
}

// Signed reads every checkpoint that the log has signed: the last, those kept before, and those
// that witnesses have signed too.
func (f *folder) signed() []signedTree {
	all := f.kept()
	all = append(all, f.witnessed()...)
	last, err := os.ReadFile(filepath.Join(f.path, "checkpoint"))
	if err == nil {
		f.tree, err = openCheckpoint(last, f.key)
	}
	if err != nil {
		f.found.note("checkpoint", "%v", err)
		return all
	}
	return append(all, signedTree{f.tree, "checkpoint"})
}

func (f *folder) witnessed() []signedTree {
	var all []signedTree
	names, _ := os.ReadDir(filepath.Join(f.path, "witnessed"))
	for _, name := range names {
		if strings.HasSuffix(name.Name(), ".unfinished") {
			continue
		}
		file := "witnessed/" + name.Name()
		msg, err := os.ReadFile(filepath.Join(f.path, file))
		var tree tlog.Tree
		if err == nil {
			tree, err = openCheckpoint(msg, f.key)
		}
		if err != nil {
			f.found.note(file, "%v", err)
			continue
		}
		if name.Name() != fmt.Sprintf("%020d-%x", tree.N, tree.Hash[:4]) {
			f.found.note(file, "it holds another checkpoint than its name says")
		}
		all = append(all, signedTree{tree, file})
	}
	return all
}

// CheckSigned compares a checkpoint with the tree of its size.
func (f *folder) checkSigned(one signedTree) {
	if one.tree.N > f.tree.N {
		f.found.note("checkpoint", "it has %d entries, and one of %d was signed (%s): it was set back",
			f.tree.N, one.tree.N, one.file)
		return
	}
	if one.tree.N > f.entries() {
		f.found.note(one.file, "it was signed for %d entries; there are fewer", one.tree.N)
		return
	}
	root, err := f.head(one.tree.N)
	if err != nil || root != one.tree.Hash {
		f.found.note(one.file, "the first %d entries are not those it was signed for", one.tree.N)
		return
	}
	f.found.Checkpoints++
}

// Head is the head of the first entries; of none it is the hash of nothing, which this version of
// tlog does not say.
func (f *folder) head(size int64) (tlog.Hash, error) {
	if size == 0 {
		return sha256.Sum256(nil), nil
	}
	return tlog.TreeHash(size, f)
}

// Entries is how many leaves have been put into the tree.
func (f *folder) entries() int64 {
	return int64(f.found.Entries)
}

// ReadHashes is what tlog asks for: the hashes of the tree that was built from what was read.
func (f *folder) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, index := range indexes {
		if index >= int64(len(f.stored)) {
			return nil, fmt.Errorf("hash %d is not there", index)
		}
		hashes = append(hashes, f.stored[index])
	}
	return hashes, nil
}

// Build makes the tree from its leaves, and compares the entries with them. Where the tile of
// leaves leads to the head that was signed it is to be believed, and an entry that differs is
// named; elsewhere the entries are, and compareTiles names the tile.
func (f *folder) build(size int64) bool {
	authentic := tlog.TileHashReader(f.tree, &f.tiles)
	received := uint64(0)
	for number := int64(0); number*tileWidth < size; number++ {
		tile := tlog.Tile{H: tileHeight, L: entriesLevel, N: number, W: width(0, number, size)}
		bundle, err := f.tiles.content(tile)
		entries := entriesOf(bundle)
		if err != nil {
			f.found.note(tilePath(tile), "%v", withoutPath(err))
		} else if len(entries) != tile.W {
			f.found.note(tilePath(tile), "it does not hold as many entries as its name says")
			entries = nil
		}
		var indexes []int64
		for at := 0; at < tile.W; at++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, number*tileWidth+int64(at)))
		}
		leaves, err := authentic.ReadHashes(indexes)
		if err != nil && entries == nil {
			f.found.note(tilePath(tile), "neither entries nor their hashes lead to what was signed")
			return false
		}
		for at := 0; at < tile.W; at++ {
			index := number*tileWidth + int64(at)
			if entries != nil {
				f.checkEntry(tilePath(tile), index, entries[at], &received)
			}
			var leaf tlog.Hash
			if err == nil {
				leaf = leaves[at]
			} else {
				leaf = tlog.RecordHash(entries[at])
			}
			if entries != nil && tlog.RecordHash(entries[at]) != leaf {
				f.found.note(tilePath(tile), "entry %d is not the one in the tree", index)
			}
			hashes, err := tlog.StoredHashesForRecordHash(index, leaf, f)
			if err != nil {
				panic(err)
			}
			f.stored = append(f.stored, hashes...)
			f.found.Entries++
		}
	}
	return true
}

func (f *folder) checkEntry(path string, index int64, entry []byte, received *uint64) {
	if err := checkEntry(entry); err != nil {
		f.found.note(path, "entry %d: %v", index, err)
		return
	}
	at := binary.BigEndian.Uint64(entry[4:12])
	if at < *received {
		f.found.note(path, "entry %d was received before the one before it", index)
		return
	}
	*received = at
}

// EntriesOf takes a bundle apart; nil if it is none.
func entriesOf(bundle []byte) [][]byte {
	var entries [][]byte
	for len(bundle) > 0 {
		if len(bundle) < bundledBytes || binary.BigEndian.Uint16(bundle) != 88 {
			return nil
		}
		entries = append(entries, bundle[2:bundledBytes])
		bundle = bundle[bundledBytes:]
	}
	return entries
}

// CompareTiles makes every tile of hashes from the leaves and compares it with the file.
func (f *folder) compareTiles() {
	for level := 0; f.tree.N>>uint(tileHeight*level) > 0; level++ {
		for number := int64(0); width(level, number, f.tree.N) > 0; number++ {
			tile := tlog.Tile{H: tileHeight, L: level, N: number, W: width(level, number, f.tree.N)}
			made, err := tlog.ReadTileData(tile, f)
			if err != nil {
				panic(err)
			}
			content, err := f.tiles.content(tile)
			f.found.Tiles++
			switch {
			case err != nil:
				f.found.note(tilePath(tile), "%v", withoutPath(err))
			case len(content) != len(made):
				f.found.note(tilePath(tile), "it does not have the length that its name says")
			case !bytes.Equal(content, made):
				at := 0
				for content[at] == made[at] {
					at++
				}
				first := (number*tileWidth + int64(at/tlog.HashSize)) << uint(tileHeight*level)
				f.found.note(tilePath(tile), "its hash over entry %d is not that of the entry", first)
			}
		}
	}
}

// LookAtFiles reads what belongs to a smaller tree, or a greater one, and names what is no tile.
func (f *folder) lookAtFiles() {
	root := filepath.Join(f.path, "tile")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) && path == root {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(f.path, path)
		if err == nil && !strings.HasSuffix(name, ".unfinished") {
			f.lookAt(filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		f.found.note("tile", "%v", withoutPath(err))
	}
}

func (f *folder) lookAt(name string) {
	tile, ok := parseTile(name)
	if !ok {
		f.found.note(name, "no tile has this name")
		return
	}
	covered := width(tile.L, tile.N, f.tree.N)
	if covered == 0 || covered == tile.W {
		return
	}
	f.found.Tiles++
	content, err := os.ReadFile(filepath.Join(f.path, name))
	if err != nil {
		f.found.note(name, "%v", withoutPath(err))
		return
	}
	right := tile
	right.W = covered
	rightContent, err := f.tiles.content(right)
	common := itemBytes(tile.L) * covered
	if tile.W < covered {
		common = itemBytes(tile.L) * tile.W
	}
	isWhole := len(content) == tile.W*itemBytes(tile.L) && err == nil && len(rightContent) >= common
	if !isWhole || !bytes.Equal(content[:common], rightContent[:common]) {
		f.found.note(name, "it is not the beginning of the tile that follows it")
	}
}

// WithoutPath is an error without the folder that it happened in.
func withoutPath(err error) error {
	if with, ok := err.(*fs.PathError); ok {
		return with.Err
	}
	return err
}
