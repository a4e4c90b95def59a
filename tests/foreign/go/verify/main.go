// Tilsyn-go-verify checks a ledger's folder or an evidence file with the public key alone.
//
// It was written from docs/ledger-format.md and x/mod/sumdb, and shares no line with the program
// that it checks. It reads only, and every answer is one line of JSON:
//
//	tilsyn-go-verify folder VKEY FOLDER
//	tilsyn-go-verify proof VKEY FILE
//	tilsyn-go-verify batch      lines "folder VKEY FOLDER" or "proof VKEY BASE64" on standard input
//
// It ends with 0 if all is well, 1 if something is wrong, 2 if it was not told what to check.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// A problem is something wrong, and the file (as named in the ledger's folder) it is wrong with.
type problem struct {
	File string `json:"file"`
	What string `json:"what"`
}

// An answer is what was found: of a folder, or of an evidence file.
type answer struct {
	OK       bool      `json:"ok"`
	Problems []problem `json:"problems"`
	Size     int64     `json:"size"`
	// Of a folder: how many were compared.
	Entries     int `json:"entries,omitempty"`
	Tiles       int `json:"tiles,omitempty"`
	Checkpoints int `json:"checkpoints,omitempty"`
	// Of an evidence file: what it shows.
	Index    int64    `json:"index"`
	Openings []opened `json:"openings,omitempty"`
}

func (a *answer) note(file, format string, values ...any) {
	a.Problems = append(a.Problems, problem{file, fmt.Sprintf(format, values...)})
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "batch" {
		os.Exit(batch(os.Stdin, os.Stdout))
	}
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "tilsyn-go-verify folder|proof VKEY PATH, or batch")
		os.Exit(2)
	}
	what, vkey, path := os.Args[1], os.Args[2], os.Args[3]
	if what == "proof" {
		file, err := os.ReadFile(path)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		path = base64.StdEncoding.EncodeToString(file)
	}
	found, err := check(what, vkey, path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	say(os.Stdout, found)
	if !found.OK {
		os.Exit(1)
	}
}

// Batch answers line by line, each as soon as it was read.
func batch(in io.Reader, out io.Writer) int {
	exit := 0
	lines := bufio.NewReaderSize(in, 1<<20)
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF && line == "" {
			return exit
		}
		words := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
		if len(words) != 3 {
			fmt.Fprintln(os.Stderr, "a line is no question")
			return 2
		}
		found, err := check(words[0], words[1], words[2])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
		if !found.OK {
			exit = 1
		}
		say(out, found)
	}
}

func check(what, vkey, rest string) (answer, error) {
	key, err := note.NewVerifier(vkey)
	if err != nil {
		return answer{}, err
	}
	var found answer
	switch what {
	case "folder":
		found = checkFolder(rest, key)
	case "proof":
		file, err := base64.StdEncoding.DecodeString(rest)
		if err != nil {
			return answer{}, err
		}
		found = checkProof(file, key)
	default:
		return answer{}, fmt.Errorf("%q cannot be checked", what)
	}
	found.OK = len(found.Problems) == 0
	return found, nil
}

func say(out io.Writer, found answer) {
	if found.Problems == nil {
		found.Problems = []problem{}
	}
	line, err := json.Marshal(found)
	if err != nil {
		panic(err)
	}
	if _, err := out.Write(append(line, '\n')); err != nil {
		os.Exit(2)
	}
}
