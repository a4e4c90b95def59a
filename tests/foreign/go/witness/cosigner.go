package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The signature type of cosignature/v1 with Ed25519.
const cosignatureV1 = 0x04

// A cosigner signs with a time. It is a note.Verifier of its own signatures too.
type cosigner struct {
	name    string
	private ed25519.PrivateKey
}

// LoadKey reads the key in a folder, or makes one.
func loadKey(folder, name string) (*cosigner, error) {
	path := filepath.Join(folder, "key")
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		seed := make([]byte, ed25519.SeedSize)
		if _, err := rand.Read(seed); err != nil {
			return nil, err
		}
		text = []byte(base64.StdEncoding.EncodeToString(seed) + "\n")
		err = replace(path, text)
		if err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("%s holds no key", path)
	}
	return &cosigner{name, ed25519.NewKeyFromSeed(seed)}, nil
}

func (c *cosigner) typedKey() []byte {
	return append([]byte{cosignatureV1}, c.private.Public().(ed25519.PublicKey)...)
}

// Name, KeyHash and Verify are what package note asks of a verifier.
func (c *cosigner) Name() string {
	return c.name
}

func (c *cosigner) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(c.name+"\n"), c.typedKey()...))
	return binary.BigEndian.Uint32(sum[:])
}

func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(signature)
	public := c.private.Public().(ed25519.PublicKey)
	return ed25519.Verify(public, signedMessage(seconds, string(text)), signature[8:])
}

// Vkey is how others configure it.
func (c *cosigner) vkey() string {
	key := base64.StdEncoding.EncodeToString(c.typedKey())
	return fmt.Sprintf("%s+%08x+%s", c.name, c.KeyHash(), key)
}

// Line is the signature line over a checkpoint's text at this time.
func (c *cosigner) line(text string, seconds uint64) string {
	signature := binary.BigEndian.AppendUint32(nil, c.KeyHash())
	signature = binary.BigEndian.AppendUint64(signature, seconds)
	signature = append(signature, ed25519.Sign(c.private, signedMessage(seconds, text))...)
	return fmt.Sprintf("\u2014 %s %s\n", c.name, base64.StdEncoding.EncodeToString(signature))
}

func signedMessage(seconds uint64, text string) []byte {
	return []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, text))
}

// Replace puts a file in another's place; it is on the disk when this returns.
func replace(path string, content []byte) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	unfinished, err := os.CreateTemp(folder, "unfinished-")
	if err != nil {
		return err
	}
	_, err = unfinished.Write(content)
	if err == nil {
		err = unfinished.Sync()
	}
	if closed := unfinished.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(unfinished.Name(), path)
	}
	if err != nil {
		return err
	}
	directory, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer directory.Close()
	return directory.Sync()
}
