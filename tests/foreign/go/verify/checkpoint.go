package main

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var errNotWritten = errors.New("it is not as it would have been written")

// OpenCheckpoint opens a C2SP checkpoint that this key has signed. Signatures of others are not
// looked at, but for their form.
func openCheckpoint(msg []byte, key note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(msg, note.VerifierList(key))
	if err != nil {
		return tlog.Tree{}, err
	}
	// Package note takes base64 with bits to spare as it comes; two notes would then be one.
	for _, signatures := range [][]note.Signature{opened.Sigs, opened.UnverifiedSigs} {
		for _, signature := range signatures {
			if _, err := strictBase64(signature.Base64); err != nil {
				return tlog.Tree{}, err
			}
		}
	}
	if again, err := note.Sign(opened); err != nil || len(again) != len(msg) {
		return tlog.Tree{}, errNotWritten
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tlog.Tree{}, errors.New("it does not have three lines")
	}
	if lines[0] != key.Name() {
		return tlog.Tree{}, errors.New("it is of another log")
	}
	size, err := strictNumber(lines[1])
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := strictHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func strictNumber(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 0 || strconv.FormatInt(number, 10) != text {
		return 0, errNotWritten
	}
	return number, nil
}

func strictBase64(text string) ([]byte, error) {
	decoded, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(decoded) != text {
		return nil, errNotWritten
	}
	return decoded, nil
}

func strictHash(text string) (tlog.Hash, error) {
	var hash tlog.Hash
	decoded, err := strictBase64(text)
	if err != nil || len(decoded) != len(hash) {
		return hash, errNotWritten
	}
	copy(hash[:], decoded)
	return hash, nil
}
