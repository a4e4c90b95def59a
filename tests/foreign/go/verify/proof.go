package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const firstLine = "c2sp.org/tlog-proof@v1"

// A proof is an evidence file: docs/ledger-format.md, Proofs.
type proof struct {
	extra  []byte
	index  int64
	hashes tlog.RecordProof
	note   []byte

	entry        []byte
	compartments uint16
	openings     []opening
}

// An opening is a compartment that is shown.
type opening struct {
	number   uint16
	kind     byte
	salt     []byte
	siblings []tlog.Hash
	bytes    []byte
}

// Opened is what an opening shows, once it was checked.
type opened struct {
	Number uint16 `json:"number"`
	Kind   byte   `json:"kind"`
	Text   string `json:"text"`
}

func checkProof(file []byte, key note.Verifier) answer {
	var found answer
	p, err := readProof(file)
	if err != nil {
		found.note("", "it is no evidence file: %v", err)
		return found
	}
	found.Index = p.index
	tree, err := openCheckpoint(p.note, key)
	if err != nil {
		found.note("", "its checkpoint: %v", err)
		return found
	}
	found.Size = tree.N
	leaf := tlog.RecordHash(p.entry)
	if p.index >= tree.N {
		found.note("", "there is no entry %d among %d", p.index, tree.N)
	} else if err := tlog.CheckRecord(p.hashes, tree.N, tree.Hash, p.index, leaf); err != nil {
		found.note("", "entry %d is not in the tree: %v", p.index, err)
	}
	if err := checkEntry(p.entry); err != nil {
		found.note("", "the entry: %v", err)
	}
	for _, one := range p.openings {
		if !one.isCommittedIn(p.compartments, p.entry[56:88]) {
			found.note("", "compartment %d is not what the entry commits to", one.number)
		}
		found.Openings = append(found.Openings, opened{one.number, one.kind, string(one.bytes)})
	}
	return found
}

func readProof(file []byte) (*proof, error) {
	head, signed, ok := strings.Cut(string(file), "\n\n")
	if !ok {
		return nil, errors.New("it has no empty line")
	}
	lines := strings.Split(head, "\n")
	if len(lines) < 3 || lines[0] != firstLine {
		return nil, errors.New("it begins otherwise")
	}
	extra, isExtra := cutPrefix(lines[1], "extra ")
	index, isIndex := cutPrefix(lines[2], "index ")
	if !isExtra || !isIndex {
		return nil, errors.New("its second or third line begins otherwise")
	}
	p := &proof{note: []byte(signed)}
	var err error
	if p.extra, err = strictBase64(extra); err != nil {
		return nil, err
	}
	if p.index, err = strictNumber(index); err != nil {
		return nil, err
	}
	for _, line := range lines[3:] {
		hash, err := strictHash(line)
		if err != nil {
			return nil, err
		}
		p.hashes = append(p.hashes, hash)
	}
	return p, p.readExtra()
}

// ReadExtra takes the binary part of the second line apart.
func (p *proof) readExtra() error {
	rest := reader{p.extra}
	if string(rest.take(8)) != "TILSYNPF" || rest.u16() != 1 {
		return errors.New("its extra line is of another kind or version")
	}
	p.entry = rest.take(88)
	p.compartments = rest.u16()
	count := int(rest.u16())
	next := 0
	for ; count > 0 && rest.bytes != nil; count-- {
		one := opening{number: rest.u16(), kind: rest.u8(), salt: rest.take(32)}
		for many := rest.u8(); many > 0; many-- {
			var sibling tlog.Hash
			copy(sibling[:], rest.take(32))
			one.siblings = append(one.siblings, sibling)
		}
		one.bytes = rest.take(int(rest.u32()))
		if int(one.number) < next || one.kind < 1 || one.kind > 4 {
			return errors.New("its openings are not in order, or of no known kind")
		}
		next = int(one.number) + 1
		p.openings = append(p.openings, one)
	}
	if rest.bytes == nil || len(rest.bytes) > 0 {
		return errors.New("its extra line has another length")
	}
	if (p.compartments == 0) != (len(p.openings) == 0) {
		return errors.New("it says how many compartments there are, and opens none")
	}
	return nil
}

func (o *opening) isCommittedIn(count uint16, bodyRoot []byte) bool {
	var number [2]byte
	binary.BigEndian.PutUint16(number[:], o.number)
	mac := hmac.New(sha256.New, o.salt)
	mac.Write([]byte("acl/open/1"))
	mac.Write(number[:])
	mac.Write([]byte{o.kind})
	mac.Write(o.bytes)
	leaf := sha256.Sum256(append([]byte{0, o.kind}, mac.Sum(nil)...))
	head, err := headOver(int(o.number), int(count), leaf, o.siblings)
	if err != nil {
		return false
	}
	root := sha256.Sum256(append([]byte{2, byte(count >> 8), byte(count)}, head[:]...))
	return string(root[:]) == string(bodyRoot)
}

// HeadOver is the head that leaf i of n and the hashes beside it, from the leaf up, lead to.
// RFC 6962, 2.1.1, from the top down: the last hash is the head of the other half.
func headOver(i, n int, leaf tlog.Hash, beside []tlog.Hash) (tlog.Hash, error) {
	if i < 0 || i >= n || (n == 1) != (len(beside) == 0) {
		return tlog.Hash{}, fmt.Errorf("%d of %d does not have %d hashes beside it", i, n, len(beside))
	}
	if n == 1 {
		return leaf, nil
	}
	left := 1
	for left*2 < n {
		left *= 2
	}
	other, beside := beside[len(beside)-1], beside[:len(beside)-1]
	if i < left {
		head, err := headOver(i, left, leaf, beside)
		return tlog.NodeHash(head, other), err
	}
	head, err := headOver(i-left, n-left, leaf, beside)
	return tlog.NodeHash(other, head), err
}

// CheckEntry says what is wrong with the form of an entry.
func checkEntry(entry []byte) error {
	if len(entry) != 88 || entry[0] != 1 || entry[1] < 1 || entry[1] > 8 {
		return errors.New("it is of no known version or kind")
	}
	return nil
}

// A reader takes bytes from the front; its bytes are nil once there were too few.
type reader struct {
	bytes []byte
}

func (r *reader) take(many int) []byte {
	if r.bytes == nil || many < 0 || many > len(r.bytes) {
		r.bytes = nil
		return nil
	}
	taken := r.bytes[:many:many]
	r.bytes = r.bytes[many:]
	return taken
}

func (r *reader) u8() byte {
	if one := r.take(1); one != nil {
		return one[0]
	}
	return 0
}

func (r *reader) u16() uint16 {
	if two := r.take(2); two != nil {
		return binary.BigEndian.Uint16(two)
	}
	return 0
}

func (r *reader) u32() uint32 {
	if four := r.take(4); four != nil {
		return binary.BigEndian.Uint32(four)
	}
	return 0
}

func cutPrefix(text, prefix string) (string, bool) {
	return strings.TrimPrefix(text, prefix), strings.HasPrefix(text, prefix)
}
