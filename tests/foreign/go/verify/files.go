package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"

	"fmt"
)

const (
	headerBytes = 64
	// What stands before the note in a line of `checkpoints`.
	lineHead = 4 + 4 + 8
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// CheckName compares the file `ledger` with the name of the key; copies may lack it.
func (f *folder) checkName() {
	content, err := os.ReadFile(filepath.Join(f.path, "ledger"))
	if os.IsNotExist(err) {
		return
	}
	lines := fmt.Sprintf("tilsyn ledger 1\n%s\n", f.key.Name())
	wanted := fmt.Sprintf("%s%08x\n", lines, crc32.Checksum([]byte(lines), castagnoli))
	if err != nil || string(content) != wanted {
		f.found.note("ledger", "it is not that of the log that the key is of")
	}
}

// Kept reads `checkpoints`: those of before.
func (f *folder) kept() []signedTree {
	content, err := os.ReadFile(filepath.Join(f.path, "checkpoints"))
	_, nameErr := os.Stat(filepath.Join(f.path, "ledger"))
	if os.IsNotExist(err) && os.IsNotExist(nameErr) {
		return nil
	}
	if err != nil {
		f.found.note("checkpoints", "%v", withoutPath(err))
		return nil
	}
	if !bytes.HasPrefix(content, f.header("CH")) {
		f.found.note("checkpoints", "its header is altered")
		return nil
	}
	rest := content[headerBytes:]
	var all []signedTree
	for number := 0; len(rest) > 0; number++ {
		end := lineEnd(rest)
		if end == 0 {
			f.found.note("checkpoints", "the line at byte %d is altered", len(content)-len(rest))
			break
		}
		tree, err := openCheckpoint(rest[lineHead:end], f.key)
		if err != nil {
			f.found.note("checkpoints", "checkpoint %d in it: %v", number, err)
		} else {
			all = append(all, signedTree{tree, "checkpoints"})
		}
		rest = rest[end:]
	}
	return all
}

// Header is what a binary file that is numbered 0 begins with.
func (f *folder) header(letters string) []byte {
	id := sha256.Sum256([]byte(f.key.Name()))
	header := append([]byte("TILSYN"+letters), 0, 1, 0, 0)
	header = append(header, id[:]...)
	header = append(header, make([]byte, 16)...)
	return binary.BigEndian.AppendUint32(header, crc32.Checksum(header, castagnoli))
}

// LineEnd is where the first line ends, 0 if it is not whole.
func lineEnd(rest []byte) int {
	if len(rest) < lineHead {
		return 0
	}
	end := lineHead + int(binary.BigEndian.Uint32(rest))
	if end > len(rest) || crc32.Checksum(rest[8:end], castagnoli) != binary.BigEndian.Uint32(rest[4:]) {
		return 0
	}
	return end
}
