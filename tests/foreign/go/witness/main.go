// Tilsyn-go-witness cosigns the checkpoints of the logs that it is told of.
//
// It was written from https://c2sp.org/tlog-witness and https://c2sp.org/tlog-cosignature, on
// net/http and x/mod's notes, to stand beside our own witness in tests. It prints its key first:
//
//	tilsyn-go-witness --listen ADDRESS --state FOLDER --name NAME --log VKEY [--log VKEY]
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Logs are the values of --log.
type logs []string

func (l *logs) String() string {
	return strings.Join(*l, " ")
}

func (l *logs) Set(vkey string) error {
	*l = append(*l, vkey)
	return nil
}

func main() {
	var known logs
	listen := flag.String("listen", "127.0.0.1:0", "where to listen")
	state := flag.String("state", "", "the folder of its key and of what it has cosigned")
	name := flag.String("name", "", "its name")
	flag.Var(&known, "log", "the key of a log")
	flag.Parse()
	if *state == "" || *name == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := serve(*listen, *state, *name, known); err != nil {
		log.Fatal(err)
	}
}

func serve(listen, state, name string, known logs) error {
	key, err := loadKey(state, name)
	if err != nil {
		return err
	}
	w := &witness{folder: state, key: key, logs: map[string]note.Verifier{}}
	for _, vkey := range known {
		verifier, err := note.NewVerifier(vkey)
		if err != nil {
			return fmt.Errorf("%q: %w", vkey, err)
		}
		w.logs[verifier.Name()] = verifier
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	fmt.Println(key.vkey())
	server := http.Server{Handler: w, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	return server.Serve(listener)
}
