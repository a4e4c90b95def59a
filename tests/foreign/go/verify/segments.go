package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	frameHead = 40
	lineStart = entryBytes + 6
	// A frame counts from here on under its checksum.
	frameSummed = 12
	entryBytes  = 88
)

// CheckSegments compares the entries in the segments with the leaves of the tree. A copy of what
// is public has no segments.
func (f *folder) checkSegments() {
	names, err := os.ReadDir(filepath.Join(f.path, "segments"))
	if os.IsNotExist(err) {
		return
	}
	if err != nil {
		f.found.note("segments", "%v", withoutPath(err))
		return
	}
	var files []string
	for _, name := range names {
		if strings.HasSuffix(name.Name(), ".segment") {
			files = append(files, "segments/"+name.Name())
		}
	}
	next, last := uint64(0), "segments"
	for at, file := range files {
		next = f.checkSegment(file, next, at+1 == len(files))
		last = file
	}
	if next < uint64(f.tree.N) {
		f.found.note(last, "it ends before entry %d, which was signed", f.tree.N-1)
	}
}

// CheckSegment reads a segment that should begin with this entry, and says with which the one
// after it should.
func (f *folder) checkSegment(file string, next uint64, isLast bool) uint64 {
	content, err := os.ReadFile(filepath.Join(f.path, file))
	if err != nil {
		f.found.note(file, "%v", withoutPath(err))
		return next
	}
	first, ok := f.firstOf(file, content)
	if !ok {
		f.found.note(file, "its header is altered")
		return next
	}
	if first != next {
		f.found.note(file, "entries %d to %d are missing before it", next, first)
		next = first
	}
	rest := content[headerBytes:]
	for {
		entries, length := framed(rest, next)
		if entries == nil {
			break
		}
		for _, entry := range entries {
			f.compareEntry(file, next, entry)
			next++
		}
		rest = rest[length:]
	}
	// What follows is the reserve; behind the last frame of all, something may be torn.
	isReserve := len(bytes.Trim(rest, "\x00")) == 0
	if !isReserve && !(isLast && next >= uint64(f.tree.N)) {
		f.found.note(file, "the frame at byte %d is altered", len(content)-len(rest))
	}
	return next
}

// FirstOf is the index that the header of a segment begins with.
func (f *folder) firstOf(file string, content []byte) (uint64, bool) {
	if len(content) < headerBytes {
		return 0, false
	}
	right := f.header("SG")[:44]
	number := binary.BigEndian.Uint64(content[44:])
	summed := binary.BigEndian.Uint32(content[60:]) == crc32.Checksum(content[:60], castagnoli)
	isIts := summed && bytes.Equal(content[:44], right)
	named := fmt.Sprintf("segments/%010d.segment", number)
	return binary.BigEndian.Uint64(content[52:]), isIts && named == file
}

// Framed takes the frame at the front apart: its entries, and how long it is; nil if there is none
// that is whole and begins with this entry.
func framed(rest []byte, next uint64) ([][]byte, int) {
	if len(rest) < frameHead || string(rest[:4]) != "TFR1" {
		return nil, 0
	}
	length := int(binary.BigEndian.Uint32(rest[4:]))
	if length < frameHead || length > len(rest) || binary.BigEndian.Uint64(rest[12:]) != next {
		return nil, 0
	}
	frame := rest[:length]
	if crc32.Checksum(frame[frameSummed:], castagnoli) != binary.BigEndian.Uint32(frame[8:]) {
		return nil, 0
	}
	count := int(binary.BigEndian.Uint32(frame[28:]))
	places := frameHead + int(binary.BigEndian.Uint32(frame[36:]))
	if count < 1 || places+4*(count+1) > length {
		return nil, 0
	}
	var entries [][]byte
	for number := 0; number < count; number++ {
		begin := int(binary.BigEndian.Uint32(frame[places+4*number:]))
		end := int(binary.BigEndian.Uint32(frame[places+4*number+4:]))
		if begin < places || end > length || end-begin < lineStart {
			return nil, 0
		}
		entries = append(entries, frame[begin:begin+entryBytes])
	}
	return entries, length
}

func (f *folder) compareEntry(file string, index uint64, entry []byte) {
	if index >= uint64(f.entries()) {
		return
	}
	leaf := f.stored[tlog.StoredHashIndex(0, int64(index))]
	if tlog.RecordHash(entry) != leaf {
		f.found.note(file, "entry %d is not the one in the tree", index)
	}
}
