package main

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	bodyBytesMax   = 128 << 10
	proofLinesMax  = 63
	checkpointName = "checkpoint"
)

// A witness remembers, for each log, the last checkpoint that it has cosigned.
type witness struct {
	folder string
	key    *cosigner
	logs   map[string]note.Verifier
	// One request at a time: comparing with the last and keeping the next are one step.
	mutex sync.Mutex
}

// A refusal is an answer that is no cosignature.
type refusal struct {
	status int
	why    string
	// What was cosigned last, where that is the answer.
	size *int64
}

func (r *refusal) Error() string {
	return r.why
}

func refuse(status int, format string, values ...any) error {
	return &refusal{status: status, why: fmt.Sprintf(format, values...)}
}

func (w *witness) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	switch {
	case in.URL.Path == "/add-checkpoint" && in.Method == http.MethodPost:
		body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, bodyBytesMax))
		if err != nil {
			http.Error(out, "too long", http.StatusRequestEntityTooLarge)
			return
		}
		line, err := w.addCheckpoint(string(body))
		answer(out, line, err)
	case in.URL.Path == "/add-checkpoint":
		http.Error(out, "POST it", http.StatusMethodNotAllowed)
	case in.Method == http.MethodGet:
		kept, err := w.monitor(in.URL.Path)
		answer(out, kept, err)
	default:
		http.NotFound(out, in)
	}
}

func answer(out http.ResponseWriter, text string, err error) {
	var refused *refusal
	switch {
	case err == nil:
		io.WriteString(out, text)
	case errors.As(err, &refused) && refused.size != nil:
		out.Header().Set("Content-Type", "text/x.tlog.size")
		out.WriteHeader(refused.status)
		fmt.Fprintf(out, "%d\n", *refused.size)
	case errors.As(err, &refused):
		http.Error(out, refused.why, refused.status)
	default:
		log.Print(err)
		http.Error(out, "its disk fails", http.StatusInternalServerError)
	}
}

// A submission is the body of add-checkpoint.
type submission struct {
	old   int64
	proof tlog.TreeProof
	note  string
}

func parseSubmission(body string) (submission, error) {
	head, signed, ok := strings.Cut(body, "\n\n")
	lines := strings.Split(head, "\n")
	malformed := refuse(http.StatusBadRequest, "it is no submission")
	if !ok || !strings.HasPrefix(lines[0], "old ") || len(lines) > 1+proofLinesMax {
		return submission{}, malformed
	}
	old, err := decimal(strings.TrimPrefix(lines[0], "old "))
	if err != nil {
		return submission{}, malformed
	}
	found := submission{old: old, note: signed}
	for _, line := range lines[1:] {
		hash, err := parseHash(line)
		if err != nil {
			return submission{}, malformed
		}
		found.proof = append(found.proof, hash)
	}
	return found, nil
}

func decimal(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(number, 10) != text || number < 0 {
		return 0, errors.New("no size")
	}
	return number, nil
}

func parseHash(text string) (tlog.Hash, error) {
	bytes, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(bytes) != tlog.HashSize {
		return tlog.Hash{}, errors.New("no hash")
	}
	var hash tlog.Hash
	copy(hash[:], bytes)
	return hash, nil
}

// ParseTree reads the first three lines of a checkpoint.
func parseTree(text string) (tlog.Tree, error) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) < 4 {
		return tlog.Tree{}, refuse(http.StatusBadRequest, "it is no checkpoint")
	}
	size, err := decimal(lines[1])
	if err != nil {
		return tlog.Tree{}, refuse(http.StatusBadRequest, "it has no size")
	}
	hash, err := parseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, refuse(http.StatusBadRequest, "it has no head")
	}
	return tlog.Tree{N: size, Hash: hash}, nil
}

// AddCheckpoint gives the cosignature, or says why there is none.
func (w *witness) addCheckpoint(body string) (string, error) {
	asked, err := parseSubmission(body)
	if err != nil {
		return "", err
	}
	origin, _, _ := strings.Cut(asked.note, "\n")
	key, ok := w.logs[origin]
	if !ok {
		return "", refuse(http.StatusNotFound, "the log is not known")
	}
	opened, err := openNote(asked.note, key)
	if err != nil {
		return "", err
	}
	tree, err := parseTree(opened.Text)
	if err != nil {
		return "", err
	}
	if asked.old > tree.N {
		return "", refuse(http.StatusBadRequest, "the old size is the greater one")
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	last, err := w.last(origin, key)
	if err != nil {
		return "", err
	}
	if asked.old != last.N {
		return "", &refusal{status: http.StatusConflict, why: "another size", size: &last.N}
	}
	if err := follows(last, tree, asked.proof); err != nil {
		return "", err
	}
	line := w.key.line(opened.Text, uint64(time.Now().Unix()))
	own, err := note.Sign(&note.Note{Text: opened.Text, Sigs: opened.Sigs})
	if err != nil {
		return "", err
	}
	// On the disk first: what was cosigned is never forgotten.
	if err := replace(w.path(origin), append(own, line...)); err != nil {
		return "", err
	}
	return line, nil
}

func openNote(text string, key note.Verifier) (*note.Note, error) {
	opened, err := note.Open([]byte(text), note.VerifierList(key))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	if errors.As(err, &unverified) || errors.As(err, &invalid) {
		return nil, refuse(http.StatusForbidden, "it is not signed by the log")
	}
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "it is no note")
	}
	return opened, nil
}

// Follows tells whether a tree goes on from the last one.
func follows(last, next tlog.Tree, proof tlog.TreeProof) error {
	wrong := refuse(http.StatusUnprocessableEntity, "it does not follow from what was cosigned last")
	if next.N == 0 && next.Hash != sha256.Sum256(nil) {
		return wrong
	}
	if last.N == 0 || last.N == next.N {
		isSame := last.N == 0 || last.Hash == next.Hash
		if len(proof) > 0 || !isSame {
			return wrong
		}
		return nil
	}
	if tlog.CheckTree(proof, next.N, next.Hash, last.N, last.Hash) != nil {
		return wrong
	}
	return nil
}

func (w *witness) path(origin string) string {
	return filepath.Join(w.folder, fmt.Sprintf("%x", sha256.Sum256([]byte(origin))), checkpointName)
}

// Last is the tree that was cosigned last; that of no leaves if there was none.
func (w *witness) last(origin string, key note.Verifier) (tlog.Tree, error) {
	kept, err := os.ReadFile(w.path(origin))
	if errors.Is(err, os.ErrNotExist) {
		return tlog.Tree{Hash: sha256.Sum256(nil)}, nil
	}
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(kept, note.VerifierList(key, w.key))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%s: %w", w.path(origin), err)
	}
	if len(opened.Sigs) != 2 {
		return tlog.Tree{}, fmt.Errorf("%s is not signed by the log and by us", w.path(origin))
	}
	return parseTree(opened.Text)
}

// Monitor gives what was cosigned last of the log with this hash of its name.
func (w *witness) monitor(path string) (string, error) {
	for origin := range w.logs {
		if path == fmt.Sprintf("/%x/checkpoint", sha256.Sum256([]byte(origin))) {
			kept, err := os.ReadFile(w.path(origin))
			if errors.Is(err, os.ErrNotExist) {
				break
			}
			return string(kept), err
		}
	}
	return "", refuse(http.StatusNotFound, "nothing was cosigned")
}
