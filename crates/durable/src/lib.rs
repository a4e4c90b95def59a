//! Files that survive power cuts: write, sync, rename, locks; nothing else.
